/** Explanations of one receipt as they are found: each kept once, weighed, and only the strongest in the end. */
import type { Book } from "../open-items/book";
import { explanationKey, type Explanation, type Gap } from "./explanation";
import { hasTwin } from "./twin-sets";
import { weigh } from "../evidence/weigh";

export type Weighed = Explanation & { readonly weight: number; readonly key: string; /** Another set comes to the same with a document of the same amount. */ readonly hasTwin: boolean };

/** Explanations kept for a receipt: those after are too weak to change anything. */
const most = 14;
/** What is this much weaker than the strongest changes nothing. */
export const negligible = 16;
/** Told of each explanation that is found. */
export type Found = (debits: readonly number[], notes?: readonly number[], gap?: Gap | null, structure?: Explanation["structure"], picked?: Explanation["picked"]) => void;

const none: readonly number[] = [];

/** Field by field, here and wherever many are made: spreading into a larger object costs several times as much. */
export const weighed = ({ receipts, debits, notes, gap, structure, picked }: Explanation, weight: number, key: string): Weighed => ({ receipts, debits, notes, gap, structure, picked, weight, key, hasTwin: false });

const byWeight = (one: Weighed, other: Weighed): number => other.weight - one.weight || (one.key < other.key ? -1 : Number(one.key > other.key));

export const strongest = (book: Book, receipt: number, kept: ReadonlyMap<string, Weighed>): readonly Weighed[] => {
  const sorted = [...kept.values()].sort(byWeight).slice(0, most);
  const bar = (sorted[0]?.weight ?? 0) - negligible;
  return sorted.filter((one) => one.weight >= bar).map((one) => (hasTwin(book, receipt, one.debits) ? { ...one, hasTwin: true } : one));
};

export const collect = (book: Book, receipt: number) => {
  const kept = new Map<string, Weighed>();
  const receipts = [receipt];
  const found: Found = (debits, notes = none, gap = null, structure = null, picked = null) => {
    const explanation: Explanation = { receipts, debits, notes, gap, structure, picked };
    const key = explanationKey(explanation);
    const known = kept.get(key);
    // The same documents and gap again: only a structure in them can add something.
    if (known && known.gap?.kind === gap?.kind && structure === null && !picked) return;
    const weight = weigh(book, explanation);
    // Discount or bank charge: the lines are the same, so their chances add up, and the likelier reason is told.
    if (!known) kept.set(key, weighed(explanation, weight, key));
    else if (known.gap?.kind === gap?.kind) kept.set(key, weight > known.weight ? weighed(explanation, weight, key) : known);
    else kept.set(key, weighed(weight > known.weight ? explanation : known, Math.max(weight, known.weight) + Math.log1p(Math.exp(-Math.abs(weight - known.weight))), key));
  };
  return { kept, found };
};

