/** Where the truth did not come first below the bar, by the kind of payment and by what became of it. */
import type { Verdict } from "./score";

const fate = ({ isRight, isNextBest, tieHolds, kind }: Verdict): string => {
  if (isRight) return "right";
  if (kind === "tie") return tieHolds ? "tie that holds it" : "tie without it";
  if (isNextBest) return kind === "none" ? "nothing suggested, but it is closest" : "next best";
  return kind === "none" ? "nothing suggested" : "another suggested";
};

export type Misses = Record<string, Record<string, number>>;

/** Counts by kind of payment, those that evidence cannot tell apart from those that it can. */
export const missesBelow = (verdicts: readonly Verdict[], bar: number): Misses => {
  const counts: Misses = {};
  for (const verdict of verdicts) {
    const { truth, score } = verdict;
    if (truth.answer === "" || (score !== null && score >= bar)) continue;
    const row = (counts[`${truth.canTell ? "can tell" : "cannot tell"}: ${truth.kind}`] ??= {});
    row[fate(verdict)] = (row[fate(verdict)] ?? 0) + 1;
  }
  return counts;
};
