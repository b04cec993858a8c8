/** Company names as people write them, and how alike two of them are. */
import { distance } from "fastest-levenshtein";

/** Legal forms and fillers that one system has and the other has not. */
const dropped = new Set([
  "ltd", "limited", "plc", "llp", "lp", "llc", "inc", "incorporated", "corp", "corporation", "cic", "co", "company", "gmbh", "bv", "sarl",
  "the", "and", "ta", "trading", "as",
]);
const sameWord = new Map([
  ["bros", "brothers"], ["intl", "international"], ["mfg", "manufacturing"], ["eng", "engineering"], ["svcs", "services"], ["svc", "services"],
  ["service", "services"], ["grp", "group"], ["assoc", "associates"], ["dept", "department"], ["st", "saint"],
]);

/** The words of a name that tell companies apart: "The Northwick Tools Co. Ltd" → northwick, tools. All its words, when none would be left. */
export const nameWords = (name: string): string[] => {
  const words = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[&+]/g, " and ")
    // "P.L.C." and "O'Brien's" are one word each.
    .replace(/['’.]/g, "")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
  const telling = words.filter((word) => !dropped.has(word)).map((word) => sameWord.get(word) ?? word);
  return telling.length > 0 ? telling : words;
};

const isNumber = (word: string) => /^\d+$/.test(word);
/** A long word counts more than a short one, but not as much more as it is longer. */
const weight = (word: string) => Math.sqrt(word.length);

type Word = { readonly text: string; readonly isNumber: boolean; readonly weight: number };

/** A name prepared for comparing with many. */
export type NameForm = { readonly words: readonly Word[]; readonly weight: number; /** All words without spaces. */ readonly run: string; readonly numbers: string };

export const nameForm = (name: string): NameForm => {
  const words = nameWords(name).map((text) => ({ text, isNumber: isNumber(text), weight: weight(text) }));
  return {
    words,
    weight: words.reduce((sum, word) => sum + word.weight, 0),
    run: words.map((word) => word.text).join(""),
    numbers: words.filter((word) => word.isNumber).map((word) => word.text).join(),
  };
};

/** Two texts: 1 when equal, less for typing slips, 0 below four letters in five. */
const spellingLikeness = (one: string, other: string): number => {
  if (one === other) return 1;
  const longest = Math.max(one.length, other.length);
  if (Math.abs(one.length - other.length) > longest / 5) return 0;
  const likeness = 1 - distance(one, other) / longest;
  return likeness >= 0.8 ? likeness : 0;
};

/** Numbers are equal or not: unit 12 is not unit 13. */
const wordLikeness = (one: Word, other: Word): number =>
  one.isNumber || other.isNumber ? Number(one.text === other.text) : spellingLikeness(one.text, other.text);

/** Pairs off the words of one name with those of the other, each with the likest left; the weight of what they share. */
const shared = (ones: readonly Word[], others: readonly Word[]): number => {
  const left = [...others];
  let weight = 0;
  for (const word of ones) {
    let best = 0;
    let place = -1;
    left.forEach((rival, index) => {
      const likeness = wordLikeness(word, rival);
      if (likeness > best) [best, place] = [likeness, index];
    });
    const [partner] = place < 0 ? [] : left.splice(place, 1);
    if (partner) weight += best * Math.min(word.weight, partner.weight);
  }
  return weight;
};

/** Which words pair off may depend on whose turn it is; how alike two names are must not. */
const sharedEitherWay = (ones: readonly Word[], others: readonly Word[]): number => {
  if (ones.length === 0 || others.length === 0) return 0;
  if (ones.length === 1) return shared(ones, others);
  if (others.length === 1) return shared(others, ones);
  return Math.max(shared(ones, others), shared(others, ones));
};

const wordsLikeness = (one: NameForm, other: NameForm): number => {
  // Equal words first, so that none is taken by one that is merely alike.
  const rest = [...other.words];
  const unmet: Word[] = [];
  let met = 0;
  for (const word of one.words) {
    const place = rest.findIndex((rival) => rival.text === word.text);
    if (place < 0) unmet.push(word);
    else {
      rest.splice(place, 1);
      met += word.weight;
    }
  }
  return (2 * (met + sharedEitherWay(unmet, rest))) / (one.weight + other.weight);
};

/** From 0 to 1. Order of words and legal forms do not count; "North Wick" is "Northwick"; differing numbers make differing companies. */
export const formLikeness = (one: NameForm, other: NameForm): number => {
  if (one.words.length === 0 || other.words.length === 0) return 0;
  const byWords = wordsLikeness(one, other);
  return byWords > 0.98 || one.numbers !== other.numbers ? byWords : Math.max(byWords, spellingLikeness(one.run, other.run));
};

export const nameLikeness = (one: string, other: string): number => formLikeness(nameForm(one), nameForm(other));
