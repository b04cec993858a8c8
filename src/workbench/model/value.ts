/**
 * What a cell holds. A blank cell is `null`; an error is an object, so that the text "#N/A" (which a user can
 * force with an apostrophe) is never taken for the error.
 */
export const errorTexts = [
  "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#BUSY!",
] as const;
export type ErrorText = (typeof errorTexts)[number];

export type ErrorValue = { readonly error: ErrorText };
export type Scalar = string | number | boolean | ErrorValue;
export type Value = Scalar | null;

const interned = new Map<string, ErrorValue>(errorTexts.map((error) => [error, Object.freeze({ error })]));

/** The one shared object of an error, so that a column of 100,000 #N/A costs pointers only. */
export const errorValue = (text: ErrorText): ErrorValue => {
  const found = interned.get(text);
  if (!found) throw new Error(`There is no Excel error ${text}.`);
  return found;
};

/** The error a typed text stands for ("#n/a" is #N/A), or null. */
export const errorFromText = (text: string): ErrorValue | null => interned.get(text.toUpperCase()) ?? null;

export const isErrorValue = (value: Value | undefined): value is ErrorValue => typeof value === "object" && value !== null;

/** As the Office API hands values out: blank is "", an error is its text. */
export const toApiValue = (value: Value | undefined): string | number | boolean =>
  value === null || value === undefined ? "" : typeof value === "object" ? value.error : value;
