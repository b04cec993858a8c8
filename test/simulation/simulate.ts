import { defaultPolicy, isFinal } from "../../src/sync/ledger/intent";
import { createMemoryLedgerStore } from "../../src/sync/ledger/memory-store";
import { postingKey, type PostingKey } from "../../src/sync/ledger/posting-key";
import type { LedgerStore } from "../../src/sync/ledger/store";
import { type Poster, workOne } from "../../src/sync/ledger/work";
import { type Faults, createBooks, someFaults } from "./books";
import type { Mutant, Payload } from "./mutants";
import { createRandom } from "./random";
import { createScheduler, type Process } from "./scheduler";

export type Violation = { readonly seed: number; readonly what: string };
export type Outcome = { readonly violations: readonly Violation[]; readonly steps: number; readonly posts: number };

const noFaults: Faults = { lostRequest: 0, lostAnswer: 0, lateCommit: 0, errorAfterCommit: 0, errorBefore: 0, throttled: 0, lookUpFails: 0, longestCommit: 1, longestLag: 0 };

/**
 * One seed: a few workers post a handful of documents while requests and answers are lost, commits come late, workers
 * crash at any await and pause longer than their lease. Then the weather clears, everything is worked off, and the books
 * must agree: each document there once with its value, or refused, or waiting for a person and there at most once.
 */
export const simulate = async (seed: number, mutant: Mutant | null = null): Promise<Outcome> => {
  const random = createRandom(seed);
  const scheduler = createScheduler(random);
  const policy = mutant?.policy?.(defaultPolicy) ?? defaultPolicy;
  let faults = someFaults;
  let crashes = 12;
  let pauses = 10;
  const books = createBooks(random, scheduler, () => faults, policy.timeout);
  const memory = createMemoryLedgerStore<Payload>(scheduler.now, policy);

  /** The store as a process sees it: it may die or be paused before and after every call. */
  const storeOf = (process: Process): LedgerStore<Payload> => {
    const around = async <T>(work: () => Promise<T>): Promise<T> => {
      await scheduler.gate(process);
      const answer = await work();
      await scheduler.gate(process);
      return answer;
    };
    const core = mutant?.store?.(memory) ?? memory;
    return {
      accept: (intent) => around(() => core.accept(intent)),
      read: (key) => around(() => core.read(key)),
      apply: (key, event) => around(() => core.apply(key, event)),
      due: (limit) => around(() => core.due(limit)),
      nextDue: () => around(() => core.nextDue()),
      now: () => around(() => core.now()),
    };
  };

  const posterOf = (process: Process): Poster<Payload> => {
    const poster: Poster<Payload> = {
      send: async (intent, inTime) => {
        await scheduler.gate(process);
        if (!inTime()) return { kind: "not sent" };
        return books.post(process, mutant?.reference?.(intent.key, random) ?? intent.key, intent.payload.customer, intent.payload.pence);
      },
      lookUp: (intent) => books.find(process, intent.key),
    };
    return mutant?.poster?.(poster, random) ?? poster;
  };

  const documents = Array.from({ length: 4 + random.int(6) }, (_unused, index) => ({
    id: `INV-${index}`,
    customer: `C${random.int(3)}`,
    pence: random.chance(0.08) ? 0 : 1 + random.int(1_000_000),
  }));
  const keyOf = (id: string): PostingKey => postingKey({ tenant: "t", company: "3", kind: "invoice", id, revision: 0 });

  const answered = new Set<string>();
  const accept = async (process: Process): Promise<void> => {
    const store = storeOf(process);
    for (const document of documents) {
      if (answered.has(document.id)) continue;
      const intent = { key: keyOf(document.id), kind: "invoice", company: "3", parents: [], payload: { customer: document.customer, pence: document.pence } } as const;
      if (mutant?.acceptBeforeCommit) {
        answered.add(document.id);
        await store.accept(intent);
      } else {
        await store.accept(intent);
        answered.add(document.id);
      }
      await scheduler.sleep(process, random.int(2_000));
    }
  };

  const work = async (process: Process): Promise<void> => {
    const store = storeOf(process);
    const poster = posterOf(process);
    const worker = { name: process.name, monotonic: scheduler.now, sendWithin: mutant?.sendLimit === false ? Number.POSITIVE_INFINITY : policy.sendWithin };
    for (;;) {
      const due = await store.due(20);
      if (due.length === 0) {
        const next = await store.nextDue();
        await scheduler.sleep(process, 500 + random.int(1_500) + (next === null ? 10_000 : Math.min(60_000, Math.max(0, next - scheduler.now()))));
      }
      else await workOne(store, poster, worker, random.pick(due));
    }
  };

  let born = 0;
  const processes: Process[] = [];
  const start = (job: (process: Process) => Promise<void>) => {
    const process: Process = { name: `p${born++}`, isAlive: true, pausedUntil: 0 };
    processes.push(process);
    void job(process);
    return process;
  };

  let accepting = start(accept);
  for (let i = 0; i < 3; i++) start(work);

  const allFinal = async () => {
    for (const document of documents) {
      const stored = await memory.read(keyOf(document.id));
      if (stored ? !isFinal(stored.intent) : !answered.has(document.id)) return false;
    }
    return answered.size === documents.length;
  };

  const stormUntil = 400 + random.int(600);
  for (let step = 0; step < 40_000; step++) {
    if (step === stormUntil) {
      faults = noFaults;
      crashes = 0;
      pauses = 0;
    }
    if (crashes > 0 && random.chance(0.02)) {
      crashes -= 1;
      const victim = random.pick(processes.filter((process) => process.isAlive));
      victim.isAlive = false;
      if (victim === accepting) accepting = start(accept);
      else start(work);
    }
    if (pauses > 0 && random.chance(0.02)) {
      pauses -= 1;
      random.pick(processes.filter((process) => process.isAlive)).pausedUntil = scheduler.now() + random.int(4 * policy.lease);
    }
    if (!(await scheduler.step())) break;
    if (step > stormUntil && step % 50 === 0 && (await allFinal())) break;
  }
  // What was on its way when the last intent became final, and whoever was paused, must still arrive before the books are closed.
  const end = scheduler.now() + 4 * policy.lease + policy.timeout + someFaults.longestCommit;
  while (scheduler.now() < end && (await scheduler.step()));

  const violations: Violation[] = [];
  const complain = (what: string) => violations.push({ seed, what });
  for (const document of documents) {
    const stored = await memory.read(keyOf(document.id));
    const there = books.entries().filter((entry) => entry.reference.startsWith(keyOf(document.id)));
    if (!stored) complain(`${document.id} was accepted and is lost`);
    else if (there.length > 1) complain(`${document.id} was posted ${there.length} times`);
    else if (stored.intent.state === "done" && there.length !== 1) complain(`${document.id} is done but not in the books`);
    else if (stored.intent.state === "refused" && there.length !== 0) complain(`${document.id} is refused but in the books`);
    else if (!isFinal(stored.intent)) complain(`${document.id} is ${stored.intent.state} for ever`);
    for (const entry of there) if (entry.pence !== document.pence || entry.customer !== document.customer) complain(`${document.id} was posted with another value`);
  }
  return { violations, steps: scheduler.steps(), posts: books.entries().length };
};
