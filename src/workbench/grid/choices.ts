/**
 * The choices of a drop-down, searched while typing. A list of 100,000 accounts is searched in one pass and only the first
 * matches are kept, since nobody reads further than that.
 */

const fold = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** Folded once per list, not once per key. */
const folded = new WeakMap<readonly string[], readonly string[]>();
const foldedOf = (choices: readonly string[]): readonly string[] => {
  const known = folded.get(choices);
  if (known !== undefined) return known;
  const made = choices.map(fold);
  folded.set(choices, made);
  return made;
};

export type Matches = {
  /** Those that begin with the text, then those that hold it, in the order of the list. */
  readonly items: readonly string[];
  /** How many match in all. */
  readonly total: number;
};

export const matchChoices = (choices: readonly string[], typed: string, most: number): Matches => {
  const wanted = fold(typed.trim());
  if (wanted === "") return { items: choices.slice(0, most), total: choices.length };
  const texts = foldedOf(choices);
  const beginning: string[] = [];
  const holding: string[] = [];
  let total = 0;
  for (let index = 0; index < choices.length; index += 1) {
    const place = texts[index]!.indexOf(wanted);
    if (place < 0) continue;
    total += 1;
    const list = place === 0 ? beginning : holding;
    if (list.length < most) list.push(choices[index]!);
  }
  return { items: [...beginning, ...holding].slice(0, most), total };
};
