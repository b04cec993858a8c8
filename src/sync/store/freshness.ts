/** How current each mirrored part is, on the database's clock. */
import { sql } from "kysely";
import type { Failure } from "../model/failure";
import { json } from "./bulk";
import type { Handle, Tx } from "./database";

export type Freshness = {
  /** Where the next reading goes on; null when the part was never read completely. */
  readonly cursor: string | null;
  /** When the last successful reading began. */
  readonly readAt: string | null;
  /** When the last successful comparison with the complete list began. */
  readonly sweptAt: string | null;
  /** What went wrong since; null when the last reading went well. */
  readonly failure: Failure | null;
  readonly failedAt: string | null;
};

const never: Freshness = { cursor: null, readAt: null, sweptAt: null, failure: null, failedAt: null };

export const databaseNow = async (handle: Handle): Promise<string> => {
  const { rows } = await sql<{ now: string }>`select clock_timestamp() as now`.execute(handle);
  return rows[0]?.now ?? new Date().toISOString();
};

export const readFreshness = async (handle: Handle, tenant: string, what: string): Promise<Freshness> => {
  const row = await handle
    .selectFrom("freshness")
    .select(["cursor", "read_at as readAt", "swept_at as sweptAt", "failure", "failed_at as failedAt"])
    .where("tenant", "=", tenant)
    .where("what", "=", what)
    .executeTakeFirst();
  return row ?? never;
};

/** Every part whose name begins so. */
export const freshnessOf = async (handle: Handle, tenant: string, prefix: string): Promise<readonly (Freshness & { readonly what: string })[]> =>
  handle
    .selectFrom("freshness")
    .select(["what", "cursor", "read_at as readAt", "swept_at as sweptAt", "failure", "failed_at as failedAt"])
    .where("tenant", "=", tenant)
    .where(sql<boolean>`starts_with(what, ${prefix})`)
    .execute();

const upsert = async (tx: Tx, tenant: string, what: string, set: ReturnType<typeof sql>, values: ReturnType<typeof sql>): Promise<void> => {
  await sql`insert into freshness (tenant, what, cursor, read_at, swept_at, failure, failed_at) values (${tenant}, ${what}, ${values})
    on conflict (tenant, what) do update set ${set}`.execute(tx);
};

/** A cursor never goes back: of two readings at once, the one that saw further counts. */
export const recordRead = (tx: Tx, tenant: string, what: string, startedAt: string, cursor: string | null): Promise<void> =>
  upsert(
    tx,
    tenant,
    what,
    sql`cursor = greatest(freshness.cursor, excluded.cursor), read_at = greatest(freshness.read_at, excluded.read_at), failure = null, failed_at = null`,
    sql`${cursor}, ${startedAt}, null, null, null`,
  );

/** Within a reading that goes by ascending stamps: should it be cut off, the next one goes on from here. It counts as read only with `recordRead`. */
export const recordProgress = (tx: Tx, tenant: string, what: string, cursor: string | null): Promise<void> =>
  upsert(tx, tenant, what, sql`cursor = greatest(freshness.cursor, excluded.cursor)`, sql`${cursor}, null, null, null, null`);

export const recordSweep = (tx: Tx, tenant: string, what: string, startedAt: string): Promise<void> =>
  upsert(tx, tenant, what, sql`swept_at = greatest(freshness.swept_at, excluded.swept_at)`, sql`null, null, ${startedAt}, null, null`);

export const recordFailure = (tx: Tx, tenant: string, what: string, why: Failure): Promise<void> =>
  upsert(tx, tenant, what, sql`failure = excluded.failure, failed_at = excluded.failed_at`, sql`null, null, null, ${json(why)}, clock_timestamp()`);
