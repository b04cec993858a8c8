/** Chosen rows of Sage Transactions become payments in The Layer: read afresh, accepted, carried out, told one by one as they end. */
import type { ReceiptResult, ReceiptSyncBody, ReceiptSyncLine } from "../../contract";
import type { Actor } from "../../core";
import type { LayerPayment } from "../../documents/posting";
import type { Intent } from "../../ledger/intent";
import type { PostingKey } from "../../ledger/posting-key";
import { ok, type Failure, type Result } from "../../model/failure";
import { formatMoney } from "../../model/money";
import { allCompanies, type StoredCompany } from "../../store/companies";
import { catchUpRows } from "../../store/receipt-catch-up";
import { rowsToSync, type RowToSync } from "../../store/receipt-syncs";
import { sentence } from "../failures";
import { acceptReceipts } from "./accept-receipts";
import type { CarryOut } from "./carry-out";
import type { ReceiptEffectParts } from "./effect-parts";
import type { ChosenRow, PlannedPayment } from "./plan-payments";

/** Results are waited for this long: less than what proxies cut. */
export const defaultPatience = 100_000;
/** Lists and mappings younger than this are not read again. */
const youngEnough = 60_000;
/** The Layer is not read again for every refusal of many. */
const readAgainAfter = 500;

export const result = (row: Pick<RowToSync, "id" | "state">, outcome: ReceiptResult["outcome"], message: string): ReceiptResult => ({ type: "result", id: row.id, outcome, state: row.state, message });

const unknownRow = (id: string): ReceiptResult => ({
  type: "result",
  id,
  outcome: "refused",
  state: "No matching invoice",
  message: "Tieout knows no such row: the receipt is allocated otherwise by now, or was archived. Pull Sage Transactions again.",
});

/** What The Layer's invoices have outstanding, not a moment old. */
const readLayerNow = async ({ refresher }: Pick<ReceiptEffectParts, "refresher">, signal: AbortSignal): Promise<Result<unknown>> => refresher.ensure({ kind: "layer-documents" }, { notBefore: await refresher.now(), swept: false }, signal);

/** What is read again of a company: its receipts, and what they are allocated to. */
export type ReceiptsOfCompany = { readonly company: StoredCompany; readonly transactionIds: readonly string[] };

/** What payments are judged by: The Layer's invoices, its methods, and the company's sales ledger, as they are now. */
export const readAfresh = async (parts: ReceiptEffectParts, companies: readonly ReceiptsOfCompany[], signal: AbortSignal): Promise<ReadonlyMap<string, Failure>> => {
  const { refresher, reading } = parts;
  const failed = new Map<string, Failure>();
  const notBefore = new Date(Date.parse(await refresher.now()) - youngEnough).toISOString();
  const shared: readonly (() => Promise<Result<unknown>>)[] = [
    () => refresher.ensure({ kind: "layer-lists" }, { notBefore, swept: false }, signal),
    () => refresher.ensure({ kind: "layer-links" }, { notBefore, swept: false }, signal),
    () => readLayerNow(parts, signal),
  ];
  for (const read of shared) {
    const done = await read();
    if (!done.ok) return new Map(companies.map(({ company }) => [company.ref, done.failure]));
  }
  await Promise.all(
    companies.map(async ({ company, transactionIds }) => {
      // What changed is told by its stamp; that a de-allocation moves one is inferred, so those chosen are read by their ids as well.
      const changed = await reading.refresh(company, signal);
      const read = changed.ok ? await reading.reread(company, transactionIds, signal) : changed;
      if (!read.ok) failed.set(company.ref, read.failure);
    }),
  );
  await catchUpRows(parts.db, parts.tenant);
  return failed;
};

/** `payment` null where it was begun before. */
type Pending = { readonly row: RowToSync; readonly payment: LayerPayment | null };

const goesOn = "It goes on by itself; pull Sage Transactions again to see what became of it.";
const later = `Still under way. ${goesOn}`;

const doneWords = (payment: LayerPayment, urn: string): string => `Recorded in The Layer as payment ${urn}: ${formatMoney(payment.amount)} on invoice ${payment.invoiceReference} by ${payment.method}.`;

const ended = (row: RowToSync, { payment }: Pending, intent: Intent): ReceiptResult => {
  switch (intent.state) {
    case "done":
      return payment ? result(row, "synced", doneWords(payment, intent.evidence.urn)) : result(row, "already", `Recorded in The Layer as payment ${intent.evidence.urn}.`);
    case "refused":
      return result(row, "refused", sentence(intent.failure));
    case "needs review":
      return result(row, "later", row.result === "" ? sentence(intent.failure) : row.result);
    case "planned":
    case "sending":
    case "in doubt":
      return result(row, "later", later);
  }
};

const told = ({ row, judgement }: Extract<PlannedPayment, { kind: "told" }>): ReceiptResult =>
  judgement.kind === "already" ? result(row, "already", judgement.message) : result({ ...row, state: judgement.state ?? row.state }, "refused", sentence(judgement.failure));

/** The companies of these rows, and the receipts of each. */
const companiesOf = async ({ db, tenant }: ReceiptEffectParts, rows: readonly RowToSync[]): Promise<readonly ReceiptsOfCompany[]> =>
  (await db.read((handle) => allCompanies(handle, tenant))).flatMap((company) => {
    const transactionIds = [...new Set(rows.filter((row) => row.company.ref === company.ref).map((row) => row.receipt.id))];
    return transactionIds.length === 0 ? [] : [{ company, transactionIds }];
  });

/** Results without a trailer, for whoever syncs as a part of something else. `until` is by `performance.now`. */
export async function* syncRows(parts: ReceiptEffectParts, carryOut: CarryOut, chosen: readonly ChosenRow[], by: Actor, until: number, signal: AbortSignal): AsyncGenerator<ReceiptResult> {
  const { db, tenant } = parts;
  const known = await db.read((handle) => rowsToSync(handle, tenant, chosen.map(({ id }) => id)));
  const companies = await companiesOf(parts, known);
  const unread = await readAfresh(parts, companies, signal);
  const rowOf = new Map(known.map((row) => [row.id, row]));
  const readable: ChosenRow[] = [];
  for (const one of chosen) {
    const row = rowOf.get(one.id);
    const why = row && unread.get(row.company.ref);
    // Judged by what may be out of date, a receipt could be recorded that was de-allocated: nothing is begun.
    if (row && why) yield result(row, "refused", `Nothing was recorded: ${sentence(why)}`);
    else readable.push(one);
  }

  const pending = new Map<PostingKey, Pending>();
  const answered: ReceiptResult[] = [];
  for await (const accepted of acceptReceipts(parts, readable, by)) {
    carryOut.ring(accepted.flatMap((one) => ("key" in one ? [one.row.company.ref] : [])));
    for (const one of accepted) {
      if ("key" in one) pending.set(one.key, { row: one.row, payment: "payment" in one ? one.payment : null });
      else answered.push(one.kind === "told" ? told(one) : unknownRow(one.id));
    }
  }
  // Everything is committed before the first of them is told.
  yield* answered;
  if (pending.size > 0) yield* follow(parts, carryOut, pending, companies.map(({ company }) => company.ref), until, signal);
}

async function* follow(parts: ReceiptEffectParts, carryOut: CarryOut, pending: ReadonlyMap<PostingKey, Pending>, companyRefs: readonly string[], until: number, signal: AbortSignal): AsyncGenerator<ReceiptResult> {
  const { db, tenant } = parts;
  const now = async (row: RowToSync) => (await db.read((handle) => rowsToSync(handle, tenant, [row.id])))[0] ?? row;
  const left = new Map(pending);
  let readAt = Number.NEGATIVE_INFINITY;
  /** What The Layer has outstanding changes with every payment, and may be why it refused one. */
  const readAgain = async (): Promise<void> => {
    if (performance.now() - readAt < readAgainAfter) return;
    readAt = performance.now();
    const read: Result<unknown> = signal.aborted ? ok(undefined) : await readLayerNow(parts, signal);
    if (!read.ok) parts.logger?.warn({ code: read.failure.code }, "What The Layer has outstanding could not be read after payments were recorded");
    await catchUpRows(db, tenant);
  };
  for await (const { key, intent } of carryOut.ends(new Set(pending.keys()), companyRefs, until, signal)) {
    const one = pending.get(key);
    if (!one) continue;
    left.delete(key);
    if (intent.state === "refused") await readAgain();
    yield ended(await now(one.row), one, intent);
  }
  readAt = Number.NEGATIVE_INFINITY;
  await readAgain();
  for (const one of left.values()) {
    const row = await now(one.row);
    yield result(row, "later", row.state === "Syncing" && row.result !== "" ? `${row.result} ${goesOn}` : later);
  }
}

export const noReceiptCounts = { synced: 0, already: 0, refused: 0, later: 0 };

export async function* syncReceipts(parts: ReceiptEffectParts, carryOut: CarryOut, body: ReceiptSyncBody, by: Actor, signal: AbortSignal): AsyncGenerator<ReceiptSyncLine> {
  if (parts.forbidden) {
    yield { type: "fault", failure: parts.forbidden };
    return;
  }
  const counts = { ...noReceiptCounts };
  for await (const line of syncRows(parts, carryOut, body.rows, by, performance.now() + (parts.patience ?? defaultPatience), signal)) {
    counts[line.outcome] += 1;
    yield line;
  }
  if (!signal.aborted) yield { type: "trailer", counts };
}
