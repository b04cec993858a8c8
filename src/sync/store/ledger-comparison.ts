/** Postings beside the transactions of Sage's sales ledger that they made, both ways, page by page. */
import { sql } from "kysely";
import type { Standing } from "../documents/compare-posting";
import type { DocumentPosting } from "../documents/posting";
import type { Money } from "../model/money";
import type { SageTransaction } from "../receipts/transaction";
import { json } from "./bulk";
import type { Handle, Tx } from "./database";
import type { ErrorKind, Operation } from "./errors";

/** Of these companies. `postedBefore` is an instant in milliseconds: what was posted since may not be among what was read. */
export type Compared = { readonly companyRefs: readonly string[]; readonly postedBefore: number };

export type PostedDocument = {
  readonly key: string;
  readonly company: string;
  readonly payload: DocumentPosting;
  readonly urn: string;
  /** What bears its key or its URN, and where it is an invoice or credit note, what of the same reference stands on the same account. */
  readonly found: readonly Standing[];
};

const documentKinds = sql`p.kind in ('invoice', 'credit-note', 'receipt', 'refund')`;

/** Whether anything was posted before that instant, in milliseconds. */
export const hasPosted = async (handle: Handle, tenant: string, before: number): Promise<boolean> => {
  const { rows } = await sql<{ has: boolean }>`select exists (select 1 from posting p where p.tenant = ${tenant} and p.state = 'done' and ${documentKinds} and cast(p.intent ->> 'at' as bigint) < ${before}) as has`.execute(handle);
  return rows[0]?.has ?? false;
};

/** By key. What Sage calls the same as another is looked for on the customer's account alone, however large the ledger. */
export const postedPage = async (handle: Handle, tenant: string, { companyRefs, postedBefore }: Compared, after: string, limit: number): Promise<readonly PostedDocument[]> => {
  const { rows } = await sql<PostedDocument>`
    with page as materialized (
      select p.key, p.company, p.payload, p.intent -> 'evidence' ->> 'urn' as urn,
        case when p.kind in ('invoice', 'credit-note') then nullif(upper(trim(p.payload ->> 'reference')), '') end as reference
      from posting p
      where p.tenant = ${tenant} and p.key > ${after} and p.state = 'done' and ${documentKinds} and cast(p.intent ->> 'at' as bigint) < ${postedBefore}
        and p.company in (select jsonb_array_elements_text(${json(companyRefs)}))
      order by p.key limit ${limit}),
    ids as (
      select page.key, t.id from page join sage_transaction t on t.tenant = ${tenant} and t.company_ref = page.company and t.second_reference collate "C" = page.key
      union select page.key, t.id from page join sage_transaction t on t.tenant = ${tenant} and t.company_ref = page.company and t.urn = page.urn
      union select page.key, t.id from page join sage_transaction t on t.tenant = ${tenant} and t.company_ref = page.company
        and t.sage_customer_id = page.payload ->> 'sageCustomerId' and upper(trim(t.reference)) collate "C" = page.reference and not t.gone),
    found as (
      select ids.key, jsonb_agg(jsonb_build_object('urn', t.urn, 'type', t.type, 'sageCustomerId', t.sage_customer_id, 'reference', t.reference,
        'secondReference', t.second_reference, 'date', t.date, 'gross', t.gross, 'userName', t.user_name, 'gone', t.gone) order by t.id_order) as found
      from ids join page using (key) join sage_transaction t on t.tenant = ${tenant} and t.company_ref = page.company and t.id = ids.id
      group by ids.key)
    select page.key, page.company, page.payload, page.urn, coalesce(found.found, '[]') as found from page left join found using (key) order by page.key`.execute(handle);
  return rows;
};

/** `id` is Sage's record id of what bears the key. */
export type StandingUnder = Standing & { readonly key: string; readonly id: string };

/** What bears these keys in its company's ledger, what Sage archived since included, oldest first. */
export const standingUnder = async (handle: Handle, tenant: string, postings: readonly { readonly key: string; readonly company: string }[]): Promise<readonly StandingUnder[]> => {
  const wanted = postings.map(({ key, company }) => ({ key, company }));
  const { rows } = await sql<StandingUnder>`
    select wanted.key, t.id, t.urn, t.type, t.sage_customer_id as "sageCustomerId", t.reference, t.second_reference as "secondReference", t.date, t.gross, t.user_name as "userName", t.gone
    from jsonb_to_recordset(${json(wanted)}) as wanted (key text, company text)
    join sage_transaction t on t.tenant = ${tenant} and t.company_ref = wanted.company and t.second_reference collate "C" = wanted.key
    order by wanted.key, t.gone, t.id_order`.execute(handle);
  return rows;
};

/** Bears a key of ours, and no posting that is done or under way has it. */
export type UnknownPosting = Pick<SageTransaction, "id" | "urn" | "type" | "reference" | "secondReference" | "date"> & {
  readonly companyRef: string;
  readonly gross: Money;
  /** Of the posting that has the key and was refused; null where none has it. */
  readonly refused: { readonly kind: ErrorKind; readonly id: string } | null;
};

export const unknownPage = async (handle: Handle, tenant: string, { companyRefs }: Pick<Compared, "companyRefs">, after: Pick<UnknownPosting, "companyRef" | "id"> | null, limit: number): Promise<readonly UnknownPosting[]> => {
  const { rows } = await sql<UnknownPosting>`
    select t.company_ref as "companyRef", t.id, t.urn, t.type, t.reference, t.second_reference as "secondReference", t.date, t.gross,
      case when p.key is not null then json_build_object('kind', p.document_kind, 'id', p.document_id) end as refused
    from sage_transaction t left join posting p on p.tenant = ${tenant} and p.key = t.second_reference collate "C"
    where t.tenant = ${tenant} and not t.gone and left(t.second_reference, 3) in ('TI-', 'TC-', 'TR-', 'TF-') and (p.key is null or p.state = 'refused')
      and t.company_ref in (select jsonb_array_elements_text(${json(companyRefs)}))
      and (t.company_ref, t.id_order) > (${after?.companyRef ?? ""}, lpad(${after?.id ?? ""}, 20, '0'))
    order by t.company_ref, t.id_order limit ${limit}`.execute(handle);
  return rows;
};

/** Resolves what an earlier comparison of these companies found, and this one, begun at that instant, did not. Tells how many there were. */
export const resolveNotFoundAgain = async (tx: Tx, tenant: string, operation: Operation, companyRefs: readonly string[], startedAt: string): Promise<number> => {
  const { rows } = await sql`
    update error_entry set state = 'resolved', resolved_at = clock_timestamp(), seq = null
    where tenant = ${tenant} and operation = ${operation} and state = 'open' and last_attempt_at < ${startedAt}
      and company_ref in (select jsonb_array_elements_text(${json(companyRefs)})) returning 1`.execute(tx);
  return rows.length;
};
