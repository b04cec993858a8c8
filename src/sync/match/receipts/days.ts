/** Counting days between plain dates. */
import type { PlainDate } from "../../model/dates";

const day = 86_400_000;

/** Days since 1 Jan 1970, without a zone. */
export const dayNumber = (date: PlainDate): number => Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / day;

/** Above zero when `to` is later. */
export const daysBetween = (from: PlainDate, to: PlainDate): number => dayNumber(to) - dayNumber(from);

/** The first place of a sorted list from which on something holds; its length when it holds nowhere. */
export const firstAt = (length: number, holds: (place: number) => boolean): number => {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
};
