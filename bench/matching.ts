/**
 * `npx tsx bench/matching.ts`: receipts against invoices, for quality on ledgers whose truth is known, and for time, growth and
 * memory, with two peers in the same run. Exits 1 when a target is missed. With `--misses`, it also prints what became of the
 * receipts below the bar, by kind of payment.
 *
 * Right: the suggestion's documents, and the pence that each gets, are those of the truth. A tie is never right. Coverage: of all
 * receipts, those that a bar of 0.99, which the docs recommend, would apply; 0.97 is printed beside it. Precision: of these, the
 * right ones. Rest: receipts below the bar that were for something open and where evidence can tell for what (`canTell` in
 * matching/can-tell.ts). Left out: the others below the bar; how many of them are right all the same, and how many are in ties
 * that hold the right answer, is printed, as is the share right of all below the bar with nothing left out.
 */
import { suggestForCustomer, noMemory, suggestAll } from "../src/sync/match/receipts";
import { makeLedger, withDebits, type Ledger } from "./matching/ledger";
import { asOneCustomer } from "./matching/one-customer";
import { exactAmounts, munkres, type PeerResult } from "./matching/peers";
import { missesBelow } from "./matching/misses";
import { judge, qualityOf, type Verdict } from "./matching/score";

const bar = 0.99;
const bars = [0.97, bar];
/** Of the seeds that weights and rules were set with: 1 to 8, 21 to 25, 301 to 305, 401 to 410, 501 to 510 and 601 to 620. */
const tuning = [501, 502, 503, 504, 505, 601, 602, 603, 604, 605, 606, 607, 608, 609, 610];
/** Nobody has looked at these: they are printed and judged, never tuned to. */
const unseen = [901, 902, 903, 904, 905, 906, 907, 908, 909, 910, 911, 912, 913, 914, 915];
const missed: string[] = [];
const target = (name: string, isMet: boolean) => {
  console.log(`${isMet ? "met   " : "MISSED"} ${name}`);
  if (!isMet) missed.push(name);
};

const percent = (share: number) => `${(share * 100).toFixed(2)} %`;
const row = (verdicts: readonly Verdict[], at: number) => {
  const found = qualityOf(verdicts, at);
  return { receipts: found.receipts, coverage: percent(found.coverage), precision: percent(found.precision), rest: found.rest, "first of rest": percent(found.firstOfRest), "left out": found.leftOut, "first of these": percent(found.firstOfLeftOut), "ties with the truth": found.tiesOfLeftOut, "first of all below": percent(found.firstOfAllBelow), "noise left alone": percent(found.noiseLeftAlone), "calibration error": found.calibrationError.toFixed(4) };
};

// Before the many ledgers below, which leave a heap behind that no gateway has.
/** The quickest of several: whatever else the machine does only ever adds. */
const quickest = (times: number, work: () => void): number => {
  let best = Infinity;
  for (let time = 0; time < times; time += 1) {
    const started = performance.now();
    work();
    best = Math.min(best, performance.now() - started);
  }
  return best;
};
const run = ({ customers }: Ledger) => {
  for (const open of customers) suggestForCustomer(open, noMemory);
};
const ledgerOf = (size: number) => withDebits(makeLedger(7, size), size);

const [once, twice] = [ledgerOf(10_000), ledgerOf(20_000)];
const [onceMs, twiceMs] = [quickest(8, () => run(once)), quickest(8, () => run(twice))];
console.log(`\n${once.receipts} receipts × ${once.debits} open debits: ${onceMs.toFixed(0)} ms; ${twice.receipts} × ${twice.debits}: ${twiceMs.toFixed(0)} ms, ${(twiceMs / onceMs).toFixed(2)} times`);
target("10,000 receipts against 10,000 open invoices under 2 s", onceMs < 2_000);
target("twice the size takes at most 2.3 times", twiceMs / onceMs <= 2.3);

const [oneCustomer, twiceCustomer] = [asOneCustomer(once), asOneCustomer(twice)];
const [oneMs, twiceOneMs] = [quickest(1, () => void suggestForCustomer(oneCustomer, noMemory)), quickest(1, () => void suggestForCustomer(twiceCustomer, noMemory))];
console.log(`All of it as one single customer, for information: ${oneMs.toFixed(0)} ms; twice: ${twiceOneMs.toFixed(0)} ms, ${(twiceOneMs / oneMs).toFixed(2)} times`);

const heapAfter = (ledger: Ledger): number => {
  const before = process.memoryUsage().heapUsed;
  let most = before;
  for (const _answer of suggestAll(ledger.customers, noMemory)) most = Math.max(most, process.memoryUsage().heapUsed);
  return (most - before) / 2 ** 20;
};
globalThis.gc?.();
const heaps = [heapAfter(once), heapAfter(twice)];
console.log(`Heap above the ledger while streaming, garbage included: ${heaps.map((heap) => `${heap.toFixed(0)} MB`).join(", and for twice the size ")}`);
target("memory stays below 256 MB for any size", Math.max(...heaps) < 256);

const table: Record<string, ReturnType<typeof row>> = {};
const together = new Map<string, Verdict[]>();
for (const [name, seeds] of [["tuning", tuning], ["unseen", unseen]] as const) {
  const all: Verdict[] = [];
  for (const seed of seeds) {
    const verdicts = judge(makeLedger(seed, 4_000));
    table[`${name} ${seed} at ${bar}`] = row(verdicts, bar);
    all.push(...verdicts);
  }
  for (const at of bars) table[`${name}, all at ${at}`] = row(all, at);
  together.set(name, all);
}
console.table(table);
for (const [name, verdicts] of together) {
  const found = qualityOf(verdicts, bar);
  target(`${name}: precision ${percent(found.precision)} at the bar of ${bar}, at least 99.5 %`, found.precision >= 0.995);
  target(`${name}: coverage ${percent(found.coverage)}, at least 75 %`, found.coverage >= 0.75);
  target(`${name}: right first in ${percent(found.firstOfRest)} of the ${found.rest} below the bar where evidence can tell, ties not counted, at least 95 %`, found.firstOfRest >= 0.95);
  console.log(`       left out, since evidence cannot tell: ${found.leftOut}, of which ${percent(found.firstOfLeftOut)} right and ${found.tiesOfLeftOut} in ties with the truth; nothing left out, ${percent(found.firstOfAllBelow)} of ${found.rest + found.leftOut} right first`);
  if (process.argv.includes("--misses")) console.table(missesBelow(verdicts, bar));
}

const peer = (name: string, work: () => PeerResult) => {
  const started = performance.now();
  const { receipts, applied, right } = work();
  return { peer: name, ms: Math.round(performance.now() - started), receipts, coverage: percent(applied / receipts), precision: percent(right / applied) };
};
const largest = 200;
const own = qualityOf(judge(once), bar);
console.table([
  { peer: `ours at ${bar}`, ms: Math.round(onceMs), receipts: own.receipts, coverage: percent(own.coverage), precision: percent(own.precision) },
  peer("exact amounts", () => exactAmounts(once)),
  peer(`munkres-js, customers up to ${largest} items`, () => munkres(once, largest)),
]);

if (missed.length > 0) {
  console.error(`Missed: ${missed.join("; ")}`);
  process.exitCode = 1;
}
