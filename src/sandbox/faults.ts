/**
 * What the practice servers can be told to do wrong. Every switch starts off; each may be changed while the servers
 * run, in code (`sandbox.faults.sageDown = 504`) or by `POST /sandbox/faults` with any subset as JSON.
 */
import { z } from "zod";

/** Sage publishes no schema for its error body, so a client must survive all of these. The first is the default, a guess. */
export const errorShapes = ["message", "apim", "severity", "dotnet", "plain", "empty"] as const;

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
  noSalesModule: false,
  throttleEvery: 0,
  retryAfterSeconds: 1,
  empty401: false,
  dropAnswerEvery: 0,
  dropTokenAnswerEvery: 0,
  tiedStamps: false,
  errorShape: "message",
});

/** What `POST /sandbox/faults` takes. */
export const faultChange = faultSwitches.partial().strict();
