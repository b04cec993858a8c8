/**
 * Numbers changes that were written without one. What a worker records must not wait for the change lock, which is held up
 * to a commit's flush: results would then reach the disk one by one. Such a change leaves `seq` null; whoever pulls by
 * `since` numbers what there is first, many in one transaction. A change that is not numbered yet is told late, never lost.
 */
import { sql } from "kysely";
import type { ChangeTx, Database } from "./database";

const tables = ["layer_document", "error_entry", "waiting_customer", "receipt_row"] as const;
const some = 2_000;

/** Numbers up to `limit` rows of each table, and tells how many. Rows that somebody is changing right now wait for the next time. */
export const numberSome = async (tx: ChangeTx, tenant: string, limit = some): Promise<number> => {
  let numbered = 0;
  for (const name of tables) {
    const table = sql.table(name);
    const { rows } = await sql`
      with open as (select ctid from ${table} where tenant = ${tenant} and seq is null limit ${limit} for update skip locked)
      update ${table} set seq = nextval('change_seq') where ctid = any (array(select ctid from open)) returning 1`.execute(tx);
    numbered += rows.length;
  }
  return numbered;
};

/** Numbers everything, in short transactions. Call it before a pull by `since` of documents, errors, waiting customers or rows of receipts. */
export const numberChanges = async (db: Database, tenant: string): Promise<void> => {
  const isOpen = await db.read(async (handle) => {
    const { rows } = await sql<{ open: boolean }>`
      select exists (select 1 from layer_document where tenant = ${tenant} and seq is null)
        or exists (select 1 from error_entry where tenant = ${tenant} and seq is null)
        or exists (select 1 from waiting_customer where tenant = ${tenant} and seq is null)
        or exists (select 1 from receipt_row where tenant = ${tenant} and seq is null) as open`.execute(handle);
    return rows[0]?.open ?? false;
  });
  if (!isOpen) return;
  while ((await db.change(tenant, "number changes", (tx) => numberSome(tx, tenant))) >= some);
};
