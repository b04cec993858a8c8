/** Rows of Sage Transactions for the worksheet and the counters, in pages of bounded size. */
import { sql } from "kysely";
import type { Money } from "../model/money";
import type { ReceiptRowState } from "../sheets/sage-transactions";
import type { Handle } from "./database";
import type { RowKind } from "./schema-receipts";

export type ReceiptPageRow = {
  readonly id: string;
  readonly companyRef: string;
  readonly companyName: string;
  readonly receiptOrder: string;
  readonly receiptReference: string;
  readonly date: string;
  readonly receiptAmount: Money;
  /** The Layer's name of the customer; the Sage account's where it is linked to none. */
  readonly customerName: string;
  readonly kind: RowKind;
  readonly invoiceReference: string | null;
  readonly allocated: Money;
  readonly layerInvoice: string | null;
  readonly layerOutstanding: Money | null;
  readonly method: string | null;
  readonly state: ReceiptRowState;
  readonly result: string;
  readonly gone: boolean;
  readonly seq: number | null;
};

/** Where a company's block of receipts begins and ends, newest first; both ends belong to it. */
export type Block = { readonly newest: ReceiptPlace; readonly oldest: ReceiptPlace };
export type ReceiptPlace = { readonly date: string; readonly receiptOrder: string };

/** The `nth` block of that many receipts of one company, from 1; null where there is none. Read from an index alone. */
export const blockOf = async (handle: Handle, tenant: string, companyRef: string, nth: number, size: number): Promise<Block | null> => {
  const { rows } = await sql<ReceiptPlace>`
    select date, id_order as "receiptOrder" from (
      select date, id_order, row_number() over (order by date desc, id_order desc) as place, count(*) over () as times from (
        select date, id_order from sage_transaction where tenant = ${tenant} and company_ref = ${companyRef} and is_receipt and not gone
        order by date desc, id_order desc limit ${size} offset ${(nth - 1) * size}) block) ends
    where place in (1, times) order by place`.execute(handle);
  const [newest] = rows;
  const oldest = rows.at(-1);
  return newest && oldest ? { newest, oldest } : null;
};

/** Rows of up to `receipts` receipts on each side of a block, by id; without a block, of the oldest ones. So many changes can have moved no others out of it. */
export const rowsBeside = async (handle: Handle, tenant: string, companyRef: string, block: Block | null, receipts: number): Promise<readonly string[]> => {
  const listed = sql`select id from sage_transaction where tenant = ${tenant} and company_ref = ${companyRef} and is_receipt and not gone`;
  const newer = sql`(${listed} ${block === null ? sql`` : sql`and (date, id_order) > (${block.newest.date}, ${block.newest.receiptOrder})`} order by date, id_order limit ${receipts})`;
  const older = block === null ? sql`` : sql`union all (${listed} and (date, id_order) < (${block.oldest.date}, ${block.oldest.receiptOrder}) order by date desc, id_order desc limit ${receipts})`;
  const { rows } = await sql<{ id: string }>`
    select r.id from (${newer} ${older}) beside
    join receipt_row r on r.tenant = ${tenant} and r.company_ref = ${companyRef} and r.receipt_id = beside.id and not r.gone order by r.id`.execute(handle);
  return rows.map((row) => row.id);
};

/** How many receipts of a company came, went or changed after that change number. Number the changes first: see numbering.ts. */
export const receiptsChanged = async (handle: Handle, tenant: string, companyRef: string, since: number): Promise<number> => {
  const { rows } = await sql<{ times: number }>`
    select cast(count(distinct receipt_id) as int) as times from receipt_row where tenant = ${tenant} and company_ref = ${companyRef} and seq > ${since}`.execute(handle);
  return rows[0]?.times ?? 0;
};

export type ReceiptPageQuery = {
  readonly companyRef: string;
  /** Everything that changed after this number, with what is gone; null for what is there now. Number the changes first: see numbering.ts. */
  readonly since: number | null;
  readonly after: ReceiptPageRow | null;
  readonly limit: number;
  readonly state?: ReceiptRowState | undefined;
  readonly block?: Block | undefined;
};

/** One company's rows, the newest receipt first; by change number where the page is of changes. */
export const receiptPage = async (handle: Handle, tenant: string, query: ReceiptPageQuery): Promise<readonly ReceiptPageRow[]> => {
  const { companyRef, since, after, limit, state, block } = query;
  const behind = after === null ? sql`` : sql`and (r.date, r.receipt_order) <= (${after.date}, ${after.receiptOrder}) and ((r.date, r.receipt_order) < (${after.date}, ${after.receiptOrder}) or r.id > ${after.id})`;
  const within = block === undefined ? sql`` : sql`and (r.date, r.receipt_order) between (${block.oldest.date}, ${block.oldest.receiptOrder}) and (${block.newest.date}, ${block.newest.receiptOrder})`;
  const place = since === null ? sql`and not r.gone ${behind} ${within} ${state === undefined ? sql`` : sql`and r.state = ${state}`}` : sql`and r.seq > ${after?.seq ?? since}`;
  const { rows } = await sql<ReceiptPageRow>`
    with page as materialized (
      select * from receipt_row r where r.tenant = ${tenant} and r.company_ref = ${companyRef} ${place}
      order by ${since === null ? sql`r.date desc, r.receipt_order desc, r.id` : sql`r.seq`} limit ${limit}),
    -- Once for each account: many receipts are of few.
    linked as materialized (
      select payer.sage_customer_id, min(link.customer_id) as customer_id
      from (select distinct sage_customer_id from page) payer
      join sage_company company on company.tenant = ${tenant} and company.ref = ${companyRef}
      left join sage_account account on account.tenant = ${tenant} and account.company_ref = ${companyRef} and account.id = payer.sage_customer_id
      cross join lateral (
        select customer_id from customer_link where tenant = ${tenant} and company_key = company.company_key and sage_customer_id = payer.sage_customer_id and not gone
        union all
        select customer_id from customer_link
        where tenant = ${tenant} and company_key = company.company_key and account_key = account.reference_key and account_key <> '' and sage_customer_id = '' and not gone) link
      group by payer.sage_customer_id)
    select r.id, r.company_ref as "companyRef", coalesce(company.name, '') as "companyName", r.receipt_order as "receiptOrder", t.reference as "receiptReference", r.date,
      -t.gross as "receiptAmount", coalesce(customer.name, account.name, '') as "customerName", r.kind, r.invoice_reference as "invoiceReference", r.allocated,
      invoice.reference as "layerInvoice", r.layer_outstanding as "layerOutstanding", r.method, r.state, r.result, r.gone, r.seq
    from page r
      join sage_transaction t on t.tenant = ${tenant} and t.company_ref = r.company_ref and t.id = r.receipt_id
      left join sage_company company on company.tenant = ${tenant} and company.ref = r.company_ref
      left join layer_document invoice on invoice.tenant = ${tenant} and invoice.kind = 'invoice' and invoice.id = r.layer_invoice_id
      left join sage_account account on account.tenant = ${tenant} and account.company_ref = r.company_ref and account.id = r.sage_customer_id
      left join linked on linked.sage_customer_id = r.sage_customer_id
      left join layer_customer customer on customer.tenant = ${tenant} and customer.id = linked.customer_id
    order by ${since === null ? sql`r.date desc, r.receipt_order desc, r.id` : sql`r.seq`}`.execute(handle);
  return rows;
};

export type StateTotal = {
  readonly state: ReceiptRowState;
  readonly kind: RowKind;
  readonly isOurs: boolean;
  /** Index into the bounds of the ages asked for; their number for what is older than all. */
  readonly age: number;
  readonly rows: number;
  readonly allocated: Money;
  readonly synced: Money;
  /** Allocated and not recorded yet. */
  readonly due: Money;
};

/** A company's rows by state and by the age of the receipt: `firstDays` are the first days of each age, the youngest first. From an index alone. */
export const totalRows = async (handle: Handle, tenant: string, companyRef: string, firstDays: readonly string[]): Promise<readonly StateTotal[]> => {
  const age = sql`case ${sql.join(firstDays.map((day, at) => sql`when date >= ${day} then ${sql.lit(at)}`), sql` `)} else ${sql.lit(firstDays.length)} end`;
  const { rows } = await sql<StateTotal>`
    select state, kind, is_ours as "isOurs", ${age} as age, cast(count(*) as int) as rows, cast(sum(allocated) as bigint) as allocated, cast(sum(synced_amount) as bigint) as synced,
      cast(sum(greatest(allocated - synced_amount, 0)) as bigint) as due
    from receipt_row where tenant = ${tenant} and company_ref = ${companyRef} and not gone group by 1, 2, 3, 4`.execute(handle);
  return rows;
};
