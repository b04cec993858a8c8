/** A company's receipts of one month for the reconciliation, in pages of bounded size. What has been archived since counts as long as nothing of it was open. */
import { sql, type RawBuilder } from "kysely";
import type { Money } from "../model/money";
import type { TransactionType } from "../receipts/transaction";
import type { ReceiptRowState } from "../sheets/sage-transactions";
import type { Handle } from "./database";

/** From the first day of the month up to the first of the next. */
export type MonthOf = { readonly companyRef: string; readonly from: string; readonly before: string };

const counted = sql`t.is_receipt and (not t.gone or t.outstanding = 0)`;

/** The Layer's name of the customer of an account, the account's own where it is linked to none. Of the company `companyRef` and an account id. */
const customerName = (tenant: string, companyRef: string, accountId: RawBuilder<unknown>) => sql<string>`coalesce(
  (select min(customer.name) from sage_company company
    join customer_link link on link.tenant = ${tenant} and link.company_key = company.company_key and link.sage_customer_id = ${accountId} and not link.gone
    join layer_customer customer on customer.tenant = ${tenant} and customer.id = link.customer_id
    where company.tenant = ${tenant} and company.ref = ${companyRef}),
  (select account.name from sage_account account where account.tenant = ${tenant} and account.company_ref = ${companyRef} and account.id = ${accountId}), '')`;

export type ReceiptAt = {
  readonly id: string;
  readonly order: string;
  readonly urn: string;
  readonly date: string;
  readonly reference: string;
  readonly userName: string;
  readonly customerName: string;
  readonly amount: Money;
  /** Not allocated on the morning of the day asked for. */
  readonly left: Money;
};
type Place = Pick<ReceiptAt, "date" | "order">;

/** Receipts dated from `from`, if that is given, and before `before`, oldest first, with what was left of each when `before` began. `onlyOpen` for those with something left. */
export const receiptsAt = async (
  handle: Handle,
  tenant: string,
  { companyRef, from, before, onlyOpen }: { readonly companyRef: string; readonly from: string | null; readonly before: string; readonly onlyOpen: boolean },
  after: Place | null,
  limit: number,
): Promise<readonly ReceiptAt[]> => {
  const { rows } = await sql<ReceiptAt>`
    select page.*, ${customerName(tenant, companyRef, sql`page.account`)} as "customerName" from (
      select t.id, t.id_order as "order", t.urn, t.date, t.reference, t.user_name as "userName", t.sage_customer_id as account, -t.gross as amount, -t.gross - a.allocated as "left"
      from sage_transaction t
      cross join lateral (
        select cast(coalesce(sum(amount), 0) as bigint) as allocated from receipt_allocation
        where tenant = ${tenant} and company_ref = ${companyRef} and receipt_id = t.id and date < ${before}) a
      where t.tenant = ${tenant} and t.company_ref = ${companyRef} and ${counted} and t.date < ${before}
        ${from === null ? sql`` : sql`and t.date >= ${from}`} ${onlyOpen ? sql`and -t.gross <> a.allocated` : sql``}
        ${after === null ? sql`` : sql`and (t.date, t.id_order) > (${after.date}, ${after.order})`}
      order by t.date, t.id_order limit ${limit}) page
    order by page.date, page."order"`.execute(handle);
  return rows;
};

export type MonthSums = {
  readonly opening: Money;
  readonly receipts: number;
  readonly received: Money;
  readonly allocated: Money;
  /** Of what was allocated in the month: recorded in The Layer from Sage, and posted to Sage from there. */
  readonly synced: Money;
  readonly fromLayer: Money;
  /** Recorded in The Layer in the month, and no longer allocated in Sage. */
  readonly deallocated: Money;
};

/** Allocations of the month, each with how much of it The Layer has: what was recorded of a row counts for its oldest allocations first. */
const monthAllocations = (tenant: string, { companyRef, from, before }: MonthOf) => sql`
  with receipts as materialized (
    select distinct a.receipt_id from receipt_allocation a where a.tenant = ${tenant} and a.company_ref = ${companyRef} and a.date >= ${from} and a.date < ${before}),
  lines as (
    select a.*, sum(a.amount) over (partition by a.receipt_id, a.urn order by a.date, a.position) - a.amount as ahead
    from receipts join receipt_allocation a on a.tenant = ${tenant} and a.company_ref = ${companyRef} and a.receipt_id = receipts.receipt_id),
  month as (
    select lines.*, t.id_order, t.reference as receipt_reference, t.urn as receipt_urn, t.sage_customer_id as account, r.id as row_id, r.state, r.result, r.is_ours, r.layer_invoice_id,
      case when r.is_ours then 0 else least(lines.amount, greatest(coalesce(r.synced_amount, 0) - lines.ahead, 0)) end as synced
    from lines
      join sage_transaction t on t.tenant = ${tenant} and t.company_ref = ${companyRef} and t.id = lines.receipt_id and ${counted}
      left join receipt_row r on r.tenant = ${tenant} and r.id = ${companyRef} || ':' || lines.receipt_id || ':' || case when lines.urn = '' then 'unknown' else lines.urn end
    where lines.date >= ${from} and lines.date < ${before})`;

export const monthSums = async (handle: Handle, tenant: string, month: MonthOf): Promise<MonthSums> => {
  const { companyRef, from, before } = month;
  const { rows } = await sql<MonthSums>`
    ${monthAllocations(tenant, month)}
    select
      (select cast(coalesce(sum(-t.gross), 0) as bigint) from sage_transaction t where t.tenant = ${tenant} and t.company_ref = ${companyRef} and ${counted} and t.date < ${from})
        - (select cast(coalesce(sum(a.amount), 0) as bigint) from receipt_allocation a
            join sage_transaction t on t.tenant = ${tenant} and t.company_ref = ${companyRef} and t.id = a.receipt_id and ${counted}
            where a.tenant = ${tenant} and a.company_ref = ${companyRef} and a.date < ${from}) as opening,
      (select cast(count(*) as int) from sage_transaction t where t.tenant = ${tenant} and t.company_ref = ${companyRef} and ${counted} and t.date >= ${from} and t.date < ${before}) as receipts,
      (select cast(coalesce(sum(-t.gross), 0) as bigint) from sage_transaction t
        where t.tenant = ${tenant} and t.company_ref = ${companyRef} and ${counted} and t.date >= ${from} and t.date < ${before}) as received,
      (select cast(coalesce(sum(amount), 0) as bigint) from month) as allocated,
      (select cast(coalesce(sum(synced), 0) as bigint) from month) as synced,
      (select cast(coalesce(sum(amount), 0) as bigint) from month where is_ours) as "fromLayer",
      (select cast(coalesce(sum(r.synced_amount - r.allocated), 0) as bigint) from receipt_row r
        where r.tenant = ${tenant} and r.company_ref = ${companyRef} and not r.gone and r.state = 'De-allocated after sync'
          and exists (select 1 from receipt_payment p where p.tenant = ${tenant} and p.row_id = r.id and p.recorded_at >= cast(${from} as date) and p.recorded_at < cast(${before} as date))) as deallocated`.execute(handle);
  const [sums] = rows;
  if (sums === undefined) throw new Error("Sums are one row.");
  return sums;
};

export type RecordedPayment = { readonly nth: number; readonly reference: string; readonly amount: Money; readonly method: string; readonly by: string; readonly at: string };

export type MonthAllocation = {
  readonly date: string;
  readonly receiptOrder: string;
  readonly position: number;
  readonly receiptReference: string;
  readonly receiptUrn: string;
  readonly customerName: string;
  readonly urn: string;
  readonly type: TransactionType;
  readonly reference: string;
  readonly amount: Money;
  readonly userName: string;
  readonly isInferred: boolean;
  readonly state: ReceiptRowState | null;
  readonly result: string | null;
  readonly isOurs: boolean;
  /** Of this allocation, in The Layer from Sage. */
  readonly synced: Money;
  /** What older allocations of the same receipt to the same invoice came to. */
  readonly ahead: Money;
  readonly invoiceReference: string | null;
  /** Of its row, whenever they were recorded, the first first. */
  readonly payments: readonly RecordedPayment[];
};

/** By day, then receipt. `which`: those of which The Layer has something from Sage, or has not got everything. */
export const allocationsOfMonth = async (handle: Handle, tenant: string, month: MonthOf, which: "all" | "synced" | "exceptions", after: MonthAllocation | null, limit: number): Promise<readonly MonthAllocation[]> => {
  const only = { all: sql``, synced: sql`and m.synced > 0`, exceptions: sql`and not coalesce(m.is_ours, false) and m.synced < m.amount` }[which];
  const { rows } = await sql<MonthAllocation>`
    ${monthAllocations(tenant, month)}
    select m.date, m.id_order as "receiptOrder", m.position, m.receipt_reference as "receiptReference", m.receipt_urn as "receiptUrn",
      ${customerName(tenant, month.companyRef, sql`m.account`)} as "customerName", m.urn, m.type, m.reference, m.amount, m.user_name as "userName", m.is_inferred as "isInferred",
      m.state, m.result, coalesce(m.is_ours, false) as "isOurs", cast(m.synced as bigint) as synced, cast(m.ahead as bigint) as ahead, invoice.reference as "invoiceReference",
      coalesce((select json_agg(json_build_object('nth', p.nth, 'reference', coalesce(d.reference, p.layer_payment_id), 'amount', p.amount, 'method', p.method, 'by', p.by_name,
          'at', to_char(p.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by p.nth)
        from receipt_payment p left join layer_document d on d.tenant = ${tenant} and d.kind = 'payment' and d.id = p.layer_payment_id
        where p.tenant = ${tenant} and p.row_id = m.row_id and p.recorded_at is not null), '[]') as payments
    from month m left join layer_document invoice on invoice.tenant = ${tenant} and invoice.kind = 'invoice' and invoice.id = m.layer_invoice_id
    where true ${only} ${after === null ? sql`` : sql`and (m.date, m.id_order, m.position) > (${after.date}, ${after.receiptOrder}, ${after.position})`}
    order by m.date, m.id_order, m.position limit ${limit}`.execute(handle);
  return rows;
};

export type Deallocated = { readonly receiptReference: string; readonly receiptUrn: string; readonly date: string; readonly customerName: string; readonly amount: Money; readonly result: string };

/** Recorded in The Layer in the month, and no longer allocated in Sage: few, as each is a mistake that somebody corrects. */
export const deallocatedInMonth = async (handle: Handle, tenant: string, { companyRef, from, before }: MonthOf): Promise<readonly Deallocated[]> => {
  const { rows } = await sql<Deallocated>`
    select t.reference as "receiptReference", t.urn as "receiptUrn", t.date, ${customerName(tenant, companyRef, sql`t.sage_customer_id`)} as "customerName", r.synced_amount - r.allocated as amount, r.result
    from receipt_row r join sage_transaction t on t.tenant = ${tenant} and t.company_ref = r.company_ref and t.id = r.receipt_id
    where r.tenant = ${tenant} and r.company_ref = ${companyRef} and not r.gone and r.state = 'De-allocated after sync'
      and exists (select 1 from receipt_payment p where p.tenant = ${tenant} and p.row_id = r.id and p.recorded_at >= cast(${from} as date) and p.recorded_at < cast(${before} as date))
    order by t.date, t.id_order, r.id`.execute(handle);
  return rows;
};
