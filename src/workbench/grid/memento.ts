/** What an edit is about to change, remembered so that it can be taken back. */
import { type Area, type Table, type Value, type Worksheet } from "../model";

type RememberedCell = { readonly row: number; readonly value: Value; readonly formula: string | null; readonly isPrefixed: boolean; readonly format: string };
type RememberedTable = { readonly table: Table; readonly area: Area; readonly columns: Table["columns"]; readonly sorted: Table["sorted"] };

export type Memento = {
  readonly area: Area;
  readonly cells: readonly { readonly column: number; readonly rows: readonly RememberedCell[] }[];
  readonly tables: readonly RememberedTable[];
};

/** Rows below everything that is used hold nothing to remember. */
const clip = (sheet: Worksheet, area: Area): Area => {
  const used = sheet.usedArea();
  return { ...area, bottom: Math.min(area.bottom, Math.max(area.top, used?.bottom ?? 0)), right: Math.min(area.right, Math.max(area.left, used?.right ?? 0)) };
};

const rememberCells = (sheet: Worksheet, { top, left, bottom, right }: Area): Memento["cells"] =>
  Array.from({ length: right - left + 1 }, (_, index) => {
    const column = left + index;
    const rows: RememberedCell[] = [];
    for (let row = top; row <= bottom; row += 1) {
      rows.push({ row, value: sheet.grid.value(row, column), formula: sheet.formula(row, column), isPrefixed: sheet.grid.isPrefixed(row, column), format: sheet.numberFormat(row, column) });
    }
    return { column, rows };
  });

/** A table that grows to the right writes headers outside of what the user wrote. */
const headersTouched = (sheet: Worksheet, area: Area): Area[] =>
  sheet.tables.flatMap(({ header }) => (header === null || area.left > header.right + 1 ? [] : [{ ...header, right: Math.max(header.right, area.right) }]));

/** @param isExact the area is small: remember it whole, blank cells below included. */
export const remember = (sheet: Worksheet, wanted: Area, isExact = false): Memento => {
  const area = isExact ? wanted : clip(sheet, wanted);
  return {
    area,
    cells: [area, ...headersTouched(sheet, area)].flatMap((part) => rememberCells(sheet, part)),
    tables: sheet.tables.map((table) => ({ table, area: table.area, columns: table.columns.map((column) => ({ ...column })), sorted: table.sorted })),
  };
};

/** Puts everything back, tables included, and tells the workbook's listeners once. */
export const restore = (sheet: Worksheet, { area, cells, tables }: Memento): void => {
  for (const { column, rows } of cells) {
    const target = sheet.grid.column(column);
    for (const { row, value, formula, isPrefixed, format } of rows) {
      if (formula === null) target.put(row, value, isPrefixed);
      else target.putFormula(row, formula, value);
      if (target.formats.get(row) !== format) target.formats.set(row, row, format);
    }
  }
  for (const { table, area: before, columns, sorted } of tables) {
    table.area = before;
    table.columns = columns.map((column) => ({ ...column }));
    table.sorted = sorted;
  }
  sheet.setTables(tables.map(({ table }) => table));
  sheet.workbook.emit({ kind: "cells", worksheet: sheet.id, area, change: "RangeEdited", before: undefined, after: undefined });
};
