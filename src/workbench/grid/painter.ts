/** What one cell shows: its text, how it looks, and the marks on it. Pure reading of the model; no DOM. */
import { appearance, cellAddress, generalFormat, isErrorValue, type CellStyle, type Table, type Worksheet } from "../model";
import type { Area } from "../model";
import { contains } from "../model";
import type { CellAt } from "./selection";

export type CellView = {
  readonly text: string;
  readonly align: "left" | "center" | "right";
  readonly look: CellStyle;
  /** A conditional format holds here: the sign that is not colour goes with it. */
  readonly isMarked: boolean;
  readonly note: string | null;
  readonly table: "header" | "band" | "plain" | null;
  /** The table whose filter button stands here, and which of its columns. */
  readonly filter: { readonly table: Table; readonly column: number; readonly isFiltered: boolean; readonly sorted: "ascending" | "descending" | null } | null;
  readonly isSelected: boolean;
  readonly isActive: boolean;
  /** Edges of the selected block that run along this cell: any of "t", "r", "b", "l". */
  readonly edges: string;
  readonly hasHandle: boolean;
  /** The active cell has a list: a button beside it opens it, as in Excel. */
  readonly hasList: boolean;
};

const alignments: Readonly<Record<string, CellView["align"]>> = { Left: "left", Center: "center", Right: "right", CenterAcrossSelection: "center" };

/** Numbers and dates stand right, truths and errors in the middle, text left, as in Excel. */
const naturalAlign = (sheet: Worksheet, row: number, column: number): CellView["align"] => {
  const value = sheet.value(row, column);
  if (typeof value === "number") return "right";
  return typeof value === "boolean" || (value !== null && isErrorValue(value)) ? "center" : "left";
};

/** Pixels of a number in the sheet's font: signs that part digits are half as wide as these. */
const widthOf = (text: string): number => [...text].reduce((sum, letter) => sum + (/[.,:/ -]/.test(letter) ? 4 : 7.5), 10);

/** What does not fit shows as hashes, so that no digit is lost unseen. */
const fits = (text: string, pixels: number): boolean => widthOf(text) <= pixels;

const numberText = (sheet: Worksheet, row: number, column: number, pixels: number): string => {
  const text = sheet.text(row, column);
  if (typeof sheet.value(row, column) !== "number" || fits(text, pixels)) return text;
  const format = sheet.numberFormat(row, column);
  if (format === generalFormat) {
    const digits = Math.max(1, Math.floor((pixels - 8) / 7) - 2);
    const shorter = String(Number((sheet.value(row, column) as number).toPrecision(Math.min(digits, 15))));
    if (fits(shorter, pixels)) return shorter;
  }
  return "#".repeat(Math.max(1, Math.floor((pixels - 8) / 7)));
};

const tableCell = (sheet: Worksheet, row: number, column: number): Pick<CellView, "table" | "filter"> => {
  const table = sheet.tableAt(row, column);
  if (table === null) return { table: null, filter: null };
  if (table.header?.top !== row) {
    const isBand = table.options.showBandedRows && (row - table.body.top) % 2 === 0;
    return { table: isBand ? "band" : "plain", filter: null };
  }
  if (!table.options.showFilterButton) return { table: "header", filter: null };
  const position = column - table.area.left;
  const sorted = table.sorted.find((field) => field.column === position);
  const id = table.columns[position]?.id;
  return {
    table: "header",
    filter: {
      table,
      column: position,
      isFiltered: id !== undefined && table.criteria.has(id),
      sorted: sorted === undefined ? null : sorted.ascending ? "ascending" : "descending",
    },
  };
};

const edgesOf = (area: Area, row: number, column: number): string =>
  (row === area.top ? "t" : "") + (column === area.right ? "r" : "") + (row === area.bottom ? "b" : "") + (column === area.left ? "l" : "");

export const paintCell = (sheet: Worksheet, row: number, column: number, pixels: number, area: Area, active: CellAt): CellView => {
  const own = sheet.style(row, column);
  const look = appearance(sheet, row, column);
  const isSelected = contains(area, row, column);
  const isActive = active.row === row && active.column === column;
  return {
    text: numberText(sheet, row, column, pixels),
    align: (look.horizontal === undefined ? undefined : alignments[look.horizontal]) ?? naturalAlign(sheet, row, column),
    look,
    isMarked: look !== own,
    note: sheet.notes.at(row, column)?.content ?? null,
    ...tableCell(sheet, row, column),
    isSelected,
    isActive,
    edges: isSelected ? edgesOf(area, row, column) : "",
    hasHandle: row === area.bottom && column === area.right,
    hasList: isActive && sheet.validations.at(row, column)?.rule.kind === "List",
  };
};

/** Id of a cell's element, for aria-activedescendant and for tests. */
export const cellId = (row: number, column: number): string => `cell-${cellAddress(row, column)}`;
