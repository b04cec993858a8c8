/** What Excel hands out about cells, as cells of the core. Pure. */
import type { Cell, CellValue } from "../sync/model/cell";
import { isDateFormat, textOfSerial } from "./serials";

/** One cell as loaded. `numberFormat` and `text` are asked for in code columns only, where Excel may have made a date of a code. */
export type RawCell = {
  readonly value: unknown;
  readonly formula?: unknown;
  readonly valueType?: string;
  readonly numberFormat?: string;
  readonly text?: string;
};

const literal = (value: unknown): CellValue => {
  if (value === "" || value === null || value === undefined) return null;
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : String(value);
};

/**
 * `formulas` holds the formula or, without one, the value. A text such as "=A1" typed behind an apostrophe comes without it in both,
 * so only a difference between the two tells a formula.
 */
const formulaIn = (raw: RawCell): string | null =>
  typeof raw.formula === "string" && raw.formula.startsWith("=") && raw.formula !== raw.value ? raw.formula : null;

export const decodeCell = (raw: RawCell): Cell => {
  const value = literal(raw.value);
  if (raw.valueType === "Error") return { kind: "error", text: String(raw.value) };
  const formula = formulaIn(raw);
  if (formula !== null) return { kind: "formula", formula, value };
  if (typeof value !== "number" || raw.numberFormat === undefined || !isDateFormat(raw.numberFormat)) return value;
  // A column too narrow for a date shows "####".
  const text = raw.text === undefined || /^#*$/.test(raw.text) ? textOfSerial(value) : raw.text;
  return { kind: "date", serial: value, text };
};
