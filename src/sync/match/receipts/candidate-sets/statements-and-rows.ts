/** Sets of documents that people pay as one, found by their sum: a month, everything up to a date, neighbours. */
import { dayNumber } from "../open-items/days";
import { firstAt } from "../open-items/first-at";
import type { OpenCredit, OpenDebit } from "../types";

export type Basis = "all open" | "up to date" | "month" | "run" | "run less one" | "row but one";

/** Debits and credit notes by place, ascending. */
export type Structure = {
  readonly basis: Basis;
  readonly debits: readonly number[];
  readonly notes: readonly number[];
  /** For words: the last date, the month as "2026-06", or the one document left out, or replaced by another of its amount. */
  readonly label: string;
  /** Out of how many debits they were picked. */
  readonly among: number;
};

export type Structures = {
  /** Statements: everything, everything up to a date, a month. With and without credit notes. */
  whole(sum: number): readonly Structure[];
  /** Neighbours by date, of those open before a receipt's day. */
  runs(sum: number, day: number): readonly Structure[];
  /** The same with one left out of the middle, as disputed invoices are. */
  runsLessOne(sum: number, day: number): readonly Structure[];
};

/** Runs are sought among so many before the receipt's day. */
const reach = 150;
const reachLessOne = 50;
/** When more than so many fit, none is evidence. */
const mostLessOne = 8;

const none: readonly Structure[] = [];

type UpTo = { readonly debits: number; readonly notes: number; readonly date: string };
type Month = { readonly debits: number[]; readonly notes: number[]; sum: number; credit: number };

const addTo = <T>(lists: Map<number, T[]>, key: number, item: T) => {
  const known = lists.get(key);
  if (known) known.push(item);
  else lists.set(key, [item]);
};

const upToDates = (debits: readonly OpenDebit[], notes: readonly OpenCredit[], chosen: readonly number[]) => {
  const found = new Map<number, UpTo[]>();
  let [debitSum, noteSum, noteAt] = [0, 0, 0];
  chosen.forEach((place, at) => {
    const date = debits[place]?.date ?? "";
    debitSum += debits[place]?.outstanding ?? 0;
    const next = chosen[at + 1];
    // "Up to a date" takes in everything of that date.
    if (next !== undefined && debits[next]?.date === date) return;
    addTo(found, debitSum, { debits: at + 1, notes: 0, date });
    while (noteAt < notes.length && (next === undefined || (notes[noteAt]?.date ?? "") <= date)) noteSum += notes[noteAt++]?.outstanding ?? 0;
    if (noteAt > 0) addTo(found, debitSum - noteSum, { debits: at + 1, notes: noteAt, date });
  });
  return found;
};

const monthSums = (debits: readonly OpenDebit[], notes: readonly OpenCredit[], chosen: readonly number[]) => {
  const months = new Map<string, Month>();
  const monthOf = (date: string): Month => {
    const key = date.slice(0, 7);
    const month = months.get(key) ?? { debits: [], notes: [], sum: 0, credit: 0 };
    months.set(key, month);
    return month;
  };
  for (const place of chosen) {
    const month = monthOf(debits[place]?.date ?? "");
    month.debits.push(place);
    month.sum += debits[place]?.outstanding ?? 0;
  }
  notes.forEach((note, place) => {
    const month = monthOf(note.date);
    month.notes.push(place);
    month.credit += note.outstanding;
  });
  const found = new Map<number, Structure[]>();
  const among = chosen.length;
  for (const [label, month] of months) {
    if (month.debits.length < 2) continue;
    addTo(found, month.sum, { basis: "month", debits: month.debits, notes: [], label, among });
    if (month.notes.length > 0) addTo(found, month.sum - month.credit, { basis: "month", debits: month.debits, notes: month.notes, label, among });
  }
  return found;
};

/** `chosen`: places of the debits that count, ascending, so oldest first. Each look-up costs the same however many there are. */
export const findStructures = (debits: readonly OpenDebit[], notes: readonly OpenCredit[], chosen: readonly number[]): Structures => {
  const upTo = upToDates(debits, notes, chosen);
  const months = monthSums(debits, notes, chosen);
  /** Sum of everything before each, and the way back; amounts are above zero, so no sum comes twice. */
  const before = new Float64Array(chosen.length + 1);
  chosen.forEach((place, at) => { before[at + 1] = (before[at] ?? 0) + (debits[place]?.outstanding ?? 0); });
  const placeOf = new Map<number, number>();
  before.forEach((sum, at) => placeOf.set(sum, at));
  const days = chosen.map((place) => dayNumber(debits[place]?.date ?? ("1970-01-01" as OpenDebit["date"])));
  /** Where a receipt's reach begins and ends. */
  const within = (day: number, most: number) => {
    const end = firstAt(days.length, (at) => (days[at] ?? 0) > day);
    return { start: Math.max(0, end - most), end };
  };

  return {
    whole(sum) {
      const [ofMonth, upToDate] = [months.get(sum), upTo.get(sum)];
      if (!upToDate) return ofMonth ?? none;
      const found = upToDate
        .filter((one) => one.debits > 1 || one.notes > 0)
        .map((one): Structure => ({ basis: one.debits === debits.length ? "all open" : "up to date", debits: chosen.slice(0, one.debits), notes: Array.from({ length: one.notes }, (_unused, at) => at), label: one.date, among: chosen.length }));
      return [...(ofMonth ?? []), ...found];
    },
    runs(sum, day) {
      const { start, end } = within(day, reach);
      const found: Structure[] = [];
      for (let from = start; from < end; from += 1) {
        const to = placeOf.get((before[from] ?? 0) + sum);
        if (to !== undefined && to <= end && to - from > 1) found.push({ basis: "run", debits: chosen.slice(from, to), notes: [], label: "", among: chosen.length });
      }
      return found;
    },
    runsLessOne(sum, day) {
      const { start, end } = within(day, reachLessOne);
      const found: Structure[] = [];
      for (let from = start; from < end; from += 1) {
        for (let to = firstAt(end + 1, (at) => (before[at] ?? 0) - (before[from] ?? 0) > sum); to <= end && to > from; to += 1) {
          const over = (before[to] ?? 0) - (before[from] ?? 0) - sum;
          for (let at = from + 1; at < to - 1; at += 1) {
            const place = chosen[at];
            if (place === undefined || debits[place]?.outstanding !== over) continue;
            found.push({ basis: "run less one", debits: chosen.slice(from, to).filter((other) => other !== place), notes: [], label: debits[place].reference, among: chosen.length });
          }
          if (over > sum) break;
        }
      }
      return found.length > mostLessOne ? [] : found;
    },
  };
};
