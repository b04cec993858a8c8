/** Inserting and deleting cells, rows and columns: everything that lies over the cells moves with them. */
import type { Area } from "./area";
import { columnsOf, encloses, intersection, maxColumns, maxRows, overlaps, rowsOf, spansAllRows } from "./area";
import { shiftFormula } from "./formula/references";
import { shiftPage } from "./page-layout";
import { Refusal } from "./refusal";
import type { Shift } from "./shift";
import { isWholeLine, shiftArea } from "./shift";
import type { Table } from "./table";
import { uniqueHeader } from "./table";
import { writeHeader } from "./headers";
import type { Worksheet } from "./worksheet";
import type { CellChange } from "./events";

/** Opens blank cells where the area is. Whole rows and columns are recognised by their extent. */
export const insertCells = (sheet: Worksheet, area: Area, towards: "Down" | "Right"): void => {
  const shift: Shift =
    towards === "Down" ? { axis: "rows", at: area.top, count: rowsOf(area), from: area.left, to: area.right } : { axis: "columns", at: area.left, count: columnsOf(area), from: area.top, to: area.bottom };
  apply(sheet, area, shift);
};

export const deleteCells = (sheet: Worksheet, area: Area, from: "Up" | "Left"): void => {
  const shift: Shift =
    from === "Up" ? { axis: "rows", at: area.top, count: -rowsOf(area), from: area.left, to: area.right } : { axis: "columns", at: area.left, count: -columnsOf(area), from: area.top, to: area.bottom };
  apply(sheet, area, shift);
};

const apply = (sheet: Worksheet, area: Area, asked: Shift): void => {
  sheet.checkUnlocked(area);
  checkTables(sheet, asked);
  if (asked.count > 0) checkRoom(sheet, asked);
  const shift = sparingLastRow(sheet, asked);
  moveCells(sheet, area, shift);
  moveTables(sheet, shift);
  sheet.validations.shift(shift);
  sheet.conditionalFormats.shift(shift);
  sheet.notes.shift(shift);
  sheet.page = shiftPage(sheet.page, shift);
  if (isWholeLine(shift)) moveLines(sheet, shift);
  sheet.workbook.rewriteFormulas((formula, home) => shiftFormula(formula, home, sheet.name, shift));
  sheet.workbook.emit({ kind: "cells", worksheet: sheet.id, area, change: changeOf(shift), before: undefined, after: undefined, shift });
};

const changeOf = (shift: Shift): CellChange => {
  const did = shift.count > 0 ? "Inserted" : "Deleted";
  if (!isWholeLine(shift)) return `Cell${did}`;
  return shift.axis === "rows" ? `Row${did}` : `Column${did}`;
};

/** A table keeps one row below its header: where all of them are deleted, Excel blanks the first and takes away the rest. */
const sparingLastRow = (sheet: Worksheet, shift: Shift): Shift => {
  if (shift.axis !== "rows" || shift.count > 0) return shift;
  const last = shift.at - shift.count - 1;
  for (const { area, body, header } of sheet.tables) {
    const isWithin = area.left >= shift.from && area.right <= shift.to;
    if (!isWithin || !header || header.top >= shift.at || body.top < shift.at || body.bottom > last) continue;
    sheet.grid.clearContents({ top: body.top, bottom: body.top, left: shift.from, right: shift.to });
    return { ...shift, at: shift.at + 1, count: shift.count + 1 };
  }
  return shift;
};

/** Cells may move only if every table they reach moves whole. */
const checkTables = (sheet: Worksheet, shift: Shift): void => {
  const moving: Area = shift.axis === "rows" ? { top: shift.at, bottom: maxRows - 1, left: shift.from, right: shift.to } : { left: shift.at, right: maxColumns - 1, top: shift.from, bottom: shift.to };
  for (const table of sheet.tables) {
    const touched = intersection(table.area, moving);
    if (!touched) continue;
    const isWhole = shift.axis === "rows" ? touched.left === table.area.left && touched.right === table.area.right : touched.top === table.area.top && touched.bottom === table.area.bottom;
    if (!isWhole) throw new Refusal("InsertDeleteConflict", `The operation would shift cells in table ${table.name}, which is not allowed.`);
    if (table.criteria.size > 0 && shift.axis === "rows" && shift.count < 0 && !isWholeLine(shift)) {
      throw new Refusal("InsertDeleteConflict", `Table ${table.name} is filtered: clear the filter before deleting its rows.`);
    }
    const header = table.header;
    if (header && shift.axis === "rows" && shift.count < 0) {
      const gone: Area = { top: shift.at, bottom: shift.at - shift.count - 1, left: shift.from, right: shift.to };
      if (overlaps(header, gone) && !encloses(gone, table.area)) throw new Refusal("InsertDeleteConflict", `The header row of table ${table.name} cannot be deleted.`);
    }
  }
};

const checkRoom = (sheet: Worksheet, shift: Shift): void => {
  const lost: Area =
    shift.axis === "rows" ? { top: maxRows - shift.count, bottom: maxRows - 1, left: shift.from, right: shift.to } : { left: maxColumns - shift.count, right: maxColumns - 1, top: shift.from, bottom: shift.to };
  if (!sheet.grid.isBlankArea(lost)) throw new Refusal("InsertDeleteConflict", "Cells with content would be pushed off the end of the worksheet.");
};

const moveCells = (sheet: Worksheet, area: Area, shift: Shift): void => {
  const { grid } = sheet;
  if (shift.count === 0) return;
  if (shift.axis === "rows") {
    if (shift.count > 0) grid.insertRows(shift.at, shift.count, shift.from, shift.to);
    else grid.removeRows(shift.at, -shift.count, shift.from, shift.to);
  } else if (spansAllRows(area)) {
    if (shift.count > 0) grid.insertColumns(shift.at, shift.count);
    else grid.removeColumns(shift.at, -shift.count);
  } else {
    grid.shiftAcross(shift);
  }
};

const moveTables = (sheet: Worksheet, shift: Shift): void => {
  const kept: Table[] = [];
  for (const table of sheet.tables) {
    const area = shiftArea(table.area, shift);
    if (!area) {
      sheet.workbook.emit({ kind: "table", what: "deleted", worksheet: sheet.id, table: table.id, tableName: table.name });
      continue;
    }
    kept.push(table);
    moveColumns(table, area, shift);
    table.area = area;
    if (columnsOf(table.area) > table.columns.length) addColumns(sheet, table, shift.at - area.left);
  }
  sheet.setTables(kept);
};

const moveColumns = (table: Table, area: Area, shift: Shift): void => {
  if (shift.axis !== "columns" || columnsOf(area) >= columnsOf(table.area)) return;
  const first = Math.max(shift.at, table.area.left) - table.area.left;
  const gone = columnsOf(table.area) - columnsOf(area);
  for (const column of table.columns.splice(first, gone)) table.criteria.delete(column.id);
};

const addColumns = (sheet: Worksheet, table: Table, at: number): void => {
  const count = columnsOf(table.area) - table.columns.length;
  for (let index = at; index < at + count; index++) {
    table.columns.splice(index, 0, table.newColumn(uniqueHeader("", table.columns.map((column) => column.name))));
    writeHeader(sheet, table, index);
  }
};

const moveLines = (sheet: Worksheet, shift: Shift): void => {
  const sizes = shift.axis === "rows" ? sheet.rowHeights : sheet.columnWidths;
  const hidden = shift.axis === "rows" ? [sheet.hiddenRows, sheet.filteredRows] : [sheet.hiddenColumns];
  for (const runs of [sizes, ...hidden]) {
    if (shift.count > 0) runs.insert(shift.at, shift.count);
    else runs.remove(shift.at, -shift.count);
  }
  // New lines are seen, even beside hidden ones.
  if (shift.count > 0) for (const runs of hidden) runs.set(shift.at, shift.at + shift.count - 1, false);
};
