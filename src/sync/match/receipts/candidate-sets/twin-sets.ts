/** The same sum with another document of the same amount: whoever finds one set has found its twins. */
import type { Book } from "../open-items/book";
import { aroundUsualDay } from "../customer-habits/near-usual-day";
import type { Found, Weighed } from "./strongest";

/** Sets whose twins are looked for, strongest first. */
const mostSets = 3;
/** Documents of one amount tried in place of one. */
const mostTwins = 4;

/** Days by which a twin may be older than the oldest of the set. */
const mostOlder = 31;

/** Whether an unnamed document of a set might as well be another one of the same amount, which nobody names and which is not far older. */
export const hasTwin = (book: Book, receipt: number, debits: readonly number[]): boolean => {
  const [named, oldest] = [book.readings[receipt]?.debits, (book.debitDays[debits[0] ?? -1] ?? 0) - mostOlder];
  const isTwin = (place: number) => !debits.includes(place) && !book.isSpokenFor[place] && (book.debitDays[place] ?? 0) >= oldest && (book.debitDays[place] ?? 0) <= (book.receiptDays[receipt] ?? 0);
  return debits.length > 1 && debits.some((debit) => !named?.has(debit) && (book.byAmount.get(book.debits[debit]?.outstanding ?? 0) ?? []).some(isTwin));
};

/** `free`: whether a place may be paid by this receipt. */
export const addTwins = (book: Book, receipt: number, kept: ReadonlyMap<string, Weighed>, free: (place: number) => boolean, found: Found): void => {
  const named = book.readings[receipt]?.debits;
  const sets = [...kept.values()].filter(({ debits, gap }) => debits.length > 1 && gap === null).sort((one, other) => other.weight - one.weight || (one.key < other.key ? -1 : 1)).slice(0, mostSets);
  for (const { debits, notes, structure, picked } of sets) {
    for (const debit of debits) {
      if (named?.has(debit)) continue;
      const alike = (book.byAmount.get(book.debits[debit]?.outstanding ?? 0) ?? []).filter((place) => !debits.includes(place) && free(place));
      const row = structure && { ...structure, basis: "row but one" as const, label: book.debits[debit]?.reference ?? "" };
      for (const twin of aroundUsualDay(book, receipt, alike, mostTwins)) found(debits.map((place) => (place === debit ? twin : place)).sort((one, other) => one - other), notes, null, row, picked);
    }
  }
};
