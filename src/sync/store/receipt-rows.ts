/** Rows of Sage Transactions as they are kept: made from a receipt and judged when that changes, and judged anew by `restateRows`. */
import { sql } from "kysely";
import { addMoney, negateMoney, zero, type Money } from "../model/money";
import { pairsOf, unexplained, type AllocatedPair } from "../receipts/pairs";
import type { ReadTransaction } from "../receipts/transaction";
import type { ReceiptRowState } from "../sheets/sage-transactions";
import { json, pieces } from "./bulk";
import type { ChangeTx, Handle, Tx } from "./database";
import { comingRowFacts, type RowContentRead } from "./receipt-facts";
import { judgeRow, restateRows } from "./receipt-states";
import type { RowWorld } from "./receipt-world";
import type { RowKind, SyncPhase } from "./schema-receipts";

/** The same for the same receipt and invoice for ever: a second recording of them is known by it. An invoice goes by its urn, which outlives its archiving. */
export const rowId = (companyRef: string, receiptId: string, content: { readonly kind: "rest" | "unknown" } | { readonly kind: "allocated"; readonly urn: string }): string =>
  `${companyRef}:${receiptId}:${content.kind === "allocated" ? content.urn : content.kind}`;

/** The rows that a receipt makes: one for each invoice, one for what is left of it, one for what Sage counts and does not list. */
export const rowsOf = (companyRef: string, receipt: ReadTransaction, pairs: readonly AllocatedPair[]): readonly RowContentRead[] => {
  const { id: receiptId, date, sageCustomerId } = receipt;
  const common = { receiptId, date, sageCustomerId };
  const bare = { ...common, urn: null, type: null, reference: null, isInferred: false };
  const rows = new Map<string, RowContentRead>();
  for (const { urn, type, reference, amount, isInferred } of pairs) {
    const id = rowId(companyRef, receiptId, { kind: "allocated", urn });
    const had = rows.get(id);
    rows.set(id, { ...common, id, kind: "allocated", urn, type, reference, allocated: addMoney(had?.allocated ?? zero, amount), isInferred: isInferred || (had?.isInferred ?? false) });
  }
  const left = negateMoney(receipt.outstanding);
  const lost = unexplained(negateMoney(receipt.allocated), pairs);
  return [
    ...rows.values(),
    ...(lost > zero ? [{ ...bare, id: rowId(companyRef, receiptId, { kind: "unknown" }), kind: "unknown" as const, allocated: lost }] : []),
    ...(left > zero ? [{ ...bare, id: rowId(companyRef, receiptId, { kind: "rest" }), kind: "rest" as const, allocated: left }] : []),
  ];
};

type AllocationRow = AllocatedPair & { readonly receiptId: string; readonly position: number };

/** An allocation counts from its own day on, and never before its receipt. What Sage lists nowhere counts from the receipt's. */
const allocationsOf = (receipt: ReadTransaction, pairs: readonly AllocatedPair[]): readonly AllocationRow[] => {
  const lost = unexplained(negateMoney(receipt.allocated), pairs);
  const unknown = { urn: "", type: "other", reference: "", amount: lost, date: receipt.date, userName: "", isInferred: false } as const;
  return [...pairs, ...(lost > zero ? [unknown] : [])].map((pair, position) => ({ ...pair, receiptId: receipt.id, position, date: pair.date < receipt.date ? receipt.date : pair.date }));
};

/** In The Layer, or on its way there: such a row stays, also where Sage allocates nothing any more. */
const isKept = sql`(row.synced_amount > 0 or coalesce(row.sync_phase in ('syncing', 'in doubt', 'needs review'), false))`;

/** Written once, as they are judged: each index of so wide a table would be written again with every later word. */
const writeRows = async (tx: ChangeTx, tenant: string, companyRef: string, world: RowWorld, rows: readonly RowContentRead[]): Promise<void> => {
  const judged = new Map((await comingRowFacts(tx, tenant, companyRef, rows)).map((facts) => [facts.id, judgeRow(facts, world)]));
  await sql`
    insert into receipt_row (tenant, id, company_ref, receipt_id, date, sage_customer_id, kind, invoice_urn, invoice_type, invoice_reference, allocated, is_inferred,
      is_ours, layer_invoice_id, layer_outstanding, method, state, result, seq)
    select ${tenant}, id, ${companyRef}, "receiptId", date, "sageCustomerId", kind, urn, type, reference, allocated, "isInferred",
      "isOurs", "layerInvoiceId", "layerOutstanding", method, state, result, nextval('change_seq')
    from jsonb_to_recordset(${json(rows.map((row) => ({ ...row, ...judged.get(row.id) })))}) as new (id text, "receiptId" text, date text, "sageCustomerId" text, kind text, urn text, type text,
      reference text, allocated bigint, "isInferred" boolean, "isOurs" boolean, "layerInvoiceId" text, "layerOutstanding" bigint, method text, state text, result text)
    on conflict (tenant, id) do update set date = excluded.date, sage_customer_id = excluded.sage_customer_id, invoice_type = excluded.invoice_type,
      invoice_reference = excluded.invoice_reference, allocated = excluded.allocated, is_inferred = excluded.is_inferred, is_ours = excluded.is_ours, layer_invoice_id = excluded.layer_invoice_id,
      layer_outstanding = excluded.layer_outstanding, method = excluded.method, state = excluded.state, result = excluded.result, seq = excluded.seq, gone = false`.execute(tx);
};

const writeAllocations = async (tx: Tx, tenant: string, companyRef: string, allocations: readonly AllocationRow[]): Promise<void> => {
  await sql`
    insert into receipt_allocation (tenant, company_ref, receipt_id, position, urn, type, reference, amount, date, user_name, is_inferred)
    select ${tenant}, ${companyRef}, "receiptId", position, urn, type, reference, amount, date, "userName", "isInferred"
    from jsonb_to_recordset(${json(allocations)}) as new ("receiptId" text, position int, urn text, type text, reference text, amount bigint, date text, "userName" text, "isInferred" boolean)`.execute(tx);
};

/** What is known of these receipts is about to be written again: their rows are locked, in one order, and their allocations go. */
const clearFor = async (tx: Tx, tenant: string, companyRef: string, receiptIds: readonly string[]): Promise<void> => {
  const of = sql`tenant = ${tenant} and company_ref = ${companyRef} and receipt_id in (select jsonb_array_elements_text(${json(receiptIds)}))`;
  await sql`select 1 from receipt_row where ${of} order by id for update`.execute(tx);
  await sql`delete from receipt_allocation where ${of}`.execute(tx);
};

/** Rows that their receipts no longer make: gone, or kept with nothing allocated where The Layer counts on them. */
const emptyOthers = async (tx: Tx, tenant: string, companyRef: string, world: RowWorld, receiptIds: readonly string[], rowIds: readonly string[]): Promise<void> => {
  const { rows: kept } = await sql<{ id: string }>`
    update receipt_row row set allocated = 0, gone = not ${isKept}, seq = null
    where row.tenant = ${tenant} and row.company_ref = ${companyRef} and row.receipt_id in (select jsonb_array_elements_text(${json(receiptIds)}))
      and row.id not in (select jsonb_array_elements_text(${json(rowIds)})) and not (row.gone or (row.allocated = 0 and ${isKept}))
    returning row.id`.execute(tx);
  await restateRows(tx, tenant, kept.map(({ id }) => id), world);
};

/** A receipt with whether anything of it can be stored already. */
export type ChangedReceipt = { readonly receipt: ReadTransaction; readonly isKnown: boolean };

/** What these receipts were allocated to, and their rows, in place of what was there. */
export const saveReceipts = async (tx: ChangeTx, tenant: string, companyRef: string, world: RowWorld, receipts: readonly ChangedReceipt[]): Promise<void> => {
  const known = receipts.flatMap(({ receipt, isKnown }) => (isKnown ? [receipt.id] : []));
  if (known.length > 0) await clearFor(tx, tenant, companyRef, known);
  const read = receipts.map(({ receipt }) => ({ receipt, pairs: pairsOf(receipt.urn, receipt.sessions) }));
  for (const some of pieces(read.flatMap(({ receipt, pairs }) => allocationsOf(receipt, pairs)))) await writeAllocations(tx, tenant, companyRef, some);
  const rows = read.flatMap(({ receipt, pairs }) => rowsOf(companyRef, receipt, pairs));
  for (const some of pieces(rows)) await writeRows(tx, tenant, companyRef, world, some);
  if (known.length > 0) await emptyOthers(tx, tenant, companyRef, world, known, rows.map(({ id }) => id));
};

/** The receipts are no longer in Sage's ledger: archived, or deleted. What was recorded of them stays known, should they come back. */
export const dropRowsOf = async (tx: Tx, tenant: string, companyRef: string, receiptIds: readonly string[]): Promise<void> => {
  for (const some of pieces(receiptIds)) {
    await sql`
      update receipt_row set gone = true, seq = null
      where tenant = ${tenant} and company_ref = ${companyRef} and receipt_id in (select jsonb_array_elements_text(${json(some)})) and not gone`.execute(tx);
  }
};

/** A row with what its recording in The Layer needs to know. */
export type StoredReceiptRow = {
  readonly id: string;
  readonly companyRef: string;
  readonly companyName: string;
  readonly siteId: string;
  readonly receiptId: string;
  readonly receiptUrn: string;
  readonly receiptReference: string;
  readonly date: string;
  readonly sageCustomerId: string;
  readonly bankCode: string;
  readonly kind: RowKind;
  readonly invoiceUrn: string | null;
  readonly invoiceReference: string | null;
  readonly allocated: Money;
  readonly synced: Money;
  readonly layerInvoiceId: string | null;
  /** As The Layer was last read. */
  readonly layerOutstanding: Money | null;
  /** The one method of the receipt's bank account; null where there is none, or several. */
  readonly method: string | null;
  readonly state: ReceiptRowState;
  readonly result: string;
  /** How often a recording was begun, and the key of the latest. */
  readonly syncs: number;
  readonly postingKey: string | null;
  readonly phase: SyncPhase | null;
  readonly isGone: boolean;
};

/** Those of them that are known, gone ones too, in the order asked for. Catch up first: see receipt-catch-up.ts. */
export const readReceiptRows = async (handle: Handle, tenant: string, ids: readonly string[]): Promise<readonly StoredReceiptRow[]> => {
  const found: StoredReceiptRow[] = [];
  for (const some of pieces(ids)) {
    const { rows } = await sql<StoredReceiptRow>`
      select r.id, r.company_ref as "companyRef", coalesce(c.name, '') as "companyName", coalesce(c.site_id, '') as "siteId", r.receipt_id as "receiptId", t.urn as "receiptUrn",
        t.reference as "receiptReference", r.date, r.sage_customer_id as "sageCustomerId", t.bank_code as "bankCode", r.kind, r.invoice_urn as "invoiceUrn",
        r.invoice_reference as "invoiceReference", r.allocated, r.synced_amount as synced, r.layer_invoice_id as "layerInvoiceId", r.layer_outstanding as "layerOutstanding",
        r.method, r.state, r.result, r.syncs, r.posting_key as "postingKey", r.sync_phase as phase, r.gone as "isGone"
      from jsonb_array_elements_text(${json(some)}) with ordinality as wanted (id, place)
      join receipt_row r on r.tenant = ${tenant} and r.id = wanted.id
      join sage_transaction t on t.tenant = ${tenant} and t.company_ref = r.company_ref and t.id = r.receipt_id
      left join sage_company c on c.tenant = ${tenant} and c.ref = r.company_ref
      order by wanted.place`.execute(handle);
    found.push(...rows);
  }
  return found;
};

/** Rows of these receipts that are there now: what an allocation has made of them. */
export const rowsOfReceipts = async (handle: Handle, tenant: string, companyRef: string, receiptIds: readonly string[]): Promise<readonly string[]> => {
  const { rows } = await sql<{ id: string }>`
    select id from receipt_row where tenant = ${tenant} and company_ref = ${companyRef} and receipt_id in (select jsonb_array_elements_text(${json([...new Set(receiptIds)])})) and not gone
    order by id`.execute(handle);
  return rows.map((row) => row.id);
};
