/** The cells of one worksheet, without events, coercion or growth: the layer that files are read into. */
import type { Area } from "./area";
import { boundingArea, maxColumns, maxRows } from "./area";
import { Column, generalFormat } from "./column";
import type { CellStyle, StyleChanges } from "./style";
import type { Shift } from "./shift";
import { plainStyle, restyle } from "./style";
import type { Value } from "./value";

export class Grid {
  private columns: (Column | undefined)[] = [];

  /** The column, made if there was none. */
  column(index: number): Column {
    return (this.columns[index] ??= new Column());
  }

  columnIfAny(index: number): Column | undefined {
    return this.columns[index];
  }

  value(row: number, column: number): Value {
    return this.columns[column]?.value(row) ?? null;
  }

  formula(row: number, column: number): string | null {
    return this.columns[column]?.formula(row) ?? null;
  }

  isPrefixed(row: number, column: number): boolean {
    return this.columns[column]?.isPrefixed(row) ?? false;
  }

  isBlank(row: number, column: number): boolean {
    return this.columns[column]?.isBlank(row) ?? true;
  }

  numberFormat(row: number, column: number): string {
    return this.columns[column]?.formats.get(row) ?? generalFormat;
  }

  style(row: number, column: number): CellStyle {
    return this.columns[column]?.styles.get(row) ?? plainStyle;
  }

  setNumberFormat(area: Area, format: string): void {
    for (let column = area.left; column <= area.right; column++) this.column(column).formats.set(area.top, area.bottom, format);
  }

  changeStyle(area: Area, changes: StyleChanges): void {
    for (let column = area.left; column <= area.right; column++) this.column(column).styles.change(area.top, area.bottom, (style) => restyle(style, changes));
  }

  /** Blanks cells and keeps how they look. */
  clearContents(area: Area): void {
    for (const column of this.columnsWithin(area)) {
      const last = Math.min(area.bottom, column.lastRow());
      for (let row = last; row >= area.top; row--) column.put(row, null);
    }
  }

  clearFormats(area: Area): void {
    for (const column of this.columnsWithin(area)) {
      column.formats.set(area.top, area.bottom, generalFormat);
      column.styles.set(area.top, area.bottom, plainStyle);
    }
  }

  /** The smallest area that holds every value, or every value and every cell with a format of its own; null when there is none. */
  usedArea(valuesOnly: boolean): Area | null {
    let used: Area | null = null;
    this.columns.forEach((column, index) => {
      if (!column) return;
      const top = column.firstRow();
      if (top >= 0) {
        const area = { top, bottom: column.lastRow(), left: index, right: index };
        used = used ? boundingArea(used, area) : area;
      }
      const formatted = valuesOnly ? null : formattedRows(column);
      if (formatted) {
        const area = { ...formatted, left: index, right: index };
        used = used ? boundingArea(used, area) : area;
      }
    });
    return used;
  }

  isBlankArea(area: Area): boolean {
    for (const column of this.columnsWithin(area)) {
      const last = Math.min(area.bottom, column.lastRow());
      for (let row = area.top; row <= last; row++) if (!column.isBlank(row)) return false;
    }
    return true;
  }

  insertRows(at: number, count: number, left = 0, right = maxColumns - 1): void {
    for (const column of this.columnsWithin({ top: 0, bottom: maxRows - 1, left, right })) column.insert(at, count);
  }

  removeRows(at: number, count: number, left = 0, right = maxColumns - 1): void {
    for (const column of this.columnsWithin({ top: 0, bottom: maxRows - 1, left, right })) column.remove(at, count);
  }

  insertColumns(at: number, count: number): void {
    if (at < this.columns.length) this.columns.splice(at, 0, ...Array.from({ length: count }, () => undefined));
    this.columns.length = Math.min(this.columns.length, maxColumns);
  }

  removeColumns(at: number, count: number): void {
    this.columns.splice(at, count);
  }

  /** Moves cells of some rows sideways: inserts (count > 0) or deletes (count < 0) at a column. */
  shiftAcross(shift: Shift): void {
    const { at, count, from, to } = shift;
    const last = this.columns.length - 1;
    const move = (source: number, target: number) => this.copyRows(source, target, from, to);
    if (count > 0) {
      for (let column = last; column >= at; column--) move(column, column + count);
      for (let column = at; column < at + count; column++) this.blank(column, from, to);
    } else {
      for (let column = at - count; column <= last; column++) move(column, column + count);
      for (let column = Math.max(at, last + count + 1); column <= last; column++) this.blank(column, from, to);
    }
  }

  private copyRows(source: number, target: number, from: number, to: number): void {
    if (target >= maxColumns) return;
    this.blank(target, from, to);
    const cells = this.columns[source];
    if (!cells) return;
    const copy = this.column(target);
    for (let row = from; row <= Math.min(to, cells.lastRow()); row++) {
      const formula = cells.formula(row);
      if (formula === null) copy.put(row, cells.value(row), cells.isPrefixed(row));
      else copy.putFormula(row, formula, cells.value(row));
    }
    for (const run of [...cells.formats.within(from, to)]) copy.formats.set(run.from, run.to, run.value);
    for (const run of [...cells.styles.within(from, to)]) copy.styles.set(run.from, run.to, run.value);
  }

  private blank(column: number, from: number, to: number): void {
    const area = { top: from, bottom: to, left: column, right: column };
    this.clearContents(area);
    this.clearFormats(area);
  }

  /** Columns that hold anything, from left to right, with their index. */
  *entries(): Generator<[number, Column]> {
    for (let index = 0; index < this.columns.length; index++) {
      const column = this.columns[index];
      if (column) yield [index, column];
    }
  }

  /** Index of the last column that was ever used, or -1. */
  lastColumn(): number {
    return this.columns.length - 1;
  }

  private *columnsWithin(area: Area): Generator<Column> {
    const last = Math.min(area.right, this.columns.length - 1);
    for (let index = area.left; index <= last; index++) {
      const column = this.columns[index];
      if (column) yield column;
    }
  }
}

/** A format on a whole column counts for no row: otherwise every used range would reach row 1,048,576. */
const formattedRows = (column: Column): { top: number; bottom: number } | null => {
  let top = -1;
  let bottom = -1;
  const note = (run: { from: number; to: number }) => {
    if (run.to === maxRows - 1) return;
    if (top < 0 || run.from < top) top = run.from;
    if (run.to > bottom) bottom = run.to;
  };
  if (!column.formats.isUniform) for (const run of column.formats.within(0, maxRows - 1)) if (run.value !== generalFormat) note(run);
  if (!column.styles.isUniform) for (const run of column.styles.within(0, maxRows - 1)) if (run.value !== plainStyle) note(run);
  return top < 0 ? null : { top, bottom };
};
