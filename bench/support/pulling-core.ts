/**
 * A core in a process of its own, so that its memory is its own: pulls Sage Transactions for every message and answers what that took.
 * Started with the place and the company as JSON, and with --expose-gc.
 */
import { Client } from "pg";
import { openCore, type Place } from "./real-core";

/** Memory in MB. */
export type PullTook = {
  readonly rows: number;
  readonly cursor: string;
  readonly ms: number;
  /** Of these, until the first row was told: everything was read and stored by then. */
  readonly storedMs: number;
  readonly statements: number;
  /** The most that was alive, looked at after a collection once a second. */
  readonly heapPeak: number;
};
export type PullAsk = { readonly watchMemory: boolean; readonly since: string | null };

const { gc } = globalThis;
if (!gc) throw new Error("Start this with --expose-gc.");
const alive = (): number => {
  gc();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1_048_576;
};

let statements = 0;
const query = Client.prototype.query as (...args: readonly unknown[]) => unknown;
Client.prototype.query = function counted(this: Client, ...args: readonly unknown[]): unknown {
  statements += 1;
  return Reflect.apply(query, this, args);
} as typeof Client.prototype.query;

const { company, ...place } = JSON.parse(process.argv[2] ?? "{}") as Place & { readonly company: string };
const { core, db } = await openCore(place);
const never = new AbortController().signal;

/** What a pull reads first is young for a while, and not read again: here each pull is the first for a while. */
const letReferenceDataAge = () =>
  db.transaction("let reference data age", (tx) =>
    tx
      .updateTable("freshness")
      .set({ read_at: "2026-01-01T00:00:00.000Z" })
      .where("read_at", "is not", null)
      .where((is) => is.or(["layer-lists", "layer-customers", "layer-links", "sage-companies", "sage-accounts %"].map((name) => is("what", "like", name))))
      .where("what", "not like", "%full")
      .execute(),
  );

const pull = async ({ watchMemory, since }: PullAsk): Promise<PullTook> => {
  await letReferenceDataAge();
  let heapPeak = alive();
  const timer = watchMemory ? setInterval(() => (heapPeak = Math.max(heapPeak, alive())), 1_000) : undefined;
  statements = 0;
  const begun = performance.now();
  let rows = 0;
  let cursor = "";
  let storedMs = Number.NaN;
  for await (const line of core.sheet("sage-transactions", { company, ...(since === null ? {} : { since }) }, never)) {
    if (line.type === "fault") throw new Error(line.failure.cause);
    if (line.type === "row") {
      if (rows === 0) storedMs = performance.now() - begun;
      rows += 1;
    }
    if (line.type === "trailer") {
      if (line.notes.length > 0) throw new Error(line.notes.join(" "));
      cursor = line.cursor;
    }
  }
  clearInterval(timer);
  return { rows, cursor, ms: performance.now() - begun, storedMs, statements, heapPeak: Math.max(heapPeak, alive()) };
};

process.on("message", (ask: PullAsk) => {
  void pull(ask).then(
    (took) => process.send?.(took),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.send?.("ready");
