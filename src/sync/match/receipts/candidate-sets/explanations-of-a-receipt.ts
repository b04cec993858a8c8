/** Finds the explanations worth weighing for one receipt by itself. Every look-up is by index, so that a customer with thousands of open items costs no more each. */
import { sumOf, type Book } from "../open-items/book";
import { daysBetween } from "../open-items/days";
import { difference, graceDays } from "./explanation";
import { firstAt } from "../open-items/first-at";
import { isStrong } from "../reading-references/naming-grades";
import { namedSubsets } from "./named-sets";
import { pairsAndTriples } from "./pairs-and-triples";
import { isPossibleCharge } from "../customer-habits/usual-shortfalls";
import type { Structures } from "./statements-and-rows";
import { addTwins } from "./twin-sets";
import { aroundUsualDay } from "../customer-habits/near-usual-day";
import { weighNone } from "../evidence/weigh";
import { collect, strongest, type Found, type Weighed } from "./strongest";
import { commonCharges } from "../evidence/points";

/** Of equal amounts, this many nearest to the day on which payment would be usual. */
const mostAlike = 14;
/** Credit notes tried against single invoices. */
const mostNotes = 40;
/** An explanation this far ahead of none leaves nothing to look for among loose sums. */
const clear = 5;

/** Whether an ascending list has a number. */
const has = (ascending: readonly number[], wanted: number): boolean => ascending[firstAt(ascending.length, (at) => (ascending[at] ?? 0) >= wanted)] === wanted;

/** Of many equal ones, those that would usually be paid on the receipt's day, and those that it names. */
const nearestInTime = (book: Book, receipt: number, found: readonly number[]): readonly number[] => {
  if (found.length <= mostAlike) return found;
  const named = [...(book.readings[receipt]?.debits.keys() ?? [])].filter((place) => has(found, place));
  return [...new Set([...aroundUsualDay(book, receipt, found, mostAlike), ...named])];
};

/** What of these debits may be taken off on the receipt's day; null when a discount is too long past. */
const discountOf = (book: Book, receipt: number, debits: readonly number[]): { amount: number; inTime: boolean } | null => {
  let [amount, inTime] = [0, true];
  const on = book.receipts[receipt]?.date;
  for (const debit of debits) {
    const discount = book.debits[debit]?.discount;
    if (!discount || on === undefined) continue;
    const late = daysBetween(discount.lastDay, on);
    if (late > graceDays) return null;
    amount += discount.amount;
    inTime &&= late <= 0;
  }
  return amount > 0 ? { amount, inTime } : null;
};

/** Why named documents do not come to what was paid, where a reason is possible. */
const reconcile = (book: Book, receipt: number, debits: readonly number[], notes: readonly number[], found: Found): void => {
  const over = difference(book, [receipt], debits, notes);
  if (over === 0) return found(debits, notes);
  if (over > 0) return notes.length === 0 ? found(debits, [], { kind: "overpayment", amount: over }) : undefined;
  const short = -over;
  const owed = sumOf(book.debits, debits);
  const discount = discountOf(book, receipt, debits);
  if (discount?.amount === short) found(debits, notes, { kind: "settlement discount", ...discount });
  if (isPossibleCharge(short, owed)) found(debits, notes, { kind: "bank charge", amount: short });
  // Whatever is paid of the last document must be something.
  const last = book.debits[debits.at(-1) ?? -1]?.outstanding ?? 0;
  if (notes.length === 0 && short < last) found(debits, notes, { kind: "part payment", amount: short });
};

const fromNames = (book: Book, receipt: number, found: Found): void => {
  const reading = book.readings[receipt];
  const amount = book.receipts[receipt]?.outstanding ?? 0;
  if (!reading || reading.debits.size + reading.notes.size === 0) return;
  for (const { debits, notes } of namedSubsets(book, reading, amount)) reconcile(book, receipt, debits, notes, found);
  // Everything named and one document more, whose number was forgotten or lost.
  const strong: number[] = [];
  for (const [place, { grade }] of reading.debits) if (isStrong(grade)) strong.push(place);
  strong.sort((one, other) => one - other);
  if (strong.length === 0) return;
  const rest = amount - sumOf(book.debits, strong);
  for (const place of nearestInTime(book, receipt, book.byAmount.get(rest) ?? [])) {
    if (!strong.includes(place)) found([...strong, place].sort((one, other) => one - other));
  }
  // A list of several that was cut off: two or three more.
  if (strong.length > 1 && rest > 0 && reading.text.isFull) {
    for (const more of pairsAndTriples(book, receipt, rest, strong)) found([...strong, ...more].sort((one, other) => one - other));
  }
  book.notes.slice(0, mostNotes).forEach((note, place) => {
    if (note.outstanding === -rest) found(strong, [place]);
  });
};

/** Sums over what belongs together: a month, everything up to a date, a run of neighbours, such a run less one. */
export const fromStructures = (book: Book, receipt: number, structures: Structures, found: Found): void => {
  const amount = book.receipts[receipt]?.outstanding ?? 0;
  const day = book.receiptDays[receipt] ?? 0;
  for (const { debits, notes, ...structure } of structures.whole(amount)) found(debits, notes, null, structure);
  for (const { debits, notes, ...structure } of structures.runs(amount, day)) found(debits, notes, null, structure);
  const reading = book.readings[receipt];
  const paysMany = (book.open.habits?.lumpSums ?? 0) >= 0.3 || reading?.text.speaksOfStatement === true || (reading?.debits.size ?? 0) > 2;
  if (paysMany) for (const { debits, notes, ...structure } of structures.runsLessOne(amount, day)) found(debits, notes, null, structure);
};

const fromAmounts = (book: Book, receipt: number, charges: readonly number[], found: Found): void => {
  const amount = book.receipts[receipt]?.outstanding ?? 0;
  for (const place of nearestInTime(book, receipt, book.byAmount.get(amount) ?? [])) found([place]);
  for (const place of nearestInTime(book, receipt, book.byDiscounted.get(amount) ?? [])) {
    const discount = discountOf(book, receipt, [place]);
    if (discount) found([place], [], { kind: "settlement discount", ...discount });
  }
  for (const charge of charges) {
    if (!isPossibleCharge(charge, amount + charge)) continue;
    const alike = book.byAmount.get(amount + charge);
    if (alike) for (const place of nearestInTime(book, receipt, alike)) found([place], [], { kind: "bank charge", amount: charge });
    for (const { debits, notes, ...structure } of book.structures.whole(amount + charge)) found(debits, notes, { kind: "bank charge", amount: charge }, structure);
  }
  fromStructures(book, receipt, book.structures, found);
  // Halves are paid without a word; other parts are too many to guess at.
  for (const whole of [2 * amount, 2 * amount - 1, 2 * amount + 1]) {
    for (const place of nearestInTime(book, receipt, book.byAmount.get(whole) ?? [])) found([place], [], { kind: "part payment", amount: whole - amount });
  }
  book.notes.slice(0, mostNotes).forEach((note, place) => {
    for (const debit of nearestInTime(book, receipt, book.byAmount.get(amount + note.outstanding) ?? [])) found([debit], [place]);
  });
  // With one or two open, a smaller payment may well be a part of either.
  if (book.debits.length <= 2) {
    book.debits.forEach((debit, place) => {
      if (debit.outstanding > amount) found([place], [], { kind: "part payment", amount: debit.outstanding - amount });
    });
  }
};

/** The explanations of one receipt, strongest first. */
export const explanationsFor = (book: Book, receipt: number): readonly Weighed[] => {
  const { kept, found } = collect(book, receipt);
  const habitual = (book.shortfalls?.shortfalls ?? []).slice(0, 4).map(({ amount }): number => amount);
  const charged = [...(book.aliasMemory(receipt)?.charges.keys() ?? [])].slice(0, 4).map(Number);
  const charges = habitual.length + charged.length === 0 ? commonCharges : [...new Set([...habitual, ...charged, ...commonCharges])];
  fromNames(book, receipt, found);
  fromAmounts(book, receipt, charges, found);
  let best = -Infinity;
  for (const { weight } of kept.values()) best = Math.max(best, weight);
  if (best < weighNone(book, receipt) + clear) for (const debits of pairsAndTriples(book, receipt, book.receipts[receipt]?.outstanding ?? 0)) found(debits);
  addTwins(book, receipt, kept, () => true, found);
  return strongest(book, receipt, kept);
};
