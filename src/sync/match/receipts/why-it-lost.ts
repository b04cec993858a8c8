/** Why the next best explanation was not put first, in a sentence. */
import { formatMoney, minorUnits } from "../../model/money";
import type { Book } from "./book";
import type { Weighed } from "./weighed";
import { listed } from "./words";

type Chosen = Weighed & { readonly chance: number };

const names = (book: Book, debits: readonly number[]) => listed(debits.map((debit) => book.debits[debit]?.reference ?? ""));
const isNamed = (book: Book, { receipts, debits }: Weighed) => debits.some((debit) => receipts.some((receipt) => book.readings[receipt]?.debits.has(debit)));
const unnamed = (book: Book, { receipts, debits }: Weighed) => debits.filter((debit) => !receipts.some((receipt) => book.readings[receipt]?.debits.has(debit)));
const averageDay = (book: Book, debits: readonly number[]) => debits.reduce((sum, debit) => sum + (book.debitDays[debit] ?? 0), 0) / debits.length;

const gapOf = ({ gap }: Weighed): string => {
  if (gap === null) return "comes to the amount";
  const amount = formatMoney(minorUnits(gap.amount));
  const short = { "settlement discount": `needs a settlement discount of ${amount}`, "bank charge": `needs a bank charge of ${amount}`, "part payment": `would be paid in part, with ${amount} left`, overpayment: `leaves ${amount} of the receipt over` };
  return short[gap.kind];
};

export const whyItLost = (book: Book, loser: Chosen, winner: Chosen | null, takenBy: ReadonlyMap<number, Chosen>): string => {
  const subject = names(book, loser.debits);
  const taken = loser.debits.find((debit) => {
    const taker = takenBy.get(debit);
    return taker !== undefined && !taker.receipts.some((receipt) => loser.receipts.includes(receipt));
  });
  if (taken !== undefined) {
    const taker = takenBy.get(taken);
    return `${names(book, [taken])} is better explained by another receipt, ${listed((taker?.receipts ?? []).map((receipt) => book.receipts[receipt]?.reference ?? ""))}.`;
  }
  if (winner === null) return `${subject} ${gapOf(loser)}, but that is less likely than that nothing here fits.`;
  const against: string[] = [];
  const missing = unnamed(book, loser);
  if (isNamed(book, winner) && missing.length > 0) against.push(missing.length === loser.debits.length ? "is not named" : `${names(book, missing)} is not named`);
  const older = Math.round(averageDay(book, winner.debits) - averageDay(book, loser.debits));
  if (older !== 0) against.push(`${Math.abs(older)} ${Math.abs(older) === 1 ? "day" : "days"} ${older > 0 ? "older" : "younger"}`);
  if (loser.debits.length !== winner.debits.length) against.push(`${loser.debits.length === 1 ? "one document" : `${loser.debits.length} documents`} where ${winner.debits.length === 1 ? "one" : winner.debits.length} will do`);
  const same = loser.gap === null && winner.gap === null ? (loser.debits.length === 1 ? "is for the same amount" : "comes to the same amount") : gapOf(loser);
  return against.length === 0 ? `${subject} ${same}, but fits less well.` : `${subject} ${same} but ${listed(against)}.`;
};
