/** Payments recorded in The Layer from receipts: begun, kept, done or failed. Each is called in the transaction in which the ledger records it. */
import { sql } from "kysely";
import type { Money } from "../model/money";
import type { RowSync } from "../receipts/row-state";
import { json, pieces } from "./bulk";
import type { Tx } from "./database";
import { restateRows } from "./receipt-states";

export type NewReceiptPayment = {
  readonly rowId: string;
  /** How often this row was begun before, plus one: its `syncs` afterwards. */
  readonly nth: number;
  readonly postingKey: string;
  readonly companyRef: string;
  readonly layerInvoiceId: string;
  readonly amount: Money;
  readonly method: string;
  readonly by: { readonly id: string; readonly name: string };
};

/** Accepted into the ledger: the rows are being synced from now on. The same key again changes nothing. */
export const beginReceiptPayments = async (tx: Tx, tenant: string, payments: readonly NewReceiptPayment[]): Promise<void> => {
  for (const some of pieces(payments)) {
    const rows = some.map(({ by, ...payment }) => ({ ...payment, byId: by.id, byName: by.name }));
    await sql`
      insert into receipt_payment (tenant, posting_key, row_id, nth, company_ref, layer_invoice_id, amount, method, by_id, by_name, asked_at)
      select ${tenant}, "postingKey", "rowId", nth, "companyRef", "layerInvoiceId", amount, method, "byId", "byName", clock_timestamp()
      from jsonb_to_recordset(${json(rows)}) as new ("postingKey" text, "rowId" text, nth int, "companyRef" text, "layerInvoiceId" text, amount bigint, method text, "byId" text, "byName" text)
      on conflict do nothing`.execute(tx);
    await sql`
      update receipt_row r set posting_key = new."postingKey", syncs = new.nth, sync_phase = 'syncing', sync_why = null, seq = null
      from jsonb_to_recordset(${json(rows)}) as new ("postingKey" text, "rowId" text, nth int)
      where r.tenant = ${tenant} and r.id = new."rowId" and r.syncs < new.nth`.execute(tx);
    await restateRows(tx, tenant, some.map((payment) => payment.rowId));
  }
};

const rowsOfKeys = async (tx: Tx, tenant: string, keys: readonly string[]): Promise<readonly string[]> => {
  const { rows } = await sql<{ id: string }>`
    select distinct p.row_id as id from jsonb_array_elements_text(${json(keys)}) as wanted (key)
    join receipt_payment p on p.tenant = ${tenant} and p.posting_key = wanted.key`.execute(tx);
  return rows.map((row) => row.id);
};

/** The Layer has them, under these numbers of its own. */
export const receiptPaymentsDone = async (tx: Tx, tenant: string, done: readonly { readonly postingKey: string; readonly layerPaymentId: string }[]): Promise<void> => {
  for (const some of pieces(done)) {
    await sql`
      with recorded as (
        update receipt_payment p set layer_payment_id = new."layerPaymentId", recorded_at = clock_timestamp()
        from jsonb_to_recordset(${json(some)}) as new ("postingKey" text, "layerPaymentId" text)
        where p.tenant = ${tenant} and p.posting_key = new."postingKey" and p.recorded_at is null returning p.row_id, p.posting_key, p.amount),
      sums as (select row_id, sum(amount) as amount, array_agg(posting_key) as keys from recorded group by row_id)
      update receipt_row r set synced_amount = r.synced_amount + sums.amount, seq = null,
        sync_phase = case when r.posting_key = any (sums.keys) then null else r.sync_phase end, sync_why = case when r.posting_key = any (sums.keys) then null else r.sync_why end
      from sums where r.tenant = ${tenant} and r.id = sums.row_id`.execute(tx);
    await restateRows(tx, tenant, await rowsOfKeys(tx, tenant, some.map(({ postingKey }) => postingKey)));
  }
};

/** How the latest recording of a row stands; what is of an earlier one changes nothing. */
export const receiptPaymentKept = async (tx: Tx, tenant: string, postingKey: string, sync: RowSync): Promise<void> => {
  await sql`
    update receipt_row set sync_phase = ${sync.phase}, sync_why = ${sync.why === null ? null : json(sync.why)}, seq = null
    where tenant = ${tenant} and posting_key = ${postingKey} and id in (select row_id from receipt_payment where tenant = ${tenant} and posting_key = ${postingKey})`.execute(tx);
  await restateRows(tx, tenant, await rowsOfKeys(tx, tenant, [postingKey]));
};
