/** Reads one cell against the codes that could stand in it, and names what Excel or a person did to the code on the way. */
import { isBlank, shownValue, type Cell, type CellValue } from "../model/cell";
import { digitsOf, tidy } from "../model/spelling";
import { parseFlag, parseRate } from "../sheets/literals";
import type { Column } from "../sheets/sheet";
import { numberExcelReads, type KnownCodes } from "./known-codes";

export type SlipCode =
  | "lost-zeros"
  | "lost-digits"
  | "scientific-notation"
  | "code-became-date"
  | "number-in-code"
  | "stray-spaces"
  | "look-alike-letters"
  | "wrong-case";

/** What went wrong with the code, and the known codes it may have been. More than one: nobody can tell which. */
export type Slip = { readonly code: SlipCode; readonly candidates: readonly string[] };

export type Reading = {
  /** "error" also for a formula, or a text, that shows one. */
  readonly state: "blank" | "literal" | "formula" | "error";
  /** What a person sees. */
  readonly shown: string;
  /**
   * What other rules take the cell to mean: the one known code it can stand for, else its text. Empty where it means nothing,
   * or one of several. So a fix never brings to light what was not said before.
   */
  readonly value: string;
  /** Whether `value` is in the list; null where there is no list, or nothing to look up. */
  readonly known: boolean | null;
  readonly slip: Slip | null;
};

const blank: Reading = { state: "blank", shown: "", value: "", known: null, slip: null };

/** What Excel writes in a cell that failed. A file keeps it as plain text. */
const errorText = /^#(?:N\/A|VALUE!|REF!|DIV\/0!|NUM!|NAME\?|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!|GETTING_DATA|PYTHON!|EXTERNAL!)$/i;

type Found = { readonly value: string; readonly known: boolean | null; readonly slip: Slip | null };

const slipped = (code: SlipCode, candidates: readonly string[]): Found => {
  const [only, ...others] = candidates;
  return only !== undefined && others.length === 0 ? { value: only, known: true, slip: { code, candidates } } : { value: "", known: null, slip: { code, candidates } };
};

/** What Excel did to a code to make it a number, told from the code it was. */
const numberSlip = (original: string, written: string): SlipCode => {
  if (original === written) return "number-in-code";
  if (/e/i.test(original)) return "scientific-notation";
  return original.replace(/\D/g, "").replace(/^0+/, "").length > 15 ? "lost-digits" : "lost-zeros";
};

/** A number where a code belongs: Excel dropped zeros, digits or letters, and only the list of codes can bring them back. */
const readNumber = (value: number, codes: KnownCodes<unknown> | null): Found => {
  const text = digitsOf(value);
  if (!codes) {
    // Beyond 15 digits Excel has already put zeros for the rest.
    return Math.abs(value) < 1e15
      ? { value: text, known: null, slip: { code: "number-in-code", candidates: [text] } }
      : { value: "", known: null, slip: { code: "lost-digits", candidates: [] } };
  }
  const candidates = codes.becomingNumber(value);
  const worst = candidates.find((candidate) => candidate !== text) ?? candidates[0];
  return worst === undefined ? { value: text, known: false, slip: null } : slipped(numberSlip(worst, text), candidates);
};

const readText = (raw: string, codes: KnownCodes<unknown> | null): Found => {
  const text = tidy(raw);
  const strays: Slip | null = text === raw ? null : { code: "stray-spaces", candidates: [text] };
  if (!codes) return { value: text, known: null, slip: strays };
  if (codes.get(text) !== undefined) return { value: text, known: true, slip: strays };
  const sameLetters = codes.sameLetters(text);
  if (sameLetters.length > 0) return slipped("wrong-case", sameLetters);
  const number = numberExcelReads(text);
  if (number !== null) {
    // "1.00E+10" is what is left of the code "1E10" once a file was saved as text; "123" of "00123".
    const became = codes.becomingNumber(number);
    const [first] = became;
    if (first !== undefined) return slipped(/e/i.test(text) ? "scientific-notation" : numberSlip(first, text), became);
  }
  const dates = codes.becomingDateText(text);
  if (dates.length > 0) return slipped("code-became-date", dates);
  const lookAlikes = codes.lookAlikes(text);
  if (lookAlikes.length > 0) return slipped("look-alike-letters", lookAlikes);
  return { value: text, known: false, slip: strays };
};

const readDate = (serial: number, shown: string, codes: KnownCodes<unknown> | null): Found => {
  const candidates = codes?.becomingDate(serial) ?? [];
  if (candidates.length > 0) return slipped("code-became-date", candidates);
  return { value: "", known: null, slip: { code: "code-became-date", candidates: codes?.get(shown) === undefined ? [] : [shown] } };
};

const readCode = (value: CellValue, codes: KnownCodes<unknown> | null): Found => {
  if (typeof value === "number") return readNumber(value, codes);
  return readText(typeof value === "boolean" ? String(value).toUpperCase() : (value ?? ""), codes);
};

const readPlain = (column: Column, value: CellValue): Found => {
  const shown = typeof value === "string" ? value : String(value ?? "");
  if (column.kind === "flag") return { value: parseFlag(value) ?? "", known: parseFlag(value) !== null, slip: null };
  if (column.kind === "rate") {
    const rate = parseRate(value);
    return { value: rate.kind === "rate" ? rate.percent : "", known: rate.kind === "rate", slip: null };
  }
  const text = typeof value === "number" ? digitsOf(value) : tidy(shown);
  return { value: text, known: null, slip: typeof value === "string" && text !== value ? { code: "stray-spaces", candidates: [text] } : null };
};

const holdsCode = (column: Column): boolean => column.kind === "code" || column.kind === "pick";

const isErrorText = (shown: string): boolean => shown.includes("#") && errorText.test(tidy(shown));

const reading = (state: Reading["state"], shown: string, found: Found): Reading => ({ state, shown, value: found.value, known: found.known, slip: found.slip });
const meaningless: Found = { value: "", known: null, slip: null };

/** `codes` is null where there is no list to look in: then only the cell itself is judged. */
export const readCell = (column: Column, cell: Cell | undefined, codes: KnownCodes<unknown> | null): Reading => {
  if (isBlank(cell) || cell === undefined || cell === null) return blank;
  // What nearly every cell is: the known code itself.
  if (typeof cell === "string" && codes?.get(cell) !== undefined) return { state: "literal", shown: cell, value: cell, known: true, slip: null };
  const value = shownValue(cell);
  const shown = typeof value === "boolean" ? String(value).toUpperCase() : typeof value === "number" ? digitsOf(value) : (value ?? "");
  if (typeof cell !== "object") {
    if (isErrorText(shown)) return reading("error", shown, meaningless);
    return reading("literal", shown, holdsCode(column) ? readCode(value, codes) : readPlain(column, value));
  }
  switch (cell.kind) {
    case "error":
      return reading("error", shown, meaningless);
    case "date":
      return reading("literal", shown, holdsCode(column) ? readDate(cell.serial, shown, codes) : readPlain(column, cell.text));
    case "formula":
      // A formula that fails is an error first: its outcome is nothing one could keep.
      if (isErrorText(shown)) return reading("error", shown, meaningless);
      if (isBlank(value)) return reading("formula", "", meaningless);
      return reading("formula", shown, holdsCode(column) ? readCode(value, codes) : readPlain(column, value));
  }
};
