/** Sorting moves whole rows of an area: values, formats, notes. Formulas move as if they were copied, as Excel does. */
import type { Area } from "./area";
import { copyFormula } from "./formula/references";
import { compareForSort } from "./order";
import { Refusal } from "./refusal";
import type { SortField, Table } from "./table";
import { reapplyFilter } from "./filtering";
import type { Worksheet } from "./worksheet";

/** `fields` count columns from the area's left edge. Equal rows keep their order. Hidden rows stay where they are, as in Excel. */
export const sortArea = (sheet: Worksheet, area: Area, fields: readonly SortField[]): void => {
  const first = fields[0];
  if (!first) throw new Refusal("InvalidArgument", "A sort needs at least one field.");
  if (fields.some((field) => !Number.isInteger(field.column) || field.column < 0 || field.column > area.right - area.left)) throw new Refusal("InvalidArgument", "A sort field lies outside of the range.");
  sheet.checkUnlocked(area);
  const bottom = Math.min(area.bottom, lastRow(sheet, area));
  const rows: number[] = [];
  for (let row = area.top; row <= bottom; row++) if (!sheet.isRowHidden(row)) rows.push(row);
  const keys = fields.map((field) => new Map(rows.map((row) => [row, sheet.value(row, area.left + field.column)])));
  const sorted = [...rows].sort((one, other) => {
    for (let index = 0; index < fields.length; index++) {
      const order = compareForSort(keys[index]?.get(one) ?? null, keys[index]?.get(other) ?? null, fields[index]?.ascending ?? true);
      if (order !== 0) return order;
    }
    return one - other;
  });
  const place = new Map(rows.map((row, index) => [row, sorted[index] ?? row]));
  const order: number[] = [];
  for (let row = area.top; row <= bottom; row++) order.push(place.get(row) ?? row);
  for (let column = area.left; column <= area.right; column++) {
    const cells = sheet.grid.columnIfAny(column);
    if (!cells) continue;
    cells.permute(area.top, order);
    order.forEach((from, index) => {
      const row = area.top + index;
      const formula = cells.formula(row);
      if (formula !== null && from !== row) cells.putFormula(row, copyFormula(formula, row - from, 0), cells.value(row));
    });
  }
  sheet.notes.permute({ ...area, bottom }, order);
  sheet.workbook.emit({ kind: "cells", worksheet: sheet.id, area, change: "RangeEdited", before: undefined, after: undefined });
};

export const sortTable = (sheet: Worksheet, table: Table, fields: readonly SortField[]): void => {
  sortArea(sheet, table.body, fields);
  table.sorted = fields;
  if (table.criteria.size > 0) reapplyFilter(sheet, table);
  sheet.workbook.emit({ kind: "table", what: "sorted", worksheet: sheet.id, table: table.id, tableName: table.name });
};

const lastRow = (sheet: Worksheet, area: Area): number => {
  let last = area.top - 1;
  for (let column = area.left; column <= area.right; column++) last = Math.max(last, sheet.grid.columnIfAny(column)?.lastRow() ?? -1);
  return last;
};
