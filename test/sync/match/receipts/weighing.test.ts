import { judgeTogether } from "../../../../src/sync/match/receipts/deciding-together/chances-together";
import { ofUsualDay } from "../../../../src/sync/match/receipts/customer-habits/days-to-pay";
import { ceiling } from "../../../../src/sync/match/receipts/evidence/points";
import { weigh } from "../../../../src/sync/match/receipts/evidence/weigh";
import { bookAfter, openBook, type Book } from "../../../../src/sync/match/receipts/open-items/book";
import { noMemory, type CustomerHabits, type OpenDebit } from "../../../../src/sync/match/receipts";
import { aReceipt, anInvoice, habits, matched, openItems, suggest } from "./build";

const span = (soonest: number, latest: number) => ({ soonest, latest });
const monthly = habits({ payments: 6, lumpSums: 1, daysTaken: { alone: [], together: [span(22, 50), span(21, 48), span(23, 51), span(22, 49), span(21, 50), span(24, 51)] } });
const bookOf = (debits: readonly OpenDebit[], paid: number, known: CustomerHabits | null): Book => openBook(openItems(debits, [aReceipt("ACME", paid, "2026-10-10")], known), noMemory);
/** What each kind of evidence weighs, for the documents at these places. */
const weighed = (book: Book, debits: readonly number[]): ReadonlyMap<string, number> => {
  const found = new Map<string, number>();
  weigh(book, { receipts: [0], debits, notes: [], gap: null, structure: null, picked: null }, (evidence, weight) => { found.set(evidence, (found.get(evidence) ?? 0) + weight); });
  return found;
};
const sumOf = (debits: readonly OpenDebit[]) => debits.reduce((sum, { outstanding }) => sum + outstanding, 0);

describe("dates", () => {
  test("that are far off say less where few payments are known", () => {
    expect(ofUsualDay(48, { payments: 3, typical: 30, spread: 6 })).toBeGreaterThan(-3);
    expect(ofUsualDay(48, { payments: 300, typical: 30, spread: 6 })).toBeLessThan(-4);
  });
  test("of two documents that waited as long count the root of two times as much as of one", () => {
    const debits = [anInvoice("A-1", 50_000, "2026-09-20"), anInvoice("A-2", 12_345, "2026-09-20")];
    const book = bookOf(debits, 62_345, habits({ daysToPay: { typical: 40, spread: 6 } }));
    expect(weighed(book, [0, 1]).get("dates")).toBeCloseTo((weighed(book, [0]).get("dates") ?? NaN) * Math.SQRT2);
  });
  const debits = [anInvoice("A-1", 50_000, "2026-08-23"), anInvoice("A-2", 12_345, "2026-09-16"), anInvoice("A-3", 7_777, "2026-10-01")];
  test("of several documents do not matter within the span of who pays several at once", () => {
    expect(weighed(bookOf(debits, 62_345, monthly), [0, 1]).get("dates")).toBe(0);
    expect(weighed(bookOf(debits, 62_345, monthly), [1, 2]).get("dates")).toBeLessThan(-4);
  });
  test("of a single document are judged by that span, too, where nobody knows how this customer pays single ones", () => {
    expect(weighed(bookOf(debits, 12_345, monthly), [0]).get("dates")).toBe(0);
    expect(weighed(bookOf(debits, 7_777, monthly), [2]).get("dates")).toBeLessThan(-4);
  });
});

describe("all that is due", () => {
  const due = Array.from({ length: 9 }, (_unused, at) => anInvoice(`A-${at + 1}`, 10_000 + at * at * 137, `2026-09-${String(at + 1).padStart(2, "0")}`));
  const [all, lessOne, lessTwo] = [[0, 1, 2, 3, 4, 5, 6, 7, 8], [0, 1, 2, 4, 5, 6, 7, 8], [0, 1, 2, 4, 5, 7, 8]];
  test("is a likely set to who pays several at once, and the less likely, the more of it is left out", () => {
    const book = bookOf(due, sumOf(due), monthly);
    const [whole, one, two] = [all, lessOne, lessTwo].map((places) => weighed(book, places).get("exact sum") ?? NaN);
    expect(whole).toBeGreaterThan(8);
    expect(one).toBeLessThan((whole ?? NaN) - 2);
    expect(two).toBeLessThan((one ?? NaN) - 2);
    expect(two).toBeGreaterThan(0);
  });
  test("does not hold what another receipt surely pays", () => {
    const book = bookOf(due, sumOf(due), monthly);
    expect(weighed(bookAfter(book, new Set([3]), []), lessOne).get("exact sum")).toBeCloseTo(weighed(book, all).get("exact sum") ?? NaN);
  });
});

describe("twins", () => {
  const odd = (count: number, from: number) => Array.from({ length: count }, (_unused, at) => anInvoice(`A-${from + at}`, 10_007 + (from + at) ** 2 * 13, `2026-09-${String((at % 28) + 1).padStart(2, "0")}`));
  test("of a long row are found, though no sum of two or three and no choice of a few could find them", () => {
    const others = odd(30, 1001);
    const row = [anInvoice("A-2001", 21_111, "2026-08-03"), anInvoice("A-2002", 22_345, "2026-08-04"), anInvoice("A-2003", 15_000, "2026-08-05"), anInvoice("A-2004", 23_619, "2026-08-06"), anInvoice("A-2005", 24_873, "2026-08-07")];
    const found = suggest([...row, anInvoice("A-3001", 15_000, "2026-09-20"), ...others], [aReceipt("ACME", sumOf(row), "2026-09-30")], habits({ daysToPay: { typical: 46, spread: 16 }, lumpSums: 0.9 }));
    expect(matched(found).proposal.debits.map(({ reference }) => reference)).toEqual(row.map(({ reference }) => reference));
    expect(matched(found).nextBest?.debits.map(({ reference }) => reference)).toEqual(["A-2001", "A-2002", "A-2004", "A-2005", "A-3001"]);
  });
  test("keep a sum from being certain even where dates are against them", () => {
    const row = [anInvoice("A-2001", 21_111, "2026-08-25"), anInvoice("A-2002", 15_000, "2026-09-05"), anInvoice("A-2003", 23_619, "2026-09-16")];
    const [alone, withTwin] = [[], [anInvoice("A-3001", 15_000, "2026-10-08")]].map((twin) => matched(suggest([...row, ...twin], [aReceipt("ACME", sumOf(row), "2026-10-10")], monthly)).proposal.score);
    expect(alone).toBeGreaterThan(0.99);
    expect(withTwin).toBeLessThanOrEqual(ceiling.setWithTwin);
    expect(withTwin).toBeGreaterThan(0.9);
  });
});

test("what a receipt may be for never comes to more than certainty, however much is entangled", () => {
  // Each receipt may pay one of many sets that share documents with those of all others.
  const receipts = 4;
  const explanations = Array.from({ length: receipts * 10 }, (_unused, at) => {
    const receipt = at % receipts;
    const debits = [...new Set([0, 1, 2].map((step) => (at * 7 + step * step * 3 + receipt) % 18))].sort((one, other) => one - other);
    return { receipts: [receipt], debits, notes: [], gap: null, structure: null, picked: null, hasTwin: false, weight: (at % 2) + 14, key: `${receipt}|${debits.join()}|${at}` };
  });
  const { chances, noneChances } = judgeTogether(Array<number>(receipts).fill(0), explanations);
  for (let receipt = 0; receipt < receipts; receipt += 1) {
    const sum = explanations.reduce((total, explanation, at) => total + (explanation.receipts[0] === receipt ? (chances[at] ?? 0) : 0), 0);
    expect(sum + (noneChances[receipt] ?? 0)).toBeCloseTo(1, 9);
  }
});
