import type { FaultSwitches } from "../faults";
import { writeFates, type WriteFate } from "../write-fates";

/** What becomes of each write to Sage, by the posting faults. */
export const postingFates = (faults: FaultSwitches): (() => WriteFate) =>
  writeFates("posting fate", () => ({
    refuse: faults.refusePostings,
    throttleEvery: faults.throttlePostingsEvery,
    signOutEvery: faults.empty401Every,
    failBefore: { every: faults.failBeforeCommitEvery, rate: faults.failBeforeCommitRate, status: faults.failBeforeCommitStatus },
    loseAnswer: { every: faults.failAfterCommitEvery, rate: faults.dropPostingAnswerRate, as: faults.failAfterCommitAs },
    commitLate: { every: faults.commitLateEvery, rate: faults.lateCommitRate, ms: faults.lateMs },
    seed: faults.faultSeed,
  }));
