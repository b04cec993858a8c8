import { ofUsualDay, ofUsualSpan, paceOf } from "../../../../src/sync/match/receipts/customer-habits/days-to-pay";
import type { CustomerHabits } from "../../../../src/sync/match/receipts";
import { aReceipt, anInvoice, habits, on, paid, suggest } from "./build";

type DaysTaken = CustomerHabits["daysTaken"];
const times = (count: number, ...days: readonly number[]) => Array.from({ length: count }, () => days).flat();
const alone = (...days: readonly number[]): DaysTaken => ({ alone: days, together: [] });
const span = (soonest: number, latest: number) => ({ soonest, latest });
const monthly: DaysTaken = { alone: [], together: [span(22, 50), span(21, 48), span(23, 51), span(22, 49), span(21, 50), span(24, 51)] };
const discounted = anInvoice("INV-1", 10_000, "2026-09-01", { discount: { amount: 200 as never, lastDay: on("2026-09-15") } });

describe("one document at a time", () => {
  test("the usual day fits best, and the further from it the worse", () => {
    const { alone: usual } = paceOf(alone(...times(10, 28, 30, 32)), [], []);
    const fits = [30, 34, 40, 60].map((days) => ofUsualDay(days, usual));
    expect(fits).toEqual([...fits].sort((one, other) => other - one));
    expect(fits[0]).toBeCloseTo(0, 1);
  });
  test("a very late payment is rare, but no rarer than payments that come on any day at all", () => {
    const { alone: usual } = paceOf(alone(...times(10, 28, 30, 32)), [], []);
    expect(ofUsualDay(120, usual)).toBeGreaterThan(-12);
    expect(ofUsualDay(120, usual)).toBeCloseTo(ofUsualDay(200, usual), 0);
  });
  test("the fewer payments are known, the less a date says", () => {
    const [few, many] = [paceOf(alone(28, 30, 32), [], []), paceOf(alone(...times(20, 28, 30, 32)), [], [])];
    expect(ofUsualDay(45, few.alone)).toBeGreaterThan(ofUsualDay(45, many.alone) + 1);
  });
  test("an unknown customer pays like an average one", () => {
    const { alone: usual } = paceOf(null, [], []);
    expect(ofUsualDay(36, usual)).toBeGreaterThan(ofUsualDay(80, usual) + 1);
  });
  test("money that came before the invoice was raised was hardly for it", () => {
    const { alone: usual } = paceOf(alone(...times(5, 1, 2, 3)), [], []);
    expect(ofUsualDay(-1, usual)).toBeLessThan(ofUsualDay(1, usual) - 1.5);
    expect(ofUsualDay(-20, usual)).toBeLessThan(ofUsualDay(-1, usual) - 2);
  });
  test("payments in a discount's days say nothing of how long this customer takes without one", () => {
    const days = alone(...times(6, 7, 9, 11), ...times(6, 44, 46, 48));
    expect(paceOf(days, [discounted], []).alone.typical).toBeCloseTo(46, 0);
    expect(paceOf(days, [], []).alone.typical).toBeLessThan(30);
  });
  test("unless nearly all payments come so soon", () => {
    expect(paceOf(alone(...times(9, 7, 9, 11), 20, 22), [discounted], []).alone.typical).toBeLessThan(15);
  });
});

describe("several at once", () => {
  const { together } = paceOf(monthly, [], []);
  const fit = (...days: readonly number[]) => (together ? ofUsualSpan(days, together) : NaN);
  test("any day of the span is as good as another", () => {
    expect(fit(22, 30, 48)).toBe(0);
    expect(fit(35)).toBe(0);
  });
  test("what is not yet due speaks against it; the youngest alone counts", () => {
    expect(fit(15, 30, 48)).toBeLessThan(-3);
    expect(fit(15, 16, 48)).toBe(fit(15, 30, 48));
  });
  test("an old document may have been left out of the payment before; two are less likely, and a very old one too", () => {
    expect(fit(22, 30, 75)).toBeLessThan(-2);
    expect(fit(22, 30, 75)).toBeGreaterThan(-5);
    expect(fit(22, 74, 75)).toBeLessThan(fit(22, 30, 75) - 2);
    expect(fit(22, 30, 250)).toBeLessThan(fit(22, 30, 75) - 2);
  });
  test("a document that was left out once does not widen the span of who pays monthly", () => {
    const withLate = paceOf({ alone: [], together: [...monthly.together, span(22, 81)] }, [], []);
    expect(withLate.together?.latest.day).toBe(51);
  });
  test("of too few payments no span is drawn", () => {
    expect(paceOf({ alone: [], together: [span(22, 50), span(21, 48)] }, [], []).together).toBeNull();
  });
});

describe("among equal sums", () => {
  const run = habits({ payments: 6, daysTaken: monthly, lumpSums: 1 });
  test("who pays several at once pays what is due, not what is too young or was paid before", () => {
    const debits = [anInvoice("A-1", 50_000, "2026-08-01"), anInvoice("A-2", 12_345, "2026-09-02"), anInvoice("A-3", 50_000, "2026-09-10"), anInvoice("A-4", 50_000, "2026-10-01")];
    expect(paid(suggest(debits, [aReceipt("ACME", 62_345, "2026-10-08")], run)).map(([reference]) => reference)).toEqual(["A-2", "A-3"]);
  });
  test("who pays several at once pays a single one in the same way", () => {
    const debits = [anInvoice("A-1", 50_000, "2026-09-01"), anInvoice("A-2", 50_000, "2026-09-28")];
    expect(paid(suggest(debits, [aReceipt("ACME", 50_000, "2026-10-08")], run)).map(([reference]) => reference)).toEqual(["A-1"]);
  });
  test("everything due less one that is left out is found in spite of many sets", () => {
    const row = Array.from({ length: 9 }, (_unused, at) => anInvoice(`A-${at + 1}`, 10_000 + at * at * 137, `2026-09-${String(at + 1).padStart(2, "0")}`));
    const due = row.filter((_invoice, at) => at !== 3 && at !== 6);
    expect(paid(suggest(row, [aReceipt("ACME", due.reduce((sum, { outstanding }) => sum + outstanding, 0), "2026-10-10")], run))).toHaveLength(7);
  });
  test("where no span is known, several documents are judged by how long each waited, but not as if each had been chosen alone", () => {
    // Two that are a little late together are better than one that is very late with one on its day.
    const debits = [anInvoice("A-1", 50_000, "2026-08-14"), anInvoice("A-2", 12_345, "2026-08-26"), anInvoice("A-3", 50_000, "2026-05-20")];
    expect(paid(suggest(debits, [aReceipt("ACME", 62_345, "2026-10-08")], habits({ daysToPay: { typical: 40, spread: 6 } }))).map(([reference]) => reference)).toEqual(["A-1", "A-2"]);
  });
  test("a discount is taken neither before the invoice has arrived nor as late as this customer usually pays", () => {
    const offer = (reference: string, date: string, lastDay: string) => anInvoice(reference, 50_000, date, { discount: { amount: 1_000 as never, lastDay: on(lastDay) } });
    const debits = [offer("A-1", "2026-09-20", "2026-10-04"), offer("A-2", "2026-10-01", "2026-10-15")];
    expect(paid(suggest(debits, [aReceipt("ACME", 49_000, "2026-10-02")], habits({ daysToPay: { typical: 45, spread: 6 } }))).map(([reference]) => reference)).toEqual(["A-1"]);
  });
});
