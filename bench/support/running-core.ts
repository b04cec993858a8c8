/** A core in a process of its own: runs once for every message and answers what the run took. Started with the place as JSON. */
import type { RunCounts } from "../../src/sync/store/runs";
import { answerEach, inMb, measured, openMeasuredCore, type Took } from "./measured-core";
import type { Place } from "./real-core";

export type RunTook = Took & { readonly counts: RunCounts; /** MB. */ readonly rssAfter: number };
export type RunAsk = { readonly watchMemory: boolean; /** Compares what was posted with Sage's ledger, and posts nothing. */ readonly compares?: boolean };

const { core, letReferenceDataAge } = await openMeasuredCore(JSON.parse(process.argv[2] ?? "{}") as Place);

/** @param every this many milliseconds it is looked whether the run has finished. */
const run = async (every: number, compares: boolean): Promise<{ readonly counts: RunCounts; readonly looks: number }> => {
  const started = await core.run(compares ? { compare: true } : {}, { id: "bench", name: "Benchmark" });
  if (!started.ok) throw new Error(started.failure.cause);
  for (let looks = 1; ; looks += 1) {
    const newest = (await core.runs(1)).find((one) => one.id === started.value.id);
    if (newest?.failure) throw new Error(`${newest.failure.cause} ${newest.failure.cure}`);
    if (newest?.finishedAt) return { counts: newest.counts, looks };
    await new Promise((resolve) => setTimeout(resolve, every));
  }
};

answerEach(async ({ watchMemory, compares = false }: RunAsk): Promise<RunTook> => {
  await letReferenceDataAge();
  const { looks, statements, ...took } = await measured(watchMemory, () => run(watchMemory ? 200 : 5, compares));
  return { ...took, statements: statements - looks, rssAfter: inMb(process.memoryUsage.rss()) };
});
