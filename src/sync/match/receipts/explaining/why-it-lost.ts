/** Why the next best explanation was not put first, in a sentence. */
import { formatMoney, minorUnits } from "../../../model/money";
import type { Book } from "../open-items/book";
import type { Weighed } from "../candidate-sets/strongest";
import { listed } from "./words";

type Chosen = Weighed & { readonly chance: number };

const names = (book: Book, debits: readonly number[]) => listed(debits.map((debit) => book.debits[debit]?.reference ?? ""));
const isNamed = (book: Book, { receipts, debits }: Weighed) => debits.some((debit) => receipts.some((receipt) => book.readings[receipt]?.debits.has(debit)));
const unnamed = (book: Book, { receipts, debits }: Weighed) => debits.filter((debit) => !receipts.some((receipt) => book.readings[receipt]?.debits.has(debit)));
const averageDay = (book: Book, debits: readonly number[]) => debits.reduce((sum, debit) => sum + (book.debitDays[debit] ?? 0), 0) / debits.length;

const gapOf = ({ gap, debits }: Weighed): string => {
  const one = debits.length === 1;
  if (gap === null) return one ? "comes to the amount" : "come to the amount";
  const amount = formatMoney(minorUnits(gap.amount));
  const short = {
    "settlement discount": `${one ? "needs" : "need"} a settlement discount of ${amount}`,
    "bank charge": `${one ? "needs" : "need"} a bank charge of ${amount}`,
    "part payment": `would be paid in part, with ${amount} left`,
    overpayment: `${one ? "leaves" : "leave"} ${amount} of the receipt over`,
  };
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
    return `Another receipt explains ${names(book, [taken])} better: ${listed((taker?.receipts ?? []).map((receipt) => book.receipts[receipt]?.reference ?? ""))}.`;
  }
  if (winner === null) return `${subject} ${gapOf(loser)}, but more likely none of these is meant.`;
  const [is, missing] = [loser.debits.length === 1 ? "is" : "are", isNamed(book, winner) ? unnamed(book, loser) : []];
  const older = Math.round(averageDay(book, winner.debits) - averageDay(book, loser.debits));
  const against = [
    ...(missing.length > 0 && missing.length === loser.debits.length ? ["not named"] : []),
    ...(older === 0 ? [] : [`${Math.abs(older)} ${Math.abs(older) === 1 ? "day" : "days"} ${older > 0 ? "older" : "younger"}${loser.debits.length > 1 || winner.debits.length > 1 ? " on average" : ""}`]),
    ...(loser.debits.length === winner.debits.length ? [] : [`${loser.debits.length === 1 ? "one document" : `${loser.debits.length} documents`} where ${winner.debits.length === 1 ? "one" : winner.debits.length} will do`]),
  ];
  const clauses = [
    ...(missing.length > 0 && missing.length < loser.debits.length ? [`${names(book, missing)} ${missing.length === 1 ? "is" : "are"} not named`] : []),
    ...(against.length > 0 ? [`${is} ${listed(against)}`] : []),
  ];
  const same = loser.gap === null && winner.gap === null ? (loser.debits.length === 1 ? "is for the same amount" : "come to the same amount") : gapOf(loser);
  return clauses.length === 0 ? `${subject} ${same}, but ${loser.debits.length === 1 ? "fits" : "fit"} less well.` : `${subject} ${same} but ${clauses.join(", and ")}.`;
};
