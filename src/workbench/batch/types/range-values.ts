/** Range's own properties: what its cells hold, and where it lies. */
import type { Area, Input, Worksheet } from "../../model";
import { cellsOf, columnsOf, isKnownFormat, isUnbounded, qualifiedAddress, readValues, rowsOf, spansAllColumns, spansAllRows, writeInputs, writeLiterals } from "../../model";
import type { Value } from "../../model";
import { asBoolean, asText } from "../args";
import { BatchError, invalidArgument } from "../errors";
import type { Call, TypeDefinition } from "../host-type";
import type { RangeTarget } from "./range-target";

type Definition = TypeDefinition<RangeTarget>;

/** Whole columns read as null; more cells than Excel reads at once are refused. */
const readable =
  <T>(read: (sheet: Worksheet, area: Area) => T) =>
  (range: RangeTarget, call: Call): T | null => {
    const area = range.cells;
    if (isUnbounded(area)) return null;
    if (cellsOf(area) > call.limits.readCells) throw new BatchError("RangeExceedsLimit");
    return read(range.sheet, area);
  };

const eachCell = <T>(area: Area, read: (row: number, column: number) => T): T[][] => {
  const rows: T[][] = [];
  for (let row = area.top; row <= area.bottom; row++) {
    const cells: T[] = [];
    for (let column = area.left; column <= area.right; column++) cells.push(read(row, column));
    rows.push(cells);
  }
  return rows;
};

const formulas = (sheet: Worksheet, area: Area) => {
  const rows = readValues(sheet, area);
  for (let column = area.left; column <= area.right; column++) {
    for (const [row, formula] of sheet.grid.columnIfAny(column)?.formulas ?? []) {
      const cells = rows[row - area.top];
      if (cells && row <= area.bottom) cells[column - area.left] = formula;
    }
  }
  return rows;
};

const typeOf = (value: Value): string => {
  if (value === null) return "Empty";
  if (typeof value === "object") return "Error";
  return typeof value === "number" ? "Double" : typeof value === "boolean" ? "Boolean" : "String";
};

const asJson = (value: Value): Record<string, unknown> => {
  if (value === null) return { type: "Empty", basicType: "Empty", basicValue: "" };
  if (typeof value === "object") return { type: "Error", basicType: "Error", basicValue: value.error };
  const type = typeOf(value);
  return { type, basicType: type, basicValue: value };
};

/** The format of every cell as a matrix: read run by run, since whole columns share one. */
const numberFormats = (sheet: Worksheet, area: Area): string[][] => {
  const rows = Array.from({ length: rowsOf(area) }, () => new Array<string>(columnsOf(area)).fill("General"));
  for (let column = area.left; column <= area.right; column++) {
    const formats = sheet.grid.columnIfAny(column)?.formats;
    if (!formats) continue;
    for (const run of formats.within(area.top, area.bottom)) {
      for (let row = run.from; row <= run.to; row++) {
        const cells = rows[row - area.top];
        if (cells) cells[column - area.left] = run.value;
      }
    }
  }
  return rows;
};

const hiddenRows = (range: RangeTarget): boolean | null => uniform(range.cells.top, range.cells.bottom, (row) => range.sheet.isRowHidden(row));
const hiddenColumns = (range: RangeTarget): boolean | null => uniform(range.cells.left, range.cells.right, (column) => range.sheet.hiddenColumns.get(column));

const uniform = (from: number, to: number, read: (index: number) => boolean): boolean | null => {
  const first = read(from);
  for (let index = from + 1; index <= to; index++) if (read(index) !== first) return null;
  return first;
};

const sizes = (from: number, to: number, read: (index: number) => number): number => {
  let sum = 0;
  for (let index = from; index < to; index++) sum += read(index);
  return sum;
};

export const rangeReads: NonNullable<Definition["read"]> = {
  address: (range) => qualifiedAddress(range.sheet.name, range.cells),
  addressLocal: (range) => qualifiedAddress(range.sheet.name, range.cells),
  cellCount: (range) => (cellsOf(range.cells) > 2_147_483_647 ? -1 : cellsOf(range.cells)),
  columnCount: (range) => columnsOf(range.cells),
  columnHidden: hiddenColumns,
  columnIndex: (range) => range.cells.left,
  formulas: readable(formulas),
  formulasLocal: readable(formulas),
  hasSpill: () => false,
  height: (range) => sizes(range.cells.top, range.cells.bottom + 1, (row) => range.sheet.rowHeights.get(row)),
  hidden: (range) => (hiddenRows(range) === true || hiddenColumns(range) === true ? true : hiddenRows(range) === null || hiddenColumns(range) === null ? null : false),
  isEntireColumn: (range) => spansAllRows(range.cells),
  isEntireRow: (range) => spansAllColumns(range.cells),
  left: (range) => sizes(0, range.cells.left, (column) => range.sheet.columnWidths.get(column)),
  numberFormat: readable(numberFormats),
  numberFormatLocal: readable(numberFormats),
  rowCount: (range) => rowsOf(range.cells),
  rowHidden: hiddenRows,
  rowIndex: (range) => range.cells.top,
  text: readable((sheet, area) => eachCell(area, (row, column) => sheet.text(row, column))),
  top: (range) => sizes(0, range.cells.top, (row) => range.sheet.rowHeights.get(row)),
  valueTypes: readable((sheet, area) => eachCell(area, (row, column) => typeOf(sheet.value(row, column)))),
  values: readable(readValues),
  valuesAsJson: readable((sheet, area) => eachCell(area, (row, column) => asJson(sheet.value(row, column)))),
  width: (range) => sizes(range.cells.left, range.cells.right + 1, (column) => range.sheet.columnWidths.get(column)),
};

/** A matrix as it is, or one value for every cell; null as a whole is no value. */
const matrixOf = (area: Area, value: unknown): readonly (readonly unknown[])[] => {
  if (isUnbounded(area) || value === null || value === undefined) throw invalidArgument();
  if (!Array.isArray(value)) return Array.from({ length: rowsOf(area) }, () => new Array<unknown>(columnsOf(area)).fill(value));
  const rows = value as readonly unknown[];
  if (rows.length !== rowsOf(area) || rows.some((row) => !Array.isArray(row) || row.length !== columnsOf(area))) throw invalidArgument();
  return rows as readonly (readonly unknown[])[];
};

const asInputs = (matrix: readonly (readonly unknown[])[]): Input[][] =>
  matrix.map((row) =>
    row.map((cell) => {
      if (cell === null || typeof cell === "string" || typeof cell === "number" || typeof cell === "boolean") return cell;
      throw invalidArgument();
    }),
  );

const writeValues = (range: RangeTarget, value: unknown): void => writeInputs(range.sheet, range.cells, asInputs(matrixOf(range.cells, value)));

const writeJson = (range: RangeTarget, value: unknown): void => {
  const literals = matrixOf(range.cells, value).map((row) =>
    row.map((cell): Value | undefined => {
      if (cell === null) return undefined;
      const basic = typeof cell === "object" && "basicValue" in cell ? cell.basicValue : cell;
      if (typeof basic === "string" || typeof basic === "number" || typeof basic === "boolean") return basic === "" ? null : basic;
      throw invalidArgument();
    }),
  );
  writeLiterals(range.sheet, range.cells, literals);
};

const writeFormats = (range: RangeTarget, value: unknown): void => {
  const area = range.cells;
  if (isUnbounded(area)) throw invalidArgument();
  // One cell of a matrix stands for all: Microsoft's own tutorial formats a table column with [[format]].
  const only: unknown = Array.isArray(value) && value.length === 1 && Array.isArray(value[0]) && value[0].length === 1 ? (value[0] as unknown[])[0] : value;
  range.sheet.checkUnlocked(area);
  if (typeof only === "string") {
    checkFormat(only);
    range.sheet.setNumberFormat(area, only);
    return;
  }
  const matrix = matrixOf(area, value);
  const formats = matrix.map((row) => row.map((cell) => (cell === null ? null : checkFormat(asText(cell)))));
  for (let column = area.left; column <= area.right; column++) {
    let from = 0;
    // Equal neighbours are set in one go.
    for (let row = 1; row <= formats.length; row++) {
      const before = formats[from]?.[column - area.left] ?? null;
      if (row < formats.length && formats[row]?.[column - area.left] === before) continue;
      if (before !== null) range.sheet.grid.column(column).formats.set(area.top + from, area.top + row - 1, before);
      from = row;
    }
  }
  range.sheet.workbook.emit({ kind: "look", worksheet: range.sheet.id, area });
};

const checkFormat = (format: string): string => {
  if (!isKnownFormat(format)) throw invalidArgument();
  return format;
};

export const rangeWrites: NonNullable<Definition["write"]> = {
  values: writeValues,
  formulas: writeValues,
  formulasLocal: writeValues,
  valuesAsJson: writeJson,
  numberFormat: writeFormats,
  numberFormatLocal: writeFormats,
  columnHidden: (range, value) => range.sheet.setColumnsHidden(range.cells.left, range.cells.right, asBoolean(value)),
  rowHidden: (range, value) => range.sheet.setRowsHidden(range.cells.top, range.cells.bottom, asBoolean(value)),
};

