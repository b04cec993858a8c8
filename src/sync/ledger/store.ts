/**
 * Where intents are kept. The one operation is "apply an event": read the intent under lock, ask `after`, write what it
 * says, all in one transaction on the database's clock. Every store passes the same contract tests.
 */
import type { LedgerEvent, Refused, Step } from "./after";
import type { Instant, Intent } from "./intent";
import type { DocumentKind, PostingKey } from "./posting-key";

export type NewIntent<Payload> = {
  readonly key: PostingKey;
  readonly kind: DocumentKind;
  readonly company: string;
  /** Intents that must be done first: the customer before the invoice, the invoice before its receipt. */
  readonly parents: readonly PostingKey[];
  readonly payload: Payload;
};

export type StoredIntent<Payload> = NewIntent<Payload> & { readonly intent: Intent };

/** "another key for this document": a store that knows the document behind an intent never gives it a second key. */
export type Accepted = "accepted" | "already there" | "other content under this key" | "another key for this document";

export type LedgerStore<Payload> = {
  /** Commits before it answers. The same key again changes nothing. */
  accept(intent: NewIntent<Payload>): Promise<Accepted>;
  read(key: PostingKey): Promise<StoredIntent<Payload> | null>;
  apply(key: PostingKey, event: LedgerEvent): Promise<Step | Refused>;
  /** Keys that a worker may claim now, oldest first: their time has come and their parents are done. */
  due(limit: number): Promise<readonly PostingKey[]>;
  /** When the next intent becomes due by the passing of time alone; null when none will. */
  nextDue(): Promise<Instant | null>;
  /** The store's clock, the only one that leases and settling are measured by. */
  now(): Promise<Instant>;
};

/** What a worker holds after claiming. To send: the attempt is recorded, so the policy's `sendWithin` runs already. */
export type Claim<Payload> = { readonly to: "send" | "look up"; readonly token: number; readonly stored: StoredIntent<Payload> };

export type ClaimOptions = {
  /** At most so many. What is to be sent must be sent in time, so no more than are sent at once. */
  readonly limit: number;
  /** Only this company's. */
  readonly company?: string;
};

/** A store that workers with several sends under way use: fewer trips, the same events and the same rules. */
export type ClaimingStore<Payload> = LedgerStore<Payload> & {
  /**
   * Claims what is due, oldest first, and records the attempt of what is to be sent, as nothing happens between the two.
   * What was being sent by a worker that is gone turns to "in doubt" here, and is not given out.
   */
  claimDue(worker: string, options: ClaimOptions): Promise<readonly Claim<Payload>[]>;
  /**
   * Runs `work` so that no other process can take the intent over meanwhile, however long this one is paused. Null, and not
   * run, where another process holds it. A second guard beside lease and fence: a store without one just runs `work`.
   */
  withKeyLock<T>(key: PostingKey, work: () => Promise<T>): Promise<T | null>;
};
