/** Whether this customer pays oldest first, and several documents at once. */
import type { Explanation } from "../candidate-sets/explanation";
import { fewestPayments } from "../customer-habits/usual-shortfalls";
import * as words from "../explaining/words";
import type { Book } from "../open-items/book";
import type { Scale } from "./scale";

export const weighHabits = (book: Book, { debits }: Explanation, scale: Scale): void => {
  const { habits } = book.open;
  if (habits && habits.payments >= fewestPayments) {
    if (habits.oldestFirst > 0.5) {
      const youngest = book.debits[debits.at(-1) ?? -1]?.date ?? "";
      const gapAt = debits.findIndex((debit, at) => debit !== at);
      const skipped = book.debits[gapAt < 0 ? debits.length : gapAt];
      const isOldest = skipped === undefined || skipped.date >= youngest;
      const weight = Math.min(2.5, Math.log(habits.oldestFirst / (1.02 - habits.oldestFirst)));
      if (!isOldest) scale.sum -= weight;
      scale.say?.("habit", isOldest ? weight : -weight, () => words.oldestFirst(habits, isOldest ? null : (skipped?.reference ?? null)));
    }
    const lumps = Math.log(((debits.length > 1 ? habits.lumpSums : 1 - habits.lumpSums) + 0.05) / (debits.length > 1 ? 0.2 : 0.85));
    const weight = Math.max(-1.5, Math.min(1.5, lumps));
    scale.sum += weight;
    if (debits.length > 1) scale.say?.("habit", weight, () => words.lumpSums(habits));
  }
};
