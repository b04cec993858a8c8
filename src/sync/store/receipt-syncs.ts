/** Rows of Sage Transactions on their way to The Layer: what is recorded when a payment is accepted, and what became of it. */
import { sql } from "kysely";
import type { LayerPayment } from "../documents/posting";
import type { PostingKey } from "../ledger/posting-key";
import type { PlainDate } from "../model/dates";
import type { Money } from "../model/money";
import type { ReceiptRowState } from "../sheets/sage-transactions";
import { json, pieces } from "./bulk";
import type { Handle, Tx } from "./database";
import type { NewReceiptPayment } from "./receipt-payments";
import { restateRows } from "./receipt-states";
import type { RowKind, SyncPhase } from "./schema-receipts";

/** A row with its receipt and company, as a recording is decided by. */
export type RowToSync = {
  readonly id: string;
  readonly company: { readonly ref: string; readonly name: string; readonly siteId: string };
  readonly receipt: { readonly id: string; readonly urn: string; readonly reference: string; readonly date: PlainDate; readonly bankCode: string; /** Archived or deleted in Sage. */ readonly isGone: boolean };
  readonly kind: RowKind;
  readonly invoiceUrn: string | null;
  readonly invoiceReference: string | null;
  readonly layerInvoiceId: string | null;
  readonly allocated: Money;
  /** Recorded in The Layer so far. */
  readonly synced: Money;
  readonly isOurs: boolean;
  /** How often a recording was begun. */
  readonly syncs: number;
  readonly phase: SyncPhase | null;
  readonly postingKey: PostingKey | null;
  /** The method of its latest recording; null where none was begun. */
  readonly askedMethod: string | null;
  readonly state: ReceiptRowState;
  readonly result: string;
  /** Sage no longer allocates it so. */
  readonly isGone: boolean;
};

const columns = sql`r.id, json_build_object('ref', c.ref, 'name', c.name, 'siteId', c.site_id) as company,
  json_build_object('id', t.id, 'urn', t.urn, 'reference', t.reference, 'date', t.date, 'bankCode', t.bank_code, 'isGone', t.gone) as receipt,
  r.kind, r.invoice_urn as "invoiceUrn", r.invoice_reference as "invoiceReference", r.layer_invoice_id as "layerInvoiceId", r.allocated, r.synced_amount as synced,
  r.is_ours as "isOurs", r.syncs, r.sync_phase as phase, r.posting_key as "postingKey", r.state, r.result, r.gone as "isGone",
  (select p.method from receipt_payment p where p.tenant = r.tenant and p.posting_key = r.posting_key) as "askedMethod"`;

const joined = (tenant: string) => sql`
  join sage_company c on c.tenant = ${tenant} and c.ref = r.company_ref and not c.gone
  join sage_transaction t on t.tenant = ${tenant} and t.company_ref = r.company_ref and t.id = r.receipt_id`;

const found = async (handle: Handle, tenant: string, ids: readonly string[], locked: boolean): Promise<readonly RowToSync[]> => {
  const rows: RowToSync[] = [];
  // In one order, so that two who sync the same rows do not wait for each other for ever.
  for (const some of pieces([...new Set(ids)].sort())) {
    const { rows: page } = await sql<RowToSync>`
      select ${columns} from receipt_row r ${joined(tenant)}
      where r.tenant = ${tenant} and r.id in (select jsonb_array_elements_text(${json(some)})) order by r.id ${locked ? sql`for update of r` : sql``}`.execute(handle);
    rows.push(...page);
  }
  return rows;
};

export const rowsToSync = (handle: Handle, tenant: string, ids: readonly string[]): Promise<readonly RowToSync[]> => found(handle, tenant, ids, false);
/** Locked until the transaction ends: whoever syncs the same rows at the same time finds them under way. */
export const lockRowsToSync = (tx: Tx, tenant: string, ids: readonly string[]): Promise<readonly RowToSync[]> => found(tx, tenant, ids, true);

/** Whoever pays on these invoices takes turns until the end of the transaction, so that two cannot count on the same balance. */
export const lockInvoices = async (tx: Tx, tenant: string, layerInvoiceIds: readonly string[]): Promise<void> => {
  if (layerInvoiceIds.length === 0) return;
  await sql`
    select pg_advisory_xact_lock(lock) from (
      select distinct hashtextextended('paying ' || cast(${tenant} as text) || ' ' || id, 0) as lock from jsonb_array_elements_text(${json(layerInvoiceIds)}) as id order by lock) locks`.execute(tx);
};

/** What is on its way to these invoices and not known to be recorded: it is not in what The Layer says to be left to pay. */
export const paymentsUnderWay = async (handle: Handle, tenant: string, layerInvoiceIds: readonly string[]): Promise<readonly LayerPayment[]> => {
  const { rows } = await sql<{ payload: LayerPayment }>`
    select payload from posting where tenant = ${tenant} and document_kind = 'receipt-row' and claimable_at is not null
      and payload ->> 'invoiceId' in (select jsonb_array_elements_text(${json(layerInvoiceIds)})) order by position`.execute(handle);
  return rows.map((row) => row.payload);
};

/**
 * A recording that came to nothing is begun anew under its own key, with what it comes to now. `beginReceiptPayments` begins those that
 * have no key yet.
 */
export const beginAgain = async (tx: Tx, tenant: string, payments: readonly NewReceiptPayment[]): Promise<void> => {
  for (const some of pieces(payments)) {
    const rows = some.map(({ by, ...payment }) => ({ ...payment, byId: by.id, byName: by.name }));
    await sql`
      with new as materialized (
        select * from jsonb_to_recordset(${json(rows)}) as new ("postingKey" text, "rowId" text, "layerInvoiceId" text, amount bigint, method text, "byId" text, "byName" text)),
      payments as (
        update receipt_payment p set layer_invoice_id = new."layerInvoiceId", amount = new.amount, method = new.method, by_id = new."byId", by_name = new."byName", asked_at = clock_timestamp()
        from new where p.tenant = ${tenant} and p.posting_key = new."postingKey" and p.recorded_at is null)
      update receipt_row r set sync_phase = 'syncing', sync_why = null, seq = null
      from new where r.tenant = ${tenant} and r.id = new."rowId" and r.posting_key = new."postingKey"`.execute(tx);
    await restateRows(tx, tenant, some.map((payment) => payment.rowId));
  }
};

/** Who asked for the payment under that key. */
export const askedBy = async (handle: Handle, tenant: string, key: PostingKey): Promise<{ readonly id: string; readonly name: string } | null> => {
  const { rows } = await sql<{ id: string; name: string }>`
    select by_id as id, by_name as name from receipt_payment where tenant = ${tenant} and posting_key = ${key}`.execute(handle);
  return rows[0] ?? null;
};
