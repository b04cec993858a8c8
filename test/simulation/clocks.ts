/**
 * The clocks that code reads by itself, as the process that reads them sees them: the calendar by its own skew, the monotonic
 * clock without one. A signal that is to fire after a time-out is only told apart here: whoever waits for an answer asks when.
 */
import type { Scheduler } from "./scheduler";

const deadlines = new WeakMap<AbortSignal, number>();

/** When, in virtual time, a signal made by `AbortSignal.timeout` ends what it was given to. */
export const deadlineOf = (signal: AbortSignal | undefined): number => (signal && deadlines.get(signal)) ?? Number.POSITIVE_INFINITY;

/** The calendar as a process sees it. */
export const calendarOf = (scheduler: Scheduler): number => Math.floor(scheduler.now()) + (scheduler.current()?.skew ?? 0);

/**
 * Replaces the clocks of this thread until the returned function is called.
 * @param keepsCalendar for the sake of what keeps time by itself in this thread, such as a database: `Date.now` stays the real one.
 */
export const replaceClocks = (scheduler: Scheduler, keepsCalendar: boolean): (() => void) => {
  const real = { calendar: Date.now, monotonic: performance.now, timeout: AbortSignal.timeout };
  const started = scheduler.now();
  if (!keepsCalendar) Date.now = () => calendarOf(scheduler);
  performance.now = () => scheduler.now() - started;
  AbortSignal.timeout = (milliseconds) => {
    const { signal } = new AbortController();
    deadlines.set(signal, scheduler.now() + milliseconds);
    return signal;
  };
  return () => {
    Date.now = real.calendar;
    performance.now = real.monotonic;
    AbortSignal.timeout = real.timeout;
  };
};
