/** Pulls of the worksheet Sage Transactions: one row a receipt and invoice, and one for what is left of a receipt. */
import type { SheetLine, SheetQuery } from "../../contract";
import { failure } from "../../model/failure";
import { decimalText, type Money } from "../../model/money";
import type { CellValue } from "../../model/cell";
import { receiptRowStates, type ReceiptRowState } from "../../sheets/sage-transactions";
import type { Database } from "../../store";
import type { StoredCompany } from "../../store/companies";
import { catchUpRows } from "../../store/receipt-catch-up";
import { blockOf, receiptPage, receiptsChanged, rowsBeside, type Block, type ReceiptPageRow } from "../../store/receipt-pages";
import { readCursor } from "../cursor";
import { freshen } from "../freshen";
import type { Part } from "../parts";
import { pagedLines, pulled, type ToldLine } from "../pull-pages";
import type { Refresher } from "../refresh";
import { companiesNamed } from "./read-transactions";

type Source = { readonly db: Database; readonly tenant: string; readonly refresher: Refresher };

/** As many receipts, not rows, make a block: worked out for each company by itself. */
const blockSize = 500;

const isRowState = (state: string | undefined): state is ReceiptRowState => (receiptRowStates as readonly string[]).includes(state ?? "");
const amount = (money: Money | null): string | null => (money === null ? null : decimalText(money));

const cellsOf = (row: ReceiptPageRow): Record<string, CellValue> => ({
  "Sage Company": row.companyName,
  "Receipt Date": row.date,
  "Receipt Reference": row.receiptReference,
  Customer: row.customerName,
  "Receipt Amount": decimalText(row.receiptAmount),
  "Sage Invoice": row.invoiceReference,
  Allocated: decimalText(row.allocated),
  "Layer Invoice": row.layerInvoice,
  "Layer Outstanding": amount(row.layerOutstanding),
  State: row.state,
  "Payment Method": row.method,
  Sync: null,
  Result: row.result,
  Id: row.id,
});

type CompanyPart = Extract<Part, { company: StoredCompany }>["kind"];
/** Who asks has just done something in Sage, often as not, and looks for it. Reading what changed since is cheap. */
const now = 0;

/** The parts that rows rest on, brought up to date where that is quick; a note for each that is not. */
export const freshenReceipts = async ({ db, tenant, refresher }: Source, company: string | undefined, signal: AbortSignal, more: readonly CompanyPart[] = []): Promise<readonly string[]> => {
  const [listed, layer, documents] = await Promise.all([
    freshen(refresher, [{ kind: "sage-companies" }], signal),
    freshen(refresher, [{ kind: "layer-links" }, { kind: "layer-customers" }, { kind: "layer-lists" }], signal),
    freshen(refresher, [{ kind: "layer-documents" }], signal, now),
  ]);
  // Where the companies themselves cannot be read, neither can what is in them: once is enough to say so and to wait for.
  if (listed.length > 0) return [...listed, ...layer, ...documents];
  const companies = await companiesNamed(db, tenant, company);
  const of = (kinds: readonly CompanyPart[]) => companies.flatMap((one) => kinds.map((kind): Part => ({ kind, company: one })));
  const [accounts, sage] = await Promise.all([freshen(refresher, of(["sage-accounts"]), signal), freshen(refresher, of(["sage-transactions", ...more]), signal, now)]);
  return [...new Set([...layer, ...documents, ...accounts, ...sage])];
};

export const unknownCompany = (name: string) => failure("bad-request", `Sage shows no company called “${name}”.`, "Choose one of the companies in the list.", name);

const isWithin = (row: ReceiptPageRow, { newest, oldest }: Block): boolean => {
  const place = `${row.date} ${row.receiptOrder}`;
  return place <= `${newest.date} ${newest.receiptOrder}` && place >= `${oldest.date} ${oldest.receiptOrder}`;
};

/**
 * Where receipts come or go, others that did not change move from one block to the next. A pull by `since` of a block therefore tells all
 * rows of the block, what changed and is not in it as gone, and as gone too whatever the changes can have moved out of it.
 */
const besideBlock = async ({ db, tenant }: Source, { ref }: StoredCompany, block: Block | null | undefined, since: number | null): Promise<readonly string[]> =>
  since === null || block === undefined ? [] : db.read(async (handle) => rowsBeside(handle, tenant, ref, block, await receiptsChanged(handle, tenant, ref, since)));

/** One company's rows. `since` is null for what is there now; the rows of a block come whole, after what is no longer in it. */
async function* companyLines(source: Source, query: SheetQuery, company: StoredCompany, since: number | null, signal: AbortSignal): AsyncGenerator<ToldLine> {
  const { db, tenant } = source;
  const nth = query.range;
  const block = nth === undefined ? undefined : await db.read((handle) => blockOf(handle, tenant, company.ref, Number(nth), blockSize));
  for (const key of await besideBlock(source, company, block, since)) yield { type: "gone", key };
  const state = isRowState(query.state) ? query.state : undefined;
  const fits = (row: ReceiptPageRow): boolean => !row.gone && (state === undefined || row.state === state) && (block === undefined || (block !== null && isWithin(row, block)));
  const lines = (from: number | null, tell: (row: ReceiptPageRow) => ToldLine | null): AsyncGenerator<ToldLine> =>
    pagedLines(db, signal, (handle, after, limit) => receiptPage(handle, tenant, { companyRef: company.ref, since: from, after, limit, state, ...(block ? { block } : {}) }), tell);
  const shown = (row: ReceiptPageRow): ToldLine => ({ type: "row", key: row.id, version: row.seq ?? 0, cells: cellsOf(row) });
  const changed = (row: ReceiptPageRow): ToldLine => (fits(row) ? shown(row) : { type: "gone", key: row.id });
  if (block === undefined) yield* lines(since, changed);
  else {
    if (since !== null) yield* lines(since, (row) => (fits(row) ? null : { type: "gone", key: row.id }));
    if (block !== null) yield* lines(null, changed);
  }
}

export async function* pullSageTransactions(source: Source, query: SheetQuery, signal: AbortSignal): AsyncGenerator<SheetLine> {
  const { db, tenant } = source;
  const since = readCursor(query.since);
  if (!since.ok) {
    yield { type: "fault", failure: since.failure };
    return;
  }
  const notes = await freshenReceipts(source, query.company, signal);
  if (signal.aborted) return;
  const companies = await companiesNamed(db, tenant, query.company);
  if (query.company !== undefined && companies.length === 0) {
    yield { type: "fault", failure: unknownCompany(query.company) };
    return;
  }
  await catchUpRows(db, tenant);
  const ofAll = async function* (): AsyncGenerator<ToldLine> {
    for (const company of companies) yield* companyLines(source, query, company, since.value, signal);
  };
  yield* pulled(source, signal, notes, ofAll());
}
