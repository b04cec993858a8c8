/** Second look: what receipts may pay of that which others surely leave. */
import { bookAfter, sumOf, type Book, type Reading } from "../open-items/book";
import { fromStructures } from "../candidate-sets/explanations-of-a-receipt";
import { ofChoosing } from "../evidence/chances-of-amounts";
import { isStrong, type Grade } from "../reading-references/naming-grades";
import { judgeTogether, type Judged } from "./chances-together";
import { findStructures, type Structures } from "../candidate-sets/statements-and-rows";
import { mostAmounts, setsThatSum } from "../candidate-sets/sets-that-sum";
import { addTwins, hasTwin } from "../candidate-sets/twin-sets";
import { aroundUsualDay } from "../customer-habits/near-usual-day";
import { weigh } from "../evidence/weigh";
import { collect, strongest, type Found, type Weighed } from "../candidate-sets/strongest";

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
  const isFree = new Set(free);
  addTwins(book, receipt, kept, (place) => isFree.has(place), found);
  return strongest(book, receipt, kept);
};

/** From this chance on a receipt says how long its customer takes. */
const sure = 0.97;
/** From this chance on a receipt's documents count as gone when the rest is looked at again. */
const settled = 0.9;

/** Who nothing but a few payments is known of: the receipts that are now surely explained say more of how long it takes. */
const daysOf = (book: Book, explanations: readonly Weighed[], chances: readonly number[]): readonly number[] =>
  explanations.flatMap(({ receipts: [receipt = -1, ...others], debits: [debit = -1, ...more], gap }, place) =>
    (chances[place] ?? 0) >= sure && others.length === 0 && more.length === 0 && gap?.kind !== "settlement discount" ? [(book.receiptDays[receipt] ?? 0) - (book.debitDays[debit] ?? 0)] : []);

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
  const after = bookAfter(book, gone, daysOf(book, explanations, judged.chances));
  const again = (explanation: Weighed): Weighed => {
    const [receipt = -1, ...others] = explanation.receipts;
    if (explanation.receipts.every((one) => explained.has(one))) return explanation;
    return { ...explanation, weight: weigh(after, explanation), hasTwin: others.length === 0 && hasTwin(after, receipt, explanation.debits) };
  };
  const best = new Map(explanations.map((explanation) => [explanation.key, again(explanation)]));
  for (const found of open.flatMap((receipt) => explanationsAmong(after, receipt, left))) {
    if (found.weight > (best.get(found.key)?.weight ?? -Infinity)) best.set(found.key, found);
  }
  const all = [...best.values()];
  const earlier = new Map(explanations.map(({ key }, place) => [key, judged.chances[place] ?? 0]));
  return { explanations: all, judged: judgeTogether(noneWeights, all, { chances: earlier, changed: new Set(open) }) };
};
