/** What a formula computes with: one value, an area of cells, or an array; and Excel's conversions between them. */
import type { Area } from "../area";
import { readNumber } from "../coerce-number";
import { displayText } from "../display";
import type { Scalar, Value } from "../value";
import { errorValue, isErrorValue } from "../value";

/** Cells of a sheet as a formula sees them. */
export type CellSource = {
  readonly name: string;
  value(row: number, column: number): Value;
  /** Where its content ends, so that SUM(A:A) stops there. */
  lastRow(column: number): number;
  lastColumn(): number;
};

export type Range = { readonly source: CellSource; readonly area: Area };
export type Operand = Value | Range | readonly (readonly Value[])[];

export const isRange = (operand: Operand): operand is Range => typeof operand === "object" && operand !== null && "area" in operand;
export const isMatrix = (operand: Operand): operand is readonly (readonly Value[])[] => Array.isArray(operand);

/** Row by row, cut at the end of the sheet's content. */
export function* valuesOf(operand: Operand): Generator<Value> {
  if (isRange(operand)) {
    const { source, area } = operand;
    const right = Math.min(area.right, Math.max(source.lastColumn(), area.left));
    let bottom = area.top;
    for (let column = area.left; column <= right; column++) bottom = Math.max(bottom, source.lastRow(column));
    bottom = Math.min(bottom, area.bottom);
    for (let row = area.top; row <= bottom; row++) for (let column = area.left; column <= right; column++) yield source.value(row, column);
  } else if (isMatrix(operand)) {
    for (const row of operand) yield* row;
  } else {
    yield operand;
  }
}

/** The one value of an operand; an area of several gives its first, an assumption that suits conditional formats. */
export const single = (operand: Operand): Value => {
  if (isRange(operand)) return operand.source.value(operand.area.top, operand.area.left);
  return isMatrix(operand) ? (operand[0]?.[0] ?? null) : operand;
};

export const toNumber = (value: Value): Scalar => {
  if (value === null) return 0;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value !== "string") return value;
  const number = readNumber(value.trim());
  return number ? number.number : errorValue("#VALUE!");
};

export const toText = (value: Value): Scalar => (isErrorValue(value) ? value : displayText(value, "General"));

export const toBoolean = (value: Value): Scalar => {
  if (value === null) return false;
  if (typeof value === "boolean" || isErrorValue(value)) return value;
  if (typeof value === "number") return value !== 0;
  return /^true$/i.test(value) ? true : /^false$/i.test(value) ? false : errorValue("#VALUE!");
};
