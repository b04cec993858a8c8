/** What Excel, a paste or a keyboard does to a code. Each is named, and undone where the code it was is known for certain. */
import type { Column } from "../sheets/sheet";
import type { Reading, Slip, SlipCode } from "./reading";
import { cellRule, error, fine, info, said, oneOf, warning, type Finding, type Proposal, type Rule, type Verdict } from "./rule";
import type { RowView } from "./row-view";

const everyColumn = () => true;
export const holdsCode = (column: Column) => column.kind === "code" || column.kind === "pick";

/** An error value where something is wanted: a look-up that found nothing, mostly. */
export const errorValue = cellRule("error-value", everyColumn, (reading, _row, header) =>
  reading.state === "error"
    ? error([header], `${header} holds the error ${said(reading.shown)}.`, "Type the value itself, or correct the formula it came from.")
    : fine,
);

/** A formula changes when rows are sorted or its source closes; a code must not. Source: bad input of the links sheet. */
export const formulaInCode = cellRule("formula-in-code", everyColumn, (reading, _row, header, column) => {
  if (reading.state !== "formula") return fine;
  const values = reading.slip?.candidates.length ? reading.slip.candidates : [reading.value || reading.shown];
  const propose = (): Proposal[] =>
    reading.shown === ""
      ? [{ label: "Clear the formula", set: { [header]: null } }]
      : oneOf(header, values, { id: `formula-in-code:${header}`, label: "Replace formulas by their values" });
  const cause = `${header} is a formula that shows ${said(reading.shown)}.`;
  return (holdsCode(column) ? error : warning)([header], cause, "Replace the formula by its value, so that sorting cannot change it.", propose);
});

/** What each slip is called, how bad it is, and what is said of it. */
type SlipWords = { readonly severity: (slip: Slip, reading: Reading) => (typeof error); readonly cause: (header: string, reading: Reading) => string; readonly cure: string; readonly group: string };

const always = (severity: typeof error) => () => severity;

const slips: Readonly<Record<SlipCode, SlipWords>> = {
  "lost-zeros": {
    severity: always(error),
    cause: (header, { shown }) => `${header} ${said(shown)} has lost its zeros: Excel took the code for a number.`,
    cure: "Restore the code as it is known.",
    group: "Restore lost zeros",
  },
  "lost-digits": {
    severity: always(error),
    cause: (header, { shown }) => `${header} ${said(shown)} has lost digits: Excel keeps 15 of a number.`,
    cure: "Enter the code again from where it came, in a cell formatted as text.",
    group: "Restore lost digits",
  },
  "scientific-notation": {
    severity: always(error),
    cause: (header, { shown }) => `${header} ${said(shown)} is a code with an E in it that Excel took for a power of ten.`,
    cure: "Restore the code as it is known.",
    group: "Restore codes with an E",
  },
  "code-became-date": {
    severity: always(error),
    cause: (header, { shown }) => `${header} shows the date ${said(shown)}: Excel turned a code into a date.`,
    cure: "Restore the code, or enter it again in a cell formatted as text.",
    group: "Restore codes that became dates",
  },
  "number-in-code": {
    severity: (_slip, reading) => (reading.known === true ? info : warning),
    cause: (header, { shown }) => `${header} ${said(shown)} is a number, not text, so Excel may drop its leading zeros.`,
    cure: "Turn it into text.",
    group: "Turn numbers into text",
  },
  "stray-spaces": {
    severity: always(warning),
    cause: (header, { value }) => `${header} ${said(value)} has spaces or invisible characters around or inside it.`,
    cure: "Take them out.",
    group: "Take out stray spaces and invisible characters",
  },
  "look-alike-letters": {
    severity: always(error),
    cause: (header, { shown }) => `${header} ${said(shown)} looks like a known code but has other characters, such as the letter O for the digit 0.`,
    cure: "Replace it by the code that it looks like.",
    group: "Replace look-alike letters",
  },
  "wrong-case": {
    severity: (slip) => (slip.candidates.length > 1 ? error : info),
    cause: (header, { shown }) => `${header} ${said(shown)} is spelt with other capitals or spaces than the known one.`,
    cure: "Nothing is lost if you leave it; the known spelling is used.",
    group: "Use the known spelling",
  },
};

const sayingWhich = (row: RowView, header: string) => (value: string) => {
  const record = row.codesFor(header)?.get(value);
  const name = typeof record === "object" && record !== null && "name" in record && typeof record.name === "string" ? record.name : "";
  return name !== "" && name !== value ? `${value} ${name}` : value;
};

const slipFinding = (slip: Slip, reading: Reading, row: RowView, header: string): Finding => {
  const words = slips[slip.code];
  const choice = slip.candidates.length > 1 ? ` It may stand for ${slip.candidates.slice(0, 4).map(said).join(" or ")}.` : "";
  const propose = () => oneOf(header, slip.candidates, { id: `${slip.code}:${header}`, label: words.group }, sayingWhich(row, header));
  return { ...words.severity(slip, reading)([header], words.cause(header, reading) + choice, words.cure, propose), code: slip.code };
};

/** One rule for all slips, as a cell has one at most; the problem bears the slip's own code. */
const slip = cellRule("slip", (column) => holdsCode(column) || column.kind === "text", (reading, row, header): Verdict =>
  // A formula's value may have slipped as well: one problem, whose fix puts the code right at once.
  reading.slip && reading.state === "literal" ? slipFinding(reading.slip, reading, row, header) : fine,
);

export const slipRules: readonly Rule[] = [errorValue, formulaInCode, slip];
