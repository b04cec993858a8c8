/** The ids that a complete reading has seen so far, kept in a table so that memory stays bounded. */
import { sql } from "kysely";
import { json, pieces } from "./bulk";
import type { Tx } from "./database";

export const addSeen = async (tx: Tx, tenant: string, sweep: string, ids: readonly string[]): Promise<void> => {
  for (const some of pieces(ids)) {
    await sql`insert into sweep_seen (tenant, sweep, id) select ${tenant}, ${sweep}, jsonb_array_elements_text(${json(some)}) on conflict do nothing`.execute(tx);
  }
};

export const forgetSeen = async (tx: Tx, tenant: string, sweep: string): Promise<void> => {
  await tx.deleteFrom("sweep_seen").where("tenant", "=", tenant).where("sweep", "=", sweep).execute();
};
