/** What every benchmark does alike: medians, a small table, its targets, and an exit code that tells whether they were met. */

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const [below = Number.NaN, above = Number.NaN] = sorted.length % 2 === 1 ? [sorted[middle], sorted[middle]] : [sorted[middle - 1], sorted[middle]];
  return (below + above) / 2;
};

/** Milliseconds that the work took. */
export const took = async (work: () => Promise<unknown> | unknown): Promise<number> => {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
};

/** @param digits behind the decimal point. */
export const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits));

export type Target = {
  /** "documents a second, through the ledger against the bare loop" */
  readonly what: string;
  readonly measured: number;
  readonly target: number;
  readonly is: "at least" | "at most";
};

const isMet = ({ measured, target, is }: Target): boolean => (is === "at least" ? measured >= target : measured <= target);

/** Prints each target with what was measured. A target that is missed makes the process end with 1. */
export const judge = (targets: readonly Target[]): void => {
  for (const target of targets) {
    console.log(`${isMet(target) ? "met   " : "MISSED"} ${target.what}: ${rounded(target.measured, 2)}, ${target.is} ${target.target}`);
  }
  if (!targets.every(isMet)) process.exitCode = 1;
};
