/** What became of a document's posting. Each is called in the transaction in which the ledger records it. */
import { sql } from "kysely";
import type { Evidence } from "../ledger/intent";
import type { Failure } from "../model/failure";
import { json, pieces, prepared } from "./bulk";
import type { Tx } from "./database";
import type { DocumentRef, Phase, Why } from "./document-records";
import { openErrors, type FixAt, type NewError, type Operation } from "./errors";

const childKey = { invoice: sql`child.invoice_id`, "credit-note": sql`child.credit_note_id`, order: null, payment: null, refund: null };

/** Children that waited for the document are planned again; those accepted behind it may go when nothing else is before them. */
const letChildrenGo = (tenant: string, { kind, id }: DocumentRef) => {
  const parentId = childKey[kind];
  return parentId === null
    ? sql``
    : sql`held as (
      -- One that somebody has locked is being planned or changed right now, and finds its parent posted by itself.
      select child.kind, child.id from layer_document child
      where child.tenant = ${tenant} and ${parentId} = ${id} and (child.standing = 'waiting' or (child.phase = 'behind'
        and exists (select 1 from posting p where p.tenant = child.tenant and p.key = child.posting_key and p.open_parents = 0)))
      for update of child skip locked),
    let_go as (
      update layer_document child set standing = case child.standing when 'waiting' then 'new' else child.standing end, phase = null, why = null, seq = null
      from held where child.tenant = ${tenant} and child.kind = held.kind and child.id = held.id),`;
};

/**
 * The document is in Sage, and The Layer is to be told. Its error is resolved and its children are let go. One statement, as
 * every posting pays for it.
 */
export const documentPosted = async (tx: Tx, tenant: string, document: DocumentRef, evidence: Evidence): Promise<void> => {
  await sql`${prepared}
    with ${letChildrenGo(tenant, document)}
    resolved as (
      update error_entry set state = 'resolved', resolved_at = clock_timestamp(), seq = null
      where tenant = ${tenant} and document_kind = ${document.kind} and document_id = ${document.id} and operation = 'post' and state = 'open')
    update layer_document set standing = 'posted', phase = null, why = null, sage_urn = ${evidence.urn}, sage_record_id = ${evidence.recordId},
      posted_at = clock_timestamp(), last_attempt_at = clock_timestamp(), reconciled_at = null, seq = null
    where tenant = ${tenant} and kind = ${document.kind} and id = ${document.id}`.execute(tx);
};

export type PostedDocument = DocumentRef & { readonly evidence: Evidence };

/** As `documentPosted`, of several. None of them may hang on another: what hangs on one is sent after it is recorded. */
export const documentsPosted = async (tx: Tx, tenant: string, documents: readonly PostedDocument[]): Promise<void> => {
  if (documents.length === 0) return;
  const rows = documents.map(({ kind, id, evidence: { urn, recordId } }) => ({ kind, id, urn, recordId }));
  await sql`${prepared}
    with done as materialized (select * from jsonb_to_recordset(${json(rows)}) as done (kind text, id text, urn text, "recordId" text)),
    child as (
      select d.kind, d.id from done join layer_document d on d.tenant = ${tenant} and d.invoice_id = done.id where done.kind = 'invoice'
      union select d.kind, d.id from done join layer_document d on d.tenant = ${tenant} and d.credit_note_id = done.id where done.kind = 'credit-note'
      except select kind, id from done),
    held as (
      -- One that somebody has locked is being planned or changed right now, and finds its parent posted by itself.
      select d.kind, d.id from child join layer_document d on d.tenant = ${tenant} and d.kind = child.kind and d.id = child.id
      where d.standing = 'waiting' or (d.phase = 'behind'
        and exists (select 1 from posting p where p.tenant = d.tenant and p.key = d.posting_key and p.open_parents = 0))
      for update of d skip locked),
    let_go as (
      update layer_document d set standing = case d.standing when 'waiting' then 'new' else d.standing end, phase = null, why = null, seq = null
      from held where d.tenant = ${tenant} and d.kind = held.kind and d.id = held.id),
    resolved as (
      update error_entry e set state = 'resolved', resolved_at = clock_timestamp(), seq = null
      from done where e.tenant = ${tenant} and e.document_kind = done.kind and e.document_id = done.id and e.operation = 'post' and e.state = 'open')
    update layer_document d set standing = 'posted', phase = null, why = null, sage_urn = done.urn, sage_record_id = done."recordId",
      posted_at = clock_timestamp(), last_attempt_at = clock_timestamp(), reconciled_at = null, seq = null
    from done where d.tenant = ${tenant} and d.kind = done.kind and d.id = done.id`.execute(tx);
};

/** What keeps the posting of a document now; null for nothing, as when an answer is waited for or a try comes next. */
export const documentKept = async (tx: Tx, tenant: string, { kind, id }: DocumentRef, phase: Phase | null, why: Why | null): Promise<void> => {
  await sql`
    update layer_document set standing = 'posting', phase = ${phase}, why = ${why === null ? null : json(why)}, last_attempt_at = clock_timestamp(), seq = null
    where tenant = ${tenant} and kind = ${kind} and id = ${id}`.execute(tx);
};

export type FailedDocument = DocumentRef & {
  readonly failure: Failure;
  /** The same for all errors with one cause and one cure. */
  readonly group: string;
  readonly fixAt?: FixAt | null;
  /** Where it was meant for, where that is known. A document keeps the company that its posting was accepted for. */
  readonly companyRef?: string | null;
};

type About = Pick<NewError, "reference" | "customerId" | "subCompany" | "companyRef"> & { readonly at: number };

/** What the Error Queue says of documents beside the failure. What belongs to an invoice is of the invoice's sub-company. */
const about = async (tx: Tx, tenant: string, some: readonly FailedDocument[]): Promise<readonly About[]> => {
  const { rows } = await sql<About>`
    select failed.at, d.reference, d.customer_id as "customerId", coalesce(invoice.sub_company, d.sub_company) as "subCompany", d.company_ref as "companyRef"
    from jsonb_to_recordset(${json(some.map(({ kind, id }, at) => ({ kind, id, at })))}) as failed (kind text, id text, at int)
    join layer_document d on d.tenant = ${tenant} and d.kind = failed.kind and d.id = failed.id
    left join layer_document invoice on invoice.tenant = ${tenant} and invoice.kind = 'invoice' and invoice.id = d.invoice_id`.execute(tx);
  return rows;
};

/** Opens an entry of the Error Queue for each, saying of the document what the store knows; the documents stay as they stand. */
export const openDocumentErrors = async (tx: Tx, tenant: string, operation: Operation, failed: readonly FailedDocument[]): Promise<void> => {
  for (const some of pieces(failed)) {
    const errors = (await about(tx, tenant, some)).flatMap(({ at, ...of }): readonly NewError[] => {
      const one = some[at];
      return one ? [{ ...of, kind: one.kind, id: one.id, operation, failure: one.failure, group: one.group, fixAt: one.fixAt ?? null }] : [];
    });
    await openErrors(tx, tenant, errors);
  }
};

/** The documents could not be planned, or Sage said a certain no: they stand as failed, each with its entry in the Error Queue. */
export const documentsFailed = async (tx: Tx, tenant: string, failed: readonly FailedDocument[]): Promise<void> => {
  for (const some of pieces(failed)) {
    await sql`
      update layer_document d set standing = 'failed', phase = null, why = new.why, last_attempt_at = clock_timestamp(), reconciled_at = null, seq = null,
        company_ref = case when d.posting_key is null then coalesce(new."companyRef", d.company_ref) else d.company_ref end
      from jsonb_to_recordset(${json(some.map(({ failure, ...one }) => ({ ...one, why: { cause: failure.cause, cure: failure.cure } satisfies Why })))})
        as new (kind text, id text, why jsonb, "companyRef" text)
      where d.tenant = ${tenant} and d.kind = new.kind and d.id = new.id`.execute(tx);
  }
  await openDocumentErrors(tx, tenant, "post", failed);
};

export const documentFailed = (tx: Tx, tenant: string, failed: FailedDocument): Promise<void> => documentsFailed(tx, tenant, [failed]);

/**
 * In doubt too often: the posting stands for a person to decide, with an entry in the Error Queue. It is not failed, as it
 * may be in Sage.
 */
export const documentNeedsReview = async (tx: Tx, tenant: string, failed: FailedDocument): Promise<void> => {
  await documentKept(tx, tenant, failed, "needs review", { cause: failed.failure.cause, cure: failed.failure.cure });
  await openDocumentErrors(tx, tenant, "post", [failed]);
};
