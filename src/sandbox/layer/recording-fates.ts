import type { FaultSwitches } from "../faults";
import { writeFates, type WriteFate } from "../write-fates";

/** What becomes of each payment that is recorded from Sage, by the recording faults. */
export const recordingFates = (faults: FaultSwitches): (() => WriteFate) =>
  writeFates("recording fate", () => ({
    refuse: false,
    throttleEvery: faults.throttleRecordingsEvery,
    signOutEvery: 0,
    failBefore: { every: faults.failBeforeRecordingEvery, rate: faults.failBeforeRecordingRate, status: 503 },
    loseAnswer: { every: faults.failAfterRecordingEvery, rate: faults.dropRecordingAnswerRate, as: faults.failAfterRecordingAs },
    commitLate: { every: faults.recordLateEvery, rate: faults.recordLateRate, ms: faults.recordLateMs },
    seed: faults.faultSeed,
  }));
