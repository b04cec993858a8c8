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

export type Accepted = "accepted" | "already there" | "other content under this key";

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
