/** Whether documents were paid as long after their dates as this customer takes. */
import type { Explanation } from "../candidate-sets/explanation";
import { ofUsualDay, ofUsualSpan } from "../customer-habits/days-to-pay";
import { fewestPayments } from "../customer-habits/usual-shortfalls";
import * as words from "../explaining/words";
import type { Book } from "../open-items/book";
import type { Scale } from "./scale";

/** The rest of a document follows its first part within so many days, or is unlikely to be its rest. */
const promptly = 31;
const follow = -2;

/** How well the days that each document waited fit; of several, their sum over the root of their number, since they were not chosen one by one. */
export const weighDates = (book: Book, { receipts, debits, gap }: Explanation, scale: Scale): void => {
  const { alone, together, withDiscount } = book.pace;
  // Of several receipts the first comes as usual, and the others follow.
  let [paidOn, last] = [Infinity, -Infinity];
  for (const receipt of receipts) {
    const day = book.receiptDays[receipt] ?? 0;
    paidOn = Math.min(paidOn, day);
    last = Math.max(last, day);
  }
  const follows = last - paidOn > promptly ? follow : 0;
  const waited = debits.filter((debit) => book.debits[debit]?.kind !== "refund").map((debit) => paidOn - (book.debitDays[debit] ?? 0)).reverse();
  // Who always pays several at once pays a single one in the same way.
  const isRun = together !== null && (debits.length > 1 || alone.payments < fewestPayments);
  const fit = (): number => {
    if (gap?.kind === "settlement discount") return gap.inTime ? ofUsualSpan(waited, withDiscount) : 0;
    return isRun ? ofUsualSpan(waited, together) : waited.reduce((sum, one) => sum + ofUsualDay(one, alone), 0) / Math.sqrt(debits.length);
  };
  scale.add("dates", fit() + follows, () => words.dates(book, debits, paidOn));
};
