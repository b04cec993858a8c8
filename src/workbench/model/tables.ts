/** Making, resizing and taking away tables. */
import type { Area } from "./area";
import { columnsOf, isUnbounded, overlaps, rowsOf } from "./area";
import { clearFilter } from "./filtering";
import { carryDown, setTableArea } from "./growth";
import { keepHeaders, writeHeader } from "./headers";
import { Refusal } from "./refusal";
import { insertCells, deleteCells } from "./structure";
import { Table, uniqueHeader } from "./table";
import type { Worksheet } from "./worksheet";

/**
 * Makes a table of the area. Without headers a header row is put in above the data, which moves down. Headers become unique text.
 * Throws InvalidArgument where another table stands in the way.
 */
export const addTable = (sheet: Worksheet, area: Area, hasHeaders: boolean, name?: string): Table => {
  const { workbook } = sheet;
  if (isUnbounded(area)) throw new Refusal("InvalidArgument", "A table cannot span whole rows or columns.");
  if (sheet.tables.some((table) => overlaps(table.area, area))) throw new Refusal("InvalidArgument", "A table cannot overlap another table.");
  const tableName = name ?? workbook.nextTableName();
  workbook.checkTableName(tableName, null);
  sheet.checkUnlocked(area);
  let taken = area;
  if (!hasHeaders) {
    insertCells(sheet, { ...area, bottom: area.top }, "Down");
    taken = { ...area, bottom: area.bottom + 1 };
  } else if (rowsOf(area) === 1) {
    // Excel gives a table of headers alone one blank row, and moves down what stands in its way.
    taken = { ...area, bottom: area.bottom + 1 };
    const below = { ...taken, top: taken.bottom };
    if (!sheet.grid.isBlankArea(below)) insertCells(sheet, below, "Down");
  }
  const table = new Table(workbook.newId(), sheet.id, tableName, taken);
  for (let index = 0; index < columnsOf(taken); index++) {
    const text = hasHeaders ? sheet.text(taken.top, taken.left + index) : "";
    table.columns.push(table.newColumn(uniqueHeader(text, table.columns.map((column) => column.name))));
  }
  sheet.setTables([...sheet.tables, table]);
  table.columns.forEach((_, index) => writeHeader(sheet, table, index));
  workbook.emit({ kind: "table", what: "added", worksheet: sheet.id, table: table.id, tableName: table.name });
  return table;
};

export const renameTable = (sheet: Worksheet, table: Table, name: string): void => {
  if (table.name === name) return;
  sheet.workbook.checkTableName(name, table);
  table.name = name;
  sheet.workbook.emit({ kind: "table", what: "renamed", worksheet: sheet.id, table: table.id, tableName: table.name });
};

/** The header row must stay where it is and the areas must overlap, as Excel demands. */
export const resizeTable = (sheet: Worksheet, table: Table, area: Area): void => {
  if (area.top !== table.area.top || !overlaps(area, table.area) || rowsOf(area) < 2 || isUnbounded(area)) {
    throw new Refusal("InvalidArgument", "The header row must stay in the same row, and the new table must overlap the old one and have a row below the headers.");
  }
  if (sheet.tables.some((other) => other !== table && overlaps(other.area, area))) throw new Refusal("InvalidArgument", "A table cannot overlap another table.");
  const from = table.area;
  setTableArea(sheet, table, area);
  if (area.bottom > from.bottom) carryDown(sheet, table, from, area);
  sheet.workbook.emit({ kind: "table", what: "resized", worksheet: sheet.id, table: table.id, tableName: table.name });
};

/** Takes the table with its cells away, as `table.delete()` does. */
export const deleteTable = (sheet: Worksheet, table: Table): void => {
  sheet.checkUnlocked(table.area);
  dropTable(sheet, table);
  sheet.grid.clearContents(table.area);
  sheet.grid.clearFormats(table.area);
  sheet.workbook.emit({ kind: "table", what: "deleted", worksheet: sheet.id, table: table.id, tableName: table.name });
};

/** Leaves plain cells behind. */
export const convertToRange = (sheet: Worksheet, table: Table): void => {
  dropTable(sheet, table);
  sheet.workbook.emit({ kind: "table", what: "deleted", worksheet: sheet.id, table: table.id, tableName: table.name });
};

export const dropTable = (sheet: Worksheet, table: Table): void => {
  clearFilter(sheet, table);
  sheet.setTables(sheet.tables.filter((each) => each !== table));
};

export const renameColumn = (sheet: Worksheet, table: Table, index: number, name: string): void => {
  const column = table.columns[index];
  if (!column) throw new Refusal("ItemNotFound", `Table ${table.name} has no column ${index}.`);
  const { header } = table;
  if (!header) {
    column.name = name;
    return;
  }
  sheet.grid.column(header.left + index).put(header.top, name);
  keepHeaders(sheet, table);
  sheet.workbook.emit({ kind: "cells", worksheet: sheet.id, area: { ...header, left: header.left + index, right: header.left + index }, change: "RangeEdited", before: undefined, after: undefined });
};

/** Adds a column at `index` (or the right end), moving what stands to the right in the table's rows. */
export const addColumn = (sheet: Worksheet, table: Table, index: number | null, name: string | null): number => {
  const at = index ?? table.columns.length;
  if (at < 0 || at > table.columns.length) throw new Refusal("InvalidArgument", `Table ${table.name} has no place ${at} for a column.`);
  const column = table.area.left + at;
  const width = columnsOf(table.area);
  insertCells(sheet, { top: table.area.top, bottom: table.area.bottom, left: column, right: column }, "Right");
  // Inserted at the right end, the cells moved but the table did not: take the new column in.
  if (columnsOf(table.area) === width) setTableArea(sheet, table, { ...table.area, right: table.area.right + 1 });
  if (name !== null) renameColumn(sheet, table, at, name);
  return at;
};

export const deleteColumn = (sheet: Worksheet, table: Table, index: number): void => {
  const column = table.area.left + index;
  deleteCells(sheet, { top: table.area.top, bottom: table.area.bottom, left: column, right: column }, "Left");
};

/** Adds blank rows at `index` of the body (or the end) and answers the first of them. */
export const addRows = (sheet: Worksheet, table: Table, index: number | null, count: number): number => {
  const { body } = table;
  const at = index === null ? body.bottom + 1 : body.top + index;
  if (at < body.top || at > body.bottom + 1) throw new Refusal("InvalidArgument", `Table ${table.name} has no row ${String(index)}.`);
  const from = table.area;
  insertCells(sheet, { top: at, bottom: at + count - 1, left: from.left, right: from.right }, "Down");
  if (at === body.bottom + 1) {
    setTableArea(sheet, table, { ...table.area, bottom: from.bottom + count });
    carryDown(sheet, table, from, table.area);
  }
  sheet.workbook.emit({ kind: "table", what: "resized", worksheet: sheet.id, table: table.id, tableName: table.name });
  return at;
};

export const deleteRows = (sheet: Worksheet, table: Table, index: number, count: number): void => {
  const { body } = table;
  const top = body.top + index;
  const bottom = top + count - 1;
  if (index < 0 || bottom > body.bottom) throw new Refusal("InvalidArgument", `Table ${table.name} has no row ${index + count - 1}.`);
  deleteCells(sheet, { top, bottom, left: body.left, right: body.right }, "Up");
};
