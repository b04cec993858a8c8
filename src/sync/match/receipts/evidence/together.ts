/** What goes together: how many documents are picked out of how many, with which credit notes, and by how many receipts. */
import type { Explanation } from "../candidate-sets/explanation";
import * as words from "../explaining/words";
import { sumOf, type Book } from "../open-items/book";
import { daysBetween } from "../open-items/days";
import { ofChoosing, ofPart, ofStray } from "./chances-of-amounts";
import { prior, text } from "./points";
import type { Scale } from "./scale";
import { ofWhatIsDue } from "./what-is-due";

/** Of picking these documents: some of them perhaps out of fewer than all, the others out of all. */
const ofPicking = (all: number, some: number, picked: Explanation["picked"]): number =>
  picked === null ? ofChoosing(all, some) : ofChoosing(all, some - picked.some) - picked.logWays;

/** Days within which a credit note follows its invoice: each time as many make it 2.7 times less likely. */
const noteFollows = 15;

/** A credit note follows the invoice that it corrects, mostly within weeks; where the two are netted alone, how well their dates fit. */
const ofNoteDates = (book: Book, debits: readonly number[], notes: readonly number[]): number => {
  const [debit, note] = [book.debits[debits[0] ?? -1], book.notes[notes[0] ?? -1]];
  if (debits.length > 1 || notes.length > 1 || !debit || !note) return 0;
  const days = daysBetween(debit.date, note.date);
  return days < 0 ? text.noteBeforeInvoice : Math.max(text.noteLongAfter, text.noteSoonAfter - days / noteFollows);
};

/** Whether an earlier receipt is for the same amount and as silent: of the two, the later is the repeat. */
const isLaterOfEqual = (book: Book, receipt: number, group: readonly number[]): boolean =>
  (book.readings[receipt]?.debits.size ?? 0) === 0 &&
  book.receipts.some(({ outstanding }, other) => other < receipt && !group.includes(other) && outstanding === book.receipts[receipt]?.outstanding && (book.readings[other]?.debits.size ?? 0) === 0);

/** How likely such a set of documents is before any text is read: the fewer there are of its kind, the more it means to meet one. */
export const weighSet = (book: Book, explanation: Explanation, scale: Scale): void => {
  const { receipts, debits, notes, structure, gap, picked } = explanation;
  const all = book.debits.length;
  const one = debits.length === 1 ? prior.one : -Infinity;
  const loose = (debits.length > 1 ? prior.severalUnstructured - 0.6 * (debits.length - 2) : one) + ofPicking(all, debits.length, picked);
  const among = structure?.among ?? all;
  const runs = Math.max(1, (Math.min(among, 60) * among) / 2);
  const structures = { "all open": 1, "up to date": among, month: 6, run: debits.length < 4 ? among * 3 : runs, "run less one": runs * 5, "row but one": debits.length < 4 ? among * 3 : runs };
  const structured = structure ? prior.structure[structure.basis] - Math.log(structures[structure.basis]) : -Infinity;
  const set = Math.max(loose, structured, ofWhatIsDue(book, explanation));
  scale.sum += set;
  // To people it is told against the chance that nothing open fits, since by itself a prior says nothing.
  scale.say?.(debits.length > 1 ? "exact sum" : "exact amount", gap === null ? set - prior.none - ofStray(sumOf(book.receipts, receipts)) : set, () => words.amounts(book, explanation));
  if (notes.length > 0) {
    const ofStatement = structured > loose;
    const netted = ofStatement ? prior.creditNotesOfStatement : prior.creditNote * notes.length + ofChoosing(book.notes.length, notes.length);
    const credited = notes.filter((note) => debits.some((debit) => book.creditedBy[note]?.has(debit))).length * text.creditedInvoice;
    scale.add("credit note netted", netted + credited + ofNoteDates(book, debits, notes), () => words.credited(book, notes, debits));
  }
  if (receipts.length > 1) {
    // Each receipt but one could have been of any amount.
    const owed = sumOf(book.debits, debits);
    const several = receipts.slice(1).reduce((weight, receipt) => weight + prior.anotherReceipt + ofPart(book.receipts[receipt]?.outstanding ?? 0, owed), 0) + receipts.filter((receipt) => isLaterOfEqual(book, receipt, receipts)).length * text.laterOfEqual;
    scale.add("several receipts", several, () => words.severalReceipts(book, receipts));
  }
};
