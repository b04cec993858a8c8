import type { Failure } from "../../sync/model/failure";
import { failed, failure, type Result } from "../../sync/model/failure";
import type { Observable } from "./observable";

/** Something that takes long enough to be shown: rows done, rows left, time left, and a way to stop it. */
export type Work = {
  /** "Checking Customer Links" */
  readonly name: string;
  readonly done: number;
  /** Null while nobody knows how much there is. */
  readonly total: number | null;
  /** What is counted: "rows", "customers". */
  readonly unit: string;
  /** On the clock given to the runner, in milliseconds. */
  readonly startedAt: number;
  readonly isStopping: boolean;
};

export type Report = (done: number, total: number | null, unit?: string) => void;

export type WorkRunner = {
  /** Runs one piece of work at a time; another one meanwhile is refused with a reason. */
  run<T>(name: string, job: (report: Report, signal: AbortSignal) => Promise<Result<T>>): Promise<Result<T>>;
  /** Asks the work in progress to stop. What is done stays done. */
  stop(): void;
};

const busy = (name: string): Failure =>
  failure("cancelled", `${name} is still running.`, "Wait until it has finished, or press Cancel beside its progress.");

export const createWorkRunner = (shown: Observable<Work | null>, now: () => number): WorkRunner => {
  let current: AbortController | null = null;
  return {
    run: async (name, job) => {
      const running = shown.get();
      if (running) return failed(busy(running.name));
      const controller = new AbortController();
      current = controller;
      shown.set({ name, done: 0, total: null, unit: "rows", startedAt: now(), isStopping: false });
      try {
        return await job((done, total, unit) => shown.update((work) => (work ? { ...work, done, total, unit: unit ?? work.unit } : work)), controller.signal);
      } finally {
        current = null;
        shown.set(null);
      }
    },
    stop: () => {
      if (!current) return;
      shown.update((work) => (work ? { ...work, isStopping: true } : work));
      current.abort();
    },
  };
};

export type Pace = { readonly perSecond: number; readonly secondsLeft: number | null };

/** Rate so far, and from it the time left; null before there is enough to tell. */
export const paceOf = (work: Work, now: number): Pace | null => {
  const seconds = (now - work.startedAt) / 1000;
  if (work.done === 0 || seconds < 0.5) return null;
  const perSecond = work.done / seconds;
  return { perSecond, secondsLeft: work.total === null ? null : Math.max(0, work.total - work.done) / perSecond };
};
