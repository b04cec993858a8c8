/** One customer's open items in, one suggestion for each of its receipts out. */
import { explanationsFor } from "./candidate-sets/explanations-of-a-receipt";
import { receiptGroups } from "./candidate-sets/several-receipts";
import { judgeTogether } from "./deciding-together/chances-together";
import { byChance, decide, rated, type Rated } from "./deciding-together/choose";
import { scoreOf } from "./deciding-together/score";
import { lookAgain } from "./deciding-together/second-look";
import { weighNone } from "./evidence/weigh";
import { proposalFor } from "./explaining/proposal";
import { whyItLost } from "./explaining/why-it-lost";
import { whyNone, whyTied } from "./explaining/why-none-is-chosen";
import type { MatchMemory } from "./memory/decisions";
import { openBook } from "./open-items/book";
import type { Alternative, CustomerOpenItems, Suggestion } from "./types";

/** Below this it is not even an alternative. */
const worthKeeping = 0.00002;
/** Choices shown in a tie. */
const mostChoices = 6;

/** Suggestions for one customer's receipts. The order of the items does not matter. Oldest receipt first. */
export const suggestForCustomer = (open: CustomerOpenItems, memory: MatchMemory): readonly Suggestion[] => {
  const book = openBook(open, memory);
  const single = book.receipts.map((_receipt, place) => explanationsFor(book, place));
  const noneWeights = book.receipts.map((_receipt, place) => weighNone(book, place));
  const first = [...single.flat(), ...receiptGroups(book, single)];
  const { explanations, judged: { chances, noneChances } } = lookAgain(book, noneWeights, first, judgeTogether(noneWeights, first));
  const all: Rated[] = [];
  explanations.forEach((explanation, place) => {
    const chance = chances[place] ?? 0;
    if (chance >= worthKeeping) all.push(rated(explanation, chance));
  });
  const byReceipt = book.receipts.map((): Rated[] => []);
  for (const one of all) for (const receipt of one.receipts) byReceipt[receipt]?.push(one);
  for (const list of byReceipt) list.sort(byChance);
  const { decided, takenDebits } = decide(book, all, byReceipt, noneChances);

  const alternative = (loser: Rated | undefined, winner: Rated | null): Alternative | null =>
    loser ? { ...proposalFor(book, loser, scoreOf(loser.chance)), whyItLost: whyItLost(book, loser, winner, takenDebits) } : null;
  const suggestions: Suggestion[] = [];
  book.receipts.forEach((_receipt, place) => {
    const found = decided.get(place) ?? null;
    const { account } = open;
    const alias = book.readings[place]?.text.alias ?? "";
    const ids = (places: readonly number[]) => places.map((receipt) => book.receipts[receipt]?.id ?? "");
    const list = byReceipt[place] ?? [];
    if (found === null) {
      suggestions.push({ account, alias, kind: "none", receipts: ids([place]), why: whyNone(book, list[0], takenDebits, place), closest: alternative(list[0], null) });
      return;
    }
    if ("winner" in found) {
      const { winner } = found;
      // A group is told once, with its first receipt.
      if (winner.receipts[0] !== place) return;
      suggestions.push({ account, alias, kind: "match", receipts: ids(winner.receipts), proposal: proposalFor(book, winner, scoreOf(winner.chance)), nextBest: alternative(list.find((rival) => rival.key !== winner.key), winner) });
      return;
    }
    const { tied } = found;
    const choices = tied.slice(0, mostChoices).map((choice) => proposalFor(book, choice, scoreOf(choice.chance)));
    suggestions.push({ account, alias, kind: "tie", receipts: ids([place]), choices, why: whyTied(book, tied) });
  });
  return suggestions;
};

/** Customer by customer, holding one at a time. */
export function* suggestAll(customers: Iterable<CustomerOpenItems>, memory: MatchMemory): Generator<{ readonly open: CustomerOpenItems; readonly suggestions: readonly Suggestion[] }> {
  for (const open of customers) yield { open, suggestions: suggestForCustomer(open, memory) };
}
