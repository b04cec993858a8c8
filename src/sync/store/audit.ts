import type { AuditEntry } from "../contract";
import type { CellValue } from "../model/cell";
import { sql } from "kysely";
import { json, pieces } from "./bulk";
import type { Handle, Tx } from "./database";

type Cells = Readonly<Record<string, CellValue>>;

export type AuditWrite = {
  readonly whoId: string;
  readonly who: string;
  /** A verb in the past, such as "Linked". */
  readonly what: string;
  readonly sheet: string;
  readonly key: string;
  readonly from: Cells | null;
  readonly to: Cells | null;
  readonly pushId: string | null;
};

export const writeAudit = async (tx: Tx, tenant: string, entries: readonly AuditWrite[]): Promise<void> => {
  for (const some of pieces(entries)) {
    await sql`
      insert into audit (tenant, who_id, who, what, sheet, key, was, becomes, push_id)
      select ${tenant}, "whoId", who, what, sheet, key, nullif("from", 'null'), nullif("to", 'null'), "pushId"
      from jsonb_to_recordset(${json(some)}) as new ("whoId" text, who text, what text, sheet text, key text, "from" jsonb, "to" jsonb, "pushId" text)`.execute(tx);
  }
};

export type AuditQuery = {
  readonly key?: string;
  readonly sheet?: string;
  readonly pushId?: string;
  /** Also what readings brought from The Layer and Sage: see reading-audit.ts. */
  readonly readings?: boolean;
  readonly before?: number;
  readonly limit: number;
};

/** Newest first; `next` is the `before` of the page that follows. */
export const readAudit = async (
  handle: Handle,
  tenant: string,
  { key, sheet, pushId, readings = false, before, limit }: AuditQuery,
): Promise<{ entries: readonly AuditEntry[]; next: number | null }> => {
  const rows = await handle
    .selectFrom("audit")
    .select(["id", "at", "who", "what", "sheet", "key", "was as from", "becomes as to", "push_id as pushId"])
    .where("tenant", "=", tenant)
    // In the words of the index's own condition, so that it serves.
    .$if(!readings, (query) => query.where(sql<boolean>`not is_reading`))
    .$if(key !== undefined, (query) => query.where("key", "=", key ?? ""))
    .$if(sheet !== undefined, (query) => query.where("sheet", "=", sheet ?? ""))
    .$if(pushId !== undefined, (query) => query.where("push_id", "=", pushId ?? ""))
    .$if(before !== undefined, (query) => query.where("id", "<", before ?? 0))
    .orderBy("id", "desc")
    .limit(limit + 1)
    .execute();
  const entries = rows.slice(0, limit);
  return { entries, next: rows.length > limit ? (entries.at(-1)?.id ?? null) : null };
};
