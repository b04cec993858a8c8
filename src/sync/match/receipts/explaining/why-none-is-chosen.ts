/** Why nothing is suggested, or nothing chosen, in a sentence. */
import type { Weighed } from "../candidate-sets/strongest";
import type { Book } from "../open-items/book";
import { listed } from "./words";

/** Of equals, so many are named. */
const mostNamed = 6;

/** Why nothing is suggested for a receipt, in a sentence. */
export const whyNone = (book: Book, closest: Weighed | undefined, takenDebits: ReadonlyMap<number, Weighed>, receipt: number): string => {
  if (book.debits.length === 0) return "This customer has no open invoice.";
  const unknown = book.readings[receipt]?.unknown ?? [];
  const named = unknown.length > 0 ? ` The receipt names ${listed(unknown.map((written) => `“${written}”`))}, which is not open.` : "";
  if (!closest) return `Neither the text nor the amount points to an open document.${named}`;
  const taker = closest.debits.map((debit) => takenDebits.get(debit)).find((winner) => winner !== undefined);
  const nearest = listed(closest.debits.map((debit) => book.debits[debit]?.reference ?? ""));
  const verb = closest.debits.length === 1 ? "comes" : "come";
  if (taker) return `${nearest} ${verb} nearest, but another receipt explains ${closest.debits.length === 1 ? "it" : "them"} better: ${listed(taker.receipts.map((other) => book.receipts[other]?.reference ?? ""))}.${named}`;
  return `More likely none of these: ${nearest} ${verb} nearest.${named}`;
};

/** Why nothing is chosen among equals, in a sentence. */
export const whyTied = (book: Book, tied: readonly Weighed[]): string => {
  const names = tied.map(({ debits }) => listed(debits.map((debit) => book.debits[debit]?.reference ?? "")));
  return `${listed(names.slice(0, mostNamed).map((name, at) => (names[at]?.includes(" and ") ? `(${name})` : name)))} fit equally well: nothing tells them apart, so the choice is yours.`;
};
