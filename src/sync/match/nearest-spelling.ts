import { distance } from "fastest-levenshtein";
import { folded } from "../model/spelling";

export type NearSpelling = { readonly text: string; /** 0 to 1. */ readonly likeness: number };

/** How unlike a spelling may be and still be offered: one letter in four, and one letter in short codes. */
const allowed = (length: number) => Math.max(1, Math.floor(length / 4));

/** Two neighbours swapped, the commonest slip of the fingers, counts as one although it takes two steps. */
const isSwap = (one: string, other: string): boolean => {
  const at = [...one].findIndex((letter, place) => letter !== other[place]);
  return at >= 0 && one.slice(0, at) + (one[at + 1] ?? "") + (one[at] ?? "") + one.slice(at + 2) === other;
};

/** Whole comparison is dear: only this many of the texts that share most pairs of letters get it. */
const shortlist = 60;

const pairsOf = (text: string): string[] => {
  const framed = ` ${text} `;
  const pairs = new Set<string>();
  for (let at = 0; at < framed.length - 1; at += 1) pairs.add(framed.slice(at, at + 2));
  return [...pairs];
};

/**
 * Finds the texts nearest in spelling among many, by an index from pairs of letters to texts, so that 100,000 codes take
 * a millisecond and not a hundred. Case and stray spaces do not count.
 */
export const createSpellings = (texts: readonly string[]): { nearest(text: string, limit: number): NearSpelling[] } => {
  const forms = texts.map(folded);
  const holders = new Map<string, number[]>();
  forms.forEach((form, index) => {
    for (const pair of pairsOf(form)) {
      const list = holders.get(pair);
      if (list) list.push(index);
      else holders.set(pair, [index]);
    }
  });
  const shared = new Uint16Array(forms.length);

  return {
    nearest(text, limit) {
      const wanted = folded(text);
      const seen: number[] = [];
      for (const pair of pairsOf(wanted)) {
        for (const index of holders.get(pair) ?? []) {
          if (shared[index] === 0) seen.push(index);
          shared[index] = (shared[index] ?? 0) + 1;
        }
      }
      const counted = seen.map((index) => [index, (2 * (shared[index] ?? 0)) / (wanted.length + (forms[index] ?? "").length + 2)] as const);
      for (const index of seen) shared[index] = 0;
      return counted
        .sort((one, other) => other[1] - one[1])
        .slice(0, shortlist)
        .flatMap(([index]) => {
          const form = forms[index] ?? "";
          const steps = isSwap(wanted, form) ? 1 : distance(wanted, form);
          const longest = Math.max(wanted.length, form.length);
          return steps <= allowed(longest) ? [{ text: texts[index] ?? "", likeness: 1 - steps / longest }] : [];
        })
        .sort((one, other) => other.likeness - one.likeness || (one.text < other.text ? -1 : 1))
        .slice(0, limit);
    },
  };
};
