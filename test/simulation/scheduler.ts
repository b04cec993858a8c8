/**
 * Virtual time. Every await of the code under test ends at a gate; the scheduler opens one gate at a time, in an order that
 * only the seed decides, and time passes only between gates.
 */
import type { Random } from "./random";

/** A process that may be stopped for good: what it awaits after that never comes back. */
export type Process = {
  readonly name: string;
  isAlive: boolean;
  pausedUntil: number;
  /** How often it went on after an await. */
  awaits: number;
  /** How far its calendar clock is off, in ms. What it measures by its monotonic clock is right. */
  readonly skew: number;
};

type Gate = { readonly process: Process | null; at: number; readonly open: () => void };

/** A wait that ends by itself at a time, or before that when it is told to. */
export type Wait = { readonly over: Promise<void>; end(): void };

export type Scheduler = {
  now(): number;
  /** The process that runs now; null for the world around them. */
  current(): Process | null;
  sleep(process: Process | null, milliseconds: number): Promise<void>;
  /** Lets everything else go on first. */
  gate(process: Process | null): Promise<void>;
  wait(process: Process | null, milliseconds: number): Wait;
  /** For what awaits real work, which takes no virtual time: no gate opens before it is done. */
  real<T>(work: Promise<T>): Promise<T>;
  /** Opens one gate; false when none is left. */
  step(): Promise<boolean>;
  steps(): number;
};

/** Asked before a process goes on: it may be stopped or paused right there. */
export type Interfere = (process: Process) => void;

export const createScheduler = (random: Random, startsAt: number, interfere: Interfere): Scheduler => {
  let now = startsAt;
  let gates: Gate[] = [];
  let steps = 0;
  let busy = 0;
  let current: Process | null = null;

  const opensAt = (gate: Gate) => Math.max(gate.at, gate.process?.pausedUntil ?? 0);

  const wait = (process: Process | null, milliseconds: number): Wait => {
    let gate: Gate | null = null;
    const over = new Promise<void>((open) => {
      gate = { process, at: now + milliseconds, open };
      gates.push(gate);
    });
    return {
      over,
      end: () => {
        if (gate !== null) gate.at = Math.min(gate.at, now);
      },
    };
  };
  const sleep = (process: Process | null, milliseconds: number) => wait(process, milliseconds).over;

  /** One of those that are open already, or else the first that will be. */
  const choose = (): Gate | null => {
    const open: Gate[] = [];
    let first: Gate | null = null;
    for (const gate of gates) {
      if (opensAt(gate) <= now) open.push(gate);
      if (first === null || opensAt(gate) < opensAt(first)) first = gate;
    }
    return open.length > 0 ? random.pick(open) : first;
  };

  return {
    now: () => now,
    current: () => current,
    sleep,
    gate: (process) => sleep(process, 0),
    wait,
    real: async (work) => {
      busy += 1;
      try {
        return await work;
      } finally {
        busy -= 1;
      }
    },
    async step() {
      gates = gates.filter((gate) => gate.process === null || gate.process.isAlive);
      const gate = choose();
      if (gate === null) return false;
      now = Math.max(now, opensAt(gate)) + random.int(20);
      const { process } = gate;
      if (process !== null) {
        process.awaits += 1;
        interfere(process);
        if (!process.isAlive || process.pausedUntil > now) return true;
      }
      gates.splice(gates.indexOf(gate), 1);
      steps += 1;
      current = process;
      gate.open();
      // Lets everything run that the opened gate set free, up to the next gates.
      do await new Promise((done) => setImmediate(done));
      while (busy > 0);
      current = null;
      return true;
    },
    steps: () => steps,
  };
};
