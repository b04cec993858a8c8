/** What a run does, and what comes of it. */
import type { Failure } from "../../model/failure";
import { noRunCounts, type RunCounts } from "../../store/runs";

/** `failure` is of the run as a whole, `unread` of companies that it had to leave out; what failed of a document stands with it. */
export type RunOutcome = { readonly counts: RunCounts; readonly failure: Failure | null; readonly unread: Failure | null };

/** What a run does. `show` is called with the counts as they grow. */
export type RunWork = (show: (counts: RunCounts) => void, signal: AbortSignal) => Promise<RunOutcome>;

const added = (counts: RunCounts, more: Partial<RunCounts>): RunCounts => {
  const sum = { ...counts };
  for (const [what, n] of Object.entries(more)) sum[what as keyof RunCounts] += n ?? 0;
  return sum;
};

/** The second does not begin where the first failed as a whole. */
export const inTurn =
  (first: RunWork, second: RunWork): RunWork =>
  async (show, signal) => {
    const one = await first(show, signal);
    if (one.failure) return one;
    const both = (other: RunCounts): RunCounts => added(one.counts, other);
    const other = await second((counts) => show(both(counts)), signal);
    return { counts: both(other.counts), failure: other.failure, unread: one.unread ?? other.unread };
  };

export type Unread = { readonly company: string; readonly failure: Failure };

/** Companies that could not be read hold up no other: what a run says of them, `meanwhile` after the cause. Null where there are none. */
export const unreadFailure = (unread: readonly Unread[], meanwhile: (count: number) => string): Failure | null => {
  const [first] = unread;
  if (!first) return null;
  const names = new Intl.ListFormat("en-GB").format(unread.map(({ company }) => company));
  return { ...first.failure, cause: `${names} could not be read: ${first.failure.cause} ${meanwhile(unread.length)}` };
};

/** Counts that grow, shown as they do. */
export const createTally = (show: (counts: RunCounts) => void) => {
  let counts: RunCounts = noRunCounts;
  return {
    counts: () => counts,
    count: (more: Partial<RunCounts>) => {
      counts = added(counts, more);
      show(counts);
    },
  };
};
