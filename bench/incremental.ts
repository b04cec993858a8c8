/**
 * What a run costs where nothing has changed, with 1,000 and with 100,000 documents in Sage already; and the memory of the runs that
 * brought them into the store, beside one of 10,000. The real core on PostgreSQL, to the practice Layer and Sage over HTTP; each core in a
 * process of its own. So that it takes minutes and not an hour, 1,000 documents of each run are posted and the others are in Sage
 * already, as The Layer says: they are read, planned and taken over like those of an installation that lost its database. To post them
 * all, started by itself: `node --expose-gc --import tsx bench/incremental.ts 1000 10000 100000 100000`.
 */
import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { Client } from "pg";
import { startSandbox, type Sandbox } from "../src/sandbox";
import { createLayerApi, mostReconciliationsAtOnce } from "../src/sync/layer";
import { pieces } from "../src/sync/store/bulk";
import { startPostgres } from "../test/support/postgres";
import { mapEverything } from "../test/sync/flows/posting-bench";
import { judge, median, rounded } from "./support/measuring";
import { openCore, type Place } from "./support/real-core";
import type { Ask, RunTook } from "./support/running-core";

const sizes = process.argv.slice(2).map(Number);
const [small = 1_000, middle = 10_000, large = 100_000, posted = 1_000] = sizes;
const rounds = 9;
/** Far enough apart that the few minutes which every run reads again hold the same few documents, however many there are. */
const spacingMs = 60_000;

const postgres = await startPostgres();
const administer = async (databaseUrl: string, statement: string): Promise<void> => {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(statement);
  await client.end();
};

type World = { readonly documents: number; readonly databaseUrl: string; readonly sandbox: Sandbox; readonly child: ChildProcess; readonly first: RunTook };

const asked = async (child: ChildProcess, ask: Ask): Promise<RunTook> => {
  const heard = new AbortController();
  const { signal } = heard;
  try {
    const answered = once(child, "message", { signal }) as Promise<[RunTook]>;
    const ended = once(child, "exit", { signal }).then((): never => {
      throw new Error("The core's process ended.");
    });
    child.send(ask);
    const [took] = await Promise.race([answered, ended]);
    return took;
  } finally {
    heard.abort();
  }
};

/** The Layer holds them as reconciled with one company: half invoices, half payments. */
const addReconciled = async (sandbox: Sandbox, documents: number): Promise<void> => {
  const [company] = sandbox.data.companies;
  if (!company || documents === 0) return;
  const added = sandbox.edit.bulkDocuments(documents / 2, { payments: documents / 2, companyName: company.name, spacingMs });
  const layer = createLayerApi(sandbox.layer);
  const all = (["invoices", "payments"] as const).flatMap((document) => added[document].map((id) => ({ document, id })));
  for (const some of pieces(all, mostReconciliationsAtOnce)) {
    const told = await layer.saveReconciliations(some.map(({ document, id }) => ({ document, id, sageCompanyName: company.name, sageSiteId: company.siteId, sageTransactionId: `7${id.replace(/\D/g, "")}`, reconciled: true })), randomUUID());
    if (!told.ok) throw new Error(told.failure.cause);
  }
  await layer.close();
};

/** Half invoices, half payments: read, planned, posted or taken over, and The Layer told, in one run. */
const settled = async (documents: number): Promise<World> => {
  const database = `documents_${documents}`;
  await administer(postgres.url, `create database ${database}`);
  const databaseUrl = postgres.url.replace(/\/postgres$/, `/${database}`);
  const sandbox = await startSandbox({ customers: 300, seed: 11, invoices: 0 });
  const place: Place = { databaseUrl, layer: sandbox.layer, sage200: sandbox.sage200 };
  const { core, close } = await openCore(place);
  await mapEverything(core, { sandbox });
  await close();
  const toPost = Math.min(documents, posted);
  await addReconciled(sandbox, documents - toPost);
  sandbox.edit.bulkDocuments(toPost / 2, { payments: toPost / 2, spacingMs });
  const child = fork(join("bench", "support", "running-core.ts"), [JSON.stringify(place)], { execArgv: ["--expose-gc", "--import", "tsx"] });
  await once(child, "message");
  const first = await asked(child, { watchMemory: true });
  const { counts } = first;
  console.log(`${documents} documents read in ${rounded(first.ms / 1_000, 1)} s: ${counts.posted} posted, ${counts.failed + counts.waiting} left`);
  if (counts.read !== documents || counts.posted !== toPost || counts.failed + counts.waiting > 0) throw new Error(`Not all ${documents} are in Sage: ${JSON.stringify(counts)}.`);
  // What a server's autovacuum does after a day on which so much was written.
  await administer(databaseUrl, "vacuum analyze");
  return { documents, databaseUrl, sandbox, child, first };
};

type Cost = { readonly ms: number; readonly requests: number; readonly statements: number };

const nothingNew = async ({ sandbox, child }: World, isWarm: boolean): Promise<Cost> => {
  sandbox.calls.reset();
  const { ms, statements, counts } = await asked(child, { watchMemory: false });
  // The first run reads again what The Layer was told at the end of the one before.
  if (isWarm && counts.posted + counts.read + counts.told > 0) throw new Error(`Something was new: ${JSON.stringify(counts)}.`);
  return { ms, statements, requests: Object.values(sandbox.calls.counts()).reduce((sum, times) => sum + times, 0) };
};

const close = async ({ child, sandbox }: World): Promise<void> => {
  const gone = once(child, "exit");
  child.kill();
  await gone;
  await sandbox.close();
};

const few = await settled(small);
const some = await settled(middle);
await close(some);
const many = await settled(large);

const costs: { few: Cost; many: Cost }[] = [];
// In turns, so that whatever else the machine does hits both alike. The first round warms both up.
for (let round = 0; round <= rounds; round += 1) {
  const cost = { few: await nothingNew(few, round > 0), many: await nothingNew(many, round > 0) };
  if (round > 0) costs.push(cost);
}
await close(few);
await close(many);
await postgres.stop();

const of = (which: "few" | "many", what: keyof Cost): number => median(costs.map((cost) => cost[which][what]));
console.log(`\nA run with nothing changed, reference data read again: median of ${rounds}`);
console.table(
  ([["few", small], ["many", large]] as const).map(([which, documents]) => ({ documents, requests: of(which, "requests"), statements: of(which, "statements"), ms: rounded(of(which, "ms"), 1) })),
);
console.log("Memory of the first run, in MB; the heap is what was alive after a collection, once a second");
console.table([few, some, many].map(({ documents, first }) => ({ documents, "heap peak": rounded(first.heapPeak, 1), "heap after": rounded(first.heapAfter, 1), "rss after": rounded(first.rssAfter, 1) })));
judge([
  { what: `requests with ${large} documents, of those with ${small}`, measured: of("many", "requests") / of("few", "requests"), target: 1, is: "at most" },
  { what: `statements with ${large} documents, of those with ${small}`, measured: of("many", "statements") / of("few", "statements"), target: 1, is: "at most" },
  { what: `time with ${large} documents, of that with ${small}`, measured: of("many", "ms") / of("few", "ms"), target: 1.3, is: "at most" },
  { what: `peak of the live heap with ${large} documents, of that with ${middle}`, measured: many.first.heapPeak / some.first.heapPeak, target: 1.2, is: "at most" },
  { what: `heap held after the run of ${large} documents, of that after ${middle}`, measured: many.first.heapAfter / some.first.heapAfter, target: 1.2, is: "at most" },
]);
