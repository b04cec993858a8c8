import type { Random } from "./random";

/** A process that may be stopped for good: what it awaits after that never comes back. */
export type Process = { readonly name: string; isAlive: boolean; pausedUntil: number };

type Waiting = { readonly process: Process | null; readonly at: number; readonly resume: () => void };

/**
 * Virtual time. Every await of the code under test is a gate; the scheduler opens one gate at a time, in an order that
 * only the seed decides, and time passes only between gates.
 */
export const createScheduler = (random: Random) => {
  let now = 0;
  let waiting: Waiting[] = [];
  let steps = 0;

  const sleep = (process: Process | null, milliseconds: number): Promise<void> =>
    new Promise((resume) => waiting.push({ process, at: now + milliseconds, resume }));

  const openAt = (gate: Waiting) => Math.max(gate.at, gate.process?.pausedUntil ?? 0);

  /** Opens one gate; false when none is left. */
  const step = async (): Promise<boolean> => {
    waiting = waiting.filter((gate) => gate.process === null || gate.process.isAlive);
    if (waiting.length === 0) return false;
    const open = waiting.filter((gate) => openAt(gate) <= now);
    const gate = open.length > 0 ? random.pick(open) : waiting.reduce((a, b) => (openAt(b) < openAt(a) ? b : a));
    now = Math.max(now, openAt(gate)) + random.int(20);
    waiting.splice(waiting.indexOf(gate), 1);
    gate.resume();
    steps += 1;
    // Lets everything run that the opened gate set free, up to the next gates.
    await new Promise((done) => setImmediate(done));
    return true;
  };

  return { now: () => now, sleep, gate: (process: Process | null) => sleep(process, 0), step, steps: () => steps };
};

export type Scheduler = ReturnType<typeof createScheduler>;
