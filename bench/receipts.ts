/**
 * The first pull of 100,000 receipts beside one of 20,000: how long it takes, and how much memory it holds. And what a pull costs after 100 new ones: requests,
 * statements and time, which must not go with how many there are. The real core on PostgreSQL, to the practice Layer and Sage over HTTP;
 * each core in a process of its own.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Client } from "pg";
import { startSandbox, type Sandbox } from "../src/sandbox";
import { startPostgres } from "../test/support/postgres";
import { mapEverything } from "../test/sync/flows/posting-bench";
import { judge, median, rounded } from "./support/measuring";
import type { PullAsk, PullTook } from "./support/pulling-core";
import { openCore, type Place } from "./support/real-core";

const [small = 20_000, large = 100_000] = process.argv.slice(2).map(Number);
const rounds = 9;
const changes = 100;
/** Far enough apart that the few minutes which every pull reads again hold the same few receipts, however many there are. */
const spacingMs = 30_000;

const postgres = await startPostgres();
const administer = async (databaseUrl: string, statement: string): Promise<void> => {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(statement);
  await client.end();
};

type World = { readonly receipts: number; readonly sandbox: Sandbox; readonly company: string; readonly child: ChildProcess; readonly first: PullTook; cursor: string };

const asked = async (child: ChildProcess, ask: PullAsk): Promise<PullTook> => {
  const heard = new AbortController();
  const { signal } = heard;
  try {
    const answered = once(child, "message", { signal }) as Promise<[PullTook]>;
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

/** Half of them allocated, a fifth to invoices that The Layer knows. */
const pulled = async (receipts: number): Promise<World> => {
  const database = `receipts_${receipts}`;
  await administer(postgres.url, `create database ${database}`);
  const databaseUrl = postgres.url.replace(/\/postgres$/, `/${database}`);
  const sandbox = await startSandbox({ customers: 300, seed: 11, invoices: 0 });
  const [first] = sandbox.data.companies;
  if (!first) throw new Error("The sandbox has no company.");
  const company = first.name;
  const place: Place = { databaseUrl, layer: sandbox.layer, sage200: sandbox.sage200 };
  const { core, close } = await openCore(place);
  await mapEverything(core, { sandbox });
  await close();
  sandbox.edit.bulkReceipts(receipts, { companyName: company, known: receipts / 5, spacingMs });
  const child = fork(join("bench", "support", "pulling-core.ts"), [JSON.stringify({ ...place, company })], { execArgv: ["--expose-gc", "--import", "tsx"] });
  await once(child, "message");
  const took = await asked(child, { watchMemory: true, since: null });
  const seconds = (ms: number): string => `${rounded(ms / 1_000, 1)} s`;
  console.log(
    `${receipts} receipts pulled in ${seconds(took.ms)}, ${Math.round((receipts * 1_000) / took.ms)} a second: ${seconds(took.storedMs)} to read and store all that there is, ${seconds(took.ms - took.storedMs)} to tell ${took.rows} rows; ${rounded(took.heapPeak, 1)} MB alive at most`,
  );
  if (took.rows !== receipts) throw new Error(`There are ${took.rows} rows of ${receipts} receipts.`);
  // What a server's autovacuum does after a day on which so much was written.
  await administer(databaseUrl, "vacuum analyze");
  return { receipts, sandbox, company, child, first: took, cursor: took.cursor };
};

type Cost = { readonly ms: number; readonly requests: number; readonly statements: number };

const refreshed = async (world: World): Promise<Cost> => {
  const { sandbox, company, child } = world;
  sandbox.edit.bulkReceipts(changes, { companyName: company, allocated: 0, spacingMs });
  sandbox.calls.reset();
  const { ms, statements, rows, cursor } = await asked(child, { watchMemory: false, since: world.cursor });
  if (rows < changes) throw new Error(`Only ${rows} rows are told of ${changes} new receipts.`);
  world.cursor = cursor;
  return { ms, statements, requests: Object.values(sandbox.calls.counts()).reduce((sum, times) => sum + times, 0) };
};

const close = async ({ child, sandbox }: World): Promise<void> => {
  const gone = once(child, "exit");
  child.kill();
  await gone;
  await sandbox.close();
};

const few = await pulled(small);
const many = await pulled(large);
const costs: { few: Cost; many: Cost }[] = [];
// In turns, so that whatever else the machine does hits both alike. The first round warms both up.
for (let round = 0; round <= rounds; round += 1) {
  const cost = { few: await refreshed(few), many: await refreshed(many) };
  if (round > 0) costs.push(cost);
}
await close(few);
await close(many);
await postgres.stop();

const of = (which: "few" | "many", what: keyof Cost): number => median(costs.map((cost) => cost[which][what]));
console.log(`\nA pull after ${changes} new receipts, reference data read again: median of ${rounds}`);
console.table(([["few", small], ["many", large]] as const).map(([which, receipts]) => ({ receipts, requests: of(which, "requests"), statements: of(which, "statements"), ms: rounded(of(which, "ms"), 1) })));
judge([
  { what: `requests with ${large} receipts, of those with ${small}`, measured: of("many", "requests") / of("few", "requests"), target: 1, is: "at most" },
  { what: `statements with ${large} receipts, of those with ${small}`, measured: of("many", "statements") / of("few", "statements"), target: 1, is: "at most" },
  { what: `time with ${large} receipts, of that with ${small}`, measured: of("many", "ms") / of("few", "ms"), target: 1.3, is: "at most" },
  { what: `peak of the live heap in the first pull of ${large} receipts, of that of ${small}`, measured: many.first.heapPeak / few.first.heapPeak, target: 1.3, is: "at most" },
]);
