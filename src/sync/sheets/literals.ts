/** How a flag and a rate are written: every form that people use, and the one form that we push. */
import { tidy } from "../model/spelling";
import type { CellValue } from "../model/cell";

const yes = new Set(["yes", "y", "true", "1", "on", "enabled"]);
const no = new Set(["no", "n", "false", "0", "off", "disabled"]);

/** Yes or No however written; null for anything else, blank included. */
export const parseFlag = (value: CellValue): "Yes" | "No" | null => {
  const word = tidy(String(value ?? "")).toLowerCase();
  return yes.has(word) ? "Yes" : no.has(word) ? "No" : null;
};

export type Rate =
  /** Per cent as decimal text without needless zeros: "20", "17.5", "0". */
  | { readonly kind: "rate"; readonly percent: string }
  /** 0.2 may be a fifth formatted as 20 %, or a fifth of one per cent: the cell's value does not tell. */
  | { readonly kind: "ambiguous"; readonly asFraction: string; readonly asPercent: string }
  | { readonly kind: "unreadable" };

const normalPercent = (text: string): string => {
  const [whole = "0", decimals = ""] = text.split(".");
  const kept = decimals.replace(/0+$/, "");
  const units = whole.replace(/^0+(?=\d)/, "");
  return kept ? `${units}.${kept}` : units;
};

/** Hundredfold by moving the point, as 0.175 × 100 is 17.499999999999996 in floating point. */
const timesHundred = (text: string): string => {
  const [whole = "0", decimals = ""] = text.split(".");
  const padded = decimals.padEnd(2, "0");
  return normalPercent(`${whole}${padded.slice(0, 2)}.${padded.slice(2)}`);
};

/**
 * Reads a rate in per cent: 20, "20%", "17.5 %", 0. With a per cent sign the text means what it says; without one, a value
 * between 0 and 1 is ambiguous. Unreadable: anything else, above 100, or with more than four decimals.
 */
export const parseRate = (value: CellValue): Rate => {
  if (typeof value === "boolean" || value === null) return { kind: "unreadable" };
  const text = typeof value === "number" ? String(Number(value.toPrecision(15))) : tidy(value);
  const [, digits, sign] = /^(\d{1,3}(?:\.\d{1,6})?)\s*(%?)$/.exec(text) ?? [];
  if (digits === undefined || Number(digits) > 100) return { kind: "unreadable" };
  const percent = normalPercent(digits);
  if ((percent.split(".")[1] ?? "").length > 4) return { kind: "unreadable" };
  const amount = Number(percent);
  return !sign && amount > 0 && amount < 1 ? { kind: "ambiguous", asFraction: timesHundred(percent), asPercent: percent } : { kind: "rate", percent };
};
