/** Second look: what receipts may pay of that which others surely leave. */
import { sumOf, type Book, type Reading } from "./book";
import { fromStructures } from "./candidates";
import { ofChoosing } from "./chances";
import { isStrong, type Grade } from "./grades";
import { judgeTogether, type Judged } from "./judge-together";
import { findStructures, type Structures } from "./structures";
import { mostAmounts, setsThatSum } from "./subset-sums";
import { aroundUsualDay } from "./usual-day";
import { collect, strongest, type Found, type Weighed } from "./weighed";

/** When more sets than this come to the amount, none means anything. */
const mostSets = 8;

const setsOf = (book: Book, pool: readonly number[], sum: number): readonly (readonly number[])[] =>
  setsThatSum(pool.map((place) => book.debits[place]?.outstanding ?? 0), sum, mostSets).map((set) => set.map((at) => pool[at] ?? 0));

/** What a text surely names; and everything that it may name. */
const namedLists = (reading: Reading): readonly (readonly number[])[] => {
  const list = (isMeant: (grade: Grade) => boolean) => [...reading.debits].flatMap(([place, { grade }]) => (isMeant(grade) ? [place] : [])).sort((one, other) => one - other);
  const [strong, all] = [list(isStrong), list(() => true)];
  return strong.length === all.length ? [all] : [strong, all];
};

/** Sets of any size of what is left, is dated by the receipt's day and would usually be paid on it. */
const fromSets = (book: Book, receipt: number, left: readonly number[], found: Found): void => {
  const amount = book.receipts[receipt]?.outstanding ?? 0;
  const day = book.receiptDays[receipt] ?? 0;
  const pool = aroundUsualDay(book, receipt, left.filter((place) => (book.debitDays[place] ?? 0) <= day && (book.debits[place]?.outstanding ?? 0) < amount), mostAmounts);
  for (const set of setsOf(book, pool, amount)) {
    if (set.length > 1) found(set, [], null, null, { some: set.length, logWays: -ofChoosing(pool.length, set.length) });
  }
};

/** A list that was cut off goes on with what comes after the last document that it names: with the next ones in a row, or with some of them. */
const fromCutOffList = (book: Book, receipt: number, left: readonly number[], found: Found): void => {
  const reading = book.readings[receipt];
  if (!reading?.text.isFull) return;
  const day = book.receiptDays[receipt] ?? 0;
  for (const named of namedLists(reading)) {
    const rest = (book.receipts[receipt]?.outstanding ?? 0) - sumOf(book.debits, named);
    if (named.length === 0 || rest <= 0) continue;
    const after = left.filter((place) => place > (named.at(-1) ?? 0) && (book.debitDays[place] ?? 0) <= day);
    const pool = after.slice(0, mostAmounts);
    for (const set of setsOf(book, pool, rest)) found([...named, ...set], [], null, null, { some: set.length, logWays: -ofChoosing(pool.length, set.length) });
    let [sum, end] = [0, 0];
    while (end < after.length && sum < rest) sum += book.debits[after[end++] ?? 0]?.outstanding ?? 0;
    if (sum === rest) found([...named, ...after.slice(0, end)], [], null, null, { some: end, logWays: Math.log(after.length) });
  }
};

/** A receipt that names nothing is a part of the only document left that is larger. */
const fromOnlyLarger = (book: Book, receipt: number, left: readonly number[], found: Found): void => {
  const amount = book.receipts[receipt]?.outstanding ?? 0;
  const day = book.receiptDays[receipt] ?? 0;
  const [only, ...others] = left.filter((place) => (book.debitDays[place] ?? 0) <= day && (book.debits[place]?.outstanding ?? 0) > amount);
  if (only !== undefined && others.length === 0) found([only], [], { kind: "part payment", amount: (book.debits[only]?.outstanding ?? 0) - amount });
};

/** What no receipt surely pays, by place; of that, what none surely names; and the structures in both. */
type Left = { readonly places: readonly number[]; readonly unnamed: readonly number[]; readonly structures: readonly Structures[] };

const leftOf = (book: Book, gone: ReadonlySet<number>): Left => {
  const places = book.places.filter((place) => !gone.has(place));
  const unnamed = places.filter((place) => !book.isNamed[place]);
  return { places, unnamed, structures: (unnamed.length < places.length ? [places, unnamed] : [places]).map((chosen) => findStructures(book.debits, book.notes, chosen)) };
};

/** Explanations that show only once what other receipts surely pay is out of the way: "everything that is left". */
const explanationsAmong = (book: Book, receipt: number, { places, unnamed, structures }: Left): readonly Weighed[] => {
  const { kept, found } = collect(book, receipt);
  for (const each of structures) fromStructures(book, receipt, each, found);
  // What another receipt names is that one's, even where it is not yet clear what else that one pays.
  const own = book.readings[receipt]?.debits;
  const free = own === undefined || own.size === 0 ? unnamed : places.filter((place) => !book.isNamed[place] || own.has(place));
  fromSets(book, receipt, free, found);
  fromCutOffList(book, receipt, free, found);
  fromOnlyLarger(book, receipt, free, found);
  return strongest(kept);
};

/** From this chance on a receipt's documents count as gone when the rest is looked at again. */
const settled = 0.9;

/** Takes out what is surely paid, and looks whether receipts still open pay "everything that is left" of some time. */
export const lookAgain = (book: Book, noneWeights: readonly number[], explanations: readonly Weighed[], judged: Judged): { explanations: readonly Weighed[]; judged: Judged } => {
  const gone = new Set<number>();
  const explained = new Set<number>();
  explanations.forEach(({ receipts, debits }, place) => {
    if ((judged.chances[place] ?? 0) < settled) return;
    for (const receipt of receipts) explained.add(receipt);
    for (const debit of debits) gone.add(debit);
  });
  const open = book.receipts.flatMap((_receipt, place) => (explained.has(place) ? [] : [place]));
  if (open.length === 0) return { explanations, judged };
  const left = leftOf(book, gone);
  const best = new Map(explanations.map((explanation) => [explanation.key, explanation]));
  let isNew = false;
  for (const found of open.flatMap((receipt) => explanationsAmong(book, receipt, left))) {
    if (found.weight <= (best.get(found.key)?.weight ?? -Infinity)) continue;
    best.set(found.key, found);
    isNew = true;
  }
  const all = [...best.values()];
  return isNew ? { explanations: all, judged: judgeTogether(noneWeights, all) } : { explanations, judged };
};
