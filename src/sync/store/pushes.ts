/** Pushes and their rows, as accepted. */
import { sql } from "kysely";
import type { PushSummary } from "../contract";
import type { CellValue, RowRef } from "../model/cell";
import type { PushSlug } from "../sheets/sheet";
import { json, pieces } from "./bulk";
import type { Handle, Tx } from "./database";

export type PushRow = {
  readonly number: number;
  readonly ref: RowRef;
  readonly version: number | null;
  readonly cells: Readonly<Record<string, CellValue>>;
};

/** What finds a row's siblings: rows of one push that may be about the same record. Blank finds nothing. */
export type SiblingKeys = { readonly rowKey: string; readonly accountKey: string; readonly idKey: string };

export type NewPush = {
  readonly id: string;
  readonly sheet: PushSlug;
  readonly bodyHash: string;
  readonly byId: string;
  readonly byName: string;
  readonly rows: readonly (PushRow & SiblingKeys)[];
  /** Rows a batch: what is claimed, worked and recorded together. */
  readonly batchSize: number;
};

/** False, and nothing written, where a push of that id is there already. */
export const insertPush = async (tx: Tx, tenant: string, push: NewPush): Promise<boolean> => {
  const { rows: inserted } = await sql`
    insert into push (tenant, id, sheet, body_hash, by_id, by_name, state, accepted_at, row_count)
    values (${tenant}, ${push.id}, ${push.sheet}, ${push.bodyHash}, ${push.byId}, ${push.byName}, 'accepted',
      -- Kept in whole milliseconds, rounded up: what was read in the same millisecond may have been read before.
      date_trunc('milliseconds', clock_timestamp()) + interval '1 millisecond', ${push.rows.length})
    on conflict do nothing returning id`.execute(tx);
  if (inserted.length === 0) return false;
  const batches = Math.ceil(push.rows.length / push.batchSize);
  await sql`
    insert into push_batch (tenant, push_id, batch, state, not_before)
    select ${tenant}, ${push.id}, number, 'waiting', clock_timestamp() from generate_series(0, ${batches - 1}::int) as number`.execute(tx);
  for (const some of pieces(push.rows)) {
    const rows = some.map((row) => ({ ...row, ...row.ref, batch: Math.floor(row.number / push.batchSize) }));
    await sql`
      insert into push_row (tenant, push_id, row_number, batch, ref_key, ref_nth, version, cells, row_key, account_key, id_key)
      select ${tenant}, ${push.id}, number, batch, key, nth, version, cells, "rowKey", "accountKey", "idKey"
      from jsonb_to_recordset(${json(rows)}) as new (number int, batch int, key text, nth int, version int, cells jsonb, "rowKey" text, "accountKey" text, "idKey" text)`.execute(tx);
  }
  return true;
};

const noCounts: PushSummary["counts"] = { saved: 0, same: 0, refused: 0, conflict: 0, later: 0, cancelled: 0, waiting: 0 };

/** Null for an id never accepted. */
export const readPush = async (
  handle: Handle,
  tenant: string,
  id: string,
): Promise<{ readonly summary: PushSummary; readonly bodyHash: string; readonly isCancelAsked: boolean } | null> => {
  const row = await handle.selectFrom("push").selectAll().where("tenant", "=", tenant).where("id", "=", id).executeTakeFirst();
  if (!row) return null;
  return {
    bodyHash: row.body_hash,
    isCancelAsked: row.cancel_asked,
    summary: {
      pushId: row.id,
      sheet: row.sheet,
      state: row.state,
      by: row.by_name,
      acceptedAt: row.accepted_at,
      finishedAt: row.finished_at,
      rows: row.row_count,
      counts: { ...noCounts, ...row.counts, waiting: row.row_count - row.result_count },
    },
  };
};

/** Asks that rows not begun be cancelled. Nothing happens to a finished push. */
export const askCancel = async (tx: Tx, tenant: string, id: string): Promise<boolean> => {
  const done = await tx
    .updateTable("push")
    .set({ cancel_asked: true })
    .where("tenant", "=", tenant)
    .where("id", "=", id)
    .where("cancel_asked", "=", false)
    .where("state", "in", ["accepted", "working"])
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
};

const rowColumns = sql`row_number as number, json_build_object('key', ref_key, 'nth', ref_nth) as ref, version, cells`;

/** The rows of a batch that have no result yet, in the sheet's order. */
export const openRows = async (handle: Handle, tenant: string, pushId: string, batch: number): Promise<readonly PushRow[]> => {
  const { rows } = await sql<PushRow>`
    select ${rowColumns} from push_row
    where tenant = ${tenant} and push_id = ${pushId} and batch = ${batch} and outcome is null order by row_number`.execute(handle);
  return rows;
};

/** Every row of the push. For pushes of short tables. */
export const allRows = async (handle: Handle, tenant: string, pushId: string): Promise<readonly PushRow[]> => {
  const { rows } = await sql<PushRow>`select ${rowColumns} from push_row where tenant = ${tenant} and push_id = ${pushId} order by row_number`.execute(handle);
  return rows;
};

/** All rows of the push that share one of these keys, whether they have a result or not. */
export const siblingRows = async (handle: Handle, tenant: string, pushId: string, keys: readonly SiblingKeys[]): Promise<readonly PushRow[]> => {
  const found = new Map<number, PushRow>();
  for (const some of pieces(keys)) {
    const { rows } = await sql<PushRow>`
      with wanted as (select * from jsonb_to_recordset(${json(some)}) as w ("rowKey" text, "accountKey" text, "idKey" text))
      select ${rowColumns} from push_row where tenant = ${tenant} and push_id = ${pushId} and (
        row_key in (select "rowKey" from wanted)
        or (account_key <> '' and account_key in (select "accountKey" from wanted))
        or (id_key <> '' and id_key in (select "idKey" from wanted)))`.execute(handle);
    for (const row of rows) found.set(row.number, row);
  }
  return [...found.values()].sort((a, b) => a.number - b.number);
};
