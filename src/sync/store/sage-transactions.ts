/** The mirror of Sage's posted transactions: all kinds, as receipts are matched to invoices and what is open is matched to what is open. */
import { sql, type RawBuilder } from "kysely";
import { minorUnits, type Money } from "../model/money";
import { isReceipt, type ReadTransaction, type SageTransaction } from "../receipts/transaction";
import type { SweptTransaction } from "../sage200";
import { finderOf, json, lastOfEach, pieces, recordHash } from "./bulk";
import type { ChangeTx, Handle, Tx } from "./database";
import { transactionCells } from "./read-cells";
import { auditReadings, sageOf } from "./reading-audit";
import { dropRowsOf, saveReceipts } from "./receipt-rows";
import type { RowWorld } from "./receipt-world";

/** As the store has it. */
export type StoredTransaction = SageTransaction & {
  /** Archived or deleted in Sage. */
  readonly isGone: boolean;
};

/** Of a transaction called `t`. */
const columns = sql`t.id, t.urn, t.type, t.sage_customer_id as "sageCustomerId", t.reference, t.second_reference as "secondReference", t.date, t.due_date as "dueDate",
  t.gross, t.allocated, t.outstanding, t.discount, t.discount_days as "discountDays", t.queried, t.user_name as "userName", t.bank_code as "bankCode",
  t.updated_at as "updatedAt", t.gone as "isGone"`;

/** Under this the audit has it. */
const recordOf = (companyRef: string, id: string) => ({ sheet: "sage-transactions", key: `${companyRef}/${id}` });

/**
 * Adds and changes, and with a receipt what it was allocated to and its rows, as one. The same transaction may come twice: the last counts.
 * @returns how many were new or had changed.
 */
export const saveTransactions = async (tx: ChangeTx, tenant: string, companyRef: string, world: RowWorld, transactions: readonly ReadTransaction[]): Promise<number> => {
  let changed = 0;
  for (const some of pieces(lastOfEach(transactions, (one) => one.id))) {
    const rows = some.map((one) => {
      const { sessions: _, ...transaction } = one;
      return { ...transaction, hash: recordHash(one) };
    });
    const { rows: written } = await sql<{ id: string; isKnown: boolean; was: SageTransaction | null }>`
      with new as materialized (
        select * from jsonb_to_recordset(${json(rows)}) as new (id text, urn text, type text, "sageCustomerId" text, reference text, "secondReference" text, date text, "dueDate" text,
          gross bigint, allocated bigint, outstanding bigint, discount bigint, "discountDays" int, queried text, "userName" text, "bankCode" text, hash text, "updatedAt" timestamptz)),
      -- A statement returns what it wrote. Writers of transactions take turns, so nobody else wrote what it replaced meanwhile.
      known as materialized (
        select t.id, to_jsonb(was) as was from new join sage_transaction t on t.tenant = ${tenant} and t.company_ref = ${companyRef} and t.id = new.id
        cross join lateral (select ${columns}) was),
      written as (
      insert into sage_transaction as old (tenant, company_ref, id, urn, type, sage_customer_id, reference, second_reference, date, due_date, gross, allocated, outstanding,
        discount, discount_days, queried, user_name, bank_code, hash, updated_at, stored_at)
      select ${tenant}, ${companyRef}, id, urn, type, "sageCustomerId", reference, "secondReference", date, "dueDate", gross, allocated, outstanding,
        discount, "discountDays", queried, "userName", "bankCode", hash, "updatedAt", clock_timestamp()
      from new
      on conflict (tenant, company_ref, id) do update set
        urn = excluded.urn, type = excluded.type, sage_customer_id = excluded.sage_customer_id, reference = excluded.reference, second_reference = excluded.second_reference,
        date = excluded.date, due_date = excluded.due_date, gross = excluded.gross, allocated = excluded.allocated, outstanding = excluded.outstanding, discount = excluded.discount,
        discount_days = excluded.discount_days, queried = excluded.queried, user_name = excluded.user_name, bank_code = excluded.bank_code, hash = excluded.hash,
        updated_at = excluded.updated_at, stored_at = excluded.stored_at, gone = false
      where old.hash <> excluded.hash or old.gone
      -- A row that this statement inserted bears no lock; one that it found bears its own.
      returning id, xmax <> 0 as "isKnown")
      select written.*, known.was from written left join known using (id)`.execute(tx);
    changed += written.length;
    const saved = finderOf(some, (one) => one.id);
    await auditReadings(tx, tenant, sageOf(companyRef), written.map(({ id, was }) => ({ ...recordOf(companyRef, id), was: was && transactionCells(was), is: transactionCells(saved(id)) })));
    const wrote = new Map(written.map((row) => [row.id, row]));
    await saveReceipts(tx, tenant, companyRef, world, some.flatMap((receipt) => {
      const row = isReceipt(receipt) ? wrote.get(receipt.id) : undefined;
      return row === undefined ? [] : [{ receipt, isKnown: row.isKnown }];
    }));
  }
  return changed;
};

/** Marks as gone, with its rows, which of them were stored before that instant. What was stored after it Sage may have made since. */
const markGone = async (tx: Tx, tenant: string, companyRef: string, startedAt: string, which: RawBuilder<unknown>): Promise<number> => {
  const { rows } = await sql<SageTransaction & { is_receipt: boolean }>`
    update sage_transaction t set gone = true, stored_at = clock_timestamp()
    where tenant = ${tenant} and company_ref = ${companyRef} and not gone and stored_at < ${startedAt} and ${which}
    returning is_receipt, ${columns}`.execute(tx);
  await auditReadings(tx, tenant, sageOf(companyRef), rows.map((was) => ({ ...recordOf(companyRef, was.id), was: transactionCells(was), is: null })));
  await dropRowsOf(tx, tenant, companyRef, rows.filter((one) => one.is_receipt).map((one) => one.id));
  return rows.length;
};

/** These were asked for after `startedAt` and are proved to be no longer in Sage: archived, or deleted. */
export const dropTransactions = async (tx: Tx, tenant: string, companyRef: string, ids: readonly string[], startedAt: string): Promise<void> => {
  for (const some of pieces(ids)) await markGone(tx, tenant, companyRef, startedAt, sql`id in (select jsonb_array_elements_text(${json(some)}))`);
};

/** One page of a company's complete list, in ascending order of id. `after` is the last id of the page before, "" for the first. */
export type SweptPage = { readonly after: string; readonly transactions: readonly SweptTransaction[]; readonly last: boolean };

/**
 * Marks as gone what falls between a page's bounds and is not in it, with its rows: archived, or deleted. What was stored after the sweep began
 * is left alone, as Sage may have made it after that page was read.
 * @returns the ids that stand otherwise in Sage than here, or not here at all: to be read again.
 */
export const compareTransactions = async (tx: Tx, tenant: string, companyRef: string, page: SweptPage, startedAt: string): Promise<{ readonly gone: number; readonly drifted: readonly string[] }> => {
  const upTo = page.last ? null : (page.transactions.at(-1)?.id ?? null);
  const gone = await markGone(tx, tenant, companyRef, startedAt, sql`id_order > lpad(${page.after}, 20, '0') and (cast(${upTo} as text) is null or id_order <= lpad(${upTo}, 20, '0'))
    and id not in (select jsonb_array_elements_text(${json(page.transactions.map(({ id }) => id))}))`);
  const drifted: string[] = [];
  for (const some of pieces(page.transactions)) {
    const { rows } = await sql<{ id: string }>`
      select now.id from jsonb_to_recordset(${json(some)}) as now (id text, allocated bigint, outstanding bigint, "updatedAt" timestamptz)
      left join sage_transaction t on t.tenant = ${tenant} and t.company_ref = ${companyRef} and t.id = now.id
      where t.id is null or t.gone or (t.allocated, t.outstanding, t.updated_at) is distinct from (now.allocated, now.outstanding, now."updatedAt")
      order by lpad(now.id, 20, '0')`.execute(tx);
    drifted.push(...rows.map((row) => row.id));
  }
  return { gone, drifted };
};

export const hasTransactions = async (handle: Handle, tenant: string, companyRef: string): Promise<boolean> => {
  const { rows } = await sql<{ has: boolean }>`select exists (select 1 from sage_transaction where tenant = ${tenant} and company_ref = ${companyRef} and not gone) as has`.execute(handle);
  return rows[0]?.has ?? false;
};

/** Those of them that were ever read, in no order. */
export const transactionsById = async (handle: Handle, tenant: string, companyRef: string, ids: readonly string[]): Promise<readonly StoredTransaction[]> => {
  const found: StoredTransaction[] = [];
  for (const some of pieces([...new Set(ids)])) {
    const { rows } = await sql<StoredTransaction>`
      select ${columns} from jsonb_array_elements_text(${json(some)}) as wanted (id)
      join sage_transaction t on t.tenant = ${tenant} and t.company_ref = ${companyRef} and t.id = wanted.id`.execute(handle);
    found.push(...rows);
  }
  return found;
};

export type OpenAccount = { readonly sageCustomerId: string; readonly accountNumber: string; readonly name: string };

/** Accounts with a receipt that is not fully allocated, by record id; `after` is the last id of the page before, "" for the first. */
export const accountsWithOpenReceipts = async (handle: Handle, tenant: string, companyRef: string, after: string, limit: number): Promise<readonly OpenAccount[]> => {
  const { rows } = await sql<OpenAccount>`
    select open.id as "sageCustomerId", coalesce(account.reference, '') as "accountNumber", coalesce(account.name, '') as name
    from (
      select distinct sage_customer_id as id from sage_transaction
      where tenant = ${tenant} and company_ref = ${companyRef} and outstanding <> 0 and not gone and is_receipt and sage_customer_id > ${after}
      order by sage_customer_id limit ${limit}) open
    left join sage_account account on account.tenant = ${tenant} and account.company_ref = ${companyRef} and account.id = open.id
    order by open.id`.execute(handle);
  return rows;
};

/** Everything open on these accounts, oldest first. */
export const openTransactions = async (handle: Handle, tenant: string, companyRef: string, sageCustomerIds: readonly string[]): Promise<readonly StoredTransaction[]> => {
  const { rows } = await sql<StoredTransaction>`
    select ${columns} from jsonb_array_elements_text(${json([...new Set(sageCustomerIds)])}) as wanted (id)
    join sage_transaction t on t.tenant = ${tenant} and t.company_ref = ${companyRef} and t.sage_customer_id = wanted.id and t.outstanding <> 0 and not t.gone
    order by t.sage_customer_id, t.date, t.id_order`.execute(handle);
  return rows;
};

/** A past allocation of a receipt, with the day of the document that it paid, where that is known. */
export type PastAllocation = {
  readonly sageCustomerId: string;
  readonly receiptId: string;
  readonly receiptReference: string;
  readonly receiptDate: string;
  readonly receiptGross: Money;
  readonly urn: string;
  readonly type: SageTransaction["type"];
  readonly reference: string;
  /** Sage's record id of the document, its day and what it came to; null where it was archived before it was read. */
  readonly documentId: string | null;
  readonly documentDate: string | null;
  readonly documentGross: Money | null;
  readonly amount: Money;
  readonly date: string;
  readonly isInferred: boolean;
};

/** Of the newest `limit` receipts of each of these accounts: what habits are drawn from. */
export const pastAllocations = async (handle: Handle, tenant: string, companyRef: string, sageCustomerIds: readonly string[], limit = 100): Promise<readonly PastAllocation[]> => {
  const { rows } = await sql<PastAllocation>`
    select r.sage_customer_id as "sageCustomerId", r.id as "receiptId", r.reference as "receiptReference", r.date as "receiptDate", -r.gross as "receiptGross",
      a.urn, a.type, a.reference, d.id as "documentId", d.date as "documentDate", d.gross as "documentGross", a.amount, a.date, a.is_inferred as "isInferred"
    from jsonb_array_elements_text(${json([...new Set(sageCustomerIds)])}) as wanted (id)
    cross join lateral (
      select * from sage_transaction t where t.tenant = ${tenant} and t.company_ref = ${companyRef} and t.sage_customer_id = wanted.id and t.is_receipt
      order by t.date desc, t.id_order desc limit ${limit}) r
    join receipt_allocation a on a.tenant = ${tenant} and a.company_ref = ${companyRef} and a.receipt_id = r.id
    left join lateral (select * from sage_transaction t where t.tenant = ${tenant} and t.company_ref = ${companyRef} and t.urn = a.urn and t.type = a.type limit 1) d on true
    order by r.sage_customer_id, r.date, r.id_order, a.position`.execute(handle);
  return rows;
};

/** Of one company's sales ledger. */
export type LedgerTotals = { readonly outstanding: Money; readonly receipts: number; readonly received: Money };

export const ledgerTotals = async (handle: Handle, tenant: string, companyRef: string): Promise<LedgerTotals> => {
  const { rows } = await sql<LedgerTotals>`
    select
      (select cast(coalesce(sum(outstanding), 0) as bigint) from sage_transaction where tenant = ${tenant} and company_ref = ${companyRef} and outstanding <> 0 and not gone) as outstanding,
      cast(count(*) as int) as receipts, cast(coalesce(-sum(gross), 0) as bigint) as received
    from sage_transaction where tenant = ${tenant} and company_ref = ${companyRef} and is_receipt and not gone`.execute(handle);
  return rows[0] ?? { outstanding: minorUnits(0), receipts: 0, received: minorUnits(0) };
};
