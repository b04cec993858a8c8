import { tidy } from "./spelling";

/**
 * A cell as the core sees it, read from a worksheet or a file.
 * A plain string, number or boolean is a literal; `null` is blank. The objects are what a user did not mean:
 * a formula where a code is wanted, an error value, or a code that Excel turned into a date.
 */
export type CellValue = string | number | boolean | null;

export type FormulaCell = { readonly kind: "formula"; readonly formula: string; readonly value: CellValue };
export type ErrorCell = { readonly kind: "error"; readonly text: string };
/** A number shown through a date format; `text` is what the user sees, for example "03-Apr". */
export type DateCell = { readonly kind: "date"; readonly serial: number; readonly text: string };

export type Cell = CellValue | FormulaCell | ErrorCell | DateCell;

/** Cells by canonical column header. A column that the sheet does not have is absent. */
export type RowCells = Readonly<Record<string, Cell>>;

/**
 * Which row, whatever the user sorted, filtered or inserted since: its key, and which of the rows with that key
 * (0 for the first from the top), as a sheet in progress may hold the same key twice.
 */
export type RowRef = { readonly key: string; readonly nth: number };

export type SheetRow = { readonly ref: RowRef; readonly cells: RowCells };

export const isLiteral = (cell: Cell | undefined): cell is CellValue =>
  cell === undefined ? false : cell === null || typeof cell !== "object";

/** The literal that a cell shows: a formula's result, the text of an error or of a date. Absent counts as blank. */
export const shownValue = (cell: Cell | undefined): CellValue => {
  if (cell === undefined || cell === null) return null;
  if (typeof cell !== "object") return cell;
  return cell.kind === "formula" ? cell.value : cell.text;
};

/** Blank to the eye. A formula never is, even where it shows nothing: clearing it would lose it. */
export const isBlank = (cell: Cell | undefined): boolean => {
  if (cell === undefined || cell === null || cell === "") return true;
  if (typeof cell !== "string") return false;
  const first = cell.charCodeAt(0);
  // A visible first character settles it, for nearly every cell there is.
  return (first <= 32 || first > 126) && tidy(cell) === "";
};
