import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase, type Database } from "../../../src/sync/store";
import { lockFolder } from "../../../src/sync/store/embedded/folder-lock";
import { bundledProgram, type BundledProgram } from "../../support/bundled-program";
import { seedFile } from "../../support/database";

jest.setTimeout(180_000);

describe("the embedded database", () => {
  let folder = "";
  const children: ChildProcess[] = [];
  let opener: BundledProgram;

  beforeAll(async () => {
    opener = await bundledProgram("test/sync/store/second-opener.ts");
  });
  afterAll(() => opener.remove());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tieout-embedded-"));
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });

  /** A process of its own on the folder. */
  const otherProcess = (dataDir: string) => {
    const child = spawn(process.execPath, [opener.path, dataDir, seedFile], { stdio: ["ignore", "pipe", "inherit"] });
    children.push(child);
    let said = "";
    const until = (pattern: RegExp) =>
      new Promise<string>((resolve, reject) => {
        const look = () => {
          if (pattern.test(said)) resolve(said);
        };
        child.stdout?.on("data", (chunk: Buffer) => {
          said += chunk.toString();
          look();
        });
        child.once("exit", () => (pattern.test(said) ? resolve(said) : reject(new Error(`It ended, having said: ${said}`))));
        look();
      });
    const killed = () =>
      new Promise<void>((resolve) => {
        child.once("exit", () => resolve());
        child.kill("SIGKILL");
      });
    return { until, killed };
  };

  const opened = async (dataDir: string): Promise<Database> => {
    const result = await openDatabase({ dataDir, seedFile });
    if (!result.ok) throw new Error(result.failure.cause);
    return result.value;
  };

  it("proves at its start that a commit reaches the disk, keeps others out of its folder, and keeps what was written", async () => {
    const dataDir = join(folder, "data");
    const first = await opened(dataDir);
    expect(first.durability).toBe("proven");
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    await first.transaction("write", (tx) => tx.insertInto("sweep_seen").values({ tenant: "t", sweep: "s", id: "1" }).execute());
    await first.close();
    const again = await opened(dataDir);
    expect(await again.read((handle) => handle.selectFrom("sweep_seen").select("id").execute())).toEqual([{ id: "1" }]);
    await again.close();
  });

  it("refuses a second process by the folder's name, and lets one in the moment its holder was killed, with all it had committed", async () => {
    const dataDir = join(folder, "data");
    const holder = otherProcess(dataDir);
    await holder.until(/committed/);
    const refused = await openDatabase({ dataDir, seedFile });
    expect(refused).toMatchObject({ ok: false, failure: { code: "local-storage", value: dataDir } });
    if (!refused.ok) expect(refused.failure.cause).toContain(`${dataDir} is in use by process`);
    await holder.killed();
    const next = await opened(dataDir);
    expect(await next.read((handle) => handle.selectFrom("sweep_seen").select("id").execute())).toHaveLength(1);
    await next.close();
  });

  it("is refused to the same process as well, and by another path to the folder", async () => {
    const first = await lockFolder(folder);
    const second = await lockFolder(join(folder, ".", "..", folder.split("/").at(-1) ?? ""));
    expect([first.ok, second.ok]).toEqual([true, false]);
    if (first.ok) await first.value.release();
    const third = await lockFolder(folder);
    expect(third.ok).toBe(true);
    if (third.ok) await third.value.release();
  });

  it("does not mistake a half-made database for one", async () => {
    const dataDir = join(folder, "data");
    mkdirSync(join(dataDir, "database.making"), { recursive: true });
    writeFileSync(join(dataDir, "database.making", "PG_VERSION"), "18");
    const database = await opened(dataDir);
    expect(existsSync(join(dataDir, "database.making"))).toBe(false);
    await database.close();
  });

  it("is not kept out by the notice of this machine's own dead process", async () => {
    writeFileSync(join(folder, "in-use.json"), JSON.stringify({ host: hostname(), pid: 1 }));
    const lock = await lockFolder(folder);
    expect(lock.ok).toBe(true);
    if (lock.ok) await lock.value.release();
  });
});
