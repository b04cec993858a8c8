/** Runs, one at a time for a company: begun, kept alive and shown while they go on, and ended with what came of them. */
import { randomUUID } from "node:crypto";
import type { RunSummary } from "../../contract";
import type { Actor } from "../../core";
import { failed, failure, ok, type Failure, type Result } from "../../model/failure";
import type { Database, StoreLogger } from "../../store";
import { writeAudit } from "../../store/audit";
import { countUnfinished } from "../../store/document-pages";
import type { RunWork } from "./run-work";
import { beginRun, cancelRun, extendRun, finishRun, noRunCounts, type NewRun, type RunCounts, type StoredRun } from "../../store/runs";

export type Runner = {
  /** Answers at once; the work goes on. Refused where a run is under way already, or nothing may be posted from here. */
  begin(wanted: Pick<NewRun, "companyRef" | "trigger">, by: Actor, work: RunWork): Promise<Result<RunSummary>>;
  /** What is being sent is finished, and nothing new is begun, in whichever process the run is. One that has ended is answered as it ended. */
  cancel(id: string, by: Actor): Promise<Result<RunSummary>>;
  close(): Promise<void>;
};

export type RunnerOptions = {
  readonly db: Database;
  readonly tenant: string;
  readonly leaseMs: number;
  /** Why nothing may be posted from here; null where it may. */
  readonly forbidden: Failure | null;
  readonly onEnd: () => void;
  readonly logger?: StoreLogger | undefined;
};

const cancelledBy =
  ({ name }: Actor) =>
  ({ trigger }: StoredRun): Failure =>
    trigger === "comparison"
      ? failure("cancelled", `The comparison was cancelled by ${name}.`, "What it found until then stands. Compare again when you like.")
      : failure("cancelled", `The sync was cancelled by ${name}.`, "What was sent stands. What was not goes with the next sync.");

/** What is shown of a run while it goes on is written this often. */
const showEvery = 1_000;

export const summaryOf = (run: StoredRun): RunSummary => ({
  id: run.id,
  company: run.companyName,
  trigger: run.trigger,
  by: run.by,
  state: run.state,
  startedAt: run.startedAt,
  finishedAt: run.finishedAt,
  counts: { ...noRunCounts, ...run.counts },
  failure: run.failure,
});

export const createRunner = ({ db, tenant, leaseMs, forbidden, onEnd, logger }: RunnerOptions): Runner => {
  const closing = new AbortController();
  const underWay = new Set<Promise<void>>();
  /** The runs of this process; those of others see within `showEvery` that they were ended. */
  const endings = new Map<string, AbortController>();

  /** Keeps the run's counts and lease fresh while `work` goes on; stops it when the run was ended by others. */
  const watched = async (run: StoredRun, work: RunWork): Promise<void> => {
    const ended = new AbortController();
    endings.set(run.id, ended);
    const signal = AbortSignal.any([closing.signal, ended.signal]);
    let shown: RunCounts = noRunCounts;
    const timer = setInterval(() => {
      db.transaction("show a run", (tx) => extendRun(tx, tenant, run.id, shown, leaseMs)).then(
        (isOurs) => (isOurs ? undefined : ended.abort()),
        (error: unknown) => logger?.warn({ error, run: run.id }, "A run could not be shown"),
      );
    }, showEvery);
    try {
      const { counts, failure: why, unread } = await work((counts) => void (shown = counts), signal);
      // What stands so when the run ends, whichever run brought it there.
      const standing = await db.read((handle) => countUnfinished(handle, tenant));
      await db.transaction("finish a run", (tx) => finishRun(tx, tenant, run.id, { ...counts, ...standing }, why ?? unread, why ? "failed" : "done"));
    } catch (error) {
      logger?.error({ error, run: run.id }, "A run failed");
      await db.transaction("finish a run", (tx) =>
        finishRun(tx, tenant, run.id, shown, failure("gateway-fault", "The gateway failed during the run.", "Nothing is lost. Try again; if it fails again, tell whoever runs Tieout to look in the log.")),
      );
    } finally {
      clearInterval(timer);
      endings.delete(run.id);
      onEnd();
    }
  };

  return {
    async begin(wanted, by, work) {
      if (forbidden) return failed(forbidden);
      const begun = await db.transaction("begin a run", (tx) => beginRun(tx, tenant, { ...wanted, id: randomUUID(), byId: by.id, byName: by.name, leaseMs }));
      if ("running" in begun) {
        const { running } = begun;
        const what = running.trigger === "comparison" ? "a comparison with Sage" : "a sync";
        return failed(failure("run-under-way", `${running.by} began ${what} at ${running.startedAt.slice(11, 16)} UTC, and it is still under way.`, "Wait until it has finished, then try again."));
      }
      const running = watched(begun.begun, work);
      underWay.add(running);
      void running.finally(() => underWay.delete(running));
      return ok(summaryOf(begun.begun));
    },
    async cancel(id, by) {
      const cancelled = await db.transaction("cancel a run", async (tx) => {
        const ended = await cancelRun(tx, tenant, id, cancelledBy(by));
        if (ended?.wasRunning) await writeAudit(tx, tenant, [{ whoId: by.id, who: by.name, what: ended.run.trigger === "comparison" ? "Cancelled a comparison" : "Cancelled a sync", sheet: "error-queue", key: ended.run.companyName ?? "Every company", from: null, to: null, pushId: null }]);
        return ended;
      });
      if (!cancelled) return failed(failure("not-found", `There is no run ${id} here.`, "Look at the last runs again.", id));
      endings.get(id)?.abort();
      return ok(summaryOf(cancelled.run));
    },
    async close() {
      closing.abort();
      await Promise.allSettled(underWay);
    },
  };
};
