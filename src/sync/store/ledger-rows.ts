/** Postings as rows, and the database's clock that leases and settling are measured by. */
import { sql, type RawBuilder } from "kysely";
import { allocationIdentity } from "../documents/allocation-identity";
import type { LayerDocumentKind } from "../documents/document";
import type { Posting } from "../documents/posting";
import type { Intent } from "../ledger/intent";
import type { DocumentKind, PostingKey } from "../ledger/posting-key";
import type { NewIntent, StoredIntent } from "../ledger/store";
import { redactedText } from "../sage200/redaction";

/** Milliseconds since 1970. Not `now()`, which stands still for the whole of a transaction, also while it waits for a lock. */
export const clock = sql<number>`cast(floor(extract(epoch from clock_timestamp()) * 1000) as bigint)`;

/** What a posting stands for; `customer` for one that makes an account. No two postings are for the same one. */
export type PostedThing = { readonly kind: LayerDocumentKind | "customer" | "allocation" | "receipt-row"; readonly id: string };

/** A document of The Layer's: what became of its posting stands with it. */
export const isDocument = (thing: PostedThing): thing is PostedThing & { readonly kind: LayerDocumentKind } => thing.kind !== "customer" && thing.kind !== "allocation" && thing.kind !== "receipt-row";

/** A customer may have an account in several companies, and each is made once. */
export const customerThing = (customerId: string, companyRef: string): PostedThing & { readonly kind: "customer" } => ({ kind: "customer", id: `${companyRef} ${customerId}` });

/** A row is recorded again when more is allocated to its invoice later: each time is one thing. */
export const receiptRowThing = (rowId: string, nth: number): string => `${rowId} ${nth}`;

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
    case "allocation":
      return { kind: "allocation", id: allocationIdentity(posting).id };
    case "layer-payment":
      return { kind: "receipt-row", id: receiptRowThing(posting.rowId, posting.nth) };
  }
};

/** For the attempt history, which people read: everything but the bank. Receipts' references are typed in Sage, and may name one. */
export const withoutBank = (posting: Posting): object => {
  if (posting.kind === "layer-payment") return { ...posting, reference: redactedText(posting.reference) };
  if (posting.kind === "allocation") return { ...posting, lines: posting.lines.map((line) => ({ ...line, reference: redactedText(line.reference) })) };
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
