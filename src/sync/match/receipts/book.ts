/** One customer's open items, put in a fixed order and indexed by amount, date and number. */
import type { Money } from "../../model/money";
import { dayNumber } from "./days";
import { isSure, type Naming } from "./grades";
import { knownHabits, type Pace, type Shortfalls } from "./known-habits";
import { createDocumentIndex } from "./named-documents";
import { readReference, type ReferenceText } from "./reference-text";
import { aliasKey, type AliasMemory, type MatchMemory } from "./memory";
import { repeatedReceipts } from "./paid-twice";
import { findStructures, type Structures } from "./structures";
import type { CustomerOpenItems, OpenCredit, OpenDebit } from "./types";

/** What the text on a receipt means among this customer's open documents. Keys are places in `debits` and `notes`. */
export type Reading = {
  readonly text: ReferenceText;
  readonly debits: ReadonlyMap<number, Naming>;
  readonly notes: ReadonlyMap<number, Naming>;
  readonly unknown: readonly string[];
};

type Dated = { readonly date: string; readonly reference: string; readonly id: string };
const inOrder = (one: Dated, other: Dated): number =>
  one.date < other.date ? -1 : one.date > other.date ? 1 : one.reference < other.reference ? -1 : one.reference > other.reference ? 1 : one.id < other.id ? -1 : Number(one.id > other.id);

export type Book = {
  readonly open: CustomerOpenItems;
  readonly memory: MatchMemory;
  readonly debits: readonly OpenDebit[];
  /** Of the debits: 0, 1, 2 and so on. */
  readonly places: readonly number[];
  readonly notes: readonly OpenCredit[];
  readonly receipts: readonly OpenCredit[];
  readonly readings: readonly Reading[];
  readonly debitDays: readonly number[];
  readonly receiptDays: readonly number[];
  /** Places of debits by outstanding amount, oldest first. */
  readonly byAmount: ReadonlyMap<number, readonly number[]>;
  /** The same by what is due after the settlement discount. */
  readonly byDiscounted: ReadonlyMap<number, readonly number[]>;
  /** By receipt: whether it seems to pay a second time what an earlier one paid. */
  readonly isRepeated: readonly boolean[];
  readonly shortfalls: Shortfalls | null;
  readonly pace: Pace | null;
  /** Documents that a credit note's own text names, by the credit note's place. */
  readonly creditedBy: readonly ReadonlySet<number>[];
  readonly structures: Structures;
  /** By place: whether some receipt surely names the debit. */
  readonly isNamed: readonly boolean[];
  /** How many debits before each place no receipt surely names; one more than there are debits. */
  readonly unnamedBefore: readonly number[];
  aliasMemory(receipt: number): AliasMemory | undefined;
};

const group = (places: Map<number, number[]>, key: number, place: number) => {
  const known = places.get(key);
  if (known) known.push(place);
  else places.set(key, [place]);
};

export const openBook = (open: CustomerOpenItems, memory: MatchMemory): Book => {
  const debits = [...open.debits].filter(({ outstanding }) => outstanding > 0).sort(inOrder);
  const credits = [...open.credits].filter(({ outstanding }) => outstanding > 0).sort(inOrder);
  const notes = credits.filter(({ kind }) => kind === "credit note");
  const receipts = credits.filter(({ kind }) => kind === "receipt");
  const [byAmount, byDiscounted] = [new Map<number, number[]>(), new Map<number, number[]>()];
  debits.forEach((debit, place) => {
    group(byAmount, debit.outstanding, place);
    if (debit.discount && debit.discount.amount > 0 && debit.discount.amount < debit.outstanding) group(byDiscounted, debit.outstanding - debit.discount.amount, place);
  });
  const index = createDocumentIndex([...debits, ...notes]);
  const read = (item: OpenCredit): Reading => {
    const text = readReference(item.reference, item.secondReference);
    const named = index.named(text);
    const [toDebits, toNotes] = [new Map<number, Naming>(), new Map<number, Naming>()];
    for (const [place, naming] of named.documents) {
      if (place < debits.length) toDebits.set(place, naming);
      else toNotes.set(place - debits.length, naming);
    }
    return { text, debits: toDebits, notes: toNotes, unknown: named.unknown };
  };
  const readings = receipts.map(read);
  const places = debits.map((_debit, place) => place);
  const surelyNamed = new Set(readings.flatMap((reading) => [...reading.debits].flatMap(([place, { grade }]) => (isSure(grade) ? [place] : []))));
  const unnamedBefore = [0];
  for (const place of places) unnamedBefore.push((unnamedBefore[place] ?? 0) + (surelyNamed.has(place) ? 0 : 1));
  const fitted = { receipts, byAmount, byDiscounted };
  return {
    open,
    memory,
    debits,
    places,
    notes,
    readings,
    debitDays: debits.map(({ date }) => dayNumber(date)),
    receiptDays: receipts.map(({ date }) => dayNumber(date)),
    ...fitted,
    isNamed: places.map((place) => surelyNamed.has(place)),
    unnamedBefore,
    isRepeated: repeatedReceipts(fitted),
    ...knownHabits(open.habits, debits, receipts, readings),
    creditedBy: notes.map((note) => new Set(read({ ...note, reference: note.secondReference, secondReference: "" }).debits.keys())),
    structures: findStructures(debits, notes, places),
    aliasMemory: (receipt) => memory.aliases.get(aliasKey(open.account, readings[receipt]?.text.alias ?? "")),
  };
};

export const sumOf = (items: readonly { readonly outstanding: Money }[], chosen: readonly number[]): number => chosen.reduce((sum, place) => sum + (items[place]?.outstanding ?? 0), 0);
