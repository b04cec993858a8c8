/**
 * Carries one stored push to its end: sends it with the same id until the gateway has it, reads results from where the
 * last one left off, and hands them on in batches. Losing the network or the pane at any point repeats nothing.
 */
import type { PushLine, PushSummary, ResultLine } from "../../sync/contract";
import type { OutboxPush } from "../../sync/local";
import type { Failure } from "../../sync/model/failure";
import { failureOf } from "./gateway-client";
import { say, type Tools } from "./tools";

/** Waits between tries while the gateway stays away. After the last one the push stays in the outbox for later. */
const patience = [1_000, 2_000, 5_000, 10_000, 20_000, 30_000];
/** Results are written in batches: a sync of Excel for each row would take minutes. */
const batchRows = 500;
const batchMilliseconds = 400;
/** At most a quarter of the time goes into writing while results still come, however slow this Excel is. */
const restFactor = 3;

export type Delivery = {
  /** In the order of finishing. */
  readonly results: readonly ResultLine[];
  /** Null when the gateway did not say that it is over; then `failure` says why. */
  readonly push: PushSummary | null;
  readonly failure: Failure | null;
};

export type DeliveryHooks = {
  onProgress(done: number): void;
  /** Called with each result once, in batches; what was known from an earlier time comes first. */
  onResults(batch: readonly ResultLine[]): Promise<void>;
};

/** Whether a try that failed so may be followed by another one with the same id. */
const mayTryAgain = (why: Failure) => why.retry === "later" || why.retry === "same";

export const deliver = async (tools: Tools, push: OutboxPush, hooks: DeliveryHooks, signal: AbortSignal): Promise<Delivery> => {
  const { outbox } = tools.local();
  const kept = await outbox.results(push.id);
  const known = kept.ok ? kept.value : [];
  const results = new Map(known.map((line) => [line.seq, line]));
  hooks.onProgress(results.size);
  await hooks.onResults(known);

  let state = push.state;
  let batch: ResultLine[] = [];
  let nextFlush = tools.now() + batchMilliseconds;

  const flush = async () => {
    const lines = batch;
    batch = [];
    const begun = tools.now();
    if (lines.length > 0) {
      // A copy only: what this computer cannot keep, the gateway still tells.
      await outbox.addResults(push.id, lines);
      await hooks.onResults(lines);
    }
    nextFlush = tools.now() + Math.max(batchMilliseconds, restFactor * (tools.now() - begun));
  };

  const setState = async (next: OutboxPush["state"]) => {
    state = next;
    await outbox.setState(push.id, next);
  };

  /** Rows not begun are cancelled; those begun finish, and the stream being read tells of both. */
  const askToCancel = async () => {
    const asked = await tools.gateway.cancelPush(push.id);
    if (!asked.ok) say(tools, `The push could not be stopped: ${asked.failure.cause}`);
  };
  const onAbort = () => {
    if (state === "accepted") void askToCancel();
  };
  signal.addEventListener("abort", onAbort, { once: true });

  const take = async (line: ResultLine) => {
    if (results.has(line.seq)) return;
    results.set(line.seq, line);
    batch.push(line);
    hooks.onProgress(results.size);
    if (batch.length >= batchRows || tools.now() >= nextFlush) await flush();
  };

  const read = async (lines: AsyncIterable<PushLine>): Promise<Pick<Delivery, "push" | "failure">> => {
    for await (const line of lines) {
      switch (line.type) {
        case "accepted":
          if (state === "to send") {
            await setState("accepted");
            if (signal.aborted) await askToCancel();
          }
          break;
        case "result":
          await take(line);
          break;
        case "trailer":
          return { push: line.push, failure: null };
        case "fault":
          return { push: null, failure: failureOf(line) };
      }
    }
    throw new Error(`The stream of push ${push.id} ended without a trailer or a fault`);
  };

  const untilOver = async (): Promise<Pick<Delivery, "push" | "failure">> => {
    let tries = 0;
    for (;;) {
      const before = results.size;
      const lastSeq = Math.max(0, ...results.keys());
      const ended = await read(state === "to send" ? tools.gateway.push(push.sheet, push.id, push.rows) : tools.gateway.followPush(push.id, lastSeq));
      if (ended.failure === null) return ended;
      await flush();
      tries = results.size > before ? 0 : tries;
      if (ended.failure.code === "not-found" && state === "accepted") {
        // The gateway has no memory of it, so nothing of it was done: the same id is sent again.
        await setState("to send");
      } else if (!mayTryAgain(ended.failure)) return ended;
      const pause = patience[tries];
      tries += 1;
      if (pause === undefined || (signal.aborted && state === "to send")) return ended;
      say(tools, `${ended.failure.cause} Trying again. Nothing is sent twice.`);
      await tools.wait(pause, state === "to send" ? signal : undefined);
    }
  };

  try {
    const ended = await untilOver();
    await flush();
    return { ...ended, results: [...results.values()].sort((a, b) => a.seq - b.seq) };
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
};
