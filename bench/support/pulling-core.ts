/** A core in a process of its own: pulls Sage Transactions for every message and answers what that took. Started with the place and the company as JSON. */
import { answerEach, measured, openMeasuredCore, type Took } from "./measured-core";
import type { Place } from "./real-core";

export type PullTook = Took & {
  readonly rows: number;
  readonly cursor: string;
  /** Milliseconds until the first row was told: everything was read and stored by then. */
  readonly storedMs: number;
};
export type PullAsk = { readonly watchMemory: boolean; readonly since: string | null };

const { company, ...place } = JSON.parse(process.argv[2] ?? "{}") as Place & { readonly company: string };
const { core, letReferenceDataAge } = await openMeasuredCore(place);
const never = new AbortController().signal;

const pull = async (since: string | null): Promise<Omit<PullTook, keyof Took>> => {
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
  return { rows, cursor, storedMs };
};

answerEach(async ({ watchMemory, since }: PullAsk): Promise<PullTook> => {
  await letReferenceDataAge();
  return measured(watchMemory, () => pull(since));
});
