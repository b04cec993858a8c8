/** Counting days between plain dates. */
import type { PlainDate } from "../../../model/dates";

const day = 86_400_000;

/** Days since 1 Jan 1970, without a zone. */
export const dayNumber = (date: PlainDate): number => Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / day;

/** Above zero when `to` is later. */
export const daysBetween = (from: PlainDate, to: PlainDate): number => dayNumber(to) - dayNumber(from);
