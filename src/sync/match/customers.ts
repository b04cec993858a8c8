/** Suggests which Sage account a Layer customer is, among the accounts of one Sage company. */
import type { SageAccountRef } from "../rules/reference";
import { resemblance, traitsOf, worthALook, type Particulars, type Resemblance, type Traits } from "./evidence";

export { resembles } from "./evidence";

export type Candidate = Resemblance & { readonly account: SageAccountRef };

export type Suggestion =
  /** Strong, and clearly ahead of the next best. */
  | { readonly kind: "clear"; readonly chosen: Candidate; readonly others: readonly Candidate[] }
  /** Something to choose from, and why nothing was chosen: too weak, or two alike. */
  | { readonly kind: "open"; readonly why: string; readonly others: readonly Candidate[] }
  | { readonly kind: "none" };

export type CustomerMatcher = {
  /** Best first, those worth a look only. */
  candidates(customer: Particulars, limit: number): Candidate[];
  suggest(customer: Particulars): Suggestion;
};

/** A score that may be chosen without looking further. */
const strong = 0.85;
/** How far ahead of the next best it must be. Equal scores are never chosen. */
const lead = 0.05;
/** A trait that more accounts than this share (a group's e-mail domain, a business park's postcode) does not find anybody. */
const tooCommon = 200;
/** Names are looked up by their rarest words first, until this many have been found; then the other words decide among them. */
const enough = 60;
/** A word that more names have is looked up only together with another. */
const commonWord = 500;

type Index = Map<string, number[]>;
const put = (index: Index, key: string, place: number) => {
  if (key === "") return;
  const places = index.get(key);
  if (places) places.push(place);
  else index.set(key, [place]);
};

/** Keys under which a typing slip still meets: the word with any one letter left out, for words long enough to have slips. */
const slipKeys = (word: string): string[] => {
  if (word.length < 5) return [word];
  const keys = new Set([word]);
  for (let at = 0; at < word.length; at += 1) keys.add(word.slice(0, at) + word.slice(at + 1));
  return [...keys];
};

/** Distinct words are far fewer than names, so slips are looked up among words and not among names. */
const wordIndex = (traits: readonly Traits[]) => {
  const holders: Index = new Map();
  traits.forEach((trait, place) => new Set(trait.name.words).forEach((word) => put(holders, word.text, place)));
  const words = [...holders.keys()];
  const slips: Index = new Map();
  words.forEach((word, place) => slipKeys(word).forEach((key) => put(slips, key, place)));
  return {
    /** Places of names with this word or one a slip away, each word's list apart. */
    find(word: string): readonly (readonly number[])[] {
      const found = new Set<string>();
      for (const key of slipKeys(word)) for (const place of slips.get(key) ?? []) found.add(words[place] ?? "");
      return [...found].map((known) => holders.get(known) ?? []);
    },
  };
};

export const createCustomerMatcher = (accounts: readonly SageAccountRef[]): CustomerMatcher => {
  const traits = accounts.map(traitsOf);
  const [vats, phones, domains, postcodes, runs] = [new Map(), new Map(), new Map(), new Map(), new Map()] as [Index, Index, Index, Index, Index];
  traits.forEach((trait, place) => {
    put(vats, trait.vat, place);
    put(phones, trait.phone, place);
    put(domains, trait.domain, place);
    put(postcodes, trait.postcode, place);
    // "North Wick Tools" meets "Northwick Tools" by its letters run together.
    put(runs, trait.name.run, place);
  });
  const names = wordIndex(traits);

  const placesFor = (wanted: Traits): Set<number> => {
    const places = new Set<number>();
    const addAll = (found: readonly number[] | undefined) => {
      if (found && found.length <= tooCommon) for (const place of found) places.add(place);
    };
    addAll(vats.get(wanted.vat));
    addAll(phones.get(wanted.phone));
    addAll(domains.get(wanted.domain));
    addAll(postcodes.get(wanted.postcode));
    addAll(runs.get(wanted.name.run));
    const lists = wanted.name.words.flatMap((word) => names.find(word.text)).sort((one, other) => one.length - other.length);
    const [rarest = [], next = []] = lists;
    if (rarest.length <= commonWord) {
      for (const list of lists) {
        if (list.length > commonWord || places.size > enough) break;
        for (const place of list) places.add(place);
      }
    } else {
      // Only common words ("Direct Services"): the names that have two of them.
      const alsoIn = new Set(next);
      for (const place of rarest) if (alsoIn.has(place)) places.add(place);
    }
    return places;
  };

  const candidates: CustomerMatcher["candidates"] = (customer, limit) => {
    const wanted = traitsOf(customer);
    const found: Candidate[] = [];
    for (const place of placesFor(wanted)) {
      const [account, trait] = [accounts[place], traits[place]];
      if (!account || !trait) continue;
      const likeness = resemblance(wanted, trait);
      if (likeness.score >= worthALook) found.push({ account, ...likeness });
    }
    return found
      .sort(
        (one, other) =>
          other.score - one.score ||
          // Of equals an account in use comes first, then by reference, so that the order never depends on the index.
          Number(one.account.status === "hidden") - Number(other.account.status === "hidden") ||
          (one.account.reference < other.account.reference ? -1 : 1),
      )
      .slice(0, limit);
  };

  return {
    candidates,
    suggest(customer) {
      const [best, ...others] = candidates(customer, 4);
      if (!best) return { kind: "none" };
      const next = others[0];
      if (best.score < strong) return { kind: "open", why: "Nothing is alike enough to be sure.", others: [best, ...others] };
      if (next && best.score - next.score < lead) {
        return { kind: "open", why: `${best.account.reference} and ${next.account.reference} fit equally well.`, others: [best, ...others] };
      }
      return { kind: "clear", chosen: best, others };
    },
  };
};
