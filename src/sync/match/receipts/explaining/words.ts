/** Every sentence the engine says to accountants, apart from the weighing so that either can be read alone. */
import { displayDate, type PlainDate } from "../../../model/dates";
import { formatMoney, minorUnits } from "../../../model/money";
import type { Book } from "../open-items/book";
import type { Explanation, Gap } from "../candidate-sets/explanation";
import type { Tally } from "../memory/decisions";
import type { Grade, Naming } from "../reading-references/naming-grades";
import { fewestPayments, type Shortfalls } from "../customer-habits/usual-shortfalls";
import type { CustomerHabits, Shape } from "../types";

const money = (pence: number) => formatMoney(minorUnits(pence));
const monthNames = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** "A", "A and B", "A, B and C"; more than five are counted. */
export const listed = (names: readonly string[]): string => {
  if (names.length > 5) return `${names.slice(0, 4).join(", ")} and ${names.length - 4} others`;
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
};
const times = (count: number) => (count === 1 ? "once" : count === 2 ? "twice" : `${count} times`);
const percent = (share: number) => `${Math.round(share * 100)} %`;
const days = (count: number) => `${count} ${count === 1 ? "day" : "days"}`;

const references = (book: Book, debits: readonly number[]) => debits.map((debit) => book.debits[debit]?.reference ?? "");
const noun = (book: Book, debits: readonly number[]) => (debits.every((debit) => book.debits[debit]?.kind === "invoice") ? "invoice" : "document");

/** What a grade says of a text and the document it names. */
export const naming = ({ grade, written }: Naming, reference: string): string => {
  const sentences: Readonly<Record<Grade, string>> = {
    "in full": `The receipt names ${reference}.`,
    number: `The number “${written}” on the receipt is that of ${reference}.`,
    "short number": `The short number “${written}” on the receipt is that of ${reference}.`,
    completed: `“${written}” on the receipt ends the number of ${reference}, beginning as the number before it.`,
    "letters for digits": `The reference “${written}” is ${reference} with letters typed for digits.`,
    swapped: `The reference “${written}” is ${reference} with two digits swapped.`,
    wrong: `The reference “${written}” is ${reference} with one digit wrong.`,
    "cut off": `“${written}” on the receipt was cut off, and begins the number of ${reference}.`,
    missing: `The reference “${written}” is ${reference} with one digit missing.`,
    extra: `The reference “${written}” is ${reference} with one digit too many.`,
    range: `${reference} lies in the range ${written} that the receipt names.`,
  };
  return sentences[grade];
};

export const notNamed = (unnamed: readonly string[]): string => `The receipt names other documents, but not ${listed(unnamed)}.`;
export const unknownNumber = (written: string): string => `“${written}” on the receipt looks like a document number, but no such document is open.`;
export const month = (number: number): string => `The reference names ${monthNames[number - 1] ?? ""}, the month of these documents.`;
export const openByMonth = (number: number): string => `The reference speaks of a statement of ${monthNames[number - 1] ?? ""}, by the end of which these documents were open.`;
export const otherMonth = (number: number): string => `The reference names ${monthNames[number - 1] ?? ""}, which is not the month of these documents.`;

export const amounts = (book: Book, { debits, notes, receipts, gap, structure }: Explanation): string => {
  if (gap !== null) return "";
  const paid = receipts.length > 1 ? "The receipts together equal" : "The amount equals";
  const less = notes.length === 0 ? "" : ` less ${listed(notes.map((note) => book.notes[note]?.reference ?? ""))}`;
  const [only = ""] = references(book, debits);
  if (debits.length === 1) return `${paid} ${only}${less} exactly.`;
  const sum = `${paid} the sum of ${debits.length} ${noun(book, debits)}s${less} exactly`;
  if (structure === null) return `${sum}.`;
  const label = structure.label as PlainDate;
  const which = {
    "all open": "everything that is open",
    "up to date": `everything open up to ${displayDate(label)}`,
    month: `all of ${monthNames[Number(structure.label.slice(5, 7)) - 1] ?? ""} ${structure.label.slice(0, 4)}`,
    run: `${debits.length} in a row from ${references(book, debits)[0] ?? ""}`,
    "run less one": `those from ${references(book, debits)[0] ?? ""} to ${references(book, debits).at(-1) ?? ""} without ${structure.label}`,
    "row but one": `a row in which another of the same amount stands for ${structure.label}`,
  };
  return `${sum}: ${which[structure.basis]}.`;
};

export const credited = (book: Book, notes: readonly number[], debits: readonly number[]): string =>
  listed(notes.map((note) => {
    const credit = book.notes[note];
    const invoice = debits.find((debit) => book.creditedBy[note]?.has(debit));
    const against = invoice === undefined ? "" : `, which was raised against ${book.debits[invoice]?.reference ?? ""}`;
    return `Credit note ${credit?.reference ?? ""} of ${money(credit?.outstanding ?? 0)}${against}`;
  })) + (notes.length === 1 ? " is netted." : " are netted.");

export const severalReceipts = (book: Book, receipts: readonly number[]): string =>
  `${receipts.length} receipts pay it together: ${listed(receipts.map((receipt) => money(book.receipts[receipt]?.outstanding ?? 0)))}.`;

export const discount = (book: Book, debits: readonly number[], gap: Extract<Gap, { kind: "settlement discount" }>, paidOn: number): string => {
  const lastDays = debits.flatMap((debit) => book.debits[debit]?.discount?.lastDay ?? []).sort();
  const lastDay = lastDays[0];
  const until = lastDay === undefined ? "" : displayDate(lastDay);
  const late = lastDay === undefined ? 0 : paidOn - Date.parse(`${lastDay}T00:00:00Z`) / 86_400_000;
  return `The amount is short by the settlement discount of ${money(gap.amount)}, ${gap.inTime ? `allowed until ${until}` : `taken ${days(late)} after ${until}`}.`;
};

export const bankCharge = (amount: number, known: Shortfalls | null): string => {
  const seen = known?.shortfalls.find((one) => one.amount === amount)?.times ?? 0;
  return `The amount is short by ${money(amount)}, ${seen > 0 ? `as this customer's payments have been ${times(seen)} before` : "a usual bank charge"}.`;
};

export const partPayment = (paid: number, of: number): string => `${money(paid)} of ${money(of)} is a part payment${paid * 2 === of ? ", just half" : ""}.`;

const usually = ({ pace: { alone, together } }: Book, isSeveral: boolean): string => {
  if (together !== null && isSeveral) return `; this customer usually takes ${together.soonest.day} to ${days(together.latest.day)}`;
  return alone.payments < fewestPayments ? "" : `; this customer usually takes ${Math.round(alone.typical)}`;
};

export const dates = (book: Book, debits: readonly number[], paidOn: number): string => {
  const ages = debits.map((debit) => paidOn - (book.debitDays[debit] ?? 0)).sort((one, other) => one - other);
  const [youngest = 0, oldest = 0] = [ages[0], ages.at(-1)];
  const [usual, what] = [usually(book, debits.length > 1), `${noun(book, debits)}${debits.length > 1 ? "s" : ""}`];
  if (oldest < 0) return `The receipt is dated ${days(-oldest)} before the ${what}${usual}.`;
  if (oldest === 0) return `Paid on the day of the ${what}${usual}.`;
  if (youngest < 0) return `The receipt is dated ${days(-youngest)} before the youngest ${noun(book, debits)}${usual}.`;
  if (youngest === 0) return `Paid up to ${days(oldest)} after the ${what}${usual}.`;
  return `Paid ${youngest === oldest ? "" : `${youngest} to `}${days(oldest)} after the ${what}${usual}.`;
};

/** A share of past payments: never, in each, or in so many of a hundred. */
const inPayments = (share: number, payments: number): string => (share === 1 ? `in each of ${payments} payments` : `in ${percent(share)} of ${payments} payments`);

export const oldestFirst = (habits: CustomerHabits, skipped: string | null): string =>
  `This customer paid oldest first ${inPayments(habits.oldestFirst, habits.payments)}${skipped === null ? "" : `, and ${skipped} is older`}.`;
export const lumpSums = ({ lumpSums: share, payments }: CustomerHabits): string =>
  Math.round(share * 100) === 0 ? `This customer ${share === 0 ? "has never paid" : "has hardly ever paid"} several documents at once, in ${payments} payments.` : `This customer paid several documents at once ${inPayments(share, payments)}.`;

const shapes: Readonly<Record<Shape, string>> = {
  "one document": "receipt as payment of one document",
  "several documents": "receipt as payment of several documents",
  statement: "receipt as payment of a statement",
  "part payment": "receipt as a part payment",
  "several receipts": "receipts as paying one document together",
};
const history = ({ accepted, refused, lastAccepted, lastRefused }: Tally, what: string): string =>
  accepted >= refused && lastAccepted !== null
    ? `You accepted this payer's ${what} on ${displayDate(lastAccepted)}${accepted > 1 ? `, ${times(accepted)} in all` : ""}.`
    : lastRefused === null ? "" : `You rejected this payer's ${what} on ${displayDate(lastRefused)}.`;

export const namedByAnother = (documents: readonly string[]): string => `Another receipt names ${listed(documents)}.`;

export const leftBehind = (count: number): string => (count === 1 ? "An older document that was due is left unpaid." : `${count} older documents that were due are left unpaid.`);

export const rememberedShape = (shape: Shape, tally: Tally): string => history(tally, shapes[shape]);
export const rememberedCharge = (amount: number, tally: Tally): string => history(tally, `short payment of ${money(amount)} as a bank charge`);
