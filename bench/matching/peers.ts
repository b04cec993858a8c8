/** What others do, on the same ledger: an exact-amount matcher, and the Hungarian method on a matrix of scores. */
import computeMunkres from "munkres-js";
import type { CustomerOpenItems, OpenCredit, OpenDebit } from "../../src/sync/match/receipts";
import { documentNumber } from "../../src/sync/match/receipts/reading-references/document-numbers";
import { readReference } from "../../src/sync/match/receipts/reading-references/reference-text";
import { answerOf, type Ledger } from "./ledger";

export type PeerResult = { readonly receipts: number; readonly applied: number; readonly right: number };

const receiptsOf = (open: CustomerOpenItems) => open.credits.filter(({ kind }) => kind === "receipt");
const isRight = (ledger: Ledger, receipt: OpenCredit, debit: OpenDebit): boolean => {
  const allocated = Math.min(receipt.outstanding, debit.outstanding);
  return ledger.truths.get(receipt.id)?.answer === answerOf([{ id: receipt.id, allocated }, { id: debit.id, allocated }]);
};

/** Applies a receipt to the oldest invoice of the customer that is for just its amount and not taken yet. */
export const exactAmounts = (ledger: Ledger): PeerResult => {
  let [receipts, applied, right] = [0, 0, 0];
  for (const open of ledger.customers) {
    const byAmount = new Map<number, OpenDebit[]>();
    for (const debit of open.debits) byAmount.set(debit.outstanding, [...(byAmount.get(debit.outstanding) ?? []), debit]);
    for (const receipt of receiptsOf(open)) {
      receipts += 1;
      const debit = byAmount.get(receipt.outstanding)?.shift();
      if (!debit) continue;
      applied += 1;
      if (isRight(ledger, receipt, debit)) right += 1;
    }
  }
  return { receipts, applied, right };
};

/** 0 to 20: number named, same amount, near amount, near in time. One receipt and one invoice only, as the method has it. */
const scoreOf = (receipt: OpenCredit, cores: ReadonlySet<string>, debit: OpenDebit): number => {
  const short = debit.outstanding - receipt.outstanding;
  const amount = short === 0 ? 8 : short > 0 && short * 20 < debit.outstanding ? 4 : 0;
  const named = cores.has(documentNumber(debit.reference).core) ? 10 : 0;
  return amount + named + (debit.date <= receipt.date ? 1 : 0);
};
const leastApplied = 8;

/** `most`: customers with more receipts or debits are left out, since the time grows with the cube of the size. */
export const munkres = (ledger: Ledger, most: number): PeerResult => {
  let [receipts, applied, right] = [0, 0, 0];
  for (const open of ledger.customers) {
    const own = receiptsOf(open);
    if (own.length === 0 || open.debits.length === 0 || Math.max(own.length, open.debits.length) > most) continue;
    receipts += own.length;
    const scores = own.map((receipt) => {
      const cores = new Set(readReference(receipt.reference, receipt.secondReference).mentions.map(({ core }) => core));
      return open.debits.map((debit) => scoreOf(receipt, cores, debit));
    });
    for (const [row, column] of computeMunkres(scores.map((list) => list.map((score) => 20 - score)))) {
      const [receipt, debit] = [own[row], open.debits[column]];
      if (!receipt || !debit || (scores[row]?.[column] ?? 0) < leastApplied) continue;
      applied += 1;
      if (isRight(ledger, receipt, debit)) right += 1;
    }
  }
  return { receipts, applied, right };
};
