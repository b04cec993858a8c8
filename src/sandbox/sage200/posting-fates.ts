import type { FaultSwitches } from "../faults";
import { streams } from "../data/rng";
import { everyNth } from "../misbehave";

/** What becomes of one write to Sage. */
export type PostingFate =
  | { readonly kind: "as asked" }
  | { readonly kind: "refused"; readonly status: number }
  | { readonly kind: "throttled" }
  | { readonly kind: "signed out" }
  | { readonly kind: "failed before commit"; readonly status: number }
  | { readonly kind: "answer lost"; readonly as: "drop" | 504 }
  | { readonly kind: "committed late"; readonly ms: number };

const stream = streams("posting fate");

/** Decides each write's fate from the switches, by counting or by drawing: the same switches and seed give the same fates in the same order. */
export const postingFates = (faults: FaultSwitches): (() => PostingFate) => {
  let writes = 0;
  const throttled = everyNth(() => faults.throttlePostingsEvery);
  const signedOut = everyNth(() => faults.empty401Every);
  const failedBefore = everyNth(() => faults.failBeforeCommitEvery);
  const lost = everyNth(() => faults.failAfterCommitEvery);
  const late = everyNth(() => faults.commitLateEvery);
  return () => {
    writes += 1;
    // Every counter counts every write, whichever fault comes first.
    const counted = { throttled: throttled(), signedOut: signedOut(), failedBefore: failedBefore(), lost: lost(), late: late() };
    const { failBeforeCommitRate, dropPostingAnswerRate, lateCommitRate } = faults;
    const drawn = stream(faults.faultSeed, writes).bits() / 2 ** 32;
    if (faults.refusePostings !== false) return { kind: "refused", status: faults.refusePostings };
    if (counted.throttled) return { kind: "throttled" };
    if (counted.signedOut) return { kind: "signed out" };
    if (counted.failedBefore || drawn < failBeforeCommitRate) return { kind: "failed before commit", status: faults.failBeforeCommitStatus };
    if (counted.late || (drawn >= failBeforeCommitRate && drawn < failBeforeCommitRate + lateCommitRate)) return { kind: "committed late", ms: faults.lateMs };
    const edge = failBeforeCommitRate + lateCommitRate;
    if (counted.lost || (drawn >= edge && drawn < edge + dropPostingAnswerRate)) return { kind: "answer lost", as: faults.failAfterCommitAs };
    return { kind: "as asked" };
  };
};
