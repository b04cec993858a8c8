/** What the text on a receipt says: which numbers, which month, whether it speaks of a statement, and who wrote it. */
import { tidy } from "../../../model/spelling";
import { digitsTypedAsLetters } from "./document-numbers";

/** A number found in a text. */
export type Mention = {
  /** As written, for people. */
  readonly written: string;
  /** Letters and digits of the word it stood in. */
  readonly full: string;
  /** Digits without leading zeros. */
  readonly core: string;
  /** The same with O, I and L read as digits, as many of them as may be; none when that changes nothing. */
  readonly folded: readonly string[];
  /** The last digits of a number before it, as in "10442/43": `core` has been completed. */
  readonly isCompleted: boolean;
  /** The text ends in this number where Sage cuts texts off, so that its last digits may be lost. */
  readonly isCutOff: boolean;
  /** It stands after "PO", "REM" and the like: the payer's own number, unless it is just one of ours. */
  readonly isPayersOwn: boolean;
};

export type ReferenceText = {
  readonly mentions: readonly Mention[];
  /** "10442-10449" or "10442 to 10449". */
  readonly ranges: readonly { readonly from: number; readonly to: number }[];
  /** 1 to 12; null when no month is named. */
  readonly month: number | null;
  readonly speaksOfStatement: boolean;
  /** The words without numbers, months and banking words: who pays, by which decisions are remembered. */
  readonly alias: string;
  /** The text fills its field: whatever came after was cut off. */
  readonly isFull: boolean;
};

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const longMonths = ["JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER"];
const statementWords = new Set(["STATEMENT", "STMT", "STMNT", "STATMENT", "BALANCE", "BAL", "SETTLEMENT", "CLEARED"]);
/** What banks and people put before a number. */
const fillers = new Set(["INV", "INVS", "INVOICE", "INVOICES", "NO", "NOS", "NR", "REF", "LESS", "CN", "AND", "TO", "PART", "PAYMENT", "PMT", "PYMT"]);

/** What payers put before numbers of their own: an order, a remittance. */
const ownWords = new Set(["PO", "ORDER", "ORD", "REM", "REMIT", "REMITTANCE", "RA"]);
/** "OCT", "OCTOBER" or "OCT26" is a month; "8OCT" is a day, on which money was sent rather than invoices raised. */
const monthOf = (word: string): number | null => {
  const letters = word.replace(/\d{2}$|\d{4}$/, "");
  const place = letters.length === 3 || letters === "SEPT" ? months.indexOf(letters.slice(0, 3)) : longMonths.indexOf(letters);
  return place < 0 ? null : place + 1;
};
const isDayOfMonth = (word: string): boolean => /^\d{1,2}[A-Z]{3,}$/.test(word) && monthOf(word.replace(/^\d+/, "")) !== null;
const isDay = (word: string): boolean => /^(?:0?[1-9]|[12]\d|3[01])(?:ST|ND|RD|TH)?$/.test(word);

const lastDigits = /(\d+)[A-Z]*$/;
const bare = (digits: string) => digits.replace(/^0+/, "");

/** A word that may hold a number in spite of its letters: "1O442". */
const isDigitsTypedAsLetters = (word: string) => /\d/.test(word) && /[OIL]/.test(word) && /^[A-Z]{0,4}[\dOIL]*\d[\dOIL]*$/.test(word);
/** Such a number, by how many letters stand before it: "SIO0531" is 531 after "SI", or 100531 after "S". */
const readAsDigits = (word: string): readonly string[] => {
  if (!isDigitsTypedAsLetters(word)) return [];
  const letters = /^[A-Z]*/.exec(word)?.[0].length ?? 0;
  const read = Array.from({ length: letters + 1 }, (_unused, before) => bare(lastDigits.exec(digitsTypedAsLetters(word.slice(before)))?.[1] ?? ""));
  return [...new Set(read)].filter((digits) => digits !== "");
};

const mentionIn = (word: string, before: Mention | undefined, separator: string): Mention | null => {
  const digits = lastDigits.exec(word)?.[1];
  const folded = readAsDigits(word);
  if (digits === undefined && folded.length === 0) return null;
  const core = bare(digits ?? folded[0] ?? "");
  // "10442/43": the second is 10443. A space alone does not carry the number on.
  const isShort = /^\d{1,3}$/.test(word) && before !== undefined && before.core.length > word.length + 1 && /[/,&+-]/.test(separator);
  if (isShort) return { written: word, full: "", core: before.core.slice(0, -word.length) + word, folded: [], isCompleted: true, isCutOff: false, isPayersOwn: before.isPayersOwn };
  return core === "" && folded.length === 0 ? null : { written: word, full: word, core, folded: folded.filter((digits) => digits !== core), isCompleted: false, isCutOff: false, isPayersOwn: ownWords.has(/^[A-Z]+(?=\d)/.exec(word)?.[0] ?? "") };
};

/** Sage keeps this much of a reference, and as much of a second one; a blank at the end is lost as well. */
const width = 20;

/** A range longer than this is two numbers, not all between them. */
const longestRange = 60;

export const readReference = (reference: string, secondReference: string): ReferenceText => {
  // A number that reaches the end of the first field goes on in the second.
  const isSplit = reference.length === width && /\d$/.test(reference) && /^\d/.test(secondReference);
  const text = tidy(`${reference}${isSplit ? "" : " "}${secondReference}`).toUpperCase();
  const mentions: Mention[] = [];
  const ranges: { from: number; to: number }[] = [];
  const names: string[] = [];
  let month: number | null = null;
  let speaksOfStatement = false;
  let last: Mention | undefined;
  let separator = "";
  let wordSinceLast = "";
  let wordBefore = "";
  for (const part of text.match(/[A-Z0-9]+|[^A-Z0-9]+/g) ?? []) {
    if (!/[A-Z0-9]/.test(part)) {
      separator += part;
      continue;
    }
    const named = monthOf(part);
    const mention = named === null && !isDayOfMonth(part) ? mentionIn(part, last, separator) : null;
    // "8 OCT" is the day that "8OCT" is.
    if (named !== null) month = isDay(wordBefore) ? month : named;
    else if (statementWords.has(part)) speaksOfStatement = true;
    else if (mention) {
      if (last && (/^\s*-\s*$/.test(separator) || wordSinceLast === "TO")) {
        const [from, to] = [Number(last.core), Number(mention.core)];
        if (to > from && to - from <= longestRange) ranges.push({ from, to });
      }
      // "INV 10442" and "INV-10442" are one reference: the word before joins the number.
      const joined = /^[A-Z]{1,4}$/.test(wordSinceLast) && !mention.isCompleted && /^\d/.test(part) ? wordSinceLast + part : mention.full;
      last = { ...mention, full: joined, isPayersOwn: mention.isPayersOwn || ownWords.has(wordSinceLast) };
      mentions.push(last);
    }
    if (mention === null && named === null && !statementWords.has(part) && !fillers.has(part) && !/\d/.test(part)) names.push(part);
    wordSinceLast = mention ? "" : part;
    wordBefore = part;
    separator = "";
  }
  const lastField = secondReference.trim() === "" ? reference : secondReference;
  const isFull = lastField.trim().length >= width - 1;
  const cutOff = isFull && /\d$/.test(lastField.trim()) ? mentions.pop() : undefined;
  if (cutOff) mentions.push({ ...cutOff, isCutOff: true });
  return { mentions, ranges, month, speaksOfStatement, alias: names.join(" "), isFull };
};
