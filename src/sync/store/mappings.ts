import type { CellValue } from "../model/cell";
import type { PushSlug } from "../sheets/sheet";
import { sql } from "kysely";
import { json, pieces } from "./bulk";
import type { ChangeTx, Handle } from "./database";

export type MappingSheet = Exclude<PushSlug, "customer-links">;
export type StoredMapping = { readonly key: string; readonly cells: Readonly<Record<string, CellValue>>; readonly version: number };

/** All rows of one mapping sheet: few, so always read at once. */
export const readMappings = (handle: Handle, tenant: string, sheet: MappingSheet): Promise<readonly StoredMapping[]> =>
  handle.selectFrom("mapping").select(["key", "cells", "version"]).where("tenant", "=", tenant).where("sheet", "=", sheet).orderBy("key").execute();

/** Adds or replaces rows, each with the next version. */
export const saveMappings = async (tx: ChangeTx, tenant: string, sheet: MappingSheet, rows: readonly Pick<StoredMapping, "key" | "cells">[]): Promise<void> => {
  for (const some of pieces(rows)) {
    await sql`
      insert into mapping as old (tenant, sheet, key, cells, version, seq)
      select ${tenant}, ${sheet}, key, cells, 1, nextval('change_seq') from jsonb_to_recordset(${json(some)}) as new (key text, cells jsonb)
      on conflict (tenant, sheet, key) do update set cells = excluded.cells, version = old.version + 1, seq = excluded.seq
      where old.cells <> excluded.cells`.execute(tx);
  }
};
