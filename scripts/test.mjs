/** `npm test`: types, lint and every test, browser and databases included, from a fresh clone with nothing else installed. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureNode, ensurePackages } from "./packages.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
ensureNode();
ensurePackages(root, "all");

const { findBrowser } = await import("./browser.mjs");
const browser = await findBrowser();

const bin = (...path) => join(root, "node_modules", ...path);
const environment = {
  ...process.env,
  TIEOUT_CHROMIUM: browser.path,
  ...(browser.libraries ? { TIEOUT_CHROMIUM_LIBRARIES: browser.libraries } : {}),
};
const seconds = (since) => `${Math.round((Date.now() - since) / 1000)} s`;
const verdict = (isFine) => (isFine ? "passed" : "FAILED");
/** For programs that use one core each: their output is printed when they are done. */
const runBeside = (title, ...args) =>
  new Promise((resolve) => {
    const started = Date.now();
    const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], env: environment });
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (printed += chunk));
    child.on("close", (status) => {
      console.log(`\n== ${title}\n${printed}== ${title}: ${verdict(status === 0)} in ${seconds(started)}`);
      resolve(status === 0);
    });
  });

/** One server for all test files, each with databases of its own there, since making one takes seconds. TEST_DATABASE_URL names another. */
const startDatabase = () =>
  new Promise((resolve, reject) => {
    const keeper = spawn(process.execPath, [join(root, "test", "support", "postgres-keeper.mjs")], { stdio: ["pipe", "pipe", "inherit"] });
    keeper.once("exit", () => reject(new Error("PostgreSQL did not start.")));
    keeper.stdout.on("data", (chunk) => {
      const port = /ready (\d+)/.exec(chunk)?.[1];
      if (port) resolve({ url: `postgres://tieout@127.0.0.1:${port}/postgres`, stop: () => keeper.stdin.end() });
    });
  });

const reports = join(root, ".cache", "test-reports");
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const totals = { passed: 0, failed: 0, skipped: 0 };
// Lint takes longest and uses little more than one core, so the tests wait for the other two only. Room for what is young spares it a seventh of its time.
const lint = runBeside("Lint", "--max-semi-space-size=128", bin("eslint", "bin", "eslint.js"), "src", "test", "scripts", "bench", "--max-warnings", "0");
const checks = await Promise.all([runBeside("Types", bin("typescript", "bin", "tsc"), "-p", "."), runBeside("Pages", join(root, "scripts", "web-build.mjs"))]);
const database = process.env.TEST_DATABASE_URL ? null : await startDatabase();
if (database) environment.TEST_DATABASE_URL = database.url;

const started = Date.now();
const report = join(reports, "tests.json");
// Three, since now and then one waits: for a lease to end, a page to open, or a process to start.
const status = await new Promise((resolve, reject) => {
  const jest = spawn(process.execPath, [bin("jest", "bin", "jest.js"), "--maxWorkers=3", "--json", `--outputFile=${report}`], { cwd: root, stdio: "inherit", env: environment });
  jest.once("error", reject);
  jest.once("close", resolve);
});
console.log(`== Tests, with databases, real processes and a browser: ${verdict(status === 0)} in ${seconds(started)}`);
const counted = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : null;
totals.passed += counted?.numPassedTests ?? 0;
totals.failed += counted?.numFailedTests ?? 0;
totals.skipped += (counted?.numPendingTests ?? 0) + (counted?.numTodoTests ?? 0);
// A suite that could not even be loaded fails no single test.
if (status !== 0 && (counted?.numFailedTests ?? 0) === 0) totals.failed += 1;
database?.stop();
for (const isFine of [...checks, await lint]) totals[isFine ? "passed" : "failed"] += 1;

console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exit(totals.failed === 0 ? 0 : 1);
