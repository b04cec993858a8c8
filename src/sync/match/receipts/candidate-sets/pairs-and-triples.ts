/**
 * Pairs and triples of invoices with nothing in common but their sum. Among many small invoices some set always fits, so only a
 * bounded number of likely ones is searched, and their weight falls with the number of sets that there are.
 */
import type { Book } from "../open-items/book";
import { aroundUsualDay } from "../customer-habits/near-usual-day";

/** The invoices nearest to the usual day of payment. */
const pairPool = 48;
const triplePool = 26;
/** When more sets than this fit, none is evidence. */
const mostSets = 12;

const pool = (book: Book, receipt: number, amount: number, size: number, taken: readonly number[]): readonly number[] =>
  aroundUsualDay(book, receipt, book.places, size).filter((place) => (book.debits[place]?.outstanding ?? 0) < amount && !taken.includes(place));

/** `amount`, in pence: what they come to. `taken`: places of what the receipt pays besides, left out. */
export const pairsAndTriples = (book: Book, receipt: number, amount: number, taken: readonly number[] = []): readonly (readonly number[])[] => {
  const value = (place: number | undefined) => book.debits[place ?? -1]?.outstanding ?? 0;
  const sets: number[][] = [];
  const wide = pool(book, receipt, amount, pairPool, taken);
  /** Places of the wide pool by amount, for the last member of a set. */
  const last = new Map<number, number[]>();
  for (const place of wide) last.set(value(place), [...(last.get(value(place)) ?? []), place]);
  for (const one of wide) for (const other of last.get(amount - value(one)) ?? []) if (other > one) sets.push([one, other]);
  const narrow = pool(book, receipt, amount, triplePool, taken);
  for (let first = 0; first < narrow.length && sets.length <= mostSets; first += 1) {
    for (let second = first + 1; second < narrow.length; second += 1) {
      const [one = 0, other = 0] = [narrow[first], narrow[second]];
      const left = amount - value(one) - value(other);
      if (left > 0) for (const third of last.get(left) ?? []) if (third > other) sets.push([one, other, third]);
    }
  }
  return sets.length > mostSets ? [] : sets;
};
