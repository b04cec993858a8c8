/** Postings as rows, and the database's clock that leases and settling are measured by. */
import { sql, type RawBuilder } from "kysely";
import type { Posting } from "../documents/posting";
import type { Intent } from "../ledger/intent";
import type { DocumentKind, PostingKey } from "../ledger/posting-key";
import type { NewIntent, StoredIntent } from "../ledger/store";

/** Milliseconds since 1970. Not `now()`, which stands still for the whole of a transaction, also while it waits for a lock. */
export const clock = sql<number>`cast(floor(extract(epoch from clock_timestamp()) * 1000) as bigint)`;

/** What a posting stands for; `customer` for one that makes an account. No two postings are for the same one. */
export type PostedThing = { readonly kind: "customer" | "invoice" | "credit-note" | "payment" | "refund"; readonly id: string };

/** A customer may have an account in several companies, and each is made once. */
export const customerThing = (customerId: string, companyRef: string): PostedThing => ({ kind: "customer", id: `${companyRef} ${customerId}` });

export const thingOf = (posting: Posting): PostedThing => {
  switch (posting.kind) {
    case "new-customer":
      return customerThing(posting.customerId, posting.company);
    case "receipt":
      return { kind: "payment", id: posting.documentId };
    case "invoice":
    case "credit-note":
    case "refund":
      return { kind: posting.kind, id: posting.documentId };
  }
};

/** For the attempt history, which people read: everything but the bank. */
export const withoutBank = (posting: Posting): object => {
  if (!("bankId" in posting)) return posting;
  const { bankId: _, ...rest } = posting;
  return rest;
};

export type PostingRow = {
  readonly key: PostingKey;
  readonly kind: DocumentKind;
  readonly company: string;
  readonly payload: Posting;
  readonly intent: Intent;
  readonly openParents: number;
  readonly parents: readonly PostingKey[];
};

/** Of a posting called `held`. */
export const postingColumns = sql`held.key, held.kind, held.company, held.parents, held.payload, held.intent, held.open_parents as "openParents"`;

export const storedOf = ({ key, kind, company, parents, payload, intent }: PostingRow): StoredIntent<Posting> => ({ key, kind, company, parents, payload, intent });

/** Names the lock that is held while a posting is being sent. */
export const sendingLock = (tenant: string, key: RawBuilder<unknown>): RawBuilder<unknown> => sql`hashtextextended('sending ' || cast(${tenant} as text) || ' ' || ${key}, 0)`;

export type NewPosting = NewIntent<Posting>;
