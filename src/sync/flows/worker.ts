/**
 * Works through accepted pushes, batch by batch, beside any number of other processes. A batch goes through
 *
 *   claimed → its parts read afresh → decided, reserved and recorded in one transaction → sent to The Layer → recorded → done
 *
 * and may stop anywhere: what is committed is never done again, and what was sent is sent again with the same links under
 * the same key, which The Layer answers as it did the first time.
 */
import { createHash } from "node:crypto";
import type { LayerApi, SavedLink } from "../layer";
import { failure, type Failure } from "../model/failure";
import type { PushSlug } from "../sheets/sheet";
import type { Database, StoreLogger, Tx } from "../store";
import { deleteIntents, insertIntents, intentsOf, type LinkIntent } from "../store/link-intents";
import { claimBatch, extendLease, giveBack, holds, markDone, markSending, nextBatchIn, postpone, type Lease } from "../store/push-batches";
import { recordResults, type RowResult } from "../store/push-results";
import { openRows, readPush, type PushRow } from "../store/pushes";
import type { Bell } from "./bell";
import { isPassing, sentence } from "./failures";
import { recordSaved } from "./link-push";
import { partName } from "./parts";
import type { MissingPart, PushFlow } from "./push-flow";
import type { Refresher } from "./refresh";

export type WorkerOptions = {
  readonly db: Database;
  readonly tenant: string;
  readonly layer: LayerApi;
  readonly refresher: Refresher;
  readonly flows: Readonly<Record<PushSlug, PushFlow>>;
  readonly bell: Bell;
  readonly logger?: StoreLogger | undefined;
  /** Pauses between attempts of a batch, in milliseconds; after the last its rows are answered `later`. */
  readonly pauses?: readonly number[];
  readonly leaseMs?: number;
};

/** How old what a row is verified against may be when the push has waited for long. */
const verifiedWithin = 10 * 60_000;
const slowestPoll = 1_000;

const later = (rows: readonly PushRow[], why: Failure): readonly RowResult[] =>
  rows.map((row) => ({ number: row.number, outcome: "later", message: sentence(why), fills: {}, problems: [], version: row.version ?? 0 }));

export const createWorker = ({ db, tenant, layer, refresher, flows, bell, logger, pauses = [1_000, 4_000], leaseMs = 15_000 }: WorkerOptions) => {
  /** The same for every attempt at a batch: its intents were committed once, so it always stands for the same links. */
  const keyOf = (lease: Lease) => createHash("sha256").update(`${tenant}\u001f${lease.pushId}\u001f${lease.batch}`).digest("hex").slice(0, 40);

  /** Reads what the rows rest on. Sage's companies first: they tell whose accounts to read. */
  const prepare = async (lease: Lease, rows: readonly PushRow[], signal: AbortSignal): Promise<readonly MissingPart[]> => {
    const now = await refresher.now();
    const oldest = new Date(Date.parse(now) - verifiedWithin).toISOString();
    const notBefore = lease.acceptedAt > oldest ? lease.acceptedAt : oldest;
    const missing: MissingPart[] = [];
    const done = new Set<string>();
    for (;;) {
      const parts = await db.read((handle) => flows[lease.sheet].parts(handle, rows));
      const next = parts.find((part) => !done.has(partName(part)));
      if (!next) return missing;
      done.add(partName(next));
      const fresh = await refresher.ensure(next, { notBefore, swept: next.kind === "sage-accounts" }, signal);
      if (!fresh.ok) missing.push({ part: next, failure: fresh.failure });
    }
  };

  const retreat = (lease: Lease, signal: AbortSignal, pause: number) =>
    db.transaction("give a batch back", (tx) => (signal.aborted ? giveBack(tx, tenant, lease) : postpone(tx, tenant, lease, pause)));

  /** Runs `work` while this worker holds the batch; false when it does not any more. */
  const whileHeld = (tx: Tx, lease: Lease, work: () => Promise<void>): Promise<boolean> =>
    holds(tx, tenant, lease).then(async (held) => {
      if (held) await work();
      return held;
    });

  const finish = async (tx: Tx, lease: Lease, results: readonly RowResult[]): Promise<void> => {
    if (results.length > 0) await recordResults(tx, tenant, lease.pushId, results);
    await markDone(tx, tenant, lease);
  };

  const cancelRows = (lease: Lease, rows: readonly PushRow[]) =>
    db.transaction("cancel a batch", (tx) =>
      whileHeld(tx, lease, () =>
        finish(
          tx,
          lease,
          rows.map((row) => ({ number: row.number, outcome: "cancelled", message: "Cancelled before it was begun.", fills: {}, problems: [], version: row.version ?? 0 })),
        ),
      ),
    );

  const pauseBefore = (lease: Lease): number | null => pauses[lease.attempts] ?? null;

  /** Whether the batch now has intents to send. */
  const planBatch = async (lease: Lease, signal: AbortSignal): Promise<boolean> => {
    const rows = await db.read((handle) => openRows(handle, tenant, lease.pushId, lease.batch));
    if (lease.cancelAsked) {
      await cancelRows(lease, rows);
      return false;
    }
    const missing = await prepare(lease, rows, signal);
    const pause = pauseBefore(lease);
    if (signal.aborted || (pause !== null && missing.some((one) => isPassing(one.failure)))) {
      await retreat(lease, signal, pause ?? 0);
      return false;
    }
    const next = await db.change(tenant, "decide a batch", async (tx): Promise<"cancel" | "send" | "stop"> => {
      if (!(await holds(tx, tenant, lease))) return "stop";
      if ((await readPush(tx, tenant, lease.pushId))?.isCancelAsked) return "cancel";
      const plan = await flows[lease.sheet].plan(tx, { ...lease, rows }, missing);
      if (plan.intents.length === 0) {
        await finish(tx, lease, plan.results);
        return "stop";
      }
      await insertIntents(tx, tenant, lease.pushId, lease.batch, plan.intents);
      if (plan.results.length > 0) await recordResults(tx, tenant, lease.pushId, plan.results);
      await markSending(tx, tenant, lease);
      return "send";
    });
    if (next === "cancel") await cancelRows(lease, rows);
    return next === "send";
  };

  const recordAnswers = (lease: Lease, rows: readonly PushRow[], intents: readonly LinkIntent[], answers: readonly SavedLink[]) =>
    db.change(tenant, "record saved links", (tx) =>
      whileHeld(tx, lease, async () => {
        const results = await recordSaved(tx, tenant, { ...lease, rows }, intents, answers);
        await deleteIntents(tx, tenant, lease.pushId, lease.batch);
        await finish(tx, lease, results);
      }),
    );

  /** The Layer would not have the batch, or could not be asked often enough. */
  const recordUnsaved = (lease: Lease, rows: readonly PushRow[], why: Failure) => {
    const isRefusal = why.code === "layer-refused";
    const results = later(rows, why).map((result): RowResult => (isRefusal ? { ...result, outcome: "refused" } : result));
    return db.transaction("record unsaved links", (tx) =>
      whileHeld(tx, lease, async () => {
        await deleteIntents(tx, tenant, lease.pushId, lease.batch);
        await finish(tx, lease, results);
      }),
    );
  };

  const sendBatch = async (lease: Lease, signal: AbortSignal): Promise<void> => {
    const [rows, intents] = await db.read(
      async (handle) => [await openRows(handle, tenant, lease.pushId, lease.batch), await intentsOf(handle, tenant, lease.pushId, lease.batch)] as const,
    );
    const answer = await layer.saveLinks(intents.map((intent) => intent.link), keyOf(lease), signal);
    if (answer.ok) return void (await recordAnswers(lease, rows, intents, answer.value));
    const pause = pauseBefore(lease);
    if (signal.aborted || (pause !== null && isPassing(answer.failure))) return retreat(lease, signal, pause ?? 0);
    logger?.warn({ push: lease.pushId, batch: lease.batch, code: answer.failure.code }, "The Layer did not save a batch of links");
    await recordUnsaved(lease, rows, answer.failure);
  };

  /** After a fault of ours: tried again like any other, and not for ever. */
  const surrender = async (lease: Lease, signal: AbortSignal): Promise<void> => {
    const pause = pauseBefore(lease);
    if (signal.aborted || pause !== null) return retreat(lease, signal, pause ?? 0);
    const rows = await db.read((handle) => openRows(handle, tenant, lease.pushId, lease.batch));
    await recordUnsaved(lease, rows, failure("gateway-fault", "The gateway failed while it worked on this row.", "Push it again; if it fails again, tell whoever runs Tieout to look in the log."));
  };

  /** Takes a batch one step further. False where there is nothing to do now. */
  const step = async (signal: AbortSignal): Promise<boolean> => {
    const lease = await db.transaction("claim a batch", (tx) => claimBatch(tx, tenant, leaseMs));
    if (!lease) return false;
    const heartbeat = setInterval(() => {
      db.transaction("extend a lease", (tx) => extendLease(tx, tenant, lease, leaseMs)).catch((error: unknown) =>
        logger?.warn({ error, push: lease.pushId, batch: lease.batch }, "A lease could not be extended"),
      );
    }, leaseMs / 3);
    try {
      if (lease.state === "sending" || (await planBatch(lease, signal))) await sendBatch(lease, signal);
    } catch (error) {
      logger?.error({ error, push: lease.pushId, batch: lease.batch }, "A batch of a push failed");
      await surrender(lease, signal);
    } finally {
      clearInterval(heartbeat);
      bell.ring();
    }
    return true;
  };

  const work = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      try {
        if (await step(signal)) continue;
        const next = await db.read((handle) => nextBatchIn(handle, tenant));
        await bell.wait(Math.min(slowestPoll, Math.max(5, next ?? slowestPoll)), signal);
      } catch (error) {
        // A bug, or a database that went away: the batch stays, and is taken up again when its lease is over.
        logger?.error({ error }, "A step of a push failed");
        await bell.wait(slowestPoll, signal);
      }
    }
  };

  return { work, step };
};

export type Worker = ReturnType<typeof createWorker>;
