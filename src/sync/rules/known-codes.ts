import { createSpellings } from "../match/nearest-spelling";
import { dateFromSerial } from "../model/dates";
import { folded, skeleton } from "../model/spelling";
import { datesExcelReads, type DateReading } from "./excel-dates";

/**
 * The codes of one list (customers, a company's accounts, ...) and every wrong way in which one of them may stand in a cell.
 * Each answer is a list of known codes. Looking up an exact code costs one hash; the rest is indexed when first asked for.
 */
export type KnownCodes<T> = {
  readonly size: number;
  get(code: string): T | undefined;
  codes(): readonly string[];
  /** Differing in case and spaces only. */
  sameLetters(text: string): readonly string[];
  /** Looking alike: O and 0, l and 1 and I, Cyrillic and Greek letters as Latin ones. */
  lookAlikes(text: string): readonly string[];
  /** What Excel turns into this number: "00123" and "0123" into 123, "4E12" into 4000000000000. */
  becomingNumber(value: number): readonly string[];
  /** What Excel turns into this date. */
  becomingDate(serial: number): readonly string[];
  /** What Excel turns into a date that was then saved as this text: "01-Sep". */
  becomingDateText(text: string): readonly string[];
  nearest(text: string, limit: number): readonly string[];
};

const none: readonly string[] = [];

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
};

/** Codes by a key of theirs. Nearly every key has one code, so a list is made for the second only. */
class CodesBy<K> {
  readonly #codes = new Map<K, string | string[]>();

  add(key: K, code: string): void {
    const there = this.#codes.get(key);
    if (there === undefined) this.#codes.set(key, code);
    else if (typeof there === "string") this.#codes.set(key, there === code ? there : [there, code]);
    else if (!there.includes(code)) there.push(code);
  }

  get(key: K): readonly string[] {
    const there = this.#codes.get(key);
    return there === undefined ? none : typeof there === "string" ? [there] : there;
  }
}

const indexBy = <K>(codes: Iterable<string>, keyOf: (code: string) => K | null): CodesBy<K> => {
  const index = new CodesBy<K>();
  for (const code of codes) {
    const key = keyOf(code);
    if (key !== null) index.add(key, code);
  }
  return index;
};

/** What Excel reads as a number when typed: digits, a point, an exponent. */
const numeric = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A number with no more digits than Excel shows of it. */
const shownDigits = (value: number) => Number(value.toPrecision(15));

/** The number that a text becomes in Excel, which puts zeros for digits after the fifteenth; null for text that stays text. */
export const numberExcelReads = (text: string): number | null => {
  if (!numeric.test(text)) return null;
  const cut = text.length > 15 ? text.replace(/^([+-]?0*\d{15})(\d+)$/, (_, kept: string, rest: string) => kept + "0".repeat(rest.length)) : text;
  const value = Number(cut);
  return Number.isFinite(value) ? shownDigits(value) : null;
};

export const knownCodes = <T>(entries: Iterable<readonly [string, T]>): KnownCodes<T> => {
  const records = new Map<string, T>();
  for (const [code, record] of entries) if (code !== "") records.set(code, record);

  const byLetters = once(() => indexBy(records.keys(), folded));
  const byLook = once(() => indexBy(records.keys(), skeleton));
  const byNumber = once(() => {
    const numbers = indexBy(records.keys(), numberExcelReads);
    // Other programs round a long number where Excel cuts it off.
    for (const code of records.keys()) if (code.length > 15 && numeric.test(code)) numbers.add(shownDigits(Number(code)), code);
    return numbers;
  });
  const byDay = once(() => {
    const days = new CodesBy<string>();
    for (const code of records.keys()) for (const { month, day, year } of datesExcelReads(code)) days.add(`${year ?? "any"}-${month}-${day}`, code);
    return days;
  });
  const codesOf = ({ year, month, day }: DateReading) => {
    const list = [...byDay().get(`any-${month}-${day}`)];
    if (year !== null) list.push(...byDay().get(`${year}-${month}-${day}`));
    return list;
  };
  const spellings = once(() => createSpellings([...records.keys()]));

  return {
    size: records.size,
    get: (code) => records.get(code),
    codes: () => [...records.keys()],
    sameLetters: (text) => byLetters().get(folded(text)),
    lookAlikes: (text) => byLook().get(skeleton(text)),
    becomingNumber: (value) => byNumber().get(shownDigits(value)),
    becomingDate(serial) {
      const date = dateFromSerial(serial);
      const asNumber = byNumber().get(Math.floor(serial));
      if (!date.ok) return asNumber;
      const [year = 0, month = 0, day = 0] = date.value.split("-").map(Number);
      return [...new Set([...codesOf({ year, month, day }), ...asNumber])];
    },
    // Only with the month's name: "3-4" is far oftener a code than what is left of one.
    becomingDateText: (text) => (/[a-z]{3}/i.test(text) ? [...new Set(datesExcelReads(text).flatMap(codesOf))] : none),
    nearest: (text, limit) => spellings().nearest(text, limit).map((near) => near.text),
  };
};
