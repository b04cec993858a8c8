/** Chooses for each receipt: one explanation, a tie between equals, or none. */
import type { Weighed } from "../candidate-sets/strongest";
import type { Book } from "../open-items/book";

/** Chances this near to one another are equal: nothing worth a name tells the two apart. */
const equal = 0.87;
/** The same for documents that no text names and that come to the same: only dates and habits speak, and they must make one twice as likely. */
const equalButForDates = 0.5;
/** Below this a guess is no help. */
const worthSuggesting = 0.15;
/** The same for a document that the receipt names, slips and all: whoever looks at the receipt would look there first. */
const worthSuggestingNamed = 0.02;
/** Equals that may share a chance worth telling. */
const mostTogether = 14;

export type Rated = Weighed & { readonly chance: number };
export const rated = ({ receipts, debits, notes, gap, structure, picked, weight, key, hasTwin }: Weighed, chance: number): Rated => ({ receipts, debits, notes, gap, structure, picked, weight, key, hasTwin, chance });
export type Decided = { readonly winner: Rated } | { readonly tied: readonly Rated[] } | null;

export const byChance = (one: Rated, other: Rated): number => other.chance - one.chance || one.receipts.length - other.receipts.length || (one.key < other.key ? -1 : Number(one.key > other.key));
/** Oldest documents first; fewer before more. */
const byPlace = (one: Rated, other: Rated): number => {
  for (let at = 0; at < Math.max(one.debits.length, other.debits.length); at += 1) {
    const [mine, theirs] = [one.debits[at] ?? -1, other.debits[at] ?? -1];
    if (mine !== theirs) return mine - theirs;
  }
  return one.key < other.key ? -1 : Number(one.key > other.key);
};

const isUnnamed = (book: Book, { receipts, debits }: Rated) => receipts.every((receipt) => debits.every((debit) => !book.readings[receipt]?.debits.has(debit)));
const isAlike = (book: Book, one: Rated, other: Rated) =>
  one.key === other.key || (one.gap?.kind === other.gap?.kind && one.debits.length === other.debits.length && isUnnamed(book, one) && isUnnamed(book, other));

/** Goes from the surest to the least sure; what one receipt has been given is not given to another. */
export const decide = (book: Book, all: readonly Rated[], byReceipt: readonly (readonly Rated[])[], noneChances: readonly number[]) => {
  const decided = new Map<number, Decided>();
  const takenDebits = new Map<number, Rated>();
  const takenNotes = new Set<number>();
  const isFree = ({ receipts, debits, notes }: Rated) =>
    receipts.every((receipt) => !decided.has(receipt)) && debits.every((debit) => !takenDebits.has(debit)) && notes.every((note) => !takenNotes.has(note));
  for (const best of all.filter(({ chance }) => chance >= worthSuggestingNamed / mostTogether).sort(byChance)) {
    if (!isFree(best)) continue;
    const rivalsOf = (receipt: number) => (byReceipt[receipt] ?? []).filter((rival) => rival.chance >= best.chance * (isAlike(book, rival, best) ? equalButForDates : equal) && isFree(rival));
    const rivals = best.receipts.map(rivalsOf).sort((one, other) => other.length - one.length)[0] ?? [];
    // Many equals share one chance: whether to say anything is judged by all of them together.
    const chance = Math.max(best.chance, rivals.reduce((sum, rival) => sum + rival.chance, 0));
    const isNamed = !isUnnamed(book, best);
    if (chance < (isNamed ? worthSuggestingNamed : worthSuggesting) || (!isNamed && best.receipts.some((receipt) => (noneChances[receipt] ?? 0) > 4 * chance))) continue;
    if (rivals.length > 1) {
      const tied = rivals.sort(byPlace);
      for (const receipt of best.receipts) decided.set(receipt, { tied });
      continue;
    }
    for (const receipt of best.receipts) decided.set(receipt, { winner: best });
    for (const debit of best.debits) takenDebits.set(debit, best);
    for (const note of best.notes) takenNotes.add(note);
  }
  for (let receipt = 0; receipt < book.receipts.length; receipt += 1) if (!decided.has(receipt)) decided.set(receipt, null);
  return { decided, takenDebits };
};
