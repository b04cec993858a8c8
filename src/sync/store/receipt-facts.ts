/** What a row of a receipt is judged by, beside what all rows share: its receipt in Sage, The Layer's invoices that it may belong to, links, and its recording. */
import { sql, type RawBuilder } from "kysely";
import type { Money } from "../model/money";
import type { RowSync } from "../receipts/row-state";
import type { TransactionType } from "../receipts/transaction";
import { json } from "./bulk";
import type { Tx } from "./database";
import type { RowKind, SyncPhase } from "./schema-receipts";

/** An invoice of The Layer that a row may belong to. */
export type Candidate = {
  readonly id: string;
  readonly reference: string;
  readonly outstanding: Money;
  readonly currency: string;
  readonly isFinal: boolean;
  readonly companyRef: string | null;
  /** The company that The Layer says it was posted to before; null where it says none. */
  readonly reconciledWith: string | null;
  readonly subCompany: string;
  /** Where it is in Sage already, whoever put it there. */
  readonly sageUrn: string | null;
};

export type RowFactsRead = {
  readonly id: string;
  readonly companyRef: string;
  readonly kind: RowKind;
  readonly invoiceUrn: string | null;
  readonly invoiceType: TransactionType | null;
  readonly invoiceReference: string | null;
  readonly allocated: Money;
  readonly isInferred: boolean;
  readonly synced: Money;
  readonly phase: SyncPhase | null;
  readonly why: RowSync["why"];
  readonly receiptUrn: string;
  readonly receiptReference: string;
  readonly secondReference: string;
  readonly bankCode: string;
  readonly isFromLayer: boolean;
  /** Whether the account is linked to a customer; looked up for an allocated row alone, as no other has an invoice to be found. */
  readonly isLinked: boolean;
  /** The invoice that was posted under that number. */
  readonly byUrn: Candidate | null;
  /** Where there is none: those of the same reference and a linked customer. */
  readonly byReference: readonly Candidate[];
};

const candidate = sql`json_build_object('id', d.id, 'reference', d.reference, 'outstanding', d.record -> 'outstanding', 'currency', d.record -> 'currency',
  'isFinal', d.record -> 'isFinal', 'companyRef', d.company_ref, 'subCompany', d.sub_company, 'reconciledWith', d.record -> 'reconciled' ->> 'sageCompanyName',
  'sageUrn', coalesce(d.sage_urn, d.record -> 'reconciled' ->> 'urn'))`;

/** @param wanted selects the rows to be judged, with the columns that a stored row has. */
const readFacts = async (tx: Tx, tenant: string, wanted: RawBuilder<unknown>): Promise<readonly RowFactsRead[]> => {
  const { rows } = await sql<RowFactsRead>`
    with
    -- What was posted from elsewhere counts as posted from the moment it is read, not from the next run on. Few: a run plans them all.
    reconciled as materialized (
      select record -> 'reconciled' ->> 'urn' as urn, record -> 'reconciled' ->> 'sageCompanyName' as company from layer_document
      where tenant = ${tenant} and standing in ('new', 'waiting') and not gone and kind in ('payment', 'refund') and record -> 'reconciled' ->> 'urn' is not null
        and coalesce(record ->> 'origin', 'layer') <> 'sage'),
    wanted as materialized (${wanted}),
    -- Once for each account: many receipts are of few. Two look-ups, each by an index of its own: one condition for both would read all links.
    linked as materialized (
      select payer.company_ref, payer.sage_customer_id, array_agg(link.customer_id) as customers
      from (select distinct company_ref, sage_customer_id from wanted where kind = 'allocated') payer
      join sage_company company on company.tenant = ${tenant} and company.ref = payer.company_ref
      left join sage_account account on account.tenant = ${tenant} and account.company_ref = payer.company_ref and account.id = payer.sage_customer_id
      cross join lateral (
        select customer_id from customer_link where tenant = ${tenant} and company_key = company.company_key and sage_customer_id = payer.sage_customer_id and not gone
        union all
        select customer_id from customer_link
        where tenant = ${tenant} and company_key = company.company_key and account_key = account.reference_key and account_key <> '' and sage_customer_id = '' and not gone) link
      group by payer.company_ref, payer.sage_customer_id)
    select r.id, r.company_ref as "companyRef", r.kind, r.invoice_urn as "invoiceUrn", r.invoice_type as "invoiceType", r.invoice_reference as "invoiceReference",
      r.allocated, r.is_inferred as "isInferred", r.synced_amount as synced, r.sync_phase as phase, r.sync_why as why, t.urn as "receiptUrn",
      t.reference as "receiptReference", t.second_reference as "secondReference", t.bank_code as "bankCode",
      exists (select 1 from layer_document d where d.tenant = ${tenant} and d.company_ref = r.company_ref and d.sage_urn = t.urn and d.kind in ('payment', 'refund')
        and coalesce(d.record ->> 'origin', 'layer') <> 'sage')
        or exists (select 1 from reconciled where reconciled.urn = t.urn and reconciled.company = company.name) as "isFromLayer",
      linked.customers is not null as "isLinked", posted.invoice as "byUrn",
      coalesce((select json_agg(${candidate} order by d.id) from layer_document d
        where posted.invoice is null and d.tenant = ${tenant} and d.kind = 'invoice' and d.reference = r.invoice_reference and r.invoice_reference <> '' and d.customer_id = any (linked.customers) and not d.gone), '[]') as "byReference"
    from wanted r
    join sage_transaction t on t.tenant = ${tenant} and t.company_ref = r.company_ref and t.id = r.receipt_id
    left join sage_company company on company.tenant = ${tenant} and company.ref = r.company_ref
    left join linked on linked.company_ref = r.company_ref and linked.sage_customer_id = r.sage_customer_id
    left join lateral (
      select ${candidate} as invoice from layer_document d
      where d.tenant = ${tenant} and d.company_ref = r.company_ref and d.sage_urn = r.invoice_urn and d.kind = 'invoice' and not d.gone limit 1) posted on true
    order by r.id`.execute(tx);
  return rows;
};

/** Of stored rows that are not gone. Locks them in the order of their ids, so that two who judge the same ones take turns. */
export const storedRowFacts = (tx: Tx, tenant: string, ids: readonly string[]): Promise<readonly RowFactsRead[]> =>
  readFacts(tx, tenant, sql`select * from receipt_row where tenant = ${tenant} and id in (select jsonb_array_elements_text(${json(ids)})) and not gone order by id for update`);

/** A row as its receipt makes it. */
export type RowContentRead = {
  readonly id: string;
  readonly receiptId: string;
  readonly date: string;
  readonly sageCustomerId: string;
  readonly kind: RowKind;
  readonly urn: string | null;
  readonly type: TransactionType | null;
  readonly reference: string | null;
  readonly allocated: Money;
  readonly isInferred: boolean;
};

/** Of rows that are about to be stored, new ones and others: with what is known of their recording. Whoever calls it has locked those that are stored. */
export const comingRowFacts = (tx: Tx, tenant: string, companyRef: string, rows: readonly RowContentRead[]): Promise<readonly RowFactsRead[]> =>
  readFacts(
    tx,
    tenant,
    // By bytes, as stored rows are: an index of another collation would not be used.
    sql`select coming.id, cast(${companyRef} as text) collate "C" as company_ref, coming."receiptId" collate "C" as receipt_id, coming."sageCustomerId" collate "C" as sage_customer_id, coming.kind,
        coming.urn collate "C" as invoice_urn, coming.type as invoice_type, coming.reference collate "C" as invoice_reference, coming.allocated, coming."isInferred" as is_inferred,
        coalesce(held.synced_amount, 0) as synced_amount, held.sync_phase, held.sync_why
      from jsonb_to_recordset(${json(rows)}) as coming (id text, "receiptId" text, "sageCustomerId" text, kind text, urn text, type text, reference text, allocated bigint, "isInferred" boolean)
      left join receipt_row held on held.tenant = ${tenant} and held.id = coming.id`,
  );
