/**
 * Big matrices go in pieces: the published client cuts what is larger than 1,500 cells into blocks of whole rows, so the number of
 * actions and the bytes of a request depend on it.
 */
import type { ClientObject } from "./client-object";

const maxCells = 1_500;
const inPieces = new Set(["values", "formulas", "formulasLocal", "formulasR1C1", "numberFormat"]);

/** True where it took the write upon itself. */
export const writeInPieces = (range: ClientObject, property: string, value: unknown): boolean => {
  if (range.className !== "Range" || !inPieces.has(property) || !Array.isArray(value)) return false;
  const rows = value as readonly unknown[];
  const [first] = rows;
  if (!Array.isArray(first) || rows.length * first.length <= maxCells) return false;
  range.remember(property, value);
  const step = Math.max(1, Math.round(maxCells / first.length));
  range.call("_ValidateArraySize", [rows.length, first.length]);
  const row = (index: number) => range.callForObject("getRow", "Range", [index], true).untrack();
  for (let from = 0; from < rows.length; from += step) {
    const count = Math.min(step, rows.length - from);
    const piece = row(from).callForObject("getBoundingRect", "Range", [row(from + count - 1)], true).untrack();
    piece.sendProperty(property, rows.slice(from, from + count));
  }
  return true;
};

