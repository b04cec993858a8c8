/** Dates and times as Excel reads them when typed in the United Kingdom: day first, two-digit years up to 29 in this century. */
import type { CoercionContext } from "./coerce";
import type { ReadNumber } from "./coerce-number";

export const dateFormats = { dayMonth: "dd-mmm", monthYear: "mmm-yy", numeric: "dd/mm/yyyy", named: "dd-mmm-yy", time: "hh:mm", timeSeconds: "hh:mm:ss", dateTime: "dd/mm/yyyy hh:mm" } as const;

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const fullMonths = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

/** Excel's day number; null where there is no such day. Days before 1 March 1900 follow Excel's false leap year. */
export const serialOf = (year: number, month: number, day: number): number | null => {
  if (year < 1900 || year > 9999 || month < 1 || month > 12 || day < 1) return null;
  const time = Date.UTC(year, month - 1, day);
  const date = new Date(time);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  const serial = Math.round((time - Date.UTC(1899, 11, 30)) / 86_400_000);
  return serial < 61 ? serial - 1 : serial;
};

const fullYear = (digits: string): number => {
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year < 30 ? 2000 + year : 1900 + year;
};

const monthNumber = (name: string): number => {
  const lower = name.toLowerCase();
  const short = months.indexOf(lower);
  return (short >= 0 ? short : lower === "sept" ? 8 : fullMonths.indexOf(lower)) + 1;
};

const made = (serial: number | null, format: string): ReadNumber | null => (serial === null ? null : { number: serial, format });

export const readDate = (text: string, context: CoercionContext): ReadNumber | null => {
  // The longest date that is typed is "30 September 2026 23:59:59"; it has a digit, and begins with one or with a month.
  if (text.length > 26 || !/^(?:\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}[- /]?\d)/i.test(text)) return null;
  const dateAndTime = /^(\S.*?) (\d{1,2}:\d{2}(?::\d{2})?)$/.exec(text) ?? /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2})?)$/.exec(text);
  if (dateAndTime) {
    const date = readDay(dateAndTime[1] ?? "", context);
    const time = readTime(dateAndTime[2] ?? "");
    return date && time && time.number < 1 ? { number: date.number + time.number, format: dateFormats.dateTime } : null;
  }
  return readDay(text, context) ?? readTime(text);
};

const readDay = (text: string, context: CoercionContext): ReadNumber | null => {
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(text);
  if (iso) return made(serialOf(Number(iso[1]), Number(iso[2]), Number(iso[3])), dateFormats.numeric);
  return readNamedMonth(text, context) ?? readNumeric(text, context);
};

const readNumeric = (text: string, context: CoercionContext): ReadNumber | null => {
  const full = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{2}|\d{4})$/.exec(text);
  if (full) {
    // Dots are no date separator in a British Excel; and by the API a date that follows a locale's order stays text.
    if (full[2] === "." || context.by === "api") return null;
    return made(serialOf(fullYear(full[4] ?? ""), Number(full[3]), Number(full[1])), dateFormats.numeric);
  }
  const monthAndYear = /^(\d{1,2})[-/](\d{4})$/.exec(text);
  if (monthAndYear) return made(serialOf(Number(monthAndYear[2]), Number(monthAndYear[1]), 1), dateFormats.monthYear);
  const two = /^(\d{1,2})[-/](\d{1,2})$/.exec(text);
  if (!two) return null;
  const first = Number(two[1]);
  const second = Number(two[2]);
  return (
    made(serialOf(context.thisYear, second, first), dateFormats.dayMonth) ??
    // "3-14" cannot be a day of month 14, so Excel takes it the other way round; "3-45" as a month and a year.
    made(serialOf(context.thisYear, first, second), dateFormats.dayMonth) ??
    (second > 31 ? made(serialOf(fullYear(two[2] ?? ""), first, 1), dateFormats.monthYear) : null)
  );
};

const readNamedMonth = (text: string, context: CoercionContext): ReadNumber | null => {
  const dayFirst = /^(\d{1,2})[- /]?([a-z]{3,9})(?:[- /,]+(\d{4}|\d{2}))?$/i.exec(text);
  if (dayFirst) {
    const month = monthNumber(dayFirst[2] ?? "");
    if (month === 0) return null;
    const year = dayFirst[3] === undefined ? context.thisYear : fullYear(dayFirst[3]);
    return made(serialOf(year, month, Number(dayFirst[1])), dayFirst[3] === undefined ? dateFormats.dayMonth : dateFormats.named);
  }
  const monthFirst = /^([a-z]{3,9})[- /]?(\d{1,4})(?:(?:, ?| |-)(\d{4}))?$/i.exec(text);
  if (!monthFirst) return null;
  const month = monthNumber(monthFirst[1] ?? "");
  if (month === 0) return null;
  const digits = monthFirst[2] ?? "";
  if (monthFirst[3] !== undefined) return made(serialOf(Number(monthFirst[3]), month, Number(digits)), dateFormats.named);
  if (digits.length === 4) return made(serialOf(Number(digits), month, 1), dateFormats.monthYear);
  if (digits.length === 3) return null;
  // "SEP01" is 1 September of this year, "MAR45" is March 1945.
  return made(serialOf(context.thisYear, month, Number(digits)), dateFormats.dayMonth) ?? made(serialOf(fullYear(digits), month, 1), dateFormats.monthYear);
};

const readTime = (text: string): ReadNumber | null => {
  const time = /^(\d{1,4}):(\d{2})(?::(\d{2}))?(?: ?([ap])m?)?$/i.exec(text);
  if (!time) return null;
  const minutes = Number(time[2]);
  const seconds = Number(time[3] ?? 0);
  if (minutes > 59 || seconds > 59) return null;
  let hours = Number(time[1]);
  if (time[4] !== undefined) {
    if (hours < 1 || hours > 12) return null;
    hours = (hours % 12) + (time[4].toLowerCase() === "p" ? 12 : 0);
  }
  const format = hours > 23 ? "[h]:mm:ss" : time[3] === undefined ? dateFormats.time : dateFormats.timeSeconds;
  return { number: (hours * 3600 + minutes * 60 + seconds) / 86_400, format };
};
