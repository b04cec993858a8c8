/** The store's tests run on both engines. Each test works in a tenant of its own, so tests of one file share a database. */
import { Kysely, PGliteDialect } from "kysely";
import { openDatabase, type Database } from "../../src/sync/store";
import type { Schema } from "../../src/sync/store/schema";
import { databaseOver } from "../../src/sync/store/transactions";
import { migratedPglite } from "./clusters";
import { startPostgres } from "./postgres";

export { bareMemoryPglite, seedFile } from "./clusters";

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
