import { chmodSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { Kysely, PGliteDialect, PostgresDialect, sql } from "kysely";
import { failed, failure, ok, type Result } from "../model/failure";
import type { Database, Durability } from "./database";
import { lockFolder } from "./embedded/folder-lock";
import { openPglite } from "./embedded/open-pglite";
import { startUpkeep } from "./embedded/upkeep";
import { migrate } from "./migrations";
import type { Schema } from "./schema";
import { releaseLeases } from "./push-batches";
import { openPool, planningOnce } from "./server/open-postgres";
import { databaseOver } from "./transactions";

/** What pino offers. */
export type StoreLogger = {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
};

/** `seedFile` keeps an empty embedded database for the next first start; it is made when it is not there. */
type Place = { readonly dataDir: string; readonly seedFile?: string | undefined } | { readonly url: string };
export type OpenOptions = Place & { readonly logger?: StoreLogger | undefined };

const setting = async (kysely: Kysely<Schema>, name: string): Promise<string> =>
  (await sql<{ value: string }>`select current_setting(${name}) as value`.execute(kysely)).rows[0]?.value ?? "";

/** A commit that moves the count of flushes is on the disk; one that does not, is not. */
const proveEmbedded = async (kysely: Kysely<Schema>, flushes: () => number): Promise<Durability> => {
  const before = flushes();
  await sql`insert into self_check (tenant, checked_at) values ('default', now())
    on conflict (tenant) do update set checked_at = excluded.checked_at`.execute(kysely);
  return flushes() > before && (await setting(kysely, "fsync")) === "on" ? "proven" : "unproven";
};

const openEmbedded = async (dataDir: string, seedFile: string | undefined, logger: StoreLogger | undefined): Promise<Result<Database>> => {
  const folder = resolve(dataDir);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // PGlite writes its files readable by everybody; the folder is what keeps others out.
  chmodSync(folder, 0o700);
  const locked = await lockFolder(folder);
  if (!locked.ok) return locked;
  try {
    const { pglite, files } = await openPglite(join(folder, "database"), seedFile);
    const kysely = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) });
    await migrate(kysely);
    const durability = await proveEmbedded(kysely, () => files.flushes);
    if (durability === "unproven") logger?.error({ folder }, "A commit was not seen to reach the disk");
    // Whoever held them is gone: the folder is ours alone.
    await kysely.transaction().execute(releaseLeases);
    const upkeep = startUpkeep(pglite, logger);
    return ok(
      databaseOver({
        engine: "pglite",
        durability,
        kysely,
        close: async () => {
          await upkeep.stop();
          await kysely.destroy();
          await locked.value.release();
        },
      }),
    );
  } catch (error) {
    await locked.value.release();
    throw error;
  }
};

/** Errors of the connection itself: the server is not there, or does not let us in. Anything else is a bug of ours. */
const connectionError = (error: unknown): string | null => {
  const { code, message } = error as { code?: string; message?: string };
  const isConnection = code !== undefined && (/^E[A-Z]+$/.test(code) || /^(08|28|3D|53|57)/.test(code));
  return isConnection || /timeout|terminated/i.test(message ?? "") ? (message ?? "") || String(code) : null;
};

const withoutPassword = (url: string): string => {
  const { protocol, username, host, pathname } = new URL(url);
  return `${protocol}//${username === "" ? "" : `${username}@`}${host}${pathname}`;
};

const cannotOpen = (shown: string, why: string): Result<never> =>
  failed(failure("local-storage", `The database ${shown} cannot be opened: ${why}.`, "Check DATABASE_URL, and that the PostgreSQL server runs and lets this user in."));

const openServer = async (url: string, logger: StoreLogger | undefined): Promise<Result<Database>> => {
  if (!URL.canParse(url)) return cannotOpen("in DATABASE_URL", "it is not a URL such as postgres://user:password@host:5432/tieout");
  const pool = openPool(url, logger);
  const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: planningOnce(pool) }) });
  try {
    await migrate(kysely);
    const durability = (await setting(kysely, "fsync")) === "on" && (await setting(kysely, "synchronous_commit")) !== "off" ? "proven" : "unproven";
    return ok(databaseOver({ engine: "postgres", durability, kysely, close: () => kysely.destroy() }));
  } catch (error) {
    await kysely.destroy();
    const why = connectionError(error);
    if (why === null) throw error;
    return cannotOpen(withoutPassword(url), why);
  }
};

/**
 * Opens the database, brings its schema up to date and proves that commits reach the disk. `dataDir` is made when it is not
 * there (the first start takes some 5 seconds); `url` is a PostgreSQL connection string.
 * Failures (`local-storage`): another process has the folder open, or the server cannot be reached; both name what was asked for.
 */
export const openDatabase = (options: OpenOptions): Promise<Result<Database>> =>
  "url" in options ? openServer(options.url, options.logger) : openEmbedded(options.dataDir, options.seedFile, options.logger);
