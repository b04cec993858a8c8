/**
 * Putting things into cells by Excel's rules: what is typed, what `range.values` is given, and what becomes of the tables around.
 * A write is checked before the first cell changes, so a refused one leaves the worksheet as it was.
 */
import type { Area } from "./area";
import { cellsOf, columnsOf, intersection, rowsOf } from "./area";
import type { Entry } from "./coerce";
import { coerceInput, textFormat } from "./coerce";
import { toFifteenDigits } from "./coerce-number";
import type { Column } from "./column";
import { generalFormat } from "./column";
import { displayText } from "./display";
import { parseFormula } from "./formula/parse";
import { keepHeaders } from "./headers";
import { Refusal } from "./refusal";
import type { Runs } from "./runs";
import { growTables, tablesToGrow } from "./growth";
import type { Value } from "./value";
import { errorValue, toApiValue } from "./value";
import type { Worksheet } from "./worksheet";

/** One cell's new content, as `range.values` words it: null leaves the cell alone, "" empties it. */
export type Input = string | number | boolean | null;
type By = "typed" | "api";

/** Excel's own limit on the text of a cell. */
export const maxTextLength = 32_767;
const maxFormulaLength = 8_192;

/**
 * Writes a matrix of the area's shape. Strings are read as typing is ("00123" becomes 123, "=A1" a formula).
 * Throws InvalidArgument for a matrix of another shape or a malformed formula, AccessDenied on a protected sheet.
 */
export const writeInputs = (sheet: Worksheet, area: Area, inputs: readonly (readonly Input[])[], by: By = "api"): void => {
  checkShape(area, inputs);
  sheet.checkUnlocked(area);
  const entries = new EntryReader(sheet, by);
  commit(sheet, area, (column, index) => {
    const read = entries.forColumn(column, area);
    return inputs.map((row, offset) => {
      const input = row[index] ?? null;
      return input === null ? null : read(input, area.top + offset);
    });
  });
};

/** As typed into one cell. Validation is the caller's: see `checkTyped`. */
export const typeInto = (sheet: Worksheet, row: number, column: number, text: string): void => {
  writeInputs(sheet, { top: row, left: column, bottom: row, right: column }, [[text]], "typed");
};

/**
 * Writes values as they are, with no reading of strings: for `valuesAsJson`, fills and sorts. Null empties the cell.
 */
export const writeLiterals = (sheet: Worksheet, area: Area, values: readonly (readonly (Value | undefined)[])[]): void => {
  checkShape(area, values);
  sheet.checkUnlocked(area);
  const { thisYear } = sheet.workbook;
  commit(sheet, area, (column, index) => {
    const formats = sheet.grid.columnIfAny(column)?.formats;
    const formatAt = formats ? runReader(formats, area) : () => generalFormat;
    return values.map((row, offset): Entry | null => {
      const value = row[index];
      if (value === undefined) return null;
      if (value === null || value === "") return { kind: "blank" };
      // A text that would be read as something else is kept as text by an apostrophe, as Excel keeps it.
      if (typeof value === "string") return { kind: "text", text: value, prefixed: needsApostrophe(value, formatAt(area.top + offset), thisYear) };
      if (typeof value === "number") return { kind: "number", number: value, format: null };
      return typeof value === "boolean" ? { kind: "boolean", value } : { kind: "error", error: value };
    });
  });
};

const needsApostrophe = (text: string, format: string, thisYear: number): boolean => text.startsWith("'") || coerceInput(text, { format, thisYear, by: "typed" }).kind !== "text";

const checkShape = (area: Area, matrix: readonly (readonly unknown[])[]): void => {
  if (matrix.length !== rowsOf(area) || matrix.some((row) => row.length !== columnsOf(area))) {
    throw new Refusal("InvalidArgument", "The number of rows or columns in the input array doesn't match the size or dimensions of the range.");
  }
};

/** Reads inputs cell by cell, looking the number format up once a run rather than once a cell. */
class EntryReader {
  constructor(
    private readonly sheet: Worksheet,
    private readonly by: By,
  ) {}

  forColumn(column: number, area: Area): (input: string | number | boolean, row: number) => Entry {
    const formats = this.sheet.grid.columnIfAny(column)?.formats;
    const formatAt = formats ? runReader(formats, area) : () => generalFormat;
    const { thisYear } = this.sheet.workbook;
    return (input, row) => {
      const format = formatAt(row);
      if (typeof input === "string") return this.checked(coerceInput(input, { format, thisYear, by: this.by }));
      // A number written to an "@" cell becomes text, as in VBA; that the API does the same is assumed.
      if (format === textFormat) return { kind: "text", text: displayText(typeof input === "number" ? toFifteenDigits(input) : input, generalFormat), prefixed: false };
      return typeof input === "number" ? { kind: "number", number: input, format: null } : { kind: "boolean", value: input };
    };
  }

  private checked(entry: Entry): Entry {
    if (entry.kind === "formula") {
      if (entry.formula.length > maxFormulaLength) throw new Refusal("FormulaLengthExceedsLimit", "The formula is longer than 8,192 characters.");
      if (!parseFormula(entry.formula)) throw new Refusal("InvalidArgument", `${entry.formula.slice(0, 40)} is not a formula that Excel can read.`);
    }
    if (entry.kind === "text" && entry.text.length > maxTextLength) throw new Refusal("InvalidArgument", "A cell holds 32,767 characters at most.");
    return entry;
  }
}

const runReader = (formats: Runs<string>, area: Area): ((row: number) => string) => {
  const runs = [...formats.within(area.top, area.bottom)];
  let at = 0;
  return (row) => {
    while (at < runs.length - 1 && (runs[at]?.to ?? 0) < row) at++;
    return runs[at]?.value ?? generalFormat;
  };
};

/** Reads all columns first (so that a refusal changes nothing), then writes, grows tables and reports. */
const commit = (sheet: Worksheet, area: Area, entriesOf: (column: number, index: number) => readonly (Entry | null)[]): void => {
  const columns: (readonly (Entry | null)[])[] = [];
  for (let column = area.left; column <= area.right; column++) columns.push(entriesOf(column, column - area.left));
  const isSingle = cellsOf(area) === 1;
  const before = isSingle ? sheet.value(area.top, area.left) : undefined;
  const growing = tablesToGrow(sheet, area, columns);
  columns.forEach((entries, index) => {
    const column = sheet.grid.column(area.left + index);
    entries.forEach((entry, offset) => {
      if (entry) putEntry(column, area.top + offset, entry);
    });
  });
  sheet.workbook.calculator.invalidate();
  growTables(sheet, growing);
  for (const table of sheet.tables) if (table.header && intersection(table.header, area)) keepHeaders(sheet, table);
  sheet.workbook.emit({ kind: "cells", worksheet: sheet.id, area, change: "RangeEdited", before, after: isSingle ? sheet.value(area.top, area.left) : undefined });
};

const putEntry = (column: Column, row: number, entry: Entry): void => {
  switch (entry.kind) {
    case "blank":
      return column.put(row, null);
    case "text":
      return column.put(row, entry.text, entry.prefixed);
    case "boolean":
      return column.put(row, entry.value);
    case "error":
      return column.put(row, entry.error);
    case "formula":
      return column.putFormula(row, entry.formula, errorValue("#NAME?"));
    case "number":
      column.put(row, entry.number);
      if (entry.format !== null && column.formats.get(row) === generalFormat) column.formats.set(row, row, entry.format);
  }
};

/** Values as `range.values` reads them: blank is "", an error its text. */
export const readValues = (sheet: Worksheet, area: Area): (string | number | boolean)[][] => {
  const columns: { readonly index: number; readonly cells: Column | undefined; readonly last: number }[] = [];
  for (let index = area.left; index <= area.right; index++) {
    const cells = sheet.grid.columnIfAny(index);
    columns.push({ index, cells, last: cells?.lastRow() ?? -1 });
  }
  const rows: (string | number | boolean)[][] = [];
  for (let row = area.top; row <= area.bottom; row++) {
    const values: (string | number | boolean)[] = [];
    for (const { index, cells, last } of columns) {
      values.push(!cells || row > last ? "" : toApiValue(cells.formulas === null ? cells.value(row) : sheet.value(row, index)));
    }
    rows.push(values);
  }
  return rows;
};
