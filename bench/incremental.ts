/**
 * What a run costs where nothing has changed, with 1,000 and with 100,000 documents in Sage already; and the memory of the runs that
 * posted them, beside one of 10,000. The real core on PostgreSQL, to the practice Layer and Sage over HTTP; each core in a process of its
 * own. It takes some ten minutes, as all are posted; `node --expose-gc --import tsx bench/incremental.ts 200 400 1000` is a quick look.
 */
import type { Sandbox } from "../src/sandbox";
import { startPostgres } from "../test/support/postgres";
import { type CoreProcess, startCoreProcess } from "./support/core-process";
import { growingWorld } from "./support/growing-world";
import { type Cost, growthTargets, inTurns, requestsTo, tabulate } from "./support/growth";
import { judge, rounded } from "./support/measuring";
import { benchPolicy } from "./support/real-core";
import type { RunAsk, RunTook } from "./support/running-core";

const [small = 1_000, middle = 10_000, large = 100_000] = process.argv.slice(2).map(Number);
const rounds = 9;
/** Far enough apart that the few minutes which every run reads again hold the same few documents, however many there are. */
const spacingMs = 60_000;

const postgres = await startPostgres();

type World = { readonly documents: number; readonly sandbox: Sandbox; readonly core: CoreProcess<RunAsk, RunTook>; readonly first: RunTook };
type Compared = { readonly documents: number; readonly first: RunTook; readonly again: RunTook };

/** Half invoices, half payments: read, planned, posted, and The Layer told, in one run. */
const settled = async (documents: number): Promise<World> => {
  const { sandbox, place, vacuum } = await growingWorld(postgres.url, `documents_${documents}`);
  sandbox.edit.bulkDocuments(documents / 2, { payments: documents / 2, spacingMs });
  const core = await startCoreProcess<RunAsk, RunTook>("running-core.ts", place);
  const first = await core.ask({ watchMemory: true });
  const { counts } = first;
  console.log(`${documents} documents read in ${rounded(first.ms / 1_000, 1)} s: ${counts.posted} posted, ${counts.failed + counts.waiting} left`);
  if (counts.read !== documents || counts.posted !== documents || counts.failed + counts.waiting > 0) throw new Error(`Not all ${documents} are in Sage: ${JSON.stringify(counts)}.`);
  await vacuum();
  return { documents, sandbox, core, first };
};

const nothingNew = async ({ sandbox, core }: World, isWarm: boolean): Promise<Cost> => {
  sandbox.calls.reset();
  const { ms, statements, counts } = await core.ask({ watchMemory: false });
  // The first run reads again what The Layer was told at the end of the one before.
  if (isWarm && counts.posted + counts.read + counts.told > 0) throw new Error(`Something was new: ${JSON.stringify(counts)}.`);
  return { ms, statements, requests: requestsTo(sandbox) };
};

/** What was posted, beside Sage's ledger: read completely the first time, what changed and the list of what there is the second. */
const compared = async ({ documents, core }: World): Promise<Compared> => {
  await new Promise((resolve) => setTimeout(resolve, benchPolicy.settle));
  const compare = () => core.ask({ watchMemory: true, compares: true });
  const both = { documents, first: await compare(), again: await compare() };
  if (both.again.counts.differing > 0) throw new Error(`Not all is in Sage as it was posted: ${JSON.stringify(both.again.counts)}.`);
  return both;
};

const close = async ({ core, sandbox }: World): Promise<void> => {
  await core.end();
  await sandbox.close();
};

const few = await settled(small);
const some = await settled(middle);
const someCompared = await compared(some);
await close(some);
const many = await settled(large);

const costs = await inTurns(rounds, { few: (isWarm) => nothingNew(few, isWarm), many: (isWarm) => nothingNew(many, isWarm) });
const manyCompared = await compared(many);
await close(few);
await close(many);
await postgres.stop();

const sizes = { few: small, many: large, what: "documents" };
console.log(`\nA run with nothing changed, reference data read again: median of ${rounds}`);
tabulate(costs, sizes);
console.log("Memory of the first run, in MB; the heap is what was alive after a collection, once a second");
console.table([few, some, many].map(({ documents, first }) => ({ documents, "heap peak": rounded(first.heapPeak, 1), "heap after": rounded(first.heapAfter, 1), "rss after": rounded(first.rssAfter, 1) })));
console.log("Comparing what was posted with Sage's ledger, both ways; memory in MB");
console.table(
  [someCompared, manyCompared].map(({ documents, first, again }) => ({
    documents,
    compared: again.counts.compared,
    "s, first": rounded(first.ms / 1_000, 1),
    "s, again": rounded(again.ms / 1_000, 1),
    "heap peak": rounded(Math.max(first.heapPeak, again.heapPeak), 1),
  })),
);
judge([
  ...growthTargets(costs, sizes),
  { what: `documents of ${large} that were compared with Sage's ledger`, measured: manyCompared.again.counts.compared / large, target: 1, is: "at least" },
  { what: `time a document to compare ${large}, of that with ${middle}`, measured: manyCompared.again.ms / large / (someCompared.again.ms / middle), target: 2, is: "at most" },
  { what: `peak of the live heap while ${large} are compared, of that with ${middle}`, measured: manyCompared.again.heapPeak / someCompared.again.heapPeak, target: 1.2, is: "at most" },
  { what: `peak of the live heap with ${large} documents, of that with ${middle}`, measured: many.first.heapPeak / some.first.heapPeak, target: 1.2, is: "at most" },
  { what: `heap held after the run of ${large} documents, of that after ${middle}`, measured: many.first.heapAfter / some.first.heapAfter, target: 1.2, is: "at most" },
]);
