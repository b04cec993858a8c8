import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox, type Sandbox } from "../../../src/sandbox";
import type { ResultLine } from "../../../src/sync/contract";
import { bundledProgram, type BundledProgram } from "../../support/bundled-program";
import { seedFile } from "../../support/database";
import { startPostgres, type TestPostgres } from "../../support/postgres";
import { linkRow, pushed, unlinkedCustomers } from "./practice-core";
import type { PushingProcess } from "./pushing-process";

jest.setTimeout(300_000);

type Line = ResultLine | { readonly type: "accepted" } | { readonly type: "trailer" } | { readonly type: "audit"; readonly linked: readonly string[] };

describe.each(["PGlite", "PostgreSQL"])("a process killed in the middle of a push (%s)", (engine) => {
  let folder = "";
  let sandbox: Sandbox;
  let server: TestPostgres | null = null;
  let child: ChildProcess | null = null;
  let program: BundledProgram;

  beforeAll(async () => {
    program = await bundledProgram("test/sync/flows/pushing-process.ts");
  });
  afterAll(() => program.remove());
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "tieout-kill-"));
    sandbox = await startSandbox({ customers: 80, seed: 11 });
    server = engine === "PostgreSQL" ? await startPostgres() : null;
  });
  afterEach(async () => {
    child?.kill("SIGKILL");
    await sandbox.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Starts the process and kills it when it has said `killAfter` results since; null lets it finish. Answers what it said. */
  const run = (task: PushingProcess, killWhen: (line: Line, at: number) => boolean): Promise<readonly Line[]> =>
    new Promise((resolve, reject) => {
      const running = spawn(process.execPath, [program.path, JSON.stringify(task)], { stdio: ["ignore", "pipe", "pipe"] });
      child = running;
      const lines: Line[] = [];
      let rest = "";
      let complaint = "";
      running.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
      running.stdout.on("data", (chunk: Buffer) => {
        const parts = (rest + chunk.toString()).split("\n");
        rest = parts.pop() ?? "";
        for (const part of parts) {
          const line = JSON.parse(part) as Line;
          lines.push(line);
          if (killWhen(line, lines.length)) running.kill("SIGKILL");
        }
      });
      running.once("exit", (code, signal) => (code === 0 || signal === "SIGKILL" ? resolve(lines) : reject(new Error(complaint))));
    });

  it("finishes it when started again: nothing is lost and nothing is done twice", async () => {
    const targets = unlinkedCustomers(sandbox).slice(0, 30);
    const rows = pushed("customer-links", [
      ...targets.map(({ customer, account, company }) => linkRow({ CustomerId: customer.id, company, number: account.reference })),
      linkRow({ CustomerId: "NOBODY", company: targets[0]?.company ?? { name: "", siteId: "" }, number: "X" }),
    ]);
    const rowsFile = join(folder, "rows.json");
    writeFileSync(rowsFile, JSON.stringify(rows));
    const task: PushingProcess = {
      database: server ? { url: server.url } : { dataDir: join(folder, "data"), seedFile },
      layer: sandbox.layer,
      sage200: sandbox.sage200,
      pushId: "push-killed-1",
      rowsFile,
    };
    // Slow enough that a kill falls between sending and recording as well.
    sandbox.faults.slowMs = 15;
    const seen = new Map<number, ResultLine>();
    const note = (lines: readonly Line[]) => {
      for (const line of lines) {
        if (line.type !== "result") continue;
        // A result once told is never told otherwise.
        if (seen.has(line.seq)) expect(line).toEqual(seen.get(line.seq));
        seen.set(line.seq, line);
      }
    };
    note(await run(task, (line) => line.type === "accepted"));
    for (const results of [2, 13]) note(await run(task, (line) => line.type === "result" && line.seq >= results));
    const last = await run(task, () => false);
    note(last);

    const results = [...seen.values()].sort((a, b) => a.seq - b.seq);
    expect(results.map((result) => result.seq)).toEqual(rows.map((_, at) => at + 1));
    expect(results.filter((result) => result.outcome === "saved")).toHaveLength(30);
    expect(results.filter((result) => result.outcome === "refused").map((result) => result.ref.key)).toEqual([rows.at(-1)?.ref.key]);
    const audit = last.find((line) => line.type === "audit");
    expect(audit?.type === "audit" ? [...audit.linked].sort() : []).toEqual(targets.map(({ customer }) => customer.id).sort());
    for (const { customer, account, company } of targets) {
      expect(sandbox.data.links().filter((link) => link.customerId === customer.id)).toMatchObject([
        { sageCompanyName: company.name, sageAccountNumber: account.reference, sageCustomerId: String(account.id), synced: true },
      ]);
    }
  });
});
