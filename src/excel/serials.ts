/**
 * Dates as Excel keeps them: days since 30 Dec 1899, without a time zone. All arithmetic is in UTC, as local time has days of
 * 23 and 25 hours and a date written in London must not be another in Berlin.
 */
const dayLength = 86_400_000;
const epoch = Date.UTC(1899, 11, 30);

const isoDate = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The serial of "2026-11-21"; null for what is not a date from 1 Mar 1900 on. */
export const serialOfDate = (iso: string): number | null => {
  const parts = isoDate.exec(iso);
  if (!parts) return null;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const at = Date.UTC(year, month - 1, day);
  const serial = (at - epoch) / dayLength;
  const isReal = new Date(at).getUTCMonth() === month - 1 && new Date(at).getUTCDate() === day;
  return isReal && serial >= 61 ? serial : null;
};

const isoInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

/** The serial of a moment such as "2026-11-21T09:30:00Z", as the wall clock of this computer showed it, to the second. */
export const serialOfInstant = (iso: string): number | null => {
  const at = isoInstant.test(iso) ? Date.parse(iso) : Number.NaN;
  if (Number.isNaN(at)) return null;
  const local = at - new Date(at).getTimezoneOffset() * 60_000;
  const serial = Math.round((local - epoch) / 1000) / 86_400;
  return serial >= 61 ? serial : null;
};

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** "21 Nov 2026": for a date that its column is too narrow to show, where Excel answers "####". */
export const textOfSerial = (serial: number): string => {
  const date = new Date(epoch + Math.floor(serial) * dayLength);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ""} ${date.getUTCFullYear()}`;
};

/** Whether a number format shows a date or a time: a day, month, year, hour or second outside quotes, brackets and escapes. */
export const isDateFormat = (format: string): boolean => {
  const bare = format.replace(/"[^"]*"|\\.|_.|\*./g, "").replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, "");
  return !/^general$/i.test(bare) && /[dmyhs]/i.test(bare) && !/^@$/.test(bare);
};
