/** A1 addresses: text ↔ area. Sheet names are quoted as Excel quotes them. */
import type { Area } from "./area";
import { isOnSheet, maxColumns, maxRows, spansAllColumns, spansAllRows } from "./area";

export const columnName = (column: number): string => {
  let name = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  return name;
};

export const columnIndex = (name: string): number => {
  let index = 0;
  for (const letter of name.toUpperCase()) index = index * 26 + letter.charCodeAt(0) - 64;
  return index - 1;
};

export const cellAddress = (row: number, column: number): string => `${columnName(column)}${row + 1}`;

/** "A1", "A1:B2", "A:C" or "2:5". A whole sheet is "1:1048576", as Excel says it. */
export const areaAddress = (area: Area): string => {
  if (spansAllColumns(area)) return `${area.top + 1}:${area.bottom + 1}`;
  if (spansAllRows(area)) return `${columnName(area.left)}:${columnName(area.right)}`;
  const first = cellAddress(area.top, area.left);
  return area.top === area.bottom && area.left === area.right ? first : `${first}:${cellAddress(area.bottom, area.right)}`;
};

export const absoluteAddress = (area: Area): string => areaAddress(area).replace(/([A-Z]+|\d+)/g, "$$$1");

const plainName = /^[\p{L}_][\p{L}\p{N}_.]*$/u;
const looksLikeCell = /^[A-Z]{1,3}\d+$|^R\d*C\d*$|^[RC]$/i;

export const quoteSheetName = (name: string): string => (plainName.test(name) && !looksLikeCell.test(name) ? name : `'${name.replaceAll("'", "''")}'`);
export const qualifiedAddress = (sheet: string, area: Area): string => `${quoteSheetName(sheet)}!${areaAddress(area)}`;

const cellPart = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/i;
const columnPart = /^\$?([A-Z]{1,3})$/i;
const rowPart = /^\$?(\d{1,7})$/;

const parseEnd = (text: string): { row: number | null; column: number | null } | null => {
  const cell = cellPart.exec(text);
  if (cell) return { row: Number(cell[2]) - 1, column: columnIndex(cell[1] ?? "") };
  const column = columnPart.exec(text);
  if (column) return { row: null, column: columnIndex(column[1] ?? "") };
  const row = rowPart.exec(text);
  return row ? { row: Number(row[1]) - 1, column: null } : null;
};

/** The area of "B2", "A1:C9", "A:C", "2:5", with or without dollars; null where it is none. Corners may stand in any order. */
export const parseArea = (text: string): Area | null => {
  const [from = "", to, ...more] = text.trim().split(":");
  if (more.length > 0) return null;
  const first = parseEnd(from);
  const last = to === undefined ? first : parseEnd(to);
  if (!first || !last || (first.row === null) !== (last.row === null) || (first.column === null) !== (last.column === null)) return null;
  if (to === undefined && (first.row === null || first.column === null)) return null;
  const rows = first.row === null || last.row === null ? [0, maxRows - 1] : [first.row, last.row];
  const columns = first.column === null || last.column === null ? [0, maxColumns - 1] : [first.column, last.column];
  const area = { top: Math.min(...rows), bottom: Math.max(...rows), left: Math.min(...columns), right: Math.max(...columns) };
  return isOnSheet(area) ? area : null;
};

/** Splits "'My sheet'!A1:B2" into its sheet (null where none is named) and the rest. */
export const splitAddress = (text: string): { sheet: string | null; rest: string } => {
  const trimmed = text.trim();
  const quoted = /^'((?:[^']|'')+)'!(.*)$/s.exec(trimmed);
  if (quoted) return { sheet: (quoted[1] ?? "").replaceAll("''", "'"), rest: quoted[2] ?? "" };
  const bang = trimmed.lastIndexOf("!");
  return bang > 0 ? { sheet: trimmed.slice(0, bang), rest: trimmed.slice(bang + 1) } : { sheet: null, rest: trimmed };
};
