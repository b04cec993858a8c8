import type { Cell, CellValue } from "../sync/model/cell";

/** The value that a cell shows, where only a literal can be written: a formula's result, the text of an error or of a date. */
export const literalOf = (cell: Cell): CellValue => {
  if (cell === null || typeof cell !== "object") return cell;
  return cell.kind === "formula" ? cell.value : cell.text;
};
