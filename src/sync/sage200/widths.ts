/**
 * How wide Sage's fields are, and what becomes of a text that is wider. Sage refuses one that is, so words for people are cut, and
 * what would be wrong when cut (an address, a number, a code) is refused before anything is sent.
 */
import { failed, failure, ok, type Failure, type Result } from "../model/failure";
import { tidy } from "../model/spelling";

/** In characters as SQL Server counts them (UTF-16). Source: the field tables of Sage's description. */
export const widths = {
  accountReference: 8,
  accountName: 60,
  website: 200,
  vatNumber: 30,
  telephoneCountry: 5,
  telephoneArea: 20,
  telephoneSubscriber: 200,
  firstName: 60,
  lastName: 60,
  email: 227,
  reference: 20,
  secondReference: 20,
  nominalCode: 8,
  narrative: 6_000,
} as const;
export type Field = keyof typeof widths;

const names: Readonly<Record<Field, string>> = {
  accountReference: "account number",
  accountName: "name",
  website: "website",
  vatNumber: "VAT number",
  telephoneCountry: "telephone country code",
  telephoneArea: "telephone area code",
  telephoneSubscriber: "telephone number",
  firstName: "first name",
  lastName: "last name",
  email: "e-mail address",
  reference: "reference",
  secondReference: "second reference",
  nominalCode: "nominal code",
  narrative: "narrative",
};

/** For words that people read: the beginning that fits, never half of a character. */
export const cut = (field: Field, text: string): string => {
  const neat = tidy(text);
  const width = widths[field];
  if (neat.length <= width) return neat;
  const begin = neat.slice(0, width);
  return (/[\uD800-\uDBFF]$/.test(begin) ? begin.slice(0, -1) : begin).trimEnd();
};

export const tooWide = (field: Field, text: string, of: string): Failure =>
  failure(
    "document-invalid",
    `The ${names[field]} of ${of} has ${text.length} characters; Sage 200 takes ${widths[field]}.`,
    `Shorten the ${names[field]} in The Layer, then retry.`,
    text.slice(0, 60),
  );

/** For what means something else when cut. `of` says whose it is: "customer Northwick Tools Ltd". */
export const fitting = (field: Field, text: string, of: string): Result<string> => {
  const neat = tidy(text);
  return neat.length <= widths[field] ? ok(neat) : failed(tooWide(field, neat, of));
};
