/** What pulls of worksheets by page have in common: one page behind the other, and the trailer that says where the next pull goes on. */
import type { SheetLine } from "../contract";
import type { Database, Handle } from "../store";
import { latestChange } from "../store/changes";
import { databaseNow } from "../store/freshness";
import { cursorText } from "./cursor";

/** What is told of a row: its cells, or that it is no longer there. */
export type ToldLine = Extract<SheetLine, { type: "row" | "gone" }>;

const pageSize = 1_000;

/**
 * What `tell` says of every row, null for nothing. `page` reads up to `limit` rows behind one, null for the first. A page at a time, so memory
 * is bounded; ends early once nobody listens.
 */
export async function* pagedLines<Row>(
  db: Database,
  signal: AbortSignal,
  page: (handle: Handle, after: Row | null, limit: number) => Promise<readonly Row[]>,
  tell: (row: Row) => ToldLine | null,
): AsyncGenerator<ToldLine> {
  for (let after: Row | null = null; !signal.aborted; ) {
    const behind: Row | null = after;
    const rows: readonly Row[] = await db.read((handle) => page(handle, behind, pageSize));
    for (const row of rows) {
      const line = tell(row);
      if (line !== null) yield line;
    }
    if (rows.length < pageSize) return;
    after = rows.at(-1) ?? null;
  }
}

/** A pull: its lines and, unless it was broken off, its trailer. Begin to read with the lines, not before: what changes meanwhile must be told again, rather than never. */
export async function* pulled(
  { db, tenant }: { readonly db: Database; readonly tenant: string },
  signal: AbortSignal,
  notes: readonly string[],
  lines: AsyncGenerator<ToldLine>,
): AsyncGenerator<SheetLine> {
  const [cursor, asOf] = await db.read(async (handle) => [await latestChange(handle, tenant), await databaseNow(handle)] as const);
  let count = 0;
  for await (const line of lines) {
    if (line.type === "row") count += 1;
    yield line;
  }
  if (!signal.aborted) yield { type: "trailer", count, cursor: cursorText(cursor), notes: [...notes], asOf };
}
