/**
 * A core in a process of its own, so that its memory is its own: runs once for every message and answers what the run took. Started with
 * the place as JSON, and with --expose-gc.
 */
import { Client } from "pg";
import type { RunCounts } from "../../src/sync/store/runs";
import { openCore, type Place } from "./real-core";

/** Memory in MB. */
export type RunTook = {
  readonly counts: RunCounts;
  readonly ms: number;
  readonly statements: number;
  /** The most that was alive, looked at after a collection once a second. */
  readonly heapPeak: number;
  readonly heapAfter: number;
  readonly rssAfter: number;
};
export type Ask = { readonly watchMemory: boolean };

const { gc } = globalThis;
if (!gc) throw new Error("Start this with --expose-gc.");
const inMb = (bytes: number): number => bytes / 1_048_576;
const alive = (): number => {
  gc();
  const { heapUsed, external } = process.memoryUsage();
  return inMb(heapUsed + external);
};

let statements = 0;
const query = Client.prototype.query as (...args: readonly unknown[]) => unknown;
Client.prototype.query = function counted(this: Client, ...args: readonly unknown[]): unknown {
  statements += 1;
  return Reflect.apply(query, this, args);
} as typeof Client.prototype.query;

const { core, db } = await openCore(JSON.parse(process.argv[2] ?? "{}") as Place);

/** What a run reads first is young for a minute, and not read again: here each run is the first for a while. */
const letReferenceDataAge = () =>
  db.transaction("let reference data age", (tx) =>
    tx
      .updateTable("freshness")
      .set({ read_at: "2026-01-01T00:00:00.000Z" })
      .where("read_at", "is not", null)
      .where((is) => is.or(["layer-lists", "layer-customers", "layer-links", "sage-companies", "sage-accounts %", "sage-lists %"].map((name) => is("what", "like", name))))
      .where("what", "not like", "%full")
      .execute(),
  );

const run = async ({ watchMemory }: Ask): Promise<RunTook> => {
  await letReferenceDataAge();
  let heapPeak = alive();
  const timer = watchMemory ? setInterval(() => (heapPeak = Math.max(heapPeak, alive())), 1_000) : undefined;
  statements = 0;
  const begun = performance.now();
  const started = await core.run({}, { id: "bench", name: "Benchmark" });
  if (!started.ok) throw new Error(started.failure.cause);
  for (let looks = 1; ; looks += 1) {
    const newest = (await core.runs(1)).find((one) => one.id === started.value.id);
    if (newest?.failure) throw new Error(`${newest.failure.cause} ${newest.failure.cure}`);
    if (newest?.finishedAt) {
      clearInterval(timer);
      const took = { counts: newest.counts, ms: performance.now() - begun, statements: statements - looks };
      const heapAfter = alive();
      return { ...took, heapPeak: Math.max(heapPeak, heapAfter), heapAfter, rssAfter: inMb(process.memoryUsage.rss()) };
    }
    await new Promise((resolve) => setTimeout(resolve, watchMemory ? 200 : 5));
  }
};

process.on("message", (ask: Ask) => {
  void run(ask).then(
    (took) => process.send?.(took),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.send?.("ready");
