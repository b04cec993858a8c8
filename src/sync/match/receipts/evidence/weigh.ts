/** Weighs one explanation: every piece of evidence there is for and against it, added up as log odds. */
import type { Explanation } from "../candidate-sets/explanation";
import type { Book } from "../open-items/book";
import { ofStray } from "./chances-of-amounts";
import { weighDates } from "./dates";
import { weighHabits } from "./habit";
import { weighText } from "./named";
import { memory, prior } from "./points";
import { leaning, weighMemory } from "./remembered";
import { Scale, type Say } from "./scale";
import { weighGap } from "./shortfall";
import { weighSet } from "./together";
import { weighLeftBehind } from "./what-is-due";

/** Log odds of an explanation, up to a constant that all explanations of the customer share. */
export const weigh = (book: Book, explanation: Explanation, say?: Say): number => {
  const scale = new Scale(say);
  weighText(book, explanation, scale);
  weighSet(book, explanation, scale);
  weighGap(book, explanation, scale);
  weighDates(book, explanation, scale);
  weighHabits(book, explanation, scale);
  weighLeftBehind(book, explanation, scale);
  weighMemory(book, explanation, scale);
  return scale.sum;
};

/** The same for a receipt that none of the open documents explains. */
export const weighNone = (book: Book, receipt: number): number => {
  const onAccount = book.aliasMemory(receipt)?.onAccount;
  const amount = book.isRepeated[receipt] ? prior.repeated : ofStray(book.receipts[receipt]?.outstanding ?? 0);
  return prior.none + amount + (onAccount ? leaning(onAccount, memory.onAccountMost) : 0);
};
