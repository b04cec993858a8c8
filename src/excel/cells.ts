/**
 * The one place where a value becomes what is sent to Excel: every write of a cell passes `written`.
 *
 * Setting `Range.values` is not literal: Excel reads a string as if it were typed. It makes a formula of a leading "=", "+" or
 * "-" (so say the typings of Range.values), its grid does the same with "@", and "00123", "1E5" or "3-4" become numbers and dates.
 * Text is therefore written in one of two ways, never both:
 *  - in a column formatted "@" beforehand, in the same batch, it is sent as it is: Excel takes every entry there as text;
 *  - in a column that may be General it is sent behind an apostrophe, Excel's text prefix, which is not part of the value.
 * Both at once would be belt and braces, but whether an apostrophe sent to a cell that is already "@" stays visible is not documented.
 * Only text that itself begins with one ('t Hooft) meets that question; the first is assumed to be taken as the prefix there too.
 */

/** Literal text, whatever it looks like. */
export type CellText = { readonly kind: "text"; readonly text: string };
export type CellNumber = { readonly kind: "number"; readonly value: number };
/** Days since 30 Dec 1899, as Excel counts them from 1 Mar 1900 on. */
export type CellDate = { readonly kind: "date"; readonly serial: number };
export type CellFlag = { readonly kind: "flag"; readonly value: boolean };
/** A formula of our own. Data enters it only as a quoted argument: see `formulaCell`. */
export type CellFormula = { readonly kind: "formula"; readonly formula: string };
/** Empties the cell. */
export type CellClear = { readonly kind: "clear" };
/** Leaves the cell as it is. */
export type CellKeep = { readonly kind: "keep" };
export type SheetCell = CellText | CellNumber | CellDate | CellFlag | CellFormula | CellClear | CellKeep;

/** How the cell's column is formatted at the moment of writing. */
export type CellFormat = "text" | "general";

declare const passed: unique symbol;
/**
 * What stands in a `Range.values` matrix: null leaves the cell alone, "" empties it. Only `written` makes one, so a matrix of these
 * cannot hold a value that did not come through here.
 */
export type Written = (string | number | boolean | null) & { readonly [passed]: true };

/** Longest text a cell holds. Source: Excel specifications and limits. */
export const longestText = 32_767;
/** Serials before 1 Mar 1900 are one day off, as Excel believes in 29 Feb 1900. */
const firstSerial = 61;

export const keep: CellKeep = { kind: "keep" };
export const clear: CellClear = { kind: "clear" };
export const textCell = (text: string): CellText | CellClear => {
  const storable = storableText(text);
  return storable === "" ? clear : { kind: "text", text: storable };
};
export const numberCell = (value: number): CellNumber => {
  if (!Number.isFinite(value)) throw new RangeError("A cell holds a finite number only.");
  return { kind: "number", value };
};
export const flagCell = (value: boolean): CellFlag => ({ kind: "flag", value });
export const dateCell = (serial: number): CellDate => {
  if (!Number.isFinite(serial) || serial < firstSerial) throw new RangeError("A date cell begins at 1 Mar 1900.");
  return { kind: "date", serial };
};

/** A formula from a template of ours: `formulaCell("=EXACT([@A],?)", text)`. Each "?" takes one argument, quoted and escaped. */
export const formulaCell = (template: string, ...texts: readonly string[]): CellFormula => {
  if (!template.startsWith("=")) throw new Error("A formula begins with =.");
  const parts = template.split("?");
  if (parts.length !== texts.length + 1) throw new Error("A formula needs one argument for each question mark.");
  return { kind: "formula", formula: parts.reduce((formula, part, index) => `${formula}${quotedInFormula(texts[index - 1] ?? "")}${part}`) };
};
export const quotedInFormula = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** NUL cannot be stored in a workbook, and half a surrogate pair cannot be sent; the length is Excel's limit. */
export const storableText = (text: string): string => {
  const clean = text.replaceAll("\u0000", "").slice(0, longestText);
  return clean.replace(/\p{Surrogate}/gu, "\uFFFD");
};

/**
 * What Excel cannot read as anything but text, so that it needs no apostrophe. A list of what is safe, not of what is dangerous:
 * it begins with a letter (so no "=", "+", "-", "@", tab, carriage return, white space before one of these, nor a full-width form
 * that an Asian keyboard writes and Excel folds), and it has no digit (so no number, date or time) or is too long for one.
 */
const isSafeProse = (text: string): boolean =>
  /^[A-Za-z]/.test(text) && (!/\p{N}/u.test(text) || (text.length > 40 && text.includes(" "))) && !/^(true|false)\s*$/i.test(text);

/** What to put into `Range.values` for a cell of a column in that format. */
export const written = (cell: SheetCell, format: CellFormat): Written => entryOf(cell, format) as Written;

const entryOf = (cell: SheetCell, format: CellFormat): string | number | boolean | null => {
  switch (cell.kind) {
    case "keep":
      return null;
    case "clear":
      return "";
    case "text":
      return isSafeProse(cell.text) || (format === "text" && !cell.text.startsWith("'")) ? cell.text : `'${cell.text}`;
    case "number":
      return format === "text" ? String(cell.value) : cell.value;
    case "date":
      return format === "text" ? String(cell.serial) : cell.serial;
    case "flag":
      return format === "text" ? String(cell.value).toUpperCase() : cell.value;
    case "formula":
      if (format === "text") throw new Error("A formula does not stand in a text column.");
      return cell.formula;
  }
};
