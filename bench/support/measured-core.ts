/** In a core's own process, started with --expose-gc: the core, what its work costs, and the answers to whoever asks for it. */
import { Client } from "pg";
import { openCore, type Place } from "./real-core";

const { gc } = globalThis;
if (!gc) throw new Error("Start this with --expose-gc.");
export const inMb = (bytes: number): number => bytes / 1_048_576;
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

export const openMeasuredCore = async (place: Place) => {
  const { core, db } = await openCore(place);
  return {
    core,
    /** What is read first is young for a while, and not read again: after this the next work is the first for a while. */
    letReferenceDataAge: () =>
      db.transaction("let reference data age", (tx) =>
        tx
          .updateTable("freshness")
          .set({ read_at: "2026-01-01T00:00:00.000Z" })
          .where("read_at", "is not", null)
          .where((is) => is.or(["layer-lists", "layer-customers", "layer-links", "sage-companies", "sage-accounts %", "sage-lists %"].map((name) => is("what", "like", name))))
          .where("what", "not like", "%full")
          .execute(),
      ),
  };
};

/** Memory in MB. */
export type Took = {
  readonly ms: number;
  readonly statements: number;
  /** The most that was alive, looked at after a collection once a second. */
  readonly heapPeak: number;
  readonly heapAfter: number;
};

/** @param watchMemory also while it works: each look holds it up. */
export const measured = async <Made extends object>(watchMemory: boolean, work: () => Promise<Made>): Promise<Made & Took> => {
  let heapPeak = alive();
  const timer = watchMemory ? setInterval(() => (heapPeak = Math.max(heapPeak, alive())), 1_000) : undefined;
  try {
    statements = 0;
    const begun = performance.now();
    const made = await work();
    const took = { ms: performance.now() - begun, statements };
    const heapAfter = alive();
    return { ...made, ...took, heapPeak: Math.max(heapPeak, heapAfter), heapAfter };
  } finally {
    clearInterval(timer);
  }
};

/** Does `work` for every message and answers with what comes of it; says first that it is ready. */
export const answerEach = <Ask>(work: (ask: Ask) => Promise<object>): void => {
  process.on("message", (ask: Ask) => {
    void work(ask).then(
      (done) => process.send?.(done),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
  process.send?.("ready");
};
