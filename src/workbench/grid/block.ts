/** A copied block of cells, and what it becomes where it is pasted or filled. */
import { cellAddress, columnsOf, displayText, rowsOf, type Area, type Value, type Worksheet } from "../model";
import { copyFormula } from "../model/formula/references";
import { formatTsv } from "./tsv";

export type BlockCell = { readonly value: Value; readonly formula: string | null; readonly format: string; readonly row: number; readonly column: number };
export type Block = readonly (readonly BlockCell[])[];

/** Rows that a filter hides are not copied, as in Excel. */
export const readBlock = (sheet: Worksheet, area: Area): Block => {
  const rows: BlockCell[][] = [];
  for (let row = area.top; row <= area.bottom; row += 1) {
    if (sheet.isRowHidden(row) && area.bottom > area.top) continue;
    const cells: BlockCell[] = [];
    for (let column = area.left; column <= area.right; column += 1) {
      cells.push({ value: sheet.value(row, column), formula: sheet.formula(row, column), format: sheet.numberFormat(row, column), row, column });
    }
    rows.push(cells);
  }
  return rows;
};

export const blockText = (block: Block): string => formatTsv(block.map((row) => row.map((cell) => displayText(cell.value, cell.format))));

/** The area a block of this size goes into: the selection when it holds the block a whole number of times, else the block's own size. */
export const pasteArea = (rows: number, columns: number, selected: Area): Area => {
  const high = rowsOf(selected);
  const wide = columnsOf(selected);
  const repeats = high % rows === 0 && wide % columns === 0;
  return repeats ? selected : { top: selected.top, left: selected.left, bottom: selected.top + rows - 1, right: selected.left + columns - 1 };
};

/** Writes the block over the area, again and again until it is full; formulas move along. Text stays text, whatever it looks like. */
export const writeBlock = (sheet: Worksheet, block: Block, area: Area, write: (sheet: Worksheet, area: Area, values: Value[][]) => void): void => {
  const values: Value[][] = [];
  const formulas: { row: number; column: number; formula: string }[] = [];
  for (let row = area.top; row <= area.bottom; row += 1) {
    const source = block[(row - area.top) % block.length] ?? [];
    const line: Value[] = [];
    for (let column = area.left; column <= area.right; column += 1) {
      const cell = source[(column - area.left) % source.length];
      if (cell === undefined) continue;
      line.push(cell.value);
      if (cell.formula !== null) formulas.push({ row, column, formula: copyFormula(cell.formula, row - cell.row, column - cell.column) });
      if (sheet.numberFormat(row, column) !== cell.format) sheet.grid.setNumberFormat({ top: row, bottom: row, left: column, right: column }, cell.format);
    }
    values.push(line);
  }
  write(sheet, area, values);
  for (const { row, column, formula } of formulas) sheet.grid.column(column).putFormula(row, formula, sheet.grid.value(row, column));
  if (formulas.length > 0) sheet.workbook.emit({ kind: "cells", worksheet: sheet.id, area, change: "RangeEdited", before: undefined, after: undefined });
};

/** 1, 2 → 3, 4, 5: two or more numbers a steady step apart go on; everything else is repeated. */
export const seriesStep = (values: readonly Value[]): number | null => {
  if (values.length < 2 || !values.every((value) => typeof value === "number")) return null;
  const step = values[1]! - values[0]!;
  return values.every((value, index) => index === 0 || Math.abs(value - values[index - 1]! - step) < 1e-9) ? step : null;
};

export const areaLabel = (area: Area): string => {
  const first = cellAddress(area.top, area.left);
  return area.top === area.bottom && area.left === area.right ? first : `${first} to ${cellAddress(area.bottom, area.right)}`;
};
