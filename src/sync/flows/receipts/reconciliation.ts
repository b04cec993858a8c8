/**
 * Month-end evidence of one Sage company: what was unallocated when the month began, what came in, what was allocated and by whom, what of it
 * is in The Layer and who put it there, what is not and why, and what is unallocated now. Every section adds up to its line in the summary.
 */
import type { SheetLine, SheetQuery } from "../../contract";
import { failure } from "../../model/failure";
import { displayDate, type PlainDate } from "../../model/dates";
import { decimalText, formatMoney, minorUnits, subtractMoney, sumMoney, zero, type Money } from "../../model/money";
import { keyOf } from "../../sheets/sheet";
import { reconciliation, type ReconciliationSection } from "../../sheets/reconciliation";
import type { Database, Handle } from "../../store";
import { sumOfBalances } from "../../store/balances";
import { latestChange } from "../../store/changes";
import { databaseNow } from "../../store/freshness";
import { catchUpRows } from "../../store/receipt-catch-up";
import { allocationsOfMonth, deallocatedInMonth, monthSums, receiptsAt, type MonthAllocation, type MonthOf, type ReceiptAt } from "../../store/reconciliation";
import { ledgerTotals } from "../../store/sage-transactions";
import { cursorText } from "../cursor";
import type { Refresher } from "../refresh";
import { freshenReceipts, unknownCompany } from "./pull-sage-transactions";
import { companiesNamed } from "./read-transactions";

type Source = { readonly db: Database; readonly tenant: string; readonly refresher: Refresher };
type Line = {
  readonly section: ReconciliationSection;
  readonly date?: string | null;
  readonly reference?: string;
  readonly customer?: string;
  readonly description: string;
  readonly amount: Money | null;
  readonly who?: string;
  readonly when?: string;
};

const pageSize = 500;

const firstOfNext = (month: string): string => {
  const [year = 0, nth = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, nth, 1)).toISOString().slice(0, 10);
};
const dayBefore = (day: string): PlainDate => new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10) as PlainDate;
const monthWords = (month: string): string => displayDate(`${month}-01` as PlainDate).slice(2);
const day = (text: string): string => displayDate(text as PlainDate);

const nameOf = ({ reference, urn }: { readonly reference: string; readonly urn: string }): string => (reference === "" ? `URN ${urn}` : reference);
const receiptOf = ({ receiptReference, receiptUrn }: { readonly receiptReference: string; readonly receiptUrn: string }): string => nameOf({ reference: receiptReference, urn: receiptUrn });

async function* paged<T>(read: (after: T | null) => Promise<readonly T[]>): AsyncGenerator<T> {
  for (let after: T | null = null; ; ) {
    const page: readonly T[] = await read(after);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return;
    after = last;
  }
}

/** What of each payment belongs to this allocation: payments count for a row's allocations in the order in which both were made. */
export const paymentsOf = (allocation: Pick<MonthAllocation, "ahead" | "synced" | "payments">): readonly { readonly payment: MonthAllocation["payments"][number]; readonly amount: Money }[] => {
  const end = allocation.ahead + allocation.synced;
  let at = 0;
  return allocation.payments.flatMap((payment) => {
    const from = Math.max(at, allocation.ahead);
    at += payment.amount;
    const amount = Math.min(at, end) - from;
    return amount > 0 ? [{ payment, amount: minorUnits(amount) }] : [];
  });
};

const sumOf = async (receipts: AsyncIterable<ReceiptAt>): Promise<Money> => {
  let sum = zero;
  for await (const { left } of receipts) sum = sumMoney([sum, left]);
  return sum;
};

async function* linesOf(db: Database, tenant: string, month: MonthOf, words: { readonly company: string; readonly month: string }): AsyncGenerator<Line> {
  const { companyRef, from, before } = month;
  const read = <T>(work: (handle: Handle) => Promise<T>): Promise<T> => db.read(work);
  const receipts = (from: string | null, before: string, onlyOpen: boolean) => paged<ReceiptAt>((after) => read((handle) => receiptsAt(handle, tenant, { companyRef, from, before, onlyOpen }, after, pageSize)));
  const allocations = (which: "all" | "synced" | "exceptions") => paged<MonthAllocation>((after) => read((handle) => allocationsOfMonth(handle, tenant, month, which, after, pageSize)));
  const sums = await read((handle) => monthSums(handle, tenant, month));
  const closing = await sumOf(receipts(null, before, true));
  const exceptions = minorUnits(sums.allocated - sums.synced - sums.fromLayer);
  const lastDay = dayBefore(before);

  const summary = (description: string, amount: Money): Line => ({ section: "Summary", description, amount });
  yield summary(`Unallocated receipts brought forward at ${day(from)}`, sums.opening);
  yield summary(`Add receipts dated in ${words.month} (${sums.receipts})`, sums.received);
  yield summary(`Less allocated in Sage in ${words.month}`, minorUnits(-sums.allocated));
  yield summary(`Unallocated receipts carried forward at ${displayDate(lastDay)}, as listed under Closing`, closing);
  yield summary("Difference", minorUnits(sums.opening + sums.received - sums.allocated - closing));
  yield summary(`Allocated in Sage in ${words.month}`, sums.allocated);
  yield summary("Less recorded in The Layer from Sage", minorUnits(-sums.synced));
  yield summary("Less posted to Sage from The Layer, so there already", minorUnits(-sums.fromLayer));
  yield summary(`Allocated and not in The Layer, as listed under Exceptions`, exceptions);
  if (sums.deallocated !== zero) yield summary("In The Layer and no longer allocated in Sage, as listed under Exceptions", sums.deallocated);
  const [accounts, ledger] = await read(async (handle) => [await sumOfBalances(handle, tenant, companyRef), await ledgerTotals(handle, tenant, companyRef)] as const);
  yield summary(`Sales ledger of ${words.company} now: balances of all accounts`, accounts);
  yield summary("Sales ledger now: outstanding on all transactions", ledger.outstanding);
  yield summary("Difference between the accounts and their transactions", subtractMoney(accounts, ledger.outstanding));

  for await (const receipt of receipts(null, from, true)) {
    yield { section: "Opening", date: receipt.date, reference: nameOf(receipt), customer: receipt.customerName, description: `Not allocated at ${day(from)}${ofWhole(receipt)}`, amount: receipt.left, who: receipt.userName };
  }
  for await (const receipt of receipts(from, before, false)) {
    yield { section: "Receipts", date: receipt.date, reference: nameOf(receipt), customer: receipt.customerName, description: "Receipt entered in Sage", amount: receipt.amount, who: receipt.userName };
  }
  for await (const one of allocations("all")) {
    const to = one.urn === "" ? "Sage lists no document that took it" : `Allocated to ${nameOf(one)}`;
    yield { section: "Allocations", date: one.date, reference: receiptOf(one), customer: one.customerName, description: `${to}${one.isInferred ? " (filled in: Sage does not record which receipt paid which invoice)" : ""}`, amount: one.amount, who: one.userName };
  }
  for await (const one of allocations("synced")) {
    for (const { payment, amount } of paymentsOf(one)) {
      yield {
        section: "Synced payments",
        date: one.date,
        reference: payment.reference,
        customer: one.customerName,
        description: `Payment by ${payment.method} on ${one.invoiceReference ?? nameOf(one)}, from receipt ${receiptOf(one)}`,
        amount,
        who: payment.by,
        when: payment.at,
      };
    }
  }
  for await (const one of allocations("exceptions")) {
    const why = [one.state ?? "Archived", one.result ?? "The receipt was archived in Sage before it was recorded in The Layer."].filter((part) => part !== "").join(": ");
    yield { section: "Exceptions", date: one.date, reference: receiptOf(one), customer: one.customerName, description: `${why}${one.state === "Ready" ? ": not synced yet" : ""}`, amount: subtractMoney(one.amount, one.synced) };
  }
  for (const one of await read((handle) => deallocatedInMonth(handle, tenant, month))) {
    yield { section: "Exceptions", date: one.date, reference: receiptOf(one), customer: one.customerName, description: `De-allocated after sync: ${one.result}`, amount: one.amount };
  }
  for await (const receipt of receipts(null, before, true)) {
    yield { section: "Closing", date: receipt.date, reference: nameOf(receipt), customer: receipt.customerName, description: `Not allocated at ${displayDate(lastDay)}${ofWhole(receipt)}`, amount: receipt.left, who: receipt.userName };
  }
}

const ofWhole = ({ left, amount }: ReceiptAt): string => (left === amount ? "" : `, of ${formatMoney(amount)}`);

const cellsOf = (line: Line, nth: number) => ({
  Line: String(nth).padStart(6, "0"),
  Section: line.section,
  Date: line.date ?? null,
  Reference: line.reference ?? null,
  Customer: line.customer ?? null,
  Description: line.description,
  Amount: line.amount === null ? null : decimalText(line.amount),
  Who: line.who === undefined || line.who === "" ? null : line.who,
  When: line.when ?? null,
});

/** Always the whole sheet: a line is known by its place. `company` and `month` are mandatory. */
export async function* pullReconciliation(source: Source, query: SheetQuery, signal: AbortSignal): AsyncGenerator<SheetLine> {
  const { db, tenant } = source;
  if (query.company === undefined || query.month === undefined) {
    const lacks = query.company === undefined ? "Sage company" : "month";
    yield { type: "fault", failure: failure("bad-request", `A reconciliation is of one Sage company and one month, and no ${lacks} was given.`, `Choose the ${lacks} and make the sheet again.`) };
    return;
  }
  const notes = await freshenReceipts(source, query.company, signal, ["sage-balances"]);
  if (signal.aborted) return;
  const [company] = await companiesNamed(db, tenant, query.company);
  if (!company) {
    yield { type: "fault", failure: unknownCompany(query.company) };
    return;
  }
  await catchUpRows(db, tenant);
  const [cursor, asOf] = await db.read(async (handle) => [await latestChange(handle, tenant), await databaseNow(handle)] as const);
  const month: MonthOf = { companyRef: company.ref, from: `${query.month}-01`, before: firstOfNext(query.month) };
  let count = 0;
  for await (const line of linesOf(db, tenant, month, { company: company.name, month: monthWords(query.month) })) {
    if (signal.aborted) return;
    count += 1;
    const cells = cellsOf(line, count);
    yield { type: "row", key: keyOf(reconciliation, cells), version: 0, cells };
  }
  yield { type: "trailer", count, cursor: cursorText(cursor), notes: [...notes], asOf };
}
