/**
 * One effect on another system, from the wish to the proof. The states and the only ways between them; nothing here
 * knows SQL, HTTP or a clock. Times are milliseconds since 1970, always of the database's clock.
 */
import type { Failure } from "../model/failure";

export type Instant = number;

/** Who may act on an intent, and until when. `token` rises with every claim: a worker with an old one is told no. */
export type Lease = { readonly worker: string; readonly token: number; readonly until: Instant };

/**
 * What Sage answered, enough to find the posting again. An account has its reference in the place of a urn, and `contacts` with the ids
 * that Sage gave them where they could be read back.
 */
export type Evidence = {
  readonly urn: string;
  readonly recordId: string | null;
  readonly foundBy: "answer" | "look-up";
  readonly contacts?: readonly { readonly contactId: string; readonly sageContactId: string }[];
};

/** How often was it tried, and since when is it not certain what became of it. */
type Doubt = { readonly since: Instant; readonly lookUpAfter: Instant; readonly lookUpsFailed: number; readonly why: string };

type Common = { readonly attempts: number; readonly fence: number };

export type Intent =
  | (Common & { readonly state: "planned"; readonly notBefore: Instant; readonly lease: Lease | null; readonly doubts: number })
  | (Common & { readonly state: "sending"; readonly lease: Lease; readonly startedAt: Instant; readonly sendBy: Instant; readonly doubts: number })
  | (Common & { readonly state: "in doubt"; readonly lease: Lease | null; readonly doubt: Doubt; readonly doubts: number })
  | (Common & { readonly state: "done"; readonly evidence: Evidence; readonly at: Instant })
  | (Common & { readonly state: "refused"; readonly failure: Failure; readonly at: Instant })
  | (Common & { readonly state: "needs review"; readonly failure: Failure; readonly at: Instant; readonly doubts: number });

export type IntentState = Intent["state"];

/** The times everything hangs on. `settle` must be longer than time-out, longest commit and index lag together. */
export type LedgerPolicy = {
  readonly lease: number;
  /** A recorded attempt is sent within this time or not at all. */
  readonly sendWithin: number;
  readonly timeout: number;
  readonly settle: number;
  /** Wait before the next try, after a throttle or a failed look-up: base, doubled each time, at most `longest`. */
  readonly backOff: { readonly base: number; readonly longest: number };
  /** So many times in doubt, and a person decides. */
  readonly doubtsAllowed: number;
};

export const defaultPolicy: LedgerPolicy = {
  lease: 120_000,
  sendWithin: 5_000,
  timeout: 90_000,
  settle: 300_000,
  backOff: { base: 2_000, longest: 300_000 },
  doubtsAllowed: 5,
};

export const planned = (now: Instant): Intent => ({ state: "planned", attempts: 0, fence: 0, notBefore: now, lease: null, doubts: 0 });

export const isFinal = (intent: Intent): boolean => intent.state === "done" || intent.state === "refused" || intent.state === "needs review";
