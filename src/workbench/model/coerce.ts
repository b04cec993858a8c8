/**
 * What Excel makes of a text that is typed into a cell, in a British workbook. Pure: today's date is an argument.
 *
 * Sources. Formula and apostrophe entry, "@" cells and 15 digits: Excel's documented behaviour. A cell in format "@" keeps
 * whatever is entered as text, "=1+1" included (the well-known formula that shows as text), so the format decides first.
 * The apostrophe is taken off in "@" cells too: assumed, as Excel's documents do not say; the entry is text either way.
 * Dates that have day first follow the regional setting United Kingdom.
 */
import type { ErrorValue } from "./value";
import { errorFromText } from "./value";
import { readDate } from "./coerce-date";
import { readNumber } from "./coerce-number";

export type Entry =
  | { readonly kind: "blank" }
  | { readonly kind: "text"; readonly text: string; readonly prefixed: boolean }
  /** `format` is what Excel gives the cell when its format is General; null leaves it. */
  | { readonly kind: "number"; readonly number: number; readonly format: string | null }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "error"; readonly error: ErrorValue }
  | { readonly kind: "formula"; readonly formula: string };

export type CoercionContext = {
  /** The cell's number format: "@" keeps everything as text. */
  readonly format: string;
  /** For dates typed without a year. */
  readonly thisYear: number;
  /**
   * "typed" reads dates as a British user writes them; "api" is `range.values`, where locale-shaped dates that name a year stay text
   * (Microsoft: "Locale-shaped strings are stored as text instead of as dates"). That "3-4" becomes a date by either way is assumed: it is what Excel does to codes.
   */
  readonly by: "typed" | "api";
};

export const textFormat = "@";

export const coerceInput = (input: string, context: CoercionContext): Entry => {
  if (input === "") return { kind: "blank" };
  if (input.startsWith("'")) return { kind: "text", text: input.slice(1), prefixed: true };
  if (context.format === textFormat) return { kind: "text", text: input, prefixed: false };

  // Excel forgives ordinary spaces around a value, but not non-breaking ones or tabs.
  const trimmed = input.replace(/^ +| +$/g, "");
  const plain = trimmed === "" ? null : readPlain(trimmed, context);
  if (plain) return plain;
  if (/^[=+\-@]/.test(input) && input.length > 1) return { kind: "formula", formula: asFormula(input) };
  return { kind: "text", text: input, prefixed: false };
};

const readPlain = (text: string, context: CoercionContext): Entry | null => {
  if (/^true$/i.test(text)) return { kind: "boolean", value: true };
  if (/^false$/i.test(text)) return { kind: "boolean", value: false };
  const error = text.startsWith("#") ? errorFromText(text) : null;
  if (error) return { kind: "error", error };
  const number = readNumber(text) ?? readDate(text, context);
  return number ? { kind: "number", ...number } : null;
};

/** "+A1" is entered as "=+A1", "-x" as "=-x", and "@SUM(A1)" as "=SUM(A1)" (the 1-2-3 way, which Excel still takes). */
const asFormula = (input: string): string => {
  if (input.startsWith("=")) return input;
  return input.startsWith("@") ? `=${input.slice(1)}` : `=${input}`;
};
