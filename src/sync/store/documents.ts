/** The mirror of The Layer's orders, invoices, credit notes, payments and refunds. */
import { sql } from "kysely";
import { amountOf } from "../documents/document";
import { finderOf, json, lastOfEach, pieces, recordHash } from "./bulk";
import type { ChangeTx, Handle } from "./database";
import type { DocumentRecord, DocumentRef, StoredDocument } from "./document-records";
import { differencesOf, documentCells, documentHeadline, type ReadCells } from "./read-cells";
import { auditReadings, theLayer } from "./reading-audit";

const refText = ({ kind, id }: DocumentRef): string => `${kind} ${id}`;

/** What a posting says. When The Layer last touched the record, what is still to be paid, whether it is reconciled and our key of a payment are no part of it. */
const contentOf = (record: DocumentRecord): object => {
  const { updatedAt: _updatedAt, ...rest } = record;
  if (rest.kind === "order") return rest;
  const { reconciled: _reconciled, ...content } = rest;
  if (content.kind === "payment") {
    const { sourceKey: _sourceKey, ...payment } = content;
    return payment;
  }
  if (content.kind !== "invoice") return content;
  const { outstanding: _outstanding, lines, ...invoice } = content;
  return { ...invoice, lines: lines.map(({ outstanding: _left, ...line }) => line) };
};

const rowOf = (record: DocumentRecord) => {
  const { updatedAt } = record;
  return {
    kind: record.kind,
    id: record.id,
    record,
    hash: recordHash(contentOf(record)),
    reference: record.reference,
    customerId: record.customerId,
    subCompany: "subCompany" in record ? record.subCompany : "",
    invoiceId: "invoiceId" in record ? record.invoiceId : null,
    creditNoteId: "creditNoteId" in record ? record.creditNoteId : null,
    date: record.kind === "order" ? "" : record.date,
    amount: record.kind === "order" ? 0 : amountOf(record),
    updatedAt,
    standing: record.kind === "invoice" && !record.isFinal ? "draft" : "new",
  };
};

/** Its posting may be in Sage. */
const isCommitted = sql`old.standing in ('posting', 'posted')`;

/** What stood there when the statement began, since a statement returns what it wrote. Writers of content take turns, so nobody else wrote it meanwhile. After `new`, the rows to write. */
const knownBefore = (tenant: string) => sql`known as materialized (select old.kind, old.id, old.record from new join layer_document old on old.tenant = ${tenant} and old.kind = new.kind and old.id = new.id)`;

type Written = DocumentRef & { readonly was: DocumentRecord | null };
type WrittenCells = DocumentRef & { readonly was: ReadCells | null; readonly is: ReadCells };

const withCells = <Row extends Written>(rows: readonly Row[], records: readonly DocumentRecord[]): readonly (Omit<Row, "was"> & WrittenCells)[] => {
  const saved = finderOf(records, refText);
  return rows.map((row) => {
    const record = saved(refText(row));
    return { ...row, was: row.was && documentCells(row.was), is: row.was === null ? documentHeadline(record) : documentCells(record) };
  });
};

const audit = (tx: ChangeTx, tenant: string, written: readonly WrittenCells[]): Promise<void> =>
  auditReadings(tx, tenant, theLayer, written.map(({ kind, id, was, is }) => ({ sheet: `${kind}s`, key: id, was, is })));

export type ChangedDocument = DocumentRef & {
  /** Such as "Total was 120.00 and is 130.00". */
  readonly differences: readonly string[];
};

export type SavedDocuments = {
  /** How many were new or had changed. */
  readonly changed: number;
  /** Changed in The Layer after they were accepted for posting: what is in Sage, or on its way there, is the old content. */
  readonly changedAfterPosting: readonly ChangedDocument[];
};

/**
 * Adds and changes; what is as it was keeps its change number and its standing. A record that changed is to be planned
 * again, unless its posting may be in Sage already: then it keeps its standing and is named in the answer. Whatever waits for
 * a document that changed is planned again too.
 */
export const saveDocuments = async (tx: ChangeTx, tenant: string, records: readonly DocumentRecord[]): Promise<SavedDocuments> => {
  let changed = 0;
  const changedAfterPosting: ChangedDocument[] = [];
  for (const some of pieces(lastOfEach(records, refText))) {
    const { rows } = await sql<Written & { isCommitted: boolean }>`
      with new as materialized (
        select * from jsonb_to_recordset(${json(some.map(rowOf))}) as new (kind text, id text, record jsonb, hash text, reference text, "customerId" text, "subCompany" text,
          "invoiceId" text, "creditNoteId" text, date text, amount bigint, "updatedAt" timestamptz, standing text)),
      ${knownBefore(tenant)},
      written as (
      insert into layer_document as old (tenant, kind, id, record, hash, reference, customer_id, sub_company, invoice_id, credit_note_id, date, amount,
        updated_at, stored_at, version, standing, seq)
      select ${tenant}, kind, id, record, hash, reference, "customerId", "subCompany", "invoiceId", "creditNoteId", date, amount,
        "updatedAt", clock_timestamp(), 1, standing, nextval('change_seq')
      from new
      on conflict (tenant, kind, id) do update set
        record = excluded.record, hash = excluded.hash, reference = excluded.reference, customer_id = excluded.customer_id, sub_company = excluded.sub_company,
        invoice_id = excluded.invoice_id, credit_note_id = excluded.credit_note_id, date = excluded.date, amount = excluded.amount,
        updated_at = excluded.updated_at, stored_at = excluded.stored_at, version = old.version + 1, seq = excluded.seq, gone = false,
        standing = case when ${isCommitted} then old.standing else excluded.standing end,
        why = case when ${isCommitted} then old.why end,
        reconciled_at = case when ${isCommitted} then old.reconciled_at end
      where old.hash <> excluded.hash or old.gone
      returning old.kind, old.id, ${isCommitted} as "isCommitted")
      select written.*, known.record as was from written left join known using (kind, id)`.execute(tx);
    const written = withCells(rows, some);
    changedAfterPosting.push(...written.filter((row) => row.isCommitted).map(({ kind, id, was, is }) => ({ kind, id, differences: was ? differencesOf(was, is) : [] })));
    // What was written is as it is now; the rest may differ in what its content does not say.
    const isWritten = new Set(rows.map(refText));
    const alike = await saveStanding(tx, tenant, some.filter((record) => !isWritten.has(refText(record))));
    await audit(tx, tenant, [...written, ...alike]);
    changed += written.length + alike.length;
    await planWaitingAgain(tx, tenant, rows);
  }
  return { changed, changedAfterPosting };
};

/**
 * Documents whose content is as it was, and of which something else is to be paid or reconciled now. Their standing stays, but for those that
 * could not be posted and turn out to be reconciled: they are planned again, and found to be in Sage.
 */
const saveStanding = async (tx: ChangeTx, tenant: string, records: readonly DocumentRecord[]): Promise<readonly WrittenCells[]> => {
  const documents = records.filter((record) => record.kind !== "order");
  if (documents.length === 0) return [];
  const isFreed = sql`d.standing in ('waiting', 'failed') and coalesce(d.record -> 'reconciled', 'null') = 'null' and new.record -> 'reconciled' <> 'null'`;
  const { rows } = await sql<Written>`
    with new as materialized (select * from jsonb_to_recordset(${json(documents.map(rowOf))}) as new (kind text, id text, record jsonb, hash text, "updatedAt" timestamptz)),
    ${knownBefore(tenant)},
    written as (
    update layer_document d set record = new.record, updated_at = new."updatedAt", stored_at = clock_timestamp(), seq = nextval('change_seq'),
      standing = case when ${isFreed} then 'new' else d.standing end, why = case when ${isFreed} then null else d.why end
    from new
    where d.tenant = ${tenant} and d.kind = new.kind and d.id = new.id and d.hash = new.hash
      and (d.record -> 'outstanding', d.record -> 'reconciled', d.record -> 'lines', d.record -> 'sourceKey')
        is distinct from (new.record -> 'outstanding', new.record -> 'reconciled', new.record -> 'lines', new.record -> 'sourceKey')
    returning d.kind, d.id)
    select written.*, known.record as was from written left join known using (kind, id)`.execute(tx);
  return withCells(rows, documents);
};

const planWaitingAgain = async (tx: ChangeTx, tenant: string, changed: readonly DocumentRef[]): Promise<void> => {
  const parents = changed.filter(({ kind }) => kind === "invoice" || kind === "credit-note");
  if (parents.length === 0) return;
  await sql`
    with parent as materialized (select * from jsonb_to_recordset(${json(parents)}) as parent (kind text, id text)),
    child as (
      select d.kind, d.id from parent join layer_document d on d.tenant = ${tenant} and d.invoice_id = parent.id where parent.kind = 'invoice' and d.standing = 'waiting'
      union select d.kind, d.id from parent join layer_document d on d.tenant = ${tenant} and d.credit_note_id = parent.id where parent.kind = 'credit-note' and d.standing = 'waiting'),
    free as (
      -- One that is being planned right now is left to its planner, who holds locks that we might be waited for by.
      select d.kind, d.id from child join layer_document d on d.tenant = ${tenant} and d.kind = child.kind and d.id = child.id
      where d.standing = 'waiting' for update of d skip locked)
    update layer_document d set standing = 'new', seq = nextval('change_seq')
    from free where d.tenant = ${tenant} and d.kind = free.kind and d.id = free.id`.execute(tx);
};

/** Of a document called `d`. */
export const documentColumns = sql`d.record, d.version, d.standing, d.phase, d.company_ref as "companyRef", d.posting_key as "postingKey", d.why,
  d.sage_urn as "sageUrn", d.sage_record_id as "sageRecordId", d.posted_at as "postedAt", d.reconciled_at as "reconciledAt",
  d.standing = 'posted' and d.last_attempt_at is null as "isAdopted"`;

/** Those of them that are there, in no order. */
export const readDocuments = async (handle: Handle, tenant: string, refs: readonly DocumentRef[]): Promise<readonly StoredDocument[]> => {
  const found: StoredDocument[] = [];
  for (const some of pieces(lastOfEach(refs, refText))) {
    const { rows } = await sql<StoredDocument>`
      select ${documentColumns} from jsonb_to_recordset(${json(some)}) as wanted (kind text, id text)
      join layer_document d on d.tenant = ${tenant} and d.kind = wanted.kind and d.id = wanted.id where not d.gone`.execute(handle);
    found.push(...rows);
  }
  return found;
};

/** Whatever belongs to an invoice (payments, credit notes, refunds) or to a credit note (refunds), parents before children. */
export const childrenOf = async (handle: Handle, tenant: string, parent: { readonly kind: "invoice" | "credit-note"; readonly id: string }): Promise<readonly StoredDocument[]> => {
  const { rows } = await sql<StoredDocument>`
    select ${documentColumns} from layer_document d
    where d.tenant = ${tenant} and ${parent.kind === "invoice" ? sql`d.invoice_id` : sql`d.credit_note_id`} = ${parent.id} and not d.gone
    order by d.rank, d.id`.execute(handle);
  return rows;
};
