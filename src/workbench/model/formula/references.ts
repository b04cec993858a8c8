/** References inside formula text: reading them with their dollars, and rewriting them when rows and columns move. */
import { areaAddress, columnName, parseArea, quoteSheetName, splitAddress } from "../address";
import type { Area } from "../area";
import { maxColumns, maxRows, spansAllColumns, spansAllRows } from "../area";
import type { Shift } from "../shift";
import { shiftArea } from "../shift";
import { tokenise } from "./tokens";

type Anchors = { readonly top: boolean; readonly left: boolean; readonly bottom: boolean; readonly right: boolean };
export type Reference = { readonly sheet: string | null; readonly area: Area; readonly fixed: Anchors };

const anchorsOf = (text: string): Anchors => {
  const [from = "", to = from] = text.split(":");
  const fixedColumn = (end: string) => /^\$[A-Z]/i.test(end);
  const fixedRow = (end: string) => /\$\d+$/.test(end);
  return { left: fixedColumn(from), top: fixedRow(from), right: fixedColumn(to), bottom: fixedRow(to) };
};

export const readReference = (text: string): Reference | null => {
  const { sheet, rest } = splitAddress(text);
  const area = parseArea(rest);
  return area ? { sheet, area, fixed: anchorsOf(rest) } : null;
};

/** The area a relative reference means in a cell that is so many rows and columns from where it was written; it wraps round the sheet as Excel's does. */
export const moveReference = (reference: Reference, rows: number, columns: number): Area => {
  const { area, fixed } = reference;
  const wrap = (index: number, by: number, limit: number) => (((index + by) % limit) + limit) % limit;
  const moved = { ...area };
  if (!spansAllRows(area)) {
    if (!fixed.top) moved.top = wrap(area.top, rows, maxRows);
    if (!fixed.bottom) moved.bottom = wrap(area.bottom, rows, maxRows);
  }
  if (!spansAllColumns(area)) {
    if (!fixed.left) moved.left = wrap(area.left, columns, maxColumns);
    if (!fixed.right) moved.right = wrap(area.right, columns, maxColumns);
  }
  return moved;
};

const written = (reference: Reference, area: Area): string => {
  const sheet = reference.sheet === null ? "" : `${quoteSheetName(reference.sheet)}!`;
  const { fixed } = reference;
  const column = (index: number, isFixed: boolean) => `${isFixed ? "$" : ""}${columnName(index)}`;
  const row = (index: number, isFixed: boolean) => `${isFixed ? "$" : ""}${index + 1}`;
  if (spansAllRows(area)) return `${sheet}${column(area.left, fixed.left)}:${column(area.right, fixed.right)}`;
  if (spansAllColumns(area)) return `${sheet}${row(area.top, fixed.top)}:${row(area.bottom, fixed.bottom)}`;
  const first = `${column(area.left, fixed.left)}${row(area.top, fixed.top)}`;
  return areaAddress(area).includes(":") ? `${sheet}${first}:${column(area.right, fixed.right)}${row(area.bottom, fixed.bottom)}` : `${sheet}${first}`;
};

/** The formula after rows or columns moved on the sheet named `shifted`. `home` is the sheet the formula stands on, for references that name none. */
export const shiftFormula = (formula: string, home: string, shifted: string, shift: Shift): string =>
  rewrite(formula, (reference) => {
    const sheet = reference.sheet ?? home;
    if (sheet.toLowerCase() !== shifted.toLowerCase()) return null;
    const area = shiftArea(reference.area, shift);
    return area ? written(reference, area) : "#REF!";
  });

/** The formula as it reads when copied so many rows and columns away. */
export const copyFormula = (formula: string, rows: number, columns: number): string => rewrite(formula, (reference) => written(reference, moveReference(reference, rows, columns)));

export const renameSheetInFormula = (formula: string, from: string, to: string): string =>
  rewrite(formula, (reference) => (reference.sheet?.toLowerCase() === from.toLowerCase() ? written({ ...reference, sheet: to }, reference.area) : null));

const rewrite = (formula: string, change: (reference: Reference) => string | null): string =>
  tokenise(formula)
    .map((token) => {
      const reference = token.type === "reference" ? readReference(token.text) : null;
      return reference ? (change(reference) ?? token.text) : token.text;
    })
    .join("");
