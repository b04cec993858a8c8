/** One customer's open items in, one suggestion for each of its receipts out. */
import { openBook, type Book } from "./book";
import { explanationsFor } from "./candidates";
import { judgeTogether } from "./judge-together";
import type { MatchMemory } from "./memory";
import { proposalFor } from "./proposal";
import { scoreOf } from "./score";
import { receiptGroups } from "./several-receipts";
import type { Alternative, CustomerOpenItems, Suggestion } from "./types";
import { weighNone } from "./weigh";
import type { Weighed } from "./weighed";
import { lookAgain } from "./what-is-left";
import { whyItLost } from "./why-it-lost";
import { listed } from "./words";

/** Chances this near to one another are equal: nothing worth a name tells the two apart. */
const equal = 0.87;
/** The same for documents that no text names and that come to the same: only dates and habits speak, and they must make one twice as likely. */
const equalButForDates = 0.5;
/** Below this a guess is no help. */
const worthSuggesting = 0.15;
/** The same for a document that the receipt names, slips and all: whoever looks at the receipt would look there first. */
const worthSuggestingNamed = 0.02;
/** Below this it is not even an alternative. */
const worthKeeping = 0.00002;
/** Equals that may share a chance worth telling. */
const mostTogether = 14;
/** Choices shown in a tie. */
const mostChoices = 6;

type Rated = Weighed & { readonly chance: number };
type Decided = { readonly winner: Rated } | { readonly tied: readonly Rated[] } | null;

const byChance = (one: Rated, other: Rated): number => other.chance - one.chance || one.receipts.length - other.receipts.length || (one.key < other.key ? -1 : Number(one.key > other.key));
/** Oldest documents first; fewer before more. */
const byPlace = (one: Rated, other: Rated): number => {
  for (let at = 0; at < Math.max(one.debits.length, other.debits.length); at += 1) {
    const [mine, theirs] = [one.debits[at] ?? -1, other.debits[at] ?? -1];
    if (mine !== theirs) return mine - theirs;
  }
  return one.key < other.key ? -1 : Number(one.key > other.key);
};

const isUnnamed = (book: Book, { receipts, debits }: Rated) => receipts.every((receipt) => debits.every((debit) => !book.readings[receipt]?.debits.has(debit)));
const isAlike = (book: Book, one: Rated, other: Rated) =>
  one.key === other.key || (one.gap?.kind === other.gap?.kind && one.debits.length === other.debits.length && isUnnamed(book, one) && isUnnamed(book, other));

/** Goes from the surest to the least sure; what one receipt has been given is not given to another. */
const decide = (book: Book, rated: readonly Rated[], byReceipt: readonly (readonly Rated[])[], noneChances: readonly number[]) => {
  const decided = new Map<number, Decided>();
  const takenDebits = new Map<number, Rated>();
  const takenNotes = new Set<number>();
  const isFree = ({ receipts, debits, notes }: Rated) =>
    receipts.every((receipt) => !decided.has(receipt)) && debits.every((debit) => !takenDebits.has(debit)) && notes.every((note) => !takenNotes.has(note));
  for (const best of rated.filter(({ chance }) => chance >= worthSuggestingNamed / mostTogether).sort(byChance)) {
    if (!isFree(best)) continue;
    const rivalsOf = (receipt: number) => (byReceipt[receipt] ?? []).filter((rival) => rival.chance >= best.chance * (isAlike(book, rival, best) ? equalButForDates : equal) && isFree(rival));
    const rivals = best.receipts.map(rivalsOf).sort((one, other) => other.length - one.length)[0] ?? [];
    // Many equals share one chance: whether to say anything is judged by all of them together.
    const chance = Math.max(best.chance, rivals.reduce((sum, rival) => sum + rival.chance, 0));
    const isNamed = !isUnnamed(book, best);
    if (chance < (isNamed ? worthSuggestingNamed : worthSuggesting) || (!isNamed && best.receipts.some((receipt) => (noneChances[receipt] ?? 0) > 4 * chance))) continue;
    if (rivals.length > 1) {
      const tied = rivals.sort(byPlace);
      for (const receipt of best.receipts) decided.set(receipt, { tied });
      continue;
    }
    for (const receipt of best.receipts) decided.set(receipt, { winner: best });
    for (const debit of best.debits) takenDebits.set(debit, best);
    for (const note of best.notes) takenNotes.add(note);
  }
  for (let receipt = 0; receipt < book.receipts.length; receipt += 1) if (!decided.has(receipt)) decided.set(receipt, null);
  return { decided, takenDebits };
};

const whyNone = (book: Book, closest: Rated | undefined, takenDebits: ReadonlyMap<number, Rated>, receipt: number): string => {
  if (book.debits.length === 0) return "This customer has no open invoice.";
  const unknown = book.readings[receipt]?.unknown ?? [];
  const named = unknown.length > 0 ? ` The receipt names ${listed(unknown.map((written) => `“${written}”`))}, which is not open.` : "";
  if (!closest) return `Neither the text nor the amount points to an open document.${named}`;
  const taker = closest.debits.map((debit) => takenDebits.get(debit)).find((winner) => winner !== undefined);
  if (taker) return `What fits best is better explained by another receipt, ${listed(taker.receipts.map((other) => book.receipts[other]?.reference ?? ""))}.${named}`;
  return `What fits best is less likely than that nothing here does.${named}`;
};

/** Suggestions for one customer's receipts. The order of the items does not matter. Oldest receipt first. */
export const suggestForCustomer = (open: CustomerOpenItems, memory: MatchMemory): readonly Suggestion[] => {
  const book = openBook(open, memory);
  const single = book.receipts.map((_receipt, place) => explanationsFor(book, place));
  const noneWeights = book.receipts.map((_receipt, place) => weighNone(book, place));
  const first = [...single.flat(), ...receiptGroups(book, single)];
  const { explanations, judged: { chances, noneChances } } = lookAgain(book, noneWeights, first, judgeTogether(noneWeights, first));
  const rated = explanations.flatMap((explanation, place): Rated[] => {
    const chance = chances[place] ?? 0;
    return chance < worthKeeping ? [] : [{ ...explanation, chance }];
  });
  const byReceipt = book.receipts.map((): Rated[] => []);
  for (const one of rated) for (const receipt of one.receipts) byReceipt[receipt]?.push(one);
  for (const list of byReceipt) list.sort(byChance);
  const { decided, takenDebits } = decide(book, rated, byReceipt, noneChances);

  const alternative = (loser: Rated | undefined, winner: Rated | null): Alternative | null =>
    loser ? { ...proposalFor(book, loser, scoreOf(loser.chance)), whyItLost: whyItLost(book, loser, winner, takenDebits) } : null;
  const suggestions: Suggestion[] = [];
  book.receipts.forEach((_receipt, place) => {
    const found = decided.get(place) ?? null;
    const about = { account: open.account, alias: book.readings[place]?.text.alias ?? "" };
    const ids = (places: readonly number[]) => places.map((receipt) => book.receipts[receipt]?.id ?? "");
    const list = byReceipt[place] ?? [];
    if (found === null) {
      suggestions.push({ ...about, kind: "none", receipts: ids([place]), why: whyNone(book, list[0], takenDebits, place), closest: alternative(list[0], null) });
      return;
    }
    if ("winner" in found) {
      const { winner } = found;
      // A group is told once, with its first receipt.
      if (winner.receipts[0] !== place) return;
      suggestions.push({ ...about, kind: "match", receipts: ids(winner.receipts), proposal: proposalFor(book, winner, scoreOf(winner.chance)), nextBest: alternative(list.find((rival) => rival.key !== winner.key), winner) });
      return;
    }
    const { tied } = found;
    const choices = tied.slice(0, mostChoices).map((choice) => proposalFor(book, choice, scoreOf(choice.chance)));
    suggestions.push({ ...about, kind: "tie", receipts: ids([place]), choices, why: whyTied(book, tied) });
  });
  return suggestions;
};

const whyTied = (book: Book, tied: readonly Rated[]): string => {
  const names = tied.map(({ debits }) => listed(debits.map((debit) => book.debits[debit]?.reference ?? "")));
  return `${listed(names.slice(0, mostChoices).map((name, at) => (names[at]?.includes(" and ") ? `(${name})` : name)))} fit equally well: nothing tells them apart, so the choice is yours.`;
};

/** Customer by customer, holding one at a time. */
export function* suggestAll(customers: Iterable<CustomerOpenItems>, memory: MatchMemory): Generator<{ readonly open: CustomerOpenItems; readonly suggestions: readonly Suggestion[] }> {
  for (const open of customers) yield { open, suggestions: suggestForCustomer(open, memory) };
}
