/**
 * What the practice servers can be told to do wrong. Every switch starts off, except that last year's accounting periods
 * are closed; each may be changed while the servers run, in code (`sandbox.faults.sageDown = 504`) or by
 * `POST /sandbox/faults` with any subset as JSON.
 */
import { z } from "zod";

/** Sage publishes no schema for its error body, so a client must survive all of these. The first is the default, a guess. */
export const errorShapes = ["message", "apim", "severity", "dotnet", "plain", "empty"] as const;

const every = z.number().int().min(0);
const rate = z.number().min(0).max(1);
const serverError = z.union([z.literal(500), z.literal(502), z.literal(503), z.literal(504)]);

/**
 * Faults of whatever writes to Sage: postings, allocations, customers and contacts. "Every n-th" counts writes, 0 is never;
 * rates are drawn for each write from `faultSeed`, so that a long run has its share of them and can be repeated.
 */
const postingFaults = {
  /** Every write is refused with this status before anything is committed; false takes them. */
  refusePostings: z.union([z.literal(false), z.number().int().min(400).max(599)]),
  /** Every n-th write is answered `failBeforeCommitStatus` and not committed. */
  failBeforeCommitEvery: every,
  failBeforeCommitRate: rate,
  failBeforeCommitStatus: serverError,
  /** Every n-th write is committed, and then the caller gets no answer ("drop") or a gateway's time-out (504). */
  failAfterCommitEvery: every,
  failAfterCommitAs: z.union([z.literal("drop"), z.literal(504)]),
  /** The share of writes that are committed and whose answer is lost, as `failAfterCommitAs` says. */
  dropPostingAnswerRate: rate,
  /** Every n-th write is answered 504 at once and committed `lateMs` later. */
  commitLateEvery: every,
  lateCommitRate: rate,
  lateMs: z.number().int().min(0).max(600_000),
  /** Each write waits this long before it is committed. */
  slowPostingsMs: z.number().int().min(0).max(600_000),
  /** Every n-th write is answered 429 and not committed. */
  throttlePostingsEvery: every,
  /** Every n-th write is refused with 401 and no body, as when a token ends midway. */
  empty401Every: every,
  faultSeed: z.number().int().min(0),
  /** A new posting or customer stays out of Sage's lists for this long, as behind a lagging index. */
  indexLagMs: z.number().int().min(0).max(600_000),
  /** The last day of the accounting periods that are closed; null where all are open. */
  closedUpTo: z.iso.date().nullable(),
  /** Whether `sales_receipts` refuses a negative value. */
  refuseNegativeReceipts: z.boolean(),
  /** Sage's setting by which new customers get their references from Sage. */
  autoAccountNumbers: z.boolean(),
  /** Whether a posting's `urn` is answered as text, as Sage's description types it, and not as a number, as clients have seen it. */
  urnAsText: z.boolean(),
  /** Every record of The Layer's document lists comes twice in its page. */
  repeatChangeFeed: z.boolean(),
};

/** Faults of recording payments from Sage in The Layer, counted and drawn as those of writes to Sage are. */
const recordingFaults = {
  /** Every n-th payment is answered 503 and not recorded. */
  failBeforeRecordingEvery: every,
  failBeforeRecordingRate: rate,
  /** Every n-th payment is recorded, and then the caller gets no answer ("drop") or a 503. */
  failAfterRecordingEvery: every,
  failAfterRecordingAs: z.union([z.literal("drop"), z.literal(503)]),
  /** The share of payments that are recorded and whose answer is lost, as `failAfterRecordingAs` says. */
  dropRecordingAnswerRate: rate,
  /** Every n-th payment is answered 503 at once and recorded `recordLateMs` later. */
  recordLateEvery: every,
  recordLateRate: rate,
  recordLateMs: z.number().int().min(0).max(600_000),
  /** Each payment waits this long before it is recorded. */
  slowRecordingsMs: z.number().int().min(0).max(600_000),
  /** Every n-th payment is answered 429 and not recorded. */
  throttleRecordingsEvery: every,
};

export const faultSwitches = z.object({
  /** The Layer answers 503. */
  layerDown: z.boolean(),
  /** The Layer refuses its token with 401. */
  layerTokenRefused: z.boolean(),
  /** Sage answers this status with a gateway's HTML page; false is up. */
  sageDown: z.union([z.literal(false), z.literal(500), z.literal(502), z.literal(503), z.literal(504)]),
  /** Sage's sign-in service answers 503. */
  authDown: z.boolean(),
  /** Every answer waits this many milliseconds. */
  slowMs: z.number().int().min(0).max(600_000),
  /** Every access token issued so far is refused; the next successful refresh switches this off. */
  tokenExpired: z.boolean(),
  /** The refresh token is refused with `invalid_grant`: a person must sign in again. */
  grantRevoked: z.boolean(),
  /** Whether presenting a refresh token that was already exchanged revokes every token descended from the same sign-in. */
  reuseRevokesFamily: z.boolean(),
  /** Seconds that a newly issued access token lives. */
  accessTokenSeconds: z.number().int().min(1).max(86_400),
  /** `GET /sites` answers an empty list, as it does when the tunnel to the customer's server is gone. */
  emptySites: z.boolean(),
  /** Every n-th list of a company is answered with 200 and nothing in it, as when the tunnel to the customer's server is gone; 0 is never. */
  emptyListEvery: every,
  /** The Sage user's role lacks the sales ledger: 403. */
  noSalesModule: z.boolean(),
  /** Every n-th Sage request is answered 429; 0 is never. */
  throttleEvery: z.number().int().min(0),
  /** What `Retry-After` says on a 429. */
  retryAfterSeconds: z.number().int().min(0).max(3_600),
  /** Every request for a company is refused with 401 and no body, as for a wrong `X-Site`. */
  empty401: z.boolean(),
  /** Every n-th write to The Layer is committed and the connection cut before the answer; 0 is never. */
  dropAnswerEvery: z.number().int().min(0),
  /** Every n-th exchange of a refresh token is committed and the connection cut before the answer; 0 is never. */
  dropTokenAnswerEvery: z.number().int().min(0),
  /** Every record that was not edited since shows one and the same change stamp, as after a bulk import: more of them than fit a page. */
  tiedStamps: z.boolean(),
  /** How Sage words its refusals. */
  errorShape: z.enum(errorShapes),
  ...postingFaults,
  ...recordingFaults,
});
export type FaultSwitches = z.infer<typeof faultSwitches>;
export type ErrorShape = FaultSwitches["errorShape"];

export const noFaults = (): FaultSwitches => ({
  layerDown: false,
  layerTokenRefused: false,
  sageDown: false,
  authDown: false,
  slowMs: 0,
  tokenExpired: false,
  grantRevoked: false,
  reuseRevokesFamily: true,
  accessTokenSeconds: 28_800,
  emptySites: false,
  emptyListEvery: 0,
  noSalesModule: false,
  throttleEvery: 0,
  retryAfterSeconds: 1,
  empty401: false,
  dropAnswerEvery: 0,
  dropTokenAnswerEvery: 0,
  tiedStamps: false,
  errorShape: "message",
  refusePostings: false,
  failBeforeCommitEvery: 0,
  failBeforeCommitRate: 0,
  failBeforeCommitStatus: 503,
  failAfterCommitEvery: 0,
  failAfterCommitAs: "drop",
  dropPostingAnswerRate: 0,
  commitLateEvery: 0,
  lateCommitRate: 0,
  lateMs: 2_000,
  slowPostingsMs: 0,
  throttlePostingsEvery: 0,
  empty401Every: 0,
  faultSeed: 1,
  indexLagMs: 0,
  closedUpTo: "2025-12-31",
  refuseNegativeReceipts: false,
  autoAccountNumbers: false,
  urnAsText: false,
  repeatChangeFeed: false,
  failBeforeRecordingEvery: 0,
  failBeforeRecordingRate: 0,
  failAfterRecordingEvery: 0,
  failAfterRecordingAs: "drop",
  dropRecordingAnswerRate: 0,
  recordLateEvery: 0,
  recordLateRate: 0,
  recordLateMs: 2_000,
  slowRecordingsMs: 0,
  throttleRecordingsEvery: 0,
});

/** What `POST /sandbox/faults` takes. */
export const faultChange = faultSwitches.partial().strict();
