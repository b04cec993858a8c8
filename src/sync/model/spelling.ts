/**
 * Three ways of reading a text, each forgiving more: `tidy` takes out what cannot be seen, `folded` also case and
 * runs of spaces, `skeleton` also letters that look alike. Two texts with one skeleton look the same in a cell.
 */

/** Nothing to tidy: printable ASCII without spaces at its ends. Most cells are, and 100,000 rows pass here. */
const plain = /^[!-~](?:[ -~]*[!-~])?$/;

/**
 * Without zero-width and control characters, every kind of space an ordinary one, none at the ends.
 * Non-breaking spaces come from web pages and from mail, zero-width ones from copying out of chat and PDF.
 */
export const tidy = (text: string): string =>
  plain.test(text) ? text : text.replace(/\p{Cf}/gu, "").replace(/\s/g, " ").replace(/\p{Cc}/gu, "").trim();

/** Tidy, one space where there are several, one case, compatibility forms such as full-width letters made ordinary. */
export const folded = (text: string): string => {
  const neat = tidy(text);
  return plain.test(neat) && !neat.includes("  ") ? neat.toLowerCase() : tidy(neat.normalize("NFKC")).replace(/ +/g, " ").toLowerCase();
};

/** Cyrillic and Greek letters drawn like Latin ones. Source: Unicode TR 39, those that occur on keyboards. */
const homoglyphs = new Map(
  Object.entries({
    А: "A", В: "B", Е: "E", К: "K", М: "M", Н: "H", О: "O", Р: "P", С: "C", Т: "T", Х: "X", У: "Y", І: "I", Ј: "J", Ѕ: "S",
    а: "a", в: "b", е: "e", к: "k", м: "m", н: "h", о: "o", р: "p", с: "c", т: "t", х: "x", у: "y", і: "i", ј: "j", ѕ: "s",
    Α: "A", Β: "B", Ε: "E", Ζ: "Z", Η: "H", Ι: "I", Κ: "K", Μ: "M", Ν: "N", Ο: "O", Ρ: "P", Τ: "T", Υ: "Y", Χ: "X",
    α: "a", ι: "i", κ: "k", ν: "v", ο: "o", ρ: "p", υ: "u", χ: "x",
  }),
);

const alike: Readonly<Record<string, string>> = { o: "0", l: "1", i: "1", "|": "1" };

/** What a text looks like: folded, without spaces, foreign letters as the Latin ones they resemble, O as 0, I and l as 1. */
export const skeleton = (text: string): string => {
  const compatible = plain.test(text) ? text : text.normalize("NFKC").replace(/\P{ASCII}/gu, (letter) => homoglyphs.get(letter) ?? letter);
  const form = folded(compatible);
  return /[oil| ]/.test(form) ? form.replace(/[oil| ]/g, (letter) => alike[letter] ?? "") : form;
};

/** A number as the text of a code: all its digits, never an exponent. */
export const digitsOf = (value: number): string => (Number.isInteger(value) ? BigInt(value).toString() : String(value));
