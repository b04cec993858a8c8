/** Document numbers as people write them: what a reference is made of, and how one number may have become another on the way. */

/** Letters that are typed for digits. */
const typedFor: Readonly<Record<string, string>> = { O: "0", I: "1", L: "1" };

export const digitsTypedAsLetters = (word: string): string => word.replace(/[OIL]/g, (letter) => typedFor[letter] ?? letter);

export type DocumentNumber = {
  /** Letters and digits only: "INV-10442" is "INV10442". */
  readonly full: string;
  /** The last run of digits, without leading zeros: "10442". "" where there is none. */
  readonly core: string;
  /** Every digit in order, zeros and a year in the prefix included: "INV26/00442" is "2600442". */
  readonly digits: string;
};

export const documentNumber = (reference: string): DocumentNumber => {
  const upper = reference.toUpperCase();
  // Before separators go: "INV26/0042" is number 42 of a year, not 260042.
  return { full: upper.replace(/[^A-Z0-9]/g, ""), core: (/(\d+)\D*$/.exec(upper)?.[1] ?? "").replace(/^0+/, ""), digits: upper.replace(/\D/g, "") };
};

/** One slip of the fingers, or two digits swapped. */
export type Slip = "swapped" | "wrong" | "missing" | "extra";

/** How `typed` came of `meant` by one slip; null when it took more than one, or none. */
export const slipBetween = (typed: string, meant: string): Slip | null => {
  if (typed === meant) return null;
  let at = 0;
  while (at < typed.length && typed[at] === meant[at]) at += 1;
  const [rest, wanted] = [typed.slice(at), meant.slice(at)];
  if (typed.length === meant.length) {
    if (rest.slice(1) === wanted.slice(1)) return "wrong";
    return rest[0] === wanted[1] && rest[1] === wanted[0] && rest.slice(2) === wanted.slice(2) ? "swapped" : null;
  }
  if (typed.length + 1 === meant.length && rest === wanted.slice(1)) return "missing";
  return typed.length === meant.length + 1 && rest.slice(1) === wanted ? "extra" : null;
};

/** Shorter numbers differ from too many others by one digit for a slip to mean anything. */
export const shortestForSlips = 4;

/** Keys under which numbers one slip apart meet, each once: the numbers, and each with any one digit left out. */
export const slipKeys = (...numbers: readonly string[]): ReadonlySet<string> => {
  const keys = new Set(numbers);
  for (const number of new Set(numbers)) {
    // Of a run of equal digits it is all one which is left out.
    for (let at = 0; at < number.length; at += 1) if (number[at] !== number[at + 1]) keys.add(number.slice(0, at) + number.slice(at + 1));
  }
  return keys;
};
