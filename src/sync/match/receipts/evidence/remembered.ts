/** What users accepted and rejected before, for this payer and for this very receipt. */
import { displayDate } from "../../../model/dates";
import { minorUnits } from "../../../model/money";
import type { Explanation } from "../candidate-sets/explanation";
import { shapeOf } from "../candidate-sets/shape";
import * as words from "../explaining/words";
import { noTally, pairKey, type Tally } from "../memory/decisions";
import type { Book } from "../open-items/book";
import { memory } from "./points";
import type { Scale } from "./scale";

/** Accepted more often than rejected speaks for it. */
export const leaning = ({ accepted, refused }: Tally, most: number): number => Math.max(-most, Math.min(most, Math.log((accepted + 1) / (refused + 1))));

export const weighMemory = (book: Book, explanation: Explanation, scale: Scale): void => {
  const { receipts, debits, gap } = explanation;
  if (book.memory.refusedPairs.size > 0) {
    for (const receipt of receipts) {
      for (const debit of debits) {
        const [credit, owed] = [book.receipts[receipt], book.debits[debit]];
        const on = credit && owed && book.memory.refusedPairs.get(pairKey(credit.id, owed.id));
        if (on) scale.add("remembered", memory.refusedPair, () => `You rejected ${owed.reference} for this receipt on ${displayDate(on)}.`);
      }
    }
  }
  const known = book.aliasMemory(receipts[0] ?? -1);
  if (!known) return;
  const shape = shapeOf(explanation);
  const tally = known.shapes.get(shape) ?? noTally;
  if (tally.accepted + tally.refused > 0) scale.add("remembered", leaning(tally, memory.most), () => words.rememberedShape(shape, tally));
  if (gap?.kind === "bank charge") {
    const charged = known.charges.get(minorUnits(gap.amount));
    if (charged) scale.add("remembered", charged.accepted >= charged.refused ? memory.acceptedCharge : memory.refusedCharge, () => words.rememberedCharge(gap.amount, charged));
  }
};
