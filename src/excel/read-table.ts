/** Tables and worksheets as blocks of cells, for the core to make rows of. */
import type { Cell } from "../sync/model/cell";
import { failed, ok, type Result } from "../sync/model/failure";
import { sheets } from "../sync/sheets";
import type { Column, SheetDefinition } from "../sync/sheets/sheet";
import type { Area } from "./address";
import { rowsIn } from "./address";
import type { SheetBlock, TableTarget, WorkOptions } from "./port";
import { areaFrom, bodyOf, findTable, type TablePlace } from "./place";
import { type Look, readCells } from "./read";
import { columnPositions, completeHeaders, foldHeader, indexRows, isBlankKey, isBlankRow, rowCells, type RowIndex } from "./row-keys";
import { run } from "./run";

const definitionOf = (table: string): SheetDefinition | undefined => Object.values(sheets).find((definition) => definition.table === table);

const lookAt = (column: Column | undefined): Look => {
  if (column?.kind === "code") return "code";
  return column?.kind === "text" && column.owner === "tieout" ? "value" : "content";
};

const looksOf = (place: TablePlace, definition: SheetDefinition | undefined) => {
  const byHeader = new Map(Object.entries(definition?.columns ?? {}).map(([header, column]) => [foldHeader(header), column]));
  return place.headers.map((header, position) => ({ column: place.area.left + position, look: lookAt(byHeader.get(foldHeader(header))) }));
};

const blockOf = (worksheet: string, table: string | null, headers: readonly string[], rows: readonly Cell[][], firstRow: number): SheetBlock => {
  const kept: Cell[][] = [];
  const positions: number[] = [];
  rows.forEach((row, index) => {
    if (isBlankRow(row)) return;
    kept.push(row);
    positions.push(firstRow + index);
  });
  return { worksheet, table, headers, rows: kept, positions };
};

/** Reads a table's body, or `rows` of it, once its place is known. */
const readBody = async (context: Excel.RequestContext, place: TablePlace, area: Area, options?: WorkOptions): Promise<Result<Cell[][]>> =>
  rowsIn(area) < 1 ? ok([]) : readCells(context, `the table ${place.table}`, place.worksheet, area, looksOf(place, definitionOf(place.table)), options);

export const readTable = (table: string, options?: WorkOptions): Promise<Result<SheetBlock | null>> =>
  run(`reading the table ${table}`, async (context) => {
    const place = await findTable(context, table);
    if (!place) return ok(null);
    const rows = await readBody(context, place, bodyOf(place), options);
    return rows.ok ? ok(blockOf(place.worksheet, place.table, place.headers, rows.value, 0)) : rows;
  });

export const readRows = (table: string, firstRow: number, rowCount: number): Promise<Result<SheetBlock | null>> =>
  run(`reading rows of the table ${table}`, async (context) => {
    const place = await findTable(context, table);
    if (!place) return ok(null);
    const body = bodyOf(place);
    const area = { ...body, top: body.top + firstRow, bottom: Math.min(body.bottom, body.top + firstRow + rowCount - 1) };
    const rows = await readBody(context, place, area);
    return rows.ok ? ok(blockOf(place.worksheet, place.table, place.headers, rows.value, firstRow)) : rows;
  });

/** Reads the worksheet in front: its table when it has one, ours before others, else its used range with the first row as headers. */
export const readActiveSheet = (options?: WorkOptions): Promise<Result<SheetBlock | null>> =>
  run("reading the sheet in front", async (context) => {
    const front = await askFront(context);
    if (front.table) {
      const rows = await readBody(context, front.table, bodyOf(front.table), options);
      return rows.ok ? ok(blockOf(front.worksheet, front.table.table, front.table.headers, rows.value, 0)) : rows;
    }
    if (front.headers.every((header) => header.trim() === "")) return ok(null);
    const body = { ...front.used, top: front.used.top + 1 };
    if (rowsIn(body) < 1) return ok(blockOf(front.worksheet, null, front.headers, [], 0));
    // Which columns hold codes is not known before the headers are matched, so all are looked at closely.
    const looks = front.headers.map((_, position) => ({ column: body.left + position, look: "code" as const }));
    const rows = await readCells(context, `the sheet ${front.worksheet}`, front.worksheet, body, looks, options);
    return rows.ok ? ok(blockOf(front.worksheet, null, front.headers, rows.value, 0)) : rows;
  });

export type Front = {
  readonly worksheet: string;
  readonly isProtected: boolean;
  readonly table: TablePlace | null;
  /** Of cells with values; one blank cell on an empty sheet. */
  readonly used: Area;
  /** The first row of the used range, which begins at the first cell with a value. */
  readonly headers: readonly string[];
};

/** What stands on the worksheet in front. One sync, and one more where it has a table. */
export const askFront = async (context: Excel.RequestContext): Promise<Front> => {
  const sheet = context.workbook.worksheets.getActiveWorksheet();
  const used = sheet.getUsedRange(true).untrack();
  const firstRow = used.getRow(0).untrack();
  sheet.load("name");
  sheet.protection.load("protected");
  sheet.tables.load("items/name");
  used.load("address");
  firstRow.load("values");
  await context.sync();
  const named = sheet.tables.items.find((table) => definitionOf(table.name)) ?? sheet.tables.items[0];
  const place = named ? await findTable(context, named.name) : null;
  return {
    worksheet: sheet.name,
    isProtected: sheet.protection.protected,
    table: place,
    used: areaFrom(used.address),
    headers: (firstRow.values[0] ?? []).map(String),
  };
};

export type KeyedTable = { readonly place: TablePlace; readonly positions: ReadonlyMap<string, number>; readonly index: RowIndex; readonly rowCount: number; /** Nothing was found in any row. */ readonly isBlank: boolean };

/**
 * Finds the rows of a table by key, from its key columns as they are now. Where a key wanted is blank, whole rows are read, as only
 * their other cells tell them from the blank rows that do not count.
 */
export const readKeys = async (
  context: Excel.RequestContext,
  place: TablePlace,
  target: TableTarget,
  wanted: readonly string[],
  options?: WorkOptions,
): Promise<Result<KeyedTable>> => {
  const { definition } = target;
  const positions = columnPositions({ headers: completeHeaders(definition, target.headers) }, place.headers);
  const all = looksOf(place, definition);
  const keys = new Set(definition.key.map((header) => positions.get(header)));
  const needed = wanted.some(isBlankKey) ? all : all.filter((_, position) => keys.has(position));
  const body = bodyOf(place);
  const signal = options?.signal;
  const read = await readCells(context, `the table ${place.table}`, place.worksheet, body, needed, signal ? { signal } : {});
  if (!read.ok) return failed(read.failure);
  const at = new Map(needed.map(({ column }, index) => [column - place.area.left, index]));
  const readPositions = new Map([...positions].flatMap(([header, position]) => (at.has(position) ? [[header, at.get(position) ?? 0] as const] : [])));
  const rows = read.value.map((row) => (isBlankRow(row) ? null : rowCells(readPositions, row)));
  return ok({ place, positions, index: indexRows(definition, rows), rowCount: rowsIn(body), isBlank: rows.every((row) => row === null) });
};
