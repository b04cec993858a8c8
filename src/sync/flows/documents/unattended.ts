/** What is done with nobody asking: postings whose time has come, runs by the clock, and a comparison with Sage's ledger each night. */
import type { Actor } from "../../core";
import { hasPosted } from "../../store/ledger-comparison";
import { isHeld, runsUnderWay, wasCompared } from "../../store/runs";
import { createBell, type Bell } from "../bell";
import { lastNight } from "./night";
import { settleDocuments, type RunParts } from "./run";
import type { RunWork } from "./run-work";
import type { Runner } from "./runner";

export type Unattended = RunParts & {
  readonly runner: Runner;
  /** Milliseconds between runs; null for none, and for no comparisons either. */
  readonly runEvery: number | null;
  /** Milliseconds between looks for postings whose time has come. */
  readonly sweepEvery: number;
  /** Rung when a run ends. */
  readonly bell: Bell;
  readonly sync: RunWork;
  readonly compare: RunWork;
};

export const schedule: Actor = { id: "schedule", name: "Schedule" };
/** How often it is asked whether a night has passed. */
const nightsEvery = 10 * 60 * 1000;

/** Between runs: what is in doubt is looked up when it has settled, what was throttled goes on, what a killed process left is taken over. After a cancelled run nothing new is planned. */
const sweep = async ({ sweepEvery, bell, runner: _, ...parts }: Unattended, signal: AbortSignal): Promise<void> => {
  const { db, tenant, store, logger } = parts;
  while (!signal.aborted) {
    try {
      const due = await store.nextDue();
      const isDue = due !== null && due <= (await store.now());
      const [running] = await db.read((handle) => runsUnderWay(handle, tenant));
      if (isDue && !running) {
        const settled = await settleDocuments(parts, () => undefined, signal, null, async () => !(await db.read((handle) => isHeld(handle, tenant))));
        if (!settled.ok) logger?.warn({ code: settled.failure.code }, "What was posted could not be told to The Layer yet");
      }
    } catch (error) {
      logger?.error({ error }, "A sweep over the postings failed");
    }
    await bell.wait(sweepEvery, signal);
  }
};

const runByTheClock = async ({ runner, sync, logger }: Unattended, every: number, signal: AbortSignal): Promise<void> => {
  const pause = createBell();
  while (!signal.aborted) {
    await pause.wait(every, signal);
    if (signal.aborted) return;
    const run = await runner.begin({ companyRef: null, trigger: "schedule" }, schedule, sync);
    if (!run.ok) logger?.info({ why: run.failure.cause }, "A scheduled run was left out");
  }
};

/** Whether a night has passed since the last comparison, and there is something to compare. */
export const isComparisonDue = ({ db, tenant }: Pick<RunParts, "db" | "tenant">, now: Date): Promise<boolean> =>
  db.read(async (handle) => !(await wasCompared(handle, tenant, lastNight(now).toISOString())) && (await hasPosted(handle, tenant, lastNight(now).getTime())));

const compareByNight = async (unattended: Unattended, signal: AbortSignal): Promise<void> => {
  const { runner, compare, store, logger } = unattended;
  const pause = createBell();
  while (!signal.aborted) {
    try {
      if (await isComparisonDue(unattended, new Date(await store.now()))) {
        const run = await runner.begin({ companyRef: null, trigger: "comparison" }, schedule, compare);
        if (!run.ok) logger?.info({ why: run.failure.cause }, "The night's comparison with Sage waits");
      }
    } catch (error) {
      logger?.error({ error }, "The night's comparison with Sage could not be begun");
    }
    await pause.wait(nightsEvery, signal);
  }
};

/** Until aborted. */
export const workUnattended = async (unattended: Unattended, signal: AbortSignal): Promise<void> => {
  const { runEvery } = unattended;
  await Promise.all([sweep(unattended, signal), ...(runEvery === null ? [] : [runByTheClock(unattended, runEvery, signal), compareByNight(unattended, signal)])]);
};
