import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import { Kysely, PGliteDialect, PostgresDialect, sql } from "kysely";
import { Migrator } from "kysely/migration";
import { Client } from "pg";
import { migrate, migrations } from "../../../src/sync/store/migrations";
import type { Schema } from "../../../src/sync/store/schema";
import { openPool } from "../../../src/sync/store/server/open-postgres";
import { bareMemoryPglite } from "../../support/database";
import { startPostgres, type TestPostgres } from "../../support/postgres";
import { schemaShape } from "./schema-shape";

jest.setTimeout(180_000);

const frozen = join(__dirname, "../../fixtures/schema");
const released = readdirSync(frozen)
  .filter((name) => name.endsWith(".sql"))
  .sort();

type Empty = { readonly kysely: Kysely<Schema>; close(): Promise<void> };

/** One of each for the file. */
let server: TestPostgres | undefined;
let databasesMade = 0;
let cluster: Promise<PGlite> | undefined;
afterAll(async () => {
  await server?.stop();
  await (await cluster)?.close();
});

const engines: Readonly<Record<string, () => Promise<Empty>>> = {
  /** It has one database and no other: emptied for whoever comes next, since another cluster takes seconds to load. */
  PGlite: async () => {
    const pglite = await (cluster ??= bareMemoryPglite());
    await pglite.exec("drop schema public cascade; create schema public");
    return { kysely: new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) }), close: async () => undefined };
  },
  PostgreSQL: async () => {
    server ??= await startPostgres();
    const name = `empty_${(databasesMade += 1)}`;
    const administrator = new Client({ connectionString: server.url });
    await administrator.connect();
    await administrator.query(`create database ${name}`);
    await administrator.end();
    const url = new URL(server.url);
    url.pathname = `/${name}`;
    const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: openPool(url.href, undefined) }) });
    return { kysely, close: () => kysely.destroy() };
  },
};

describe.each(Object.keys(engines))("migrations (%s)", (engine) => {
  const databases: Empty[] = [];
  const empty = async (): Promise<Kysely<Schema>> => {
    const database = await engines[engine]?.();
    if (!database) throw new Error(engine);
    databases.push(database);
    return database.kysely;
  };
  afterEach(async () => {
    for (const database of databases.splice(0)) await database.close();
  });

  const shape = (kysely: Kysely<Schema>) => schemaShape(kysely as unknown as Kysely<never>);
  const run = async (kysely: Kysely<Schema>, text: string) => {
    for (const statement of text.split(/;\s*\n/).filter((one) => one.trim() !== "")) await sql.raw(statement).execute(kysely);
  };

  it("every released schema is frozen", () => {
    expect(released.map((name) => name.replace(".sql", ""))).toEqual(Object.keys(migrations).sort());
  });

  it.each(released)("%s is what its migration makes, and is taken to the newest with its rows", async (file) => {
    const name = file.replace(".sql", "");
    const made = await empty();
    const { error } = await new Migrator({ db: made, provider: { getMigrations: async () => migrations } }).migrateTo(name);
    expect(error).toBeUndefined();
    const asMade = await shape(made);
    await migrate(made);
    const newest = await shape(made);

    const old = await empty();
    await run(old, readFileSync(join(frozen, file), "utf8"));
    expect(await shape(old)).toEqual(asMade);
    await migrate(old);
    expect(await shape(old)).toEqual(newest);
    expect(await old.selectFrom("customer_link").select(["customer_id", "account_number", "version"]).execute()).toEqual([
      { customer_id: "C1", account_number: "NORTH001", version: 3 },
    ]);
  });

  it("a database filled before receipts reads The Layer's documents again, and nothing else", async () => {
    const kysely = await empty();
    await run(kysely, readFileSync(join(frozen, "0002-documents.sql"), "utf8"));
    const lists = ["layer-orders", "layer-invoices", "layer-credit-notes", "layer-payments", "layer-refunds"];
    for (const what of [...lists, "layer-customers"]) await sql`insert into freshness (tenant, what, cursor, read_at) values ('default', ${what}, '2026-11-21T00:00:00.000Z', now())`.execute(kysely);
    await migrate(kysely);
    const read = await kysely.selectFrom("freshness").select(["what", "cursor"]).execute();
    expect(read.filter(({ cursor }) => cursor === null).map(({ what }) => what).sort()).toEqual([...lists].sort());
    expect(read.filter(({ cursor }) => cursor !== null).map(({ what }) => what)).toEqual(["layer-customers"]);
  });

  it("running again changes nothing", async () => {
    const kysely = await empty();
    await migrate(kysely);
    const before = await shape(kysely);
    await migrate(kysely);
    expect(await shape(kysely)).toEqual(before);
  });
});
