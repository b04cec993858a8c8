/** A worksheet's cells on their way into the library: plain ones as rows, everything else as cell details. */
import type { Cell, CellValue, Sheet } from "hucre";
import { maxRows } from "../../model/area";
import { generalFormat } from "../../model/column";
import { plainStyle, type CellStyle } from "../../model/style";
import { errorTexts, isErrorValue, type Scalar } from "../../model/value";
import type { ColumnContent, NoteContent, RunOf } from "../content";
import { writeStyle, type StyleContext } from "./styles";

/** `_x0041_` in a text would be read back as "A": its underscore is written as `_x005F_`. Source: ECMA-376 part 1, 22.9.2.19. */
const guardEscapes = (text: string): string => text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_");

const isErrorText = (text: string): boolean => (errorTexts as readonly string[]).includes(text);

const fileValue = (value: Scalar | undefined): CellValue => {
  if (value === undefined) return null;
  if (isErrorValue(value)) return value.error;
  return typeof value === "string" ? guardEscapes(value) : value;
};

/** The library takes a text that reads like an error for one; as rich text it stays what it is. */
const mustBeRich = (value: Scalar | undefined): value is string => typeof value === "string" && isErrorText(value);

class Cursor<T> {
  private at = 0;
  constructor(
    private readonly runs: readonly RunOf<T>[],
    private readonly otherwise: T,
  ) {}

  /** Rows must be asked for from the top. */
  value(row: number): T {
    let run = this.runs[this.at];
    while (run !== undefined && run.to < row) run = this.runs[(this.at += 1)];
    return run !== undefined && run.from <= row ? run.value : this.otherwise;
  }
}

/** The last row that needs a cell of its own: a format that reaches the sheet's end is written once, on the column. */
const lastRowOf = (column: ColumnContent): number => {
  const ends = [...column.formats, ...column.styles].filter((run) => run.to < maxRows - 1).map((run) => run.to);
  return ends.reduce((last, end) => Math.max(last, end), column.values.length - 1);
};

/** What the opened file had in this place and the model has no word for. It belongs to the text, so it goes where the text changed. */
const belongings = (before: Cell | undefined, value: Scalar | undefined): Partial<Cell> => {
  if (before === undefined || before.value !== fileValue(value)) return {};
  return { ...(before.richText === undefined ? {} : { richText: before.richText }), ...(before.hyperlink === undefined ? {} : { hyperlink: before.hyperlink }) };
};

const formulaCell = (formula: string, value: Scalar | undefined, before: Cell | undefined): Partial<Cell> => {
  const text = formula.slice(1);
  const kept = before?.formula === text && before.formulaType === "array" ? before : undefined;
  const result = fileValue(value);
  return {
    formula: text,
    ...(result === null ? {} : { formulaResult: result }),
    ...(kept?.formulaType === undefined ? {} : { formulaType: kept.formulaType }),
    ...(kept?.formulaRef === undefined ? {} : { formulaRef: kept.formulaRef }),
    ...(before?.formula === text && before.formulaDynamic ? { formulaDynamic: true } : {}),
  };
};

/** @param opened the worksheet as the opened file had it, if there was one. */
export const writeCells = (
  columns: readonly ColumnContent[],
  notes: readonly NoteContent[],
  opened: Sheet | undefined,
  context: StyleContext,
): { rows: CellValue[][]; cells: Map<string, Partial<Cell>> } => {
  const rows: CellValue[][] = [];
  const cells = new Map<string, Partial<Cell>>();
  const rowAt = (row: number): CellValue[] => {
    while (rows.length <= row) rows.push([]);
    return rows[row]!;
  };

  for (const column of columns) {
    const formulas = new Map(column.formulas);
    const formats = new Cursor(column.formats, generalFormat);
    const styles = new Cursor<CellStyle>(column.styles, plainStyle);
    const last = column.formulas.reduce((lowest, [row]) => Math.max(lowest, row), lastRowOf(column));
    let written: { format: string; style: CellStyle; base: Cell["style"]; file: Cell["style"] } | null = null;
    for (let row = 0; row <= last; row += 1) {
      const value = column.values[row];
      const format = formats.value(row);
      const style = styles.value(row);
      const formula = formulas.get(row);
      const before = opened?.cells?.get(`${row},${column.index}`);
      const isPlain = formula === undefined && format === generalFormat && style === plainStyle && before === undefined && !mustBeRich(value);
      if (isPlain) {
        if (value !== undefined) {
          const cellsOfRow = rowAt(row);
          while (cellsOfRow.length < column.index) cellsOfRow.push(null);
          cellsOfRow[column.index] = fileValue(value);
        }
        continue;
      }
      if (written === null || written.format !== format || written.style !== style || written.base !== before?.style) {
        written = { format, style, base: before?.style, file: writeStyle(style, format, context, before?.style) };
      }
      const look = written.file === undefined ? {} : { style: written.file };
      if (formula !== undefined) cells.set(`${row},${column.index}`, { ...look, ...formulaCell(formula, value, before) });
      else if (mustBeRich(value)) cells.set(`${row},${column.index}`, { ...look, value, richText: [{ text: value }] });
      else if (value !== undefined || written.file !== undefined) cells.set(`${row},${column.index}`, { ...look, value: fileValue(value), ...belongings(before, value) });
    }
  }
  // Borders of blank cells, which the model does not know of.
  for (const [key, { value, formula, style }] of opened?.cells ?? []) {
    if (value === null && formula === undefined && style !== undefined && !cells.has(key)) cells.set(key, { style });
  }
  for (const note of notes) {
    const key = `${note.row},${note.column}`;
    const comment = { text: note.content, ...(note.author === "" ? {} : { author: note.author }) };
    const present = cells.get(key);
    const value = present === undefined ? rows[note.row]?.[note.column] : undefined;
    cells.set(key, { ...present, ...(value === undefined || value === null ? {} : { value }), comment });
  }
  return { rows, cells };
};
