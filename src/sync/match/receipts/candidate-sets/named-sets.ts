/** Which of the documents a text may name are meant: those that add up, and those it surely names. */
import type { Book, Reading } from "../open-items/book";
import { isSure } from "../reading-references/naming-grades";

/** Sets of more are taken whole. */
const mostTried = 12;

const ascending = (one: number, other: number) => one - other;

type Chosen = { readonly debits: readonly number[]; readonly notes: readonly number[] };

export const namedSubsets = (book: Book, reading: Reading, amount: number): readonly Chosen[] => {
  const debits = [...reading.debits.keys()].sort(ascending);
  const notes = [...reading.notes.keys()].sort(ascending);
  const sureDebits = debits.filter((place) => isSure(reading.debits.get(place)?.grade ?? "wrong"));
  const sureNotes = notes.filter((place) => isSure(reading.notes.get(place)?.grade ?? "wrong"));
  const sets: Chosen[] = debits.map((place) => ({ debits: [place], notes: [] }));
  if (sureDebits.length > 1) sets.push({ debits: sureDebits, notes: [] });
  if (sureDebits.length > 0 && sureNotes.length > 0) sets.push({ debits: sureDebits, notes: sureNotes });
  if (debits.length > 1) sets.push({ debits, notes: [] });
  const members = [...debits.map((place) => ({ place, value: book.debits[place]?.outstanding ?? 0, isNote: false })), ...notes.map((place) => ({ place, value: -(book.notes[place]?.outstanding ?? 0), isNote: true }))];
  if (members.length > mostTried) return sets;
  for (let mask = 1; mask < 1 << members.length; mask += 1) {
    let sum = 0;
    for (let bit = 0; bit < members.length; bit += 1) if (mask & (1 << bit)) sum += members[bit]?.value ?? 0;
    if (sum !== amount) continue;
    const chosen = members.filter((_member, bit) => mask & (1 << bit));
    const paid = chosen.filter(({ isNote }) => !isNote).map(({ place }) => place);
    if (paid.length > 0) sets.push({ debits: paid, notes: chosen.filter(({ isNote }) => isNote).map(({ place }) => place) });
  }
  return sets;
};
