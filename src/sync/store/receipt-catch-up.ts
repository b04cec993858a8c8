/**
 * Rows of receipts rest on The Layer's invoices, on links and on mappings, which many others change. None of them has to think of the rows:
 * whoever reads rows catches up first, which judges anew those that a change since the last time can have touched, and no others. Change
 * numbers say what changed, so the effort goes with the changes and not with what there is.
 */
import { sql } from "kysely";
import { pieces } from "./bulk";
import { latestChange } from "./changes";
import type { Database, Handle } from "./database";
import { readFreshness, recordRead, databaseNow } from "./freshness";
import { numberChanges } from "./numbering";
import { restateRows } from "./receipt-states";

const what = "receipt-rows";
/** Found at once, as finding is dear where a mapping changed, and judged at once, as a transaction is to be short. */
const foundAtOnce = 5_000;
const judgedAtOnce = 500;
/** Sorts as a text as the number does. */
const placeText = (seq: number): string => String(seq).padStart(16, "0");

/** Rows that a change behind number `since` can have touched, by id. */
const touched = async (handle: Handle, tenant: string, since: number, after: string): Promise<readonly string[]> => {
  const { rows } = await sql<{ id: string }>`
    with changed_invoice as materialized (select id, reference, company_ref, sage_urn from layer_document where tenant = ${tenant} and seq > ${since} and kind = 'invoice'),
    changed_money as materialized (select company_ref, sage_urn from layer_document where tenant = ${tenant} and seq > ${since} and kind in ('payment', 'refund') and sage_urn is not null),
    changed_link as materialized (
      select link.customer_id, company.ref, coalesce(nullif(link.sage_customer_id, ''), account.id) as sage_customer_id
      from customer_link link
        join sage_company company on company.tenant = ${tenant} and company.company_key = link.company_key
        left join sage_account account on account.tenant = ${tenant} and account.company_ref = company.ref and link.sage_customer_id = '' and link.account_key <> '' and account.reference_key = link.account_key
      where link.tenant = ${tenant} and link.seq > ${since}),
    all_of_them as materialized (
      select exists (select 1 from mapping where tenant = ${tenant} and sheet in ('payment-methods', 'sub-companies') and seq > ${since})
        or exists (select 1 from list_record where tenant = ${tenant} and list = 'payment-method' and seq > ${since})
        or exists (select 1 from sage_company where tenant = ${tenant} and seq > ${since}) as are_touched)
    select id from (
      select r.id from changed_invoice d join receipt_row r on r.tenant = ${tenant} and r.layer_invoice_id = d.id
      union select r.id from changed_invoice d join receipt_row r on r.tenant = ${tenant} and r.company_ref = d.company_ref and r.invoice_urn = d.sage_urn
      union select r.id from changed_invoice d join receipt_row r on r.tenant = ${tenant} and r.invoice_reference = d.reference and d.reference <> ''
      union select r.id from changed_money d
        join sage_transaction t on t.tenant = ${tenant} and t.company_ref = d.company_ref and t.urn = d.sage_urn
        join receipt_row r on r.tenant = ${tenant} and r.company_ref = t.company_ref and r.receipt_id = t.id
      union select r.id from changed_link l join receipt_row r on r.tenant = ${tenant} and r.company_ref = l.ref and r.sage_customer_id = l.sage_customer_id
      union select r.id from changed_link l
        join layer_document d on d.tenant = ${tenant} and d.customer_id = l.customer_id and d.kind = 'invoice'
        join receipt_row r on r.tenant = ${tenant} and r.layer_invoice_id = d.id and r.company_ref = l.ref
      union select r.id from receipt_row r where (select are_touched from all_of_them) and r.tenant = ${tenant} and r.state not in ('Unallocated', 'Already in The Layer', 'Synced') and not r.gone) touched
    where id > ${after} order by id limit ${foundAtOnce}`.execute(handle);
  return rows.map((row) => row.id);
};

/** Afterwards every row says what the store knows. Call it before rows are read, counted or chosen from. */
export const catchUpRows = async (db: Database, tenant: string): Promise<void> => {
  await numberChanges(db, tenant);
  const [since, upTo, startedAt] = await db.read(async (handle) => [Number((await readFreshness(handle, tenant, what)).cursor ?? 0), await latestChange(handle, tenant), await databaseNow(handle)] as const);
  if (upTo === since) return;
  for (let after = ""; ; ) {
    const from = after;
    const ids = await db.read((handle) => touched(handle, tenant, since, from));
    for (const some of pieces(ids, judgedAtOnce)) await db.transaction("judge rows of receipts", (tx) => restateRows(tx, tenant, some));
    if (ids.length < foundAtOnce) break;
    after = ids.at(-1) ?? after;
  }
  await db.transaction("note how far rows are judged", (tx) => recordRead(tx, tenant, what, startedAt, placeText(upTo)));
  await numberChanges(db, tenant);
};
