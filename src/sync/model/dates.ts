/**
 * Dates without a time and without a zone. All arithmetic is in UTC: a local `new Date` moves a date by a day for half the world.
 */
import { failed, failure, ok, type Result } from "./failure";

declare const brand: unique symbol;
/** "2026-11-21". */
export type PlainDate = string & { readonly [brand]: "PlainDate" };

const day = 86_400_000;
/** Day 0 of Excel's 1900 system. */
const epoch = Date.UTC(1899, 11, 30);
/** 1 Mar 1900. Below it Excel counts a 29 Feb 1900 that never was, so that serials are out by one. */
const firstSerial = 61;
/** 31 Dec 9999, Excel's last day. */
const lastSerial = 2_958_465;

const notADate = (text: string, cure: string) => failed(failure("bad-request", `“${text}” is not a date.`, cure, text));

/** Reads "2026-11-21", and refuses days that do not exist. */
export const parseDate = (text: string): Result<PlainDate> => {
  const [, year, month, dayOfMonth] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  // A month has no 31st where adding up the days ends in the next.
  const read = new Date(Date.UTC(Number(year), Number(month) - 1, Number(dayOfMonth)));
  return Number(year) >= 1000 && read.getUTCMonth() + 1 === Number(month) && read.getUTCDate() === Number(dayOfMonth)
    ? ok(text as PlainDate)
    : notADate(text, "Write it as year, month and day, for example 2026-11-21.");
};

/** From an Excel serial of the 1900 date system; a time of day is dropped. Refuses serials before 1 Mar 1900. */
export const dateFromSerial = (serial: number): Result<PlainDate> =>
  serial >= firstSerial && serial < lastSerial + 1
    ? ok(new Date(epoch + Math.floor(serial) * day).toISOString().slice(0, 10) as PlainDate)
    : notADate(String(serial), "Enter a date between 1 Mar 1900 and 31 Dec 9999.");

/** Null where Excel has no sound serial: before 1 Mar 1900. */
export const serialFromDate = (date: PlainDate): number | null => {
  const serial = (Date.parse(`${date}T00:00:00Z`) - epoch) / day;
  return serial >= firstSerial ? serial : null;
};

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** For people: "21 Nov 2026". */
export const displayDate = (date: PlainDate): string =>
  `${Number(date.slice(8, 10))} ${months[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}`;
