import { streams } from "./data/rng";
import { everyNth } from "./misbehave";

/** What becomes of one write. */
export type WriteFate =
  | { readonly kind: "as asked" }
  | { readonly kind: "refused"; readonly status: number }
  | { readonly kind: "throttled" }
  | { readonly kind: "signed out" }
  | { readonly kind: "failed before commit"; readonly status: number }
  | { readonly kind: "answer lost"; readonly as: "drop" | 503 | 504 }
  | { readonly kind: "committed late"; readonly ms: number };

/** How often each befalls a write: every n-th one, 0 for never, or a share of them. */
export type FateSwitches = {
  readonly refuse: number | false;
  readonly throttleEvery: number;
  readonly signOutEvery: number;
  readonly failBefore: { readonly every: number; readonly rate: number; readonly status: number };
  readonly loseAnswer: { readonly every: number; readonly rate: number; readonly as: "drop" | 503 | 504 };
  readonly commitLate: { readonly every: number; readonly rate: number; readonly ms: number };
  readonly seed: number;
};

/** Decides each write's fate from the switches, by counting or by drawing: the same switches and seed give the same fates in the same order. */
export const writeFates = (streamName: string, switches: () => FateSwitches): (() => WriteFate) => {
  const stream = streams(streamName);
  let writes = 0;
  const throttled = everyNth(() => switches().throttleEvery);
  const signedOut = everyNth(() => switches().signOutEvery);
  const failedBefore = everyNth(() => switches().failBefore.every);
  const lost = everyNth(() => switches().loseAnswer.every);
  const late = everyNth(() => switches().commitLate.every);
  return () => {
    writes += 1;
    // Every counter counts every write, whichever fault comes first.
    const counted = { throttled: throttled(), signedOut: signedOut(), failedBefore: failedBefore(), lost: lost(), late: late() };
    const { refuse, failBefore, loseAnswer, commitLate, seed } = switches();
    const drawn = stream(seed, writes).bits() / 2 ** 32;
    if (refuse !== false) return { kind: "refused", status: refuse };
    if (counted.throttled) return { kind: "throttled" };
    if (counted.signedOut) return { kind: "signed out" };
    if (counted.failedBefore || drawn < failBefore.rate) return { kind: "failed before commit", status: failBefore.status };
    const lateBelow = failBefore.rate + commitLate.rate;
    if (counted.late || (drawn >= failBefore.rate && drawn < lateBelow)) return { kind: "committed late", ms: commitLate.ms };
    if (counted.lost || (drawn >= lateBelow && drawn < lateBelow + loseAnswer.rate)) return { kind: "answer lost", as: loseAnswer.as };
    return { kind: "as asked" };
  };
};
