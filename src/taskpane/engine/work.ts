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
  /** Nobody asked for it: whatever somebody asks for meanwhile comes first. */
  readonly isUnasked: boolean;
};

export type Report = (done: number, total: number | null, unit?: string) => void;

type Job<T> = (report: Report, signal: AbortSignal) => Promise<Result<T>>;

export type WorkRunner = {
  /** Runs one piece of work at a time; another one meanwhile is refused with a reason. */
  run<T>(name: string, job: Job<T>): Promise<Result<T>>;
  /**
   * The same for what follows by itself. It is broken off as soon as something is asked for, which then begins when it has ended;
   * `excel-busy` says that it gave way. The job must leave things so that it can be done again.
   */
  runUnasked<T>(name: string, job: Job<T>): Promise<Result<T>>;
  /** Asks the work in progress to stop. What is done stays done. */
  stop(): void;
};

const busy = (name: string): Failure =>
  failure("cancelled", `${name} is still running.`, "Wait until it has finished, or press Cancel beside its progress.");

const gaveWay = (name: string): Failure => failure("excel-busy", `${name} gave way to what was asked for.`, "Nothing to do: it follows by itself.");

type Current = { readonly stopping: AbortController; readonly ended: Promise<void>; gaveWay: boolean };

export const createWorkRunner = (shown: Observable<Work | null>, now: () => number): WorkRunner => {
  let current: Current | null = null;

  const begin = async <T>(name: string, job: Job<T>, isUnasked: boolean): Promise<Result<T>> => {
    let end = (): void => undefined;
    const own: Current = { stopping: new AbortController(), ended: new Promise<void>((resolve) => (end = resolve)), gaveWay: false };
    current = own;
    shown.set({ name, done: 0, total: null, unit: "rows", startedAt: now(), isStopping: false, isUnasked });
    try {
      const result = await job((done, total, unit) => shown.update((work) => (work ? { ...work, done, total, unit: unit ?? work.unit } : work)), own.stopping.signal);
      return own.gaveWay && !result.ok && result.failure.code === "cancelled" ? failed(gaveWay(name)) : result;
    } finally {
      current = null;
      shown.set(null);
      end();
    }
  };

  return {
    run: async (name, job) => {
      if (current && shown.get()?.isUnasked) {
        current.gaveWay = true;
        current.stopping.abort();
        await current.ended;
      }
      // Of two that waited, one is first.
      const running = shown.get();
      return running ? failed(busy(running.name)) : begin(name, job, false);
    },
    runUnasked: async (name, job) => {
      const running = shown.get();
      return running ? failed(gaveWay(name)) : begin(name, job, true);
    },
    stop: () => {
      if (!current) return;
      shown.update((work) => (work ? { ...work, isStopping: true } : work));
      current.stopping.abort();
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
