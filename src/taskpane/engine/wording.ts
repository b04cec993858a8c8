/** Numbers and times as British accountants write them. */
const whole = new Intl.NumberFormat("en-GB");

export const count = (number: number): string => whole.format(number);
/** "1 row", "2,000 rows". */
export const plural = (number: number, one: string, many: string = `${one}s`): string => `${count(number)} ${number === 1 ? one : many}`;

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

/** "21 Nov 2026, 14:05" in the reader's time zone. ICU writes "Sept" for September; the house writes three letters. */
export const moment = (instant: string): string => {
  const at = new Date(instant);
  return `${day.format(at).replace("Sept", "Sep")}, ${time.format(at)}`;
};

const minute = 60;
const hour = 60 * minute;
const dayLong = 24 * hour;

/** How long, in the unit a person would use: "28 days", "3 hours", "under a minute". */
export const duration = (seconds: number): string => {
  if (seconds < minute) return "under a minute";
  if (seconds < hour) return plural(Math.round(seconds / minute), "minute");
  if (seconds < 2 * dayLong) return plural(Math.round(seconds / hour), "hour");
  return plural(Math.round(seconds / dayLong), "day");
};

/** Time left of work in progress, at a glance. */
export const timeLeft = (seconds: number): string => (seconds < 1 ? "nearly done" : seconds < minute ? `${Math.ceil(seconds)} s left` : `${duration(seconds)} left`);

/** "Acme UK", "Acme UK and Acme Ireland", "Acme UK, Acme Ireland and 3 more". */
export const listed = (names: readonly string[], shown = 3): string => {
  if (names.length === 0) return "";
  if (names.length === 1) return names[0] ?? "";
  if (names.length <= shown) return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  return `${names.slice(0, shown - 1).join(", ")} and ${count(names.length - shown + 1)} more`;
};
