/** Which documents would usually be paid on a receipt's day: near to it in time, less the days that the customer takes. */
import type { Book } from "../open-items/book";
import { firstAt } from "../open-items/first-at";

/** At most `most` of these places of debits, in order of date: those around the date of what would usually be paid by the receipt. */
export const aroundUsualDay = (book: Book, receipt: number, places: readonly number[], most: number): readonly number[] => {
  if (places.length <= most) return places;
  const due = (book.receiptDays[receipt] ?? 0) - book.pace.alone.typical;
  const first = firstAt(places.length, (at) => (book.debitDays[places[at] ?? 0] ?? 0) >= due);
  const from = Math.max(0, Math.min(places.length - most, first - most / 2));
  return places.slice(from, from + most);
};
