/**
 * One column of cells, stored by column because a ledger is: values in an array (blank is a hole or `undefined`),
 * formats and styles as runs, and the rare things (formulas, apostrophes) in maps that do not exist until needed.
 */
import { maxRows } from "./area";
import { Runs } from "./runs";
import type { CellStyle } from "./style";
import { plainStyle } from "./style";
import type { Scalar, Value } from "./value";

export const generalFormat = "General";

export class Column {
  readonly values: (Scalar | undefined)[] = [];
  readonly formats = new Runs<string>(generalFormat, maxRows);
  readonly styles = new Runs<CellStyle>(plainStyle, maxRows);
  /** Formula text, with its "=", by row. The value in `values` is the last result. */
  formulas: Map<number, string> | null = null;
  /** Rows whose text was entered with a leading apostrophe. The apostrophe is not part of the value. */
  prefixed: Set<number> | null = null;

  value(row: number): Value {
    return this.values[row] ?? null;
  }

  formula(row: number): string | null {
    return this.formulas?.get(row) ?? null;
  }

  isPrefixed(row: number): boolean {
    return this.prefixed?.has(row) ?? false;
  }

  /** Sets a literal; whatever formula or apostrophe was there goes. */
  put(row: number, value: Value, prefixed = false): void {
    this.formulas?.delete(row);
    if (value === null) {
      // Shorten instead of leaving holes at the end, so that the length tells where the column ends.
      if (row === this.values.length - 1) this.trim(row);
      else if (row < this.values.length) this.values[row] = undefined;
    } else {
      this.values[row] = value;
    }
    if (prefixed) (this.prefixed ??= new Set()).add(row);
    else this.prefixed?.delete(row);
  }

  putFormula(row: number, formula: string, result: Value): void {
    this.put(row, result);
    (this.formulas ??= new Map()).set(row, formula);
  }

  /** The last result of a formula, without touching its text. */
  cacheResult(row: number, result: Value): void {
    this.values[row] = result ?? undefined;
  }

  isBlank(row: number): boolean {
    return this.values[row] === undefined && this.formula(row) === null;
  }

  /** Index of the last row with something in it, or -1. */
  lastRow(): number {
    let last = this.values.length - 1;
    while (last >= 0 && this.values[last] === undefined) last--;
    for (const row of this.formulas?.keys() ?? []) if (row > last) last = row;
    return last;
  }

  firstRow(): number {
    let first = this.values.findIndex((value) => value !== undefined);
    for (const row of this.formulas?.keys() ?? []) if (first < 0 || row < first) first = row;
    return first;
  }

  insert(at: number, count: number): void {
    if (at < this.values.length) {
      // Grown from the end: a splice with 100,000 arguments would overflow the stack.
      const length = this.values.length;
      this.values.length = Math.min(length + count, maxRows);
      this.values.copyWithin(at + count, at, length);
      this.values.fill(undefined, at, Math.min(at + count, this.values.length));
    }
    this.moveSparse((row) => (row >= at ? row + count : row));
    this.formats.insert(at, count);
    this.styles.insert(at, count);
  }

  remove(at: number, count: number): void {
    if (at < this.values.length) this.values.splice(at, count);
    this.moveSparse((row) => (row < at ? row : row < at + count ? null : row - count));
    this.formats.remove(at, count);
    this.styles.remove(at, count);
  }

  /** Rearranges rows `top` to `bottom`: the row now at `order[i]` comes to `top + i`. Formats travel with their cells, as in Excel's sort. */
  permute(top: number, order: readonly number[]): void {
    const rows = order.map((row) => ({
      value: this.value(row),
      formula: this.formula(row),
      prefixed: this.isPrefixed(row),
      format: this.formats.get(row),
      style: this.styles.get(row),
    }));
    rows.forEach((cell, index) => {
      const row = top + index;
      if (cell.formula === null) this.put(row, cell.value, cell.prefixed);
      else this.putFormula(row, cell.formula, cell.value);
      if (this.formats.get(row) !== cell.format) this.formats.set(row, row, cell.format);
      if (this.styles.get(row) !== cell.style) this.styles.set(row, row, cell.style);
    });
  }

  private trim(length: number): void {
    let last = length - 1;
    while (last >= 0 && this.values[last] === undefined) last--;
    this.values.length = last + 1;
  }

  private moveSparse(to: (row: number) => number | null): void {
    if (this.formulas) {
      const moved = new Map<number, string>();
      for (const [row, formula] of this.formulas) {
        const next = to(row);
        if (next !== null) moved.set(next, formula);
      }
      this.formulas = moved.size > 0 ? moved : null;
    }
    if (this.prefixed) {
      const moved = new Set<number>();
      for (const row of this.prefixed) {
        const next = to(row);
        if (next !== null) moved.add(next);
      }
      this.prefixed = moved.size > 0 ? moved : null;
    }
  }
}
