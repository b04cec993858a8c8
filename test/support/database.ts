/** The store's tests run on both engines. Each test works in a tenant of its own, so tests of one file share a database. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { Kysely, PGliteDialect } from "kysely";
import { openDatabase, type Database } from "../../src/sync/store";
import { pgliteParsers } from "../../src/sync/store/embedded/open-pglite";
import { migrate } from "../../src/sync/store/migrations";
import type { Schema } from "../../src/sync/store/schema";
import { databaseOver } from "../../src/sync/store/transactions";
import { startPostgres } from "./postgres";

/** For `openDatabase({ dataDir, seedFile })` in tests. */
export const seedFile = join(__dirname, "../../node_modules/.cache/tieout/pglite-0.5.16.tar");

/** A cluster that is kept in a file, made by whoever needs it first. */
const kept = async (file: string, make: () => Promise<PGlite>): Promise<Blob> => {
  if (!existsSync(file)) {
    const pglite = await make();
    await pglite.exec("checkpoint");
    const dump = await pglite.dumpDataDir("none");
    await pglite.close();
    mkdirSync(dirname(file), { recursive: true });
    const own = `${file}.${process.pid}`;
    writeFileSync(own, Buffer.from(await dump.arrayBuffer()));
    renameSync(own, file);
  }
  return new Blob([readFileSync(file)]);
};

/** PGlite in memory, without a schema. Making a cluster takes 5 seconds, loading one takes one. */
export const bareMemoryPglite = async (): Promise<PGlite> => PGlite.create({ loadDataDir: await kept(seedFile, () => PGlite.create()), parsers: pgliteParsers });

const migrationsFolder = join(__dirname, "../../src/sync/store/migrations");
/** With the schema as these migrations make it: another migration, another file. */
const migratedFile = (): string => {
  const hash = createHash("sha1");
  for (const name of readdirSync(migrationsFolder).sort()) hash.update(name).update(readFileSync(join(migrationsFolder, name)));
  return seedFile.replace(/\.tar$/, `-${hash.digest("hex").slice(0, 12)}.tar`);
};

/** Some twenty test files need one each; migrating takes as long as loading. */
const migratedPglite = async (): Promise<PGlite> => {
  const loadDataDir = await kept(migratedFile(), async () => {
    const pglite = await bareMemoryPglite();
    // Not destroyed: that would close the cluster that is wanted.
    await migrate(new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) }));
    return pglite;
  });
  return PGlite.create({ loadDataDir, parsers: pgliteParsers });
};

export const openMemoryDatabase = async (): Promise<Database> => {
  const kysely = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite: await migratedPglite() }) });
  return databaseOver({ engine: "pglite", durability: "unproven", kysely, close: () => kysely.destroy() });
};

export type Engine = "PGlite" | "PostgreSQL";

export type OnEngine = {
  readonly db: Database;
  /** A second connection to the same data: itself on PGlite, another pool on PostgreSQL, as another process would have. */
  readonly other: Database;
  /** Set on PostgreSQL only. */
  readonly url: string | null;
};

let tenants = 0;
/** A tenant that no other test has. */
export const aTenant = (): string => `tenant-${process.pid}-${(tenants += 1)}`;

const opened = (result: Awaited<ReturnType<typeof openDatabase>>): Database => {
  if (!result.ok) throw new Error(`${result.failure.cause} ${result.failure.cure}`);
  return result.value;
};

const start = async (engine: Engine): Promise<OnEngine & { stop(): Promise<void> }> => {
  if (engine === "PGlite") {
    const db = await openMemoryDatabase();
    return { db, other: db, url: null, stop: () => db.close() };
  }
  const server = await startPostgres();
  const db = opened(await openDatabase({ url: server.url }));
  const other = opened(await openDatabase({ url: server.url }));
  return {
    db,
    other,
    url: server.url,
    stop: async () => {
      await db.close();
      await other.close();
      await server.stop();
    },
  };
};

/** Declares the same tests for both engines. `on()` may be called inside tests and hooks only. */
export const describeOnEachEngine = (name: string, tests: (on: () => OnEngine, engine: Engine) => void, engines: readonly Engine[] = ["PGlite", "PostgreSQL"]): void => {
  // The embedded engine runs on the event loop beside the tests, and test files share a machine's cores.
  jest.setTimeout(120_000);
  describe.each(engines)(`${name} (%s)`, (engine) => {
    let running: Awaited<ReturnType<typeof start>> | undefined;
    beforeAll(async () => {
      running = await start(engine);
    });
    afterAll(async () => {
      await running?.stop();
    });
    tests(() => {
      if (!running) throw new Error("The database is there inside tests and hooks only.");
      return running;
    }, engine);
  });
};
