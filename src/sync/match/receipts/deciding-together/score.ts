/**
 * From the chance that the weights come to, to a score. On the benchmark's ledgers the chances of the joint judgement are right
 * as often as they say, to half a point in a hundred, so that they need no correction: bench/matching.ts prints the error.
 */

/** Nothing is certain. */
const most = 0.999;

/** 0 to 0.999, four decimals, so that scores that look equal are equal. */
export const scoreOf = (chance: number): number => Math.round(Math.max(0, Math.min(most, chance)) * 10_000) / 10_000;
