/** What the texts on receipts say for or against: which documents they name, of which month, and whether they speak of a statement. */
import type { PlainDate } from "../../../model/dates";
import type { Explanation } from "../candidate-sets/explanation";
import * as words from "../explaining/words";
import type { Book, Reading } from "../open-items/book";
import { isSlip, isSure, namesSeveral, type Naming } from "../reading-references/naming-grades";
import { named, text } from "./points";
import type { Scale } from "./scale";

/** Whether, and how surely, the receipts name one document; a slip counts for one document only. */
const considerName = (readings: readonly Reading[], side: "debits" | "notes", place: number, reference: string, explained: Set<string>, unnamed: string[], scale: Scale): void => {
  let counted: Naming | undefined;
  for (const reading of readings) {
    const naming = reading[side].get(place);
    if (naming && (namesSeveral(naming.grade) || !explained.has(naming.written)) && (!counted || named[naming.grade] > named[counted.grade])) counted = naming;
  }
  if (!counted) {
    unnamed.push(reference);
    return;
  }
  const { grade, written } = counted;
  for (const reading of readings) explained.add(reading[side].get(place)?.written ?? written);
  scale.add(isSlip(grade) ? "document named with a slip" : "document named", named[grade], () => words.naming({ grade, written }, reference));
};

/** Of several receipts that pay one document, each speaks for itself: it names the document, or nothing, or something else. */
const considerEach = (readings: readonly Reading[], debit: number, scale: Scale): void => {
  const names = readings.flatMap((reading) => {
    const naming = reading.debits.get(debit);
    return naming ? [named[naming.grade]] : [];
  }).sort((one, other) => other - one);
  const others = readings.filter((reading) => !reading.debits.has(debit) && [...reading.debits.values()].some(({ grade }) => isSure(grade))).length;
  // The best is counted already.
  scale.sum += names.slice(1).reduce((sum, weight) => sum + weight, 0) + others * text.partOfAnother;
};

/** The latest month of that number by a day, as "2026-10". */
const monthBy = (day: PlainDate, month: number): string => `${Number(day.slice(0, 4)) - (month > Number(day.slice(5, 7)) ? 1 : 0)}-${String(month).padStart(2, "0")}`;

/** A month speaks of documents: of that month, or, of a statement at its end, of some that are older, too. */
const weighMonth = (book: Book, receipts: readonly number[], debits: readonly number[], month: number, isStatement: boolean, scale: Scale): void => {
  const paidOn = book.receipts[receipts[0] ?? -1]?.date;
  if (paidOn === undefined || debits.length === 0) return;
  const meant = monthBy(paidOn, month);
  // "BACS NOV" of November says when it was paid, not for what.
  if (meant === paidOn.slice(0, 7) && !isStatement) return;
  const months = debits.map((debit) => book.debits[debit]?.date.slice(0, 7) ?? "");
  const youngest = months.at(-1) ?? "";
  const isOfMonth = isStatement ? youngest <= meant : youngest === meant && months[0] === meant;
  if (isOfMonth) scale.add("dates", text.month, () => (months[0] === meant ? words.month(month) : words.openByMonth(month)));
  else scale.add("dates", text.otherMonth, () => words.otherMonth(month));
};

/** What the receipts' texts say for or against. */
export const weighText = (book: Book, { receipts, debits, notes, structure }: Explanation, scale: Scale): void => {
  const readings: Reading[] = [];
  for (const receipt of receipts) {
    const reading = book.readings[receipt];
    if (reading) readings.push(reading);
  }
  const explained = new Set<string>();
  const unnamed: string[] = [];
  for (const debit of debits) considerName(readings, "debits", debit, book.debits[debit]?.reference ?? "", explained, unnamed, scale);
  const debitsUnnamed = unnamed.length;
  for (const note of notes) considerName(readings, "notes", note, book.notes[note]?.reference ?? "", explained, unnamed, scale);
  if (readings.length > 1) considerEach(readings, debits[0] ?? -1, scale);
  const others = debits.filter((debit) => book.isNamed[debit] && readings.every((reading) => !reading.debits.has(debit)));
  if (others.length > 0) scale.add("contested", text.namedByAnother, () => words.namedByAnother(others.map((debit) => book.debits[debit]?.reference ?? "")));
  const namesSome = readings.some((reading) => reading.debits.size + reading.notes.size > 0);
  if (namesSome && debitsUnnamed > 0) {
    const each = structure ? text.notNamedInStatement : readings.some((reading) => reading.text.isFull) ? text.notNamedInFullField : text.notNamed;
    scale.add("document not named", each * Math.min(debitsUnnamed, 3), () => words.notNamed(unnamed.slice(0, debitsUnnamed)));
  }
  for (const reading of readings) {
    const strange = reading.unknown.find((written) => !explained.has(written));
    if (strange !== undefined) scale.add("unknown document named", text.unknownNumber, () => words.unknownNumber(strange));
    const month = reading.text.month;
    if (debits.length > 1 && reading.text.speaksOfStatement) scale.add("statement", text.statement, () => "The reference speaks of a statement or balance.");
    if (month !== null) weighMonth(book, receipts, debits, month, reading.text.speaksOfStatement, scale);
  }
};
