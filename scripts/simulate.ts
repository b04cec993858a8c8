/**
 * `npm run simulate -- --seeds 10000 [--from 1]` posts documents and syncs receipts through that many storms, on every core, and prints each seed
 * that broke a rule with the line that replays it. `--seed 123` replays one and prints the shortest trace that still breaks.
 * `--sql` keeps the ledger in SQL, which takes far longer. `--mutants` runs every ledger that is broken on purpose until it is caught; `--mutant "no look-up"` runs one of them.
 */
import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openSqlLedgers } from "../test/simulation/ledgers";
import { mutants, stormOf, type Mutant } from "../test/simulation/mutants";
import { shrink, traceOf } from "../test/simulation/shrink";
import { simulate } from "../test/simulation/simulate";
import type { Outcome } from "../test/simulation/storm";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1000" },
    from: { type: "string", default: "1" },
    seed: { type: "string" },
    mutants: { type: "boolean", default: false },
    mutant: { type: "string" },
    processes: { type: "string" },
    sql: { type: "boolean", default: false },
    /** Set by this script for the processes it starts: how many they are, and which of them this is. */
    of: { type: "string" },
    part: { type: "string", default: "0" },
  },
});

const whole = (name: string, text: string, least: number): number => {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least) return number;
  console.error(`--${name} takes a whole number from ${least}; got ${text}.`);
  process.exit(2);
};
const count = whole("seeds", values.seeds, 1);
const from = whole("from", values.from, 0);
const mutant = mutants.find(({ name }) => name === values.mutant) ?? null;
if (values.mutant !== undefined && mutant === null) {
  console.error(`There is no broken ledger called "${values.mutant}". There are: ${mutants.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}

/** Replays with less and less stop after this long. */
const patience = 60_000;
const replayLine = (seed: number, of: Mutant | null): string => `npm run simulate -- --seed ${seed}${of === null ? "" : ` --mutant "${of.name}"`}`;
const seconds = (since: number): string => `${Math.round((Date.now() - since) / 1000)} s`;

type Ran = { readonly seed: number; readonly broken: readonly string[]; readonly steps: number; readonly posts: number; readonly misfortunes: number };

const told = ({ seed, violations, steps, posts, misfortunes }: Outcome): Ran => ({ seed, broken: violations.map(({ what }) => what), steps, posts, misfortunes: misfortunes.length });

const showTrace = async (seed: number): Promise<boolean> => {
  const outcome = await simulate(seed, { mutant });
  if (outcome.violations.length === 0) {
    console.log(`seed ${seed}: nothing broke in ${outcome.steps} steps; ${outcome.posts} postings, ${outcome.misfortunes.length} misfortunes`);
    return true;
  }
  console.log(`seed ${seed}: ${outcome.violations.map(({ what }) => what).join("; ")}. Replay: ${replayLine(seed, mutant)}`);
  const shrunk = await shrink(outcome, mutant, patience);
  console.log(`The shortest that still breaks: ${shrunk.documents.length} of ${outcome.documents.length} documents, ${shrunk.misfortunes.length} of ${outcome.misfortunes.length} misfortunes.`);
  for (const line of traceOf(shrunk)) console.log(line);
  return false;
};

/** The share of this process: all of it where it was started by hand. */
const parts = whole("of", values.of ?? "1", 1);
const part = whole("part", values.part, 0);

/** Each seed is told as it is done. */
const runHere = async (tell: (ran: Ran) => void): Promise<void> => {
  const ledgers = values.sql ? await openSqlLedgers() : null;
  for (let seed = from + part; seed < from + count; seed += parts) tell(told(await simulate(seed, { mutant, ...(ledgers === null ? {} : { ledger: ledgers }) })));
  await ledgers?.close();
};

/** A run leaves almost nothing behind: room for what dies young saves a tenth of the time. */
const shortLived = "--max-semi-space-size=64";

/** Spread over processes, as one process is one thread. They run as this one does, compiled or not. */
const runEverywhere = async <Told>(processes: number, tell: (one: Told) => void): Promise<void> => {
  const children = Array.from({ length: processes }, (_, nth) => {
    const child = fork(fileURLToPath(import.meta.url), [...process.argv.slice(2), "--of", String(processes), "--part", String(nth)], { execArgv: [...process.execArgv, shortLived] });
    child.on("message", (one) => tell(one as Told));
    return new Promise<void>((resolve, reject) => child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`A simulating process ended with ${code ?? "a signal"}.`)))));
  });
  await Promise.all(children);
};

const processesFor = (tasks: number): number => Math.min(values.processes === undefined ? availableParallelism() : whole("processes", values.processes, 1), tasks);

const storms = async (): Promise<boolean> => {
  const started = Date.now();
  const processes = processesFor(count);
  const broken: Ran[] = [];
  const sums = { seeds: 0, steps: 0, posts: 0, misfortunes: 0 };
  const tell = (ran: Ran): void => {
    sums.seeds += 1;
    sums.steps += ran.steps;
    sums.posts += ran.posts;
    sums.misfortunes += ran.misfortunes;
    if (ran.broken.length === 0) return;
    broken.push(ran);
    console.log(`seed ${ran.seed}: ${ran.broken.join("; ")}. Replay: ${replayLine(ran.seed, mutant)}`);
  };
  await (processes === 1 ? runHere(tell) : runEverywhere(processes, tell));
  const [first] = broken.sort((a, b) => a.seed - b.seed);
  if (first !== undefined) await showTrace(first.seed);
  console.log(`${sums.seeds} seeds, ${broken.length} broken, ${sums.posts} postings, ${sums.misfortunes} misfortunes, ${sums.steps} steps, ${seconds(started)}`);
  return broken.length === 0;
};

/** How a mutant was caught; `seed` null where it was not. */
type Caught = { readonly nth: number; readonly seed: number | null; readonly seen: string };

const catchHere = async (tell: (caught: Caught) => void): Promise<void> => {
  for (let nth = part; nth < mutants.length; nth += parts) {
    const one = mutants[nth];
    if (one === undefined) continue;
    let caught: Caught = { nth, seed: null, seen: "" };
    for (let seed = from; seed < from + count && caught.seed === null; seed += 1) {
      if (stormOf(seed) !== (one.storm ?? "documents")) continue;
      const seen = (await simulate(seed, { mutant: one })).violations.find(({ rule }) => rule === "books")?.what;
      if (seen !== undefined) caught = { nth, seed, seen };
    }
    tell(caught);
  }
};

/** What is broken on purpose must show in the books: otherwise the storms prove nothing. */
const brokenOnPurpose = async (): Promise<boolean> => {
  const ends = new Map<number, Caught>();
  let shown = 0;
  // In their order, each as soon as those before it are known.
  const tell = (caught: Caught): void => {
    ends.set(caught.nth, caught);
    for (let next = ends.get(shown); next !== undefined; next = ends.get(shown)) {
      const one = mutants[shown];
      if (one) console.log(next.seed === null ? `${one.name}: NOT caught in ${count} seeds` : `${one.name}: caught by seed ${next.seed}: ${next.seen}. Replay: ${replayLine(next.seed, one)}`);
      shown += 1;
    }
  };
  const processes = processesFor(mutants.length);
  await (processes === 1 ? catchHere(tell) : runEverywhere(processes, tell));
  const escaped = [...ends.values()].filter(({ seed }) => seed === null).length;
  console.log(`${mutants.length} broken on purpose, ${escaped} not caught`);
  return escaped === 0;
};

/** Tells the process that started this one. */
const report = (one: Ran | Caught): void => void process.send?.(one);

if (values.of !== undefined) {
  await (values.mutants ? catchHere(report) : runHere(report));
  process.disconnect();
} else if (values.seed !== undefined) process.exit((await showTrace(whole("seed", values.seed, 0))) ? 0 : 1);
else process.exit((await (values.mutants ? brokenOnPurpose() : storms())) ? 0 : 1);
