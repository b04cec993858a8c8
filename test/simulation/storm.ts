/**
 * What every storm has, whatever is posted or recorded in it: processes that die at any await and pause longer than their lease, weather that
 * clears in the end, and after that time enough for all that is on its way to arrive before the books are closed.
 */
import { defaultPolicy, type LedgerPolicy } from "../../src/sync/ledger/intent";
import { createChoices, type Choices } from "./choices";
import { replaceClocks } from "./clocks";
import type { Ledger } from "./database";
import type { Violation } from "./invariants";
import { memoryLedger, type OpenLedger } from "./ledgers";
import type { Mutant } from "./mutants";
import { Random } from "./random";
import { createScheduler, type Process, type Scheduler } from "./scheduler";
import { createTrace, noTrace, type Trace } from "./trace";
import { longestCommit, type Weather } from "./weather";

export type SimulationOptions = {
  readonly mutant?: Mutant | null;
  /** The misfortunes that may befall, by name; all that the seed holds where absent. */
  readonly only?: ReadonlySet<string>;
  /** Documents to leave out, by name. */
  readonly without?: ReadonlySet<string>;
  readonly isTraced?: boolean;
  readonly ledger?: OpenLedger;
};

export type Outcome = {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly steps: number;
  readonly posts: number;
  /** What befell, in order. */
  readonly misfortunes: readonly string[];
  readonly documents: readonly string[];
  readonly trace: Trace;
};

export const startsAt = Date.UTC(2026, 8, 1, 9);
const mostSteps = 60_000;

/** What befalls processes. */
export type Perils = {
  readonly deathAtEachAwait: number;
  readonly pauseAtEachAwait: number;
  /** The await at which the first process surely dies; null for none. */
  readonly certainDeath: number | null;
};

export type Course = {
  /** Processes that there always are: where one dies, another is born. */
  readonly gateways: number;
  /** Lives as this process, for ever. */
  live(process: Process): Promise<void>;
  /** Called once, when the first processes live. */
  letPeopleCome(): void;
  readonly weather: Weather;
  /** When the weather clears. */
  readonly until: number;
  isSettled(): boolean;
  /** Whether it is settled is looked at after as many steps each. */
  readonly looksEvery: number;
  /** Fair weather in ms before that is looked at first, and before it is given up. */
  readonly calmAtLeast: number;
  readonly patience: number;
};

export type Storm = {
  readonly random: Random;
  readonly choices: Choices;
  readonly policy: LedgerPolicy;
  readonly scheduler: Scheduler;
  readonly trace: Trace;
  readonly ledger: Ledger;
  readonly violations: Violation[];
  /** Of what a process did, seen in no book. */
  complain(what: string, about: readonly string[]): void;
  isCalm(): boolean;
  /** Whether the people have gone: all is settled, or given up. */
  hasGone(): boolean;
  /** From the first step to the closing of the books. */
  pass(course: Course): Promise<void>;
};

export const createStorm = (seed: number, { mutant = null, only, isTraced = false, ledger = memoryLedger }: SimulationOptions, perils: Perils): Storm => {
  const random = new Random(seed);
  let isCalm = false;
  let hasGone = false;
  const choices = createChoices(seed, only ?? null, () => isCalm);
  const policy = mutant?.policy?.(defaultPolicy) ?? defaultPolicy;
  const violations: Violation[] = [];
  const complain = (what: string, about: readonly string[]): void => void violations.push({ rule: "conduct", what, about });

  /** Has the next process live. */
  let bear = (): void => undefined;
  const interfere = (process: Process): void => {
    const name = `${process.name} at await ${process.awaits}`;
    const diesSurely = process.name === "p1" && process.awaits === perils.certainDeath;
    if (diesSurely ? choices.befalls(`${name} surely dies`, 1) : choices.befalls(`${name} dies`, perils.deathAtEachAwait)) {
      process.isAlive = false;
      trace.note(process.name, `dies at its await ${process.awaits}`, null);
      bear();
    } else if (choices.befalls(`${name} pauses`, perils.pauseAtEachAwait)) {
      const ms = choices.of(`${name} pauses`).int(4 * policy.lease);
      process.pausedUntil = scheduler.now() + ms;
      trace.note(process.name, `pauses for ${Math.round(ms / 1000)} s`, null);
    }
  };
  const scheduler = createScheduler(random, startsAt, interfere);
  const trace = isTraced ? createTrace(scheduler.now, startsAt) : noTrace;

  const pass = async ({ gateways, live, letPeopleCome, weather, until, isSettled, looksEvery, calmAtLeast, patience }: Course): Promise<void> => {
    let born = 0;
    bear = () => {
      born += 1;
      const name = `p${born}`;
      const process: Process = { name, isAlive: true, pausedUntil: 0, awaits: 0, skew: choices.of(`clock of ${name}`).int(480_000) - 240_000 };
      live(process).catch((error: unknown) => complain(`${name} threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`, []));
    };
    const giveBack = replaceClocks(scheduler, ledger.keepsCalendar);
    try {
      for (let nth = 0; nth < gateways; nth += 1) bear();
      letPeopleCome();
      weather.begin(until);
      while (scheduler.steps() < mostSteps && scheduler.now() < until + patience) {
        if (!isCalm && scheduler.now() >= until) {
          isCalm = true;
          weather.clear();
          trace.note("weather", "clears", null);
        }
        await scheduler.step();
        if (isCalm && scheduler.now() >= until + calmAtLeast && scheduler.steps() % looksEvery === 0 && isSettled()) break;
      }
      hasGone = true;
      // What was on its way when all had settled, and whoever was paused, must still arrive before the books are closed.
      const end = scheduler.now() + 4 * defaultPolicy.lease + defaultPolicy.timeout + longestCommit;
      while (scheduler.now() < end && (await scheduler.step()));
    } finally {
      giveBack();
    }
  };

  return {
    random,
    choices,
    policy,
    scheduler,
    trace,
    ledger: ledger.open(() => Math.floor(scheduler.now()), policy, scheduler.real),
    violations,
    complain,
    isCalm: () => isCalm,
    hasGone: () => hasGone,
    pass,
  };
};
