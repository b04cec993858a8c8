/** One customer's open items, put in a fixed order and indexed by amount, date and number. */
import type { Money } from "../../../model/money";
import { dayNumber } from "./days";
import { isSure, type Naming } from "../reading-references/naming-grades";
import { knownHabits, type Shortfalls } from "../customer-habits/usual-shortfalls";
import { paceOf, type Pace } from "../customer-habits/days-to-pay";
import { createDocumentIndex } from "../reading-references/named-documents";
import { readReference, type ReferenceText } from "../reading-references/reference-text";
import { aliasKey, type AliasMemory, type MatchMemory } from "../memory/decisions";
import { repeatedReceipts } from "./repeated-receipts";
import { findStructures, type Structures } from "../candidate-sets/statements-and-rows";
import type { CustomerOpenItems, OpenCredit, OpenDebit } from "../types";

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
  readonly pace: Pace;
  /** Documents that a credit note's own text names, by the credit note's place. */
  readonly creditedBy: readonly ReadonlySet<number>[];
  readonly structures: Structures;
  /** By place: whether some receipt surely names the debit. */
  readonly isNamed: readonly boolean[];
  /** The same, or whether it is surely paid by a receipt. */
  readonly isSpokenFor: readonly boolean[];
  /** How many debits before each place are not spoken for; one more than there are debits. */
  readonly freeBefore: readonly number[];
  aliasMemory(receipt: number): AliasMemory | undefined;
};

const group = (places: Map<number, number[]>, key: number, place: number) => {
  const known = places.get(key);
  if (known) known.push(place);
  else places.set(key, [place]);
};

const spokenFor = (isSpokenFor: readonly boolean[]): Pick<Book, "isSpokenFor" | "freeBefore"> => {
  const freeBefore = [0];
  isSpokenFor.forEach((isSo, place) => freeBefore.push((freeBefore[place] ?? 0) + (isSo ? 0 : 1)));
  return { isSpokenFor, freeBefore };
};

/** The same book once some debits are surely paid, and it is known of some receipts how many days they took for one document. */
export const bookAfter = (book: Book, gone: ReadonlySet<number>, daysTaken: readonly number[]): Book => ({
  ...book,
  ...spokenFor(book.isNamed.map((isSo, place) => isSo || gone.has(place))),
  pace: paceOf(book.open.habits?.daysTaken ?? null, book.debits, daysTaken),
});

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
    const named = index.named(text, (place) => debits[place]?.outstanding === item.outstanding);
    const [toDebits, toNotes] = [new Map<number, Naming>(), new Map<number, Naming>()];
    for (const [place, naming] of named.documents) {
      if (place < debits.length) toDebits.set(place, naming);
      else toNotes.set(place - debits.length, naming);
    }
    return { text, debits: toDebits, notes: toNotes, unknown: named.unknown };
  };
  const readings = receipts.map(read);
  const places = debits.map((_debit, place) => place);
  const surelyNamed = new Set<number>();
  for (const reading of readings) for (const [place, { grade }] of reading.debits) if (isSure(grade)) surelyNamed.add(place);
  const isNamed = places.map((place) => surelyNamed.has(place));
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
    isNamed,
    ...spokenFor(isNamed),
    isRepeated: repeatedReceipts(fitted),
    ...knownHabits(open.habits, debits, receipts, readings),
    creditedBy: notes.map((note) => new Set(read({ ...note, reference: note.secondReference, secondReference: "" }).debits.keys())),
    structures: findStructures(debits, notes, places),
    aliasMemory: (receipt) => (memory.aliases.size === 0 ? undefined : memory.aliases.get(aliasKey(open.account, readings[receipt]?.text.alias ?? ""))),
  };
};

export const sumOf = (items: readonly { readonly outstanding: Money }[], chosen: readonly number[]): number => chosen.reduce((sum, place) => sum + (items[place]?.outstanding ?? 0), 0);
