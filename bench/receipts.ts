/**
 * The first pull of 100,000 receipts beside one of 20,000: how long it takes, and how much memory it holds. And what a pull costs after 100 new ones: requests,
 * statements and time, which must not go with how many there are. The real core on PostgreSQL, to the practice Layer and Sage over HTTP;
 * each core in a process of its own.
 */
import type { Sandbox } from "../src/sandbox";
import { startPostgres } from "../test/support/postgres";
import { type CoreProcess, startCoreProcess } from "./support/core-process";
import { growingWorld } from "./support/growing-world";
import { type Cost, growthTargets, inTurns, requestsTo, tabulate } from "./support/growth";
import { judge, rounded } from "./support/measuring";
import type { PullAsk, PullTook } from "./support/pulling-core";

const [small = 20_000, large = 100_000] = process.argv.slice(2).map(Number);
const rounds = 9;
const changes = 100;
/** Far enough apart that the few minutes which every pull reads again hold the same few receipts, however many there are. */
const spacingMs = 30_000;

const postgres = await startPostgres();

type World = { readonly sandbox: Sandbox; readonly company: string; readonly core: CoreProcess<PullAsk, PullTook>; readonly first: PullTook; cursor: string };

/** Half of them allocated, a fifth to invoices that The Layer knows. */
const pulled = async (receipts: number): Promise<World> => {
  const { sandbox, place, vacuum } = await growingWorld(postgres.url, `receipts_${receipts}`);
  const [first] = sandbox.data.companies;
  if (!first) throw new Error("The sandbox has no company.");
  const company = first.name;
  sandbox.edit.bulkReceipts(receipts, { companyName: company, known: receipts / 5, spacingMs });
  const core = await startCoreProcess<PullAsk, PullTook>("pulling-core.ts", { ...place, company });
  const took = await core.ask({ watchMemory: true, since: null });
  const seconds = (ms: number): string => `${rounded(ms / 1_000, 1)} s`;
  console.log(
    `${receipts} receipts pulled in ${seconds(took.ms)}, ${Math.round((receipts * 1_000) / took.ms)} a second: ${seconds(took.storedMs)} to read and store all that there is, ${seconds(took.ms - took.storedMs)} to tell ${took.rows} rows; ${rounded(took.heapPeak, 1)} MB alive at most`,
  );
  if (took.rows !== receipts) throw new Error(`There are ${took.rows} rows of ${receipts} receipts.`);
  await vacuum();
  return { sandbox, company, core, first: took, cursor: took.cursor };
};

const refreshed = async (world: World): Promise<Cost> => {
  const { sandbox, company, core } = world;
  sandbox.edit.bulkReceipts(changes, { companyName: company, allocated: 0, spacingMs });
  sandbox.calls.reset();
  const { ms, statements, rows, cursor } = await core.ask({ watchMemory: false, since: world.cursor });
  if (rows < changes) throw new Error(`Only ${rows} rows are told of ${changes} new receipts.`);
  world.cursor = cursor;
  return { ms, statements, requests: requestsTo(sandbox) };
};

const close = async ({ core, sandbox }: World): Promise<void> => {
  await core.end();
  await sandbox.close();
};

const few = await pulled(small);
const many = await pulled(large);
const costs = await inTurns(rounds, { few: () => refreshed(few), many: () => refreshed(many) });
await close(few);
await close(many);
await postgres.stop();

const sizes = { few: small, many: large, what: "receipts" };
console.log(`\nA pull after ${changes} new receipts, reference data read again: median of ${rounds}`);
tabulate(costs, sizes);
judge([
  ...growthTargets(costs, sizes),
  { what: `peak of the live heap in the first pull of ${large} receipts, of that of ${small}`, measured: many.first.heapPeak / few.first.heapPeak, target: 1.3, is: "at most" },
]);
