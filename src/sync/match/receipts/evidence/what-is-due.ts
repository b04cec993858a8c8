/** Who pays several documents at once pays what is due: what such a payment leaves out speaks against it. */
import type { Explanation } from "../candidate-sets/explanation";
import * as words from "../explaining/words";
import type { Book } from "../open-items/book";
import { firstAt } from "../open-items/first-at";
import { prior, text } from "./points";
import type { Scale } from "./scale";

/** Standard deviations after the usual day at which a document that is still open was left out on purpose. */
const forgottenAfter = 2;
/** More documents left behind say no more. */
const mostLeftBehind = 2;
/** Days from the end of what is due within which a document is left out without being disputed. */
const edgeOfDue = 4;

/** Who pays several at once pays all that is due by a day and that nobody else pays; a few documents are disputed and left out. */
export const ofWhatIsDue = (book: Book, { receipts, debits }: Explanation): number => {
  const { together } = book.pace;
  if (together === null || receipts.length > 1 || debits.length < 2) return -Infinity;
  const day = book.receiptDays[receipts[0] ?? -1] ?? 0;
  let left = 0;
  const oldest = day - together.latest.day;
  for (let place = firstAt(book.debitDays.length, (at) => (book.debitDays[at] ?? 0) > oldest); place < book.debitDays.length; place += 1) {
    const debitDay = book.debitDays[place] ?? 0;
    const within = Math.min(debitDay - oldest, day - together.soonest.day - debitDay);
    if (within < 0) break;
    // What is due by little may not have been looked at yet, or was with the payment before.
    if (!book.isSpokenFor[place] && !debits.includes(place)) left += Math.min(1, within / edgeOfDue);
  }
  return prior.allDue + left * prior.disputed;
};

/** What several documents leave behind, though it is older than the youngest of them, has long been due and is named by nobody. */
export const weighLeftBehind = (book: Book, { receipts, debits }: Explanation, scale: Scale): void => {
  const [receipt, youngest] = [receipts[0] ?? -1, debits.at(-1) ?? -1];
  const reading = book.readings[receipt];
  if (receipts.length > 1 || debits.length < 2 || debits.every((debit) => reading?.debits.has(debit))) return;
  const { alone, together } = book.pace;
  // What is older than this is disputed or forgotten, and is left behind by everyone.
  const since = (book.receiptDays[receipt] ?? 0) - (together?.latest.day ?? alone.typical + forgottenAfter * alone.spread);
  const first = firstAt(book.debitDays.length, (place) => (book.debitDays[place] ?? 0) >= since);
  if (youngest < first) return;
  const behind = (book.freeBefore[youngest + 1] ?? 0) - (book.freeBefore[first] ?? 0) - debits.filter((debit) => debit >= first && !book.isSpokenFor[debit]).length;
  const weight = text.nothingLeftBehind + text.leftBehind * Math.min(behind, mostLeftBehind);
  scale.sum += weight;
  if (behind > 0) scale.say?.("habit", weight, () => words.leftBehind(behind));
};
