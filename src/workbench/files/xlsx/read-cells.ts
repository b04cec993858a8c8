/** A worksheet's cells, from the library's rows and cell details to columns of values, formulas, formats and styles. */
import { dateToSerial, type Cell, type CellValue, type Sheet } from "hucre";
import { generalFormat } from "../../model/column";
import { copyFormula } from "../../model/formula/references";
import { plainStyle, type CellStyle } from "../../model/style";
import { errorFromText, errorTexts, type Scalar } from "../../model/value";
import type { ColumnContent, RunOf } from "../content";
import { readStyle, type StyleContext } from "./styles";

/** Runs grow as cells come in from the top, so neighbours of one look cost one entry. */
const extend = <T>(runs: RunOf<T>[], row: number, value: T): void => {
  const last = runs[runs.length - 1];
  if (last !== undefined && last.to === row - 1 && last.value === value) runs[runs.length - 1] = { ...last, to: row };
  else runs.push({ from: row, to: row, value });
};

/** A date is a number in a date format; the library hands it out as a moment. Exact to the millisecond, as Excel shows it. */
const literal = (value: CellValue | undefined): Scalar | undefined => {
  if (value === null || value === undefined) return undefined;
  return value instanceof Date ? dateToSerial(value) : value;
};

const isErrorText = (text: string): boolean => (errorTexts as readonly string[]).includes(text);

/** A formula's last result; the library writes an error there as text, so a text that reads like one is one. */
const resultOf = (cell: Cell): Scalar | undefined => {
  const value = literal(cell.value);
  return typeof value === "string" && isErrorText(value) ? (errorFromText(value) ?? undefined) : value;
};

type SharedFormula = { readonly row: number; readonly column: number; readonly text: string };

/** Files write a formula that was filled down once; the cells below say only "the same as there". Each cell here has its own text. */
const formulaOf = (cell: Cell, row: number, column: number, shared: Map<number, SharedFormula>): string | null => {
  const { formula, formulaSharedIndex } = cell;
  if (formula === undefined) return null;
  if (formulaSharedIndex === undefined) return `=${formula}`;
  if (formula !== "") {
    shared.set(formulaSharedIndex, { row, column, text: formula });
    return `=${formula}`;
  }
  const master = shared.get(formulaSharedIndex);
  return master === undefined ? null : copyFormula(`=${master.text}`, row - master.row, column - master.column);
};

/** @param sheet as read with styles. Dates arrive in the 1900 system whatever the file counted in. */
export const readCells = (sheet: Sheet, context: StyleContext): ColumnContent[] => {
  const columns: (ColumnContent | undefined)[] = [];
  const at = (index: number): ColumnContent => (columns[index] ??= { index, values: [], formulas: [], formats: [], styles: [] });

  sheet.rows.forEach((row, rowIndex) => {
    for (let index = 0; index < row.length; index += 1) {
      const value = literal(row[index]);
      if (value !== undefined) at(index).values[rowIndex] = value;
    }
  });

  const looks = new Map<Cell["style"], CellStyle>();
  const shared = new Map<number, SharedFormula>();
  for (const [key, cell] of sheet.cells ?? []) {
    const comma = key.indexOf(",");
    const row = Number(key.slice(0, comma));
    const column = Number(key.slice(comma + 1));
    if (cell.type === "error" && typeof cell.value === "string") at(column).values[row] = errorFromText(cell.value) ?? cell.value;
    const formula = formulaOf(cell, row, column, shared);
    if (formula !== null) {
      const content = at(column);
      content.formulas.push([row, formula]);
      const result = resultOf(cell);
      if (result !== undefined) content.values[row] = result;
    }
    if (cell.style === undefined) continue;
    const format = cell.style.numFmt ?? generalFormat;
    if (format !== generalFormat) extend(at(column).formats, row, format);
    let look = looks.get(cell.style);
    if (look === undefined) {
      look = readStyle(cell.style, context);
      looks.set(cell.style, look);
    }
    if (look !== plainStyle) extend(at(column).styles, row, look);
  }
  return columns.filter((column) => column !== undefined);
};
