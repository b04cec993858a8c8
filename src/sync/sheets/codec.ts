/** Between a block of cells as it stands in a worksheet, rows by canonical header, and the values that are pushed. */
import { isBlank, shownValue, type Cell, type CellValue, type RowCells, type SheetRow } from "../model/cell";
import { digitsOf, tidy } from "../model/spelling";
import { isBlankRow, pushedColumns } from "./filled";
import { parseFlag, parseRate } from "./literals";
import { numberRows } from "./rows";
import type { Column, SheetDefinition } from "./sheet";

export type CellBlock = { readonly headers: readonly string[]; readonly rows: readonly (readonly Cell[])[] };

/**
 * Rows of a block, by canonical header; columns that are not ours are left behind.
 * Rows without anything in our columns stay, so that positions in the block and in the answer agree.
 */
export const rowsOfBlock = (definition: SheetDefinition, map: Readonly<Record<string, string>>, block: CellBlock): SheetRow[] => {
  const places = Object.entries(map).map(([header, spelt]) => [header, block.headers.indexOf(spelt)] as const);
  return numberRows(
    definition,
    block.rows.map((row) => {
      const cells: Record<string, Cell> = {};
      for (const [header, place] of places) if (place >= 0) cells[header] = row[place] ?? null;
      return cells;
    }),
  );
};

/** Rows as a block in the definition's column order, our own columns at the right as the definition has them. */
export const blockOfRows = (definition: SheetDefinition, rows: readonly RowCells[]): CellBlock => {
  const headers = Object.keys(definition.columns);
  return { headers, rows: rows.map((cells) => headers.map((header) => cells[header] ?? null)) };
};

const literalText = (value: CellValue): string =>
  typeof value === "number" ? digitsOf(value) : typeof value === "boolean" ? (value ? "TRUE" : "FALSE") : tidy(value ?? "");

/** The literal a cell of this column is pushed as. What cannot be read is passed on as it is shown, for the rules to name. */
export const pushedValue = (column: Column, cell: Cell | undefined): CellValue => {
  const value = shownValue(cell);
  if (isBlank(value)) return null;
  switch (column.kind) {
    case "code":
    case "pick":
    case "text":
      return literalText(value);
    case "flag":
      return parseFlag(value) ?? literalText(value);
    case "rate": {
      const rate = parseRate(value);
      // An ambiguous 0.2 stays a number: as text it would read the same, and the gateway asks the same question again.
      return rate.kind === "rate" ? rate.percent : typeof value === "string" ? tidy(value) : value;
    }
    case "date":
    case "instant":
    case "money":
    case "count":
      return typeof value === "string" ? tidy(value) : value;
  }
};

/** What a push sends of a row: every column the user owns, blank ones as null, nothing of anybody else's. */
export const pushedValues = (definition: SheetDefinition, cells: RowCells): Record<string, CellValue> => {
  const values: Record<string, CellValue> = {};
  for (const [header, column] of pushedColumns(definition)) values[header] = pushedValue(column, cells[header]);
  return values;
};

/** Rows with something in them, ready to push. Rows keep the references they have in the sheet, which results come back to. */
export const rowsToPush = (definition: SheetDefinition, rows: readonly SheetRow[]): { readonly ref: SheetRow["ref"]; readonly cells: Record<string, CellValue> }[] =>
  rows.filter((row) => !isBlankRow(definition, row.cells)).map((row) => ({ ref: row.ref, cells: pushedValues(definition, row.cells) }));
