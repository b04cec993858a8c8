/** A copy of a table as The Layer's upload takes it: plain cells on a worksheet of their own, codes as text, without what is left out. */
import type { Cell } from "../sync/model/cell";
import { failed, failure, ok, type Result } from "../sync/model/failure";
import { areaOf } from "./address";
import { textCell, type Written, written } from "./cells";
import { chunkLimits, chunkRows } from "./chunk";
import { cellFor, cellFormatOf, formatOf, widthOf } from "./columns";
import type { Batch, Plan, SheetCommand } from "./command";
import { execute } from "./execute";
import { noTable } from "./failures";
import { literalOf } from "./literal";
import { bodyOf, findTable } from "./place";
import type { TableTarget, WorkOptions } from "./port";
import { readCells } from "./read";
import { columnPositions, completeHeaders, foldHeader, isBlankRow } from "./row-keys";
import { run } from "./run";
import { freeSheetName } from "./sheet-names";

type Kept = { readonly header: string; readonly position: number; readonly column: TableTarget["definition"]["columns"][string] | undefined };

/** `columns` are left out, by canonical name or as the sheet spells them. Worksheet.copy is not used: it empties the user's undo. */
export const copyForUpload = (target: TableTarget, columns: readonly string[], options?: WorkOptions): Promise<Result<{ readonly worksheet: string }>> =>
  run(`copying ${target.definition.name} for upload`, async (context) => {
    const { definition } = target;
    const { worksheets } = context.workbook;
    worksheets.load("items/name");
    const place = await findTable(context, definition.table);
    if (!place) return failed(noTable(definition.table));
    const positions = columnPositions({ headers: completeHeaders(definition, target.headers) }, place.headers);
    const canonical = new Map([...positions].map(([header, position]) => [position, header]));
    const dropped = new Set(columns.map(foldHeader));
    const kept = place.headers.flatMap((spelled, position): Kept[] => {
      const header = canonical.get(position) ?? spelled;
      if (dropped.has(foldHeader(header)) || dropped.has(foldHeader(spelled))) return [];
      return [{ header, position, column: definition.columns[header] }];
    });
    if (kept.length === 0) return failed(failure("bad-request", "Every column was left out of the copy.", "Keep at least one column."));
    const looks = kept.map(({ position, column }) => ({ column: place.area.left + position, look: column?.kind === "code" ? ("code" as const) : ("content" as const) }));
    const signal = options?.signal;
    const read = await readCells(context, `the table ${place.table}`, place.worksheet, bodyOf(place), looks, signal ? { signal } : {});
    if (!read.ok) return read;
    const worksheet = freeSheetName(`${definition.name} upload`, worksheets.items.map((sheet) => sheet.name));
    const done = await execute(context, planCopy(worksheet, kept, read.value.filter((row) => !isBlankRow(row))), options);
    return done.ok ? ok({ worksheet }) : done;
  });

export const planCopy = (worksheet: string, kept: readonly Kept[], rows: readonly (readonly Cell[])[]): Plan => ({
  totalRows: rows.length,
  batches: batches(worksheet, kept, rows),
  whenStopped: [],
});

function* batches(worksheet: string, kept: readonly Kept[], rows: readonly (readonly Cell[])[]): Generator<Batch> {
  const opening: SheetCommand[] = [
    { kind: "addSheet", worksheet, hidden: false },
    { kind: "writeBlock", worksheet, area: areaOf(0, 0, 1, kept.length), values: [kept.map(({ header }) => written(textCell(header), "general"))] },
    ...kept.flatMap(({ header, column }, position): SheetCommand[] => [
      { kind: "formatColumn", worksheet, area: areaOf(1, position, Math.max(1, rows.length), 1), format: formatOf(column) },
      { kind: "setWidth", worksheet, area: areaOf(0, position, 1, 1), points: widthOf(header, column) },
    ]),
  ];
  for (const chunk of chunkRows(writtenRows(kept, rows), chunkLimits)) {
    const block: SheetCommand[] = chunk.rows.length === 0 ? [] : [{ kind: "writeBlock", worksheet, area: areaOf(1 + chunk.first, 0, chunk.rows.length, kept.length), values: chunk.rows }];
    yield { commands: [...(chunk.first === 0 ? opening : []), ...block, ...(chunk.isLast ? [{ kind: "activate", worksheet } as const] : [])], rows: chunk.rows.length };
  }
}

function* writtenRows(kept: readonly Kept[], rows: readonly (readonly Cell[])[]): Generator<readonly Written[]> {
  for (const row of rows) yield kept.map(({ column }, index) => written(cellFor(column, literalOf(row[index] ?? null)), cellFormatOf(column)));
}
