/**
 * Two workers in processes of their own post documents to the practice Sage over HTTP, on a real PostgreSQL, and are killed every few
 * seconds, while Sage loses one answer in ten after commit and commits one posting in fifty late. Afterwards the books must agree
 * to the penny. `npm run test:crash` does it with 5,000 documents.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { startSandbox, type Sandbox } from "../../src/sandbox";
import type { LedgerPolicy } from "../../src/sync/ledger/intent";
import { createPostingCore } from "../crash/posting-process";
import { bundledProgram, type BundledProgram } from "../support/bundled-program";
import { startPostgres, type TestPostgres } from "../support/postgres";
import { mapEverything } from "../sync/flows/posting-bench";

const documents = Number(process.env["TIEOUT_CRASH_DOCUMENTS"] ?? 240);
const patience = Number(process.env["TIEOUT_CRASH_MINUTES"] ?? 6) * 60_000;
jest.setTimeout(patience + 120_000);

const policy: LedgerPolicy = { lease: 4_000, sendWithin: 1_000, timeout: 1_500, settle: 3_500, backOff: { base: 100, longest: 2_000 }, doubtsAllowed: 8 };
const lateMs = 1_500;

let postgres: TestPostgres;
let sandbox: Sandbox;
let worker: BundledProgram;
beforeAll(async () => {
  worker = await bundledProgram("test/crash/main.ts");
  postgres = await startPostgres();
  sandbox = await startSandbox({ customers: 300, seed: 11, invoices: 0 });
});
afterAll(async () => {
  await sandbox?.close();
  await postgres?.stop();
  worker?.remove();
});

const pence = (text: string) => Math.round(Number(text) * 100);

test(`${documents} documents are each in Sage exactly once, whoever is killed and whatever is lost`, async () => {
  const place = { database: { url: postgres.url }, layer: sandbox.layer, sage200: sandbox.sage200, policy };
  const { core, close } = await createPostingCore(place);
  await mapEverything(core, { sandbox });
  const added = sandbox.edit.bulkDocuments(documents / 2, { payments: documents / 2, spacingMs: 1_000 });
  Object.assign(sandbox.faults, { dropPostingAnswerRate: 0.1, lateCommitRate: 0.02, lateMs, faultSeed: 5 });

  const start = (): ChildProcess => spawn(process.execPath, [worker.path, JSON.stringify(place)], { stdio: ["ignore", "ignore", "inherit"] });
  const workers = [start(), start()];
  let kills = 0;
  const begun = Date.now();
  const standing = async () => {
    const { counts } = await core.documentCounts();
    const sum = (pick: (one: (typeof counts)[number]) => number) => counts.reduce((total, one) => total + pick(one), 0);
    return { posted: sum((one) => one.posted), failed: sum((one) => one.failed + one.needsReview), told: sandbox.data.documents.reconciliations().length };
  };
  try {
    for (let at = await standing(); at.posted + at.failed < documents || at.told < at.posted; at = await standing()) {
      if (process.env["TIEOUT_CRASH_TALK"]) console.log(Date.now() - begun, kills, JSON.stringify((await core.documentCounts()).counts));
      if (Date.now() - begun > patience) throw new Error(`Not done in time: ${JSON.stringify(at)} of ${documents}, ${kills} kills.`);
      // Long enough for a process to start and post something, even on a busy machine.
      await new Promise((resolve) => setTimeout(resolve, 5_000 + 1_000 * (kills % 4)));
      const which = kills % 2;
      const victim = workers[which];
      if (victim && victim.exitCode === null) {
        const gone = once(victim, "exit");
        victim.kill("SIGKILL");
        await gone;
        kills += 1;
        workers[which] = start();
      }
    }
  } finally {
    for (const worker of workers) worker.kill("SIGKILL");
    await close();
  }

  const books = sandbox.books();
  expect(kills).toBeGreaterThan(1);
  expect(books.flatMap((one) => one.duplicates)).toEqual([]);
  expect(books.flatMap((one) => one.differences)).toEqual([]);
  const posted = books.flatMap((one) => one.posted);
  expect(posted).toHaveLength(documents);
  expect(new Set(posted.map((one) => one.secondReference)).size).toBe(documents);
  const owed =
    added.invoices.reduce((sum, id) => sum + pence(sandbox.data.documents.find("invoices", id)?.total ?? "0"), 0) -
    added.payments.reduce((sum, id) => sum + pence(sandbox.data.documents.find("payments", id)?.amount ?? "0"), 0);
  expect(posted.reduce((sum, one) => sum + one.gross, 0)).toBe(owed);
});
