import { sql } from "kysely";
import type { ResultLine, RowOutcome } from "../contract";
import type { CellValue } from "../model/cell";
import type { Problem } from "../rules/problem";
import { json, pieces } from "./bulk";
import type { Handle, Tx } from "./database";

export type RowResult = {
  readonly number: number;
  readonly outcome: RowOutcome;
  readonly message: string;
  readonly fills: Readonly<Record<string, CellValue>>;
  readonly problems: readonly Problem[];
  readonly version: number;
};

/**
 * Records results, each once and for good, and finishes the push with the last one. Their numbers have no gaps and become
 * visible in order, as the push's row stays locked until the commit; so a reader that has number n has all before it.
 */
export const recordResults = async (tx: Tx, tenant: string, pushId: string, results: readonly RowResult[]): Promise<void> => {
  const push = await tx
    .selectFrom("push")
    .select(["result_count", "row_count", "counts", "cancel_asked"])
    .where("tenant", "=", tenant)
    .where("id", "=", pushId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  let seq = push.result_count;
  const counts: Record<string, number> = { ...push.counts };
  for (const some of pieces(results)) {
    const rows = some.map((result) => ({ ...result, seq: (seq += 1) }));
    const { rows: written } = await sql`
      update push_row set result_seq = new.seq, outcome = new.outcome, message = new.message, fills = new.fills, problems = new.problems, new_version = new.version
      from jsonb_to_recordset(${json(rows)}) as new (number int, seq int, outcome text, message text, fills jsonb, problems jsonb, version int)
      where tenant = ${tenant} and push_id = ${pushId} and row_number = new.number and push_row.outcome is null returning row_number`.execute(tx);
    if (written.length !== rows.length) throw new Error(`Push ${pushId}: a row was given a second result.`);
    for (const { outcome } of some) counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  const isFinished = seq === push.row_count;
  await sql`
    update push set result_count = ${seq}, counts = ${json(counts)},
      state = ${isFinished ? (push.cancel_asked ? "cancelled" : "done") : "working"},
      finished_at = case when ${isFinished}::boolean then clock_timestamp() end
    where tenant = ${tenant} and id = ${pushId}`.execute(tx);
};

export const readResults = async (handle: Handle, tenant: string, pushId: string, after: number, limit: number): Promise<readonly ResultLine[]> => {
  const { rows } = await sql<ResultLine>`
    select 'result' as type, result_seq as seq, json_build_object('key', ref_key, 'nth', ref_nth) as ref, outcome, message, fills, new_version as version, problems
    from push_row where tenant = ${tenant} and push_id = ${pushId} and result_seq > ${after} order by result_seq limit ${limit}`.execute(handle);
  return rows;
};
