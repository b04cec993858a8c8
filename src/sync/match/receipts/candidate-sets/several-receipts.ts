/** Several receipts that pay one invoice together. */
import { sumOf, type Book } from "../open-items/book";
import { weighed, type Weighed } from "./strongest";
import { explanationKey, type Explanation, type Gap } from "./explanation";
import { isPossibleCharge } from "../customer-habits/usual-shortfalls";
import { weigh, weighNone } from "../evidence/weigh";

/** More receipts than this for one invoice are left to the accountant. */
const mostTogether = 6;
/** Receipts that nothing explains and that are tried in pairs: those dated nearest one another. */
const mostUnexplained = 40;
/** An explanation this far ahead of none leaves no need for a second receipt. */
const clear = 5;
/** Receipts of one amount tried as the missing part. */
const mostAlike = 6;
/** Instalments further apart than this are not one payment in two goes. */
const longestApart = 62;

export const receiptGroups = (book: Book, single: readonly (readonly Weighed[])[]): readonly Weighed[] => {
  const kept = new Map<string, Weighed>();
  const found = (receipts: readonly number[], debit: number) => {
    const owed = book.debits[debit]?.outstanding ?? 0;
    const short = owed - sumOf(book.receipts, receipts);
    if (short < 0 || receipts.length < 2) return;
    const gap: Gap | null = short === 0 ? null : { kind: isPossibleCharge(short, owed) ? "bank charge" : "part payment", amount: short };
    const explanation: Explanation = { receipts: [...receipts].sort((one, other) => one - other), debits: [debit], notes: [], gap, structure: null, picked: null };
    const key = explanationKey(explanation);
    if (!kept.has(key)) kept.set(key, weighed(explanation, weigh(book, explanation), key));
  };

  const namers = new Map<number, number[]>();
  const byAmount = new Map<number, number[]>();
  book.receipts.forEach((receipt, place) => {
    for (const debit of book.readings[place]?.debits.keys() ?? []) {
      // What pays it alone needs no other receipt.
      if (receipt.outstanding < (book.debits[debit]?.outstanding ?? 0)) namers.set(debit, [...(namers.get(debit) ?? []), place]);
    }
    byAmount.set(receipt.outstanding, [...(byAmount.get(receipt.outstanding) ?? []), place]);
  });
  for (const [debit, receipts] of namers) {
    if (receipts.length <= mostTogether) found(receipts, debit);
    for (const one of receipts.slice(0, mostTogether)) {
      const missing = (book.debits[debit]?.outstanding ?? 0) - (book.receipts[one]?.outstanding ?? 0);
      for (const other of (byAmount.get(missing) ?? []).slice(0, mostAlike)) if (other !== one) found([one, other], debit);
    }
  }

  const unexplained = book.receipts.flatMap((_receipt, place) => ((single[place]?.[0]?.weight ?? -Infinity) < weighNone(book, place) + clear ? [place] : []));
  unexplained.forEach((one, at) => {
    for (const other of unexplained.slice(at + 1, at + mostUnexplained)) {
      if ((book.receiptDays[other] ?? 0) - (book.receiptDays[one] ?? 0) > longestApart) break;
      for (const debit of (book.byAmount.get(sumOf(book.receipts, [one, other])) ?? []).slice(0, mostAlike)) found([one, other], debit);
    }
  });
  return [...kept.values()];
};
