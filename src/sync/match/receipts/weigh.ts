/** Weighs one explanation: every piece of evidence there is for and against it, added up as log odds. */
import { displayDate } from "../../model/dates";
import { formatMoney, minorUnits } from "../../model/money";
import { sumOf, type Book, type Reading } from "./book";
import { ofCharge, ofChoosing, ofDays, ofOverpayment, ofPart, ofShortfall, ofStray } from "./chances";
import type { Explanation } from "./explanation";
import { firstAt } from "./first-at";
import { isSlip, isSure, namesSeveral, type Naming } from "./grades";
import { fewestPayments } from "./known-habits";
import { noTally, pairKey, type Tally } from "./memory";
import { shapeOf } from "./shape";
import type { Evidence } from "./types";
import { memory, named, prior, text, unknownCustomer } from "./weights";
import * as words from "./words";

/** Standard deviations after the usual day at which a document that is still open was left out on purpose. */
const forgottenAfter = 2;
/** More documents left behind say no more. */
const mostLeftBehind = 2;

/** Told of each piece of evidence; the sentence is made only for the one who wants it. */
export type Say = (evidence: Evidence, weight: number, sentence: () => string) => void;

/** Adds up pieces of evidence, and tells of each if somebody listens. */
class Scale {
  sum = 0;
  constructor(readonly say: Say | undefined) {}
  add(evidence: Evidence, weight: number, sentence: () => string): void {
    this.sum += weight;
    this.say?.(evidence, weight, sentence);
  }
}

const money = (pence: number) => formatMoney(minorUnits(pence));

/** Whether, and how surely, the receipts name one document; a slip counts for one document only. */
const considerName = (readings: readonly Reading[], side: "debits" | "notes", place: number, reference: string, explained: Set<string>, unnamed: string[], scale: Scale): void => {
  let counted: Naming | undefined;
  for (const reading of readings) {
    const naming = reading[side].get(place);
    if (naming && (namesSeveral(naming.grade) || !explained.has(naming.written)) && (!counted || named[naming.grade] > named[counted.grade])) counted = naming;
  }
  if (!counted) {
    unnamed.push(reference);
    return;
  }
  const { grade, written } = counted;
  for (const reading of readings) explained.add(reading[side].get(place)?.written ?? written);
  scale.add(isSlip(grade) ? "document named with a slip" : "document named", named[grade], () => words.naming({ grade, written }, reference));
};

/** Of several receipts that pay one document, each speaks for itself: it names the document, or nothing, or something else. */
const considerEach = (readings: readonly Reading[], debit: number, scale: Scale): void => {
  const names = readings.flatMap((reading) => {
    const naming = reading.debits.get(debit);
    return naming ? [named[naming.grade]] : [];
  }).sort((one, other) => other - one);
  const others = readings.filter((reading) => !reading.debits.has(debit) && [...reading.debits.values()].some(({ grade }) => isSure(grade))).length;
  // The best is counted already.
  scale.sum += names.slice(1).reduce((sum, weight) => sum + weight, 0) + others * text.partOfAnother;
};

/** What the receipts' texts say for or against. */
const weighText = (book: Book, { receipts, debits, notes, structure }: Explanation, scale: Scale): void => {
  const readings = receipts.flatMap((receipt) => book.readings[receipt] ?? []);
  const explained = new Set<string>();
  const unnamed: string[] = [];
  for (const debit of debits) considerName(readings, "debits", debit, book.debits[debit]?.reference ?? "", explained, unnamed, scale);
  const debitsUnnamed = unnamed.length;
  for (const note of notes) considerName(readings, "notes", note, book.notes[note]?.reference ?? "", explained, unnamed, scale);
  if (readings.length > 1) considerEach(readings, debits[0] ?? -1, scale);
  const others = debits.filter((debit) => book.isNamed[debit] && readings.every((reading) => !reading.debits.has(debit)));
  if (others.length > 0) scale.add("contested", text.namedByAnother, () => words.namedByAnother(others.map((debit) => book.debits[debit]?.reference ?? "")));
  const namesSome = readings.some((reading) => reading.debits.size + reading.notes.size > 0);
  if (namesSome && debitsUnnamed > 0) {
    const each = structure ? text.notNamedInStatement : readings.some((reading) => reading.text.isFull) ? text.notNamedInFullField : text.notNamed;
    scale.add("document not named", each * Math.min(debitsUnnamed, 3), () => words.notNamed(unnamed.slice(0, debitsUnnamed)));
  }
  for (const reading of readings) {
    const strange = reading.unknown.find((written) => !explained.has(written));
    if (strange !== undefined) scale.add("unknown document named", text.unknownNumber, () => words.unknownNumber(strange));
    const month = reading.text.month;
    if (debits.length > 1 && reading.text.speaksOfStatement) scale.add("statement", text.statement, () => "The reference speaks of a statement or balance.");
    if (month !== null) {
      const isOfMonth = structure?.basis === "run" || structure?.basis === "run less one" ? false : debits.every((debit) => Number(book.debits[debit]?.date.slice(5, 7)) === month);
      // "Up to the end of June" is a June statement, too.
      const isUpTo = (structure?.basis === "up to date" || structure?.basis === "all open") && Number(structure.label.slice(5, 7)) === month;
      if (isOfMonth || isUpTo) scale.add("dates", text.month, () => words.month(month));
      else if (debits.length > 0) scale.add("dates", text.otherMonth, () => words.otherMonth(month));
    }
  }
};

/** Of picking these documents: some of them perhaps out of fewer than all, the others out of all. */
const ofPicking = (all: number, some: number, picked: Explanation["picked"]): number =>
  picked === undefined ? ofChoosing(all, some) : ofChoosing(all, some - picked.some) - picked.logWays;

/** How likely such a set of documents is before any text is read: the fewer there are of its kind, the more it means to meet one. */
const weighSet = (book: Book, explanation: Explanation, scale: Scale): void => {
  const { receipts, debits, notes, structure, gap, picked } = explanation;
  const all = book.debits.length;
  const one = debits.length === 1 ? prior.one : -Infinity;
  const loose = (debits.length > 1 ? prior.severalUnstructured - 0.6 * (debits.length - 2) : one) + ofPicking(all, debits.length, picked);
  const among = structure?.among ?? all;
  const runs = Math.max(1, (Math.min(among, 60) * among) / 2);
  const structures = { "all open": 1, "up to date": among, month: 6, run: debits.length < 4 ? among * 3 : runs, "run less one": runs * 5 };
  const structured = structure ? prior.structure[structure.basis] - Math.log(structures[structure.basis]) : -Infinity;
  const set = Math.max(loose, structured);
  scale.sum += set;
  // To people it is told against the chance that nothing open fits, since by itself a prior says nothing.
  scale.say?.(debits.length > 1 ? "exact sum" : "exact amount", gap === null ? set - prior.none - ofStray(sumOf(book.receipts, receipts)) : set, () => words.amounts(book, explanation));
  if (notes.length > 0) {
    const ofStatement = structured > loose;
    const netted = ofStatement ? prior.creditNotesOfStatement : prior.creditNote * notes.length + ofChoosing(book.notes.length, notes.length);
    const credited = notes.filter((note) => debits.some((debit) => book.creditedBy[note]?.has(debit))).length * text.creditedInvoice;
    scale.add("credit note netted", netted + credited, () => words.credited(book, notes, debits));
  }
  if (receipts.length > 1) {
    // Each receipt but one could have been of any amount.
    const owed = sumOf(book.debits, debits);
    const several = receipts.slice(1).reduce((weight, receipt) => weight + prior.anotherReceipt + ofPart(book.receipts[receipt]?.outstanding ?? 0, owed), 0);
    scale.add("several receipts", several, () => words.severalReceipts(book, receipts));
  }
};

const weighGap = (book: Book, { receipts, debits, gap }: Explanation, scale: Scale): void => {
  const { habits } = book.open;
  const lastDay = Math.max(...receipts.map((receipt) => book.receiptDays[receipt] ?? 0));
  const offers = debits.filter((debit) => {
    const discount = book.debits[debit]?.discount;
    return discount && discount.amount > 0 && (book.receipts[receipts[0] ?? -1]?.date ?? "") <= discount.lastDay;
  }).length;
  if (offers > 0 && gap?.kind !== "settlement discount") scale.sum += prior.discountNotTaken;
  if (gap === null) return;
  const owed = sumOf(book.debits, debits);
  switch (gap.kind) {
    case "settlement discount": {
      const late = habits === null ? prior.discountLate : Math.log((habits.lateDiscounts * habits.payments + 5 * Math.exp(prior.discountLate)) / (habits.payments + 5));
      return scale.add("settlement discount", gap.inTime ? prior.discountTaken : late, () => words.discount(book, debits, gap, lastDay));
    }
    case "bank charge":
      return scale.add("bank charge", ofShortfall(prior.bankCharge, book.shortfalls) + ofCharge(gap.amount, book.shortfalls), () => words.bankCharge(gap.amount, book.shortfalls));
    case "part payment":
      return scale.add("part payment", prior.partPayment + ofPart(owed - gap.amount, owed), () => words.partPayment(owed - gap.amount, owed));
    case "overpayment":
      return scale.add("overpayment", prior.overpayment + ofOverpayment(gap.amount, owed), () => `${money(gap.amount)} more came than the documents ask for.`);
  }
};

/** What several documents leave behind, though it is older than the youngest of them, has long been due and is named by nobody. */
const weighLeftBehind = (book: Book, { receipts, debits }: Explanation, scale: Scale): void => {
  const [receipt, youngest] = [receipts[0] ?? -1, debits.at(-1) ?? -1];
  const reading = book.readings[receipt];
  if (receipts.length > 1 || debits.length < 2 || debits.every((debit) => reading?.debits.has(debit))) return;
  const { typical, spread } = book.pace?.daysToPay ?? { typical: unknownCustomer.typicalDays, spread: unknownCustomer.spreadDays };
  // What is older than this is disputed or forgotten, and is left behind by everyone.
  const since = (book.receiptDays[receipt] ?? 0) - typical - forgottenAfter * spread;
  const first = firstAt(book.debitDays.length, (place) => (book.debitDays[place] ?? 0) >= since);
  if (youngest < first) return;
  const behind = (book.unnamedBefore[youngest + 1] ?? 0) - (book.unnamedBefore[first] ?? 0) - debits.filter((debit) => debit >= first && !book.isNamed[debit]).length;
  const weight = text.nothingLeftBehind + text.leftBehind * Math.min(behind, mostLeftBehind);
  scale.sum += weight;
  if (behind > 0) scale.say?.("habit", weight, () => words.leftBehind(behind));
};

const weighHabits = (book: Book, { receipts, debits }: Explanation, scale: Scale): void => {
  const { habits } = book.open;
  const paidOn = Math.max(...receipts.map((receipt) => book.receiptDays[receipt] ?? 0));
  let fits = 0;
  for (const debit of debits) fits += book.debits[debit]?.kind === "refund" ? 0 : ofDays(paidOn - (book.debitDays[debit] ?? 0), book.pace);
  scale.add("dates", fits / Math.sqrt(debits.length), () => words.dates(book, debits, paidOn));
  if (habits && habits.payments >= fewestPayments) {
    if (habits.oldestFirst > 0.5) {
      const youngest = book.debits[debits.at(-1) ?? -1]?.date ?? "";
      const gapAt = debits.findIndex((debit, at) => debit !== at);
      const skipped = book.debits[gapAt < 0 ? debits.length : gapAt];
      const isOldest = skipped === undefined || skipped.date >= youngest;
      const weight = Math.min(2.5, Math.log(habits.oldestFirst / (1.02 - habits.oldestFirst)));
      if (!isOldest) scale.sum -= weight;
      scale.say?.("habit", isOldest ? weight : -weight, () => words.oldestFirst(habits, isOldest ? null : (skipped?.reference ?? null)));
    }
    const lumps = Math.log(((debits.length > 1 ? habits.lumpSums : 1 - habits.lumpSums) + 0.05) / (debits.length > 1 ? 0.2 : 0.85));
    const weight = Math.max(-1.5, Math.min(1.5, lumps));
    scale.sum += weight;
    if (debits.length > 1) scale.say?.("habit", weight, () => words.lumpSums(habits));
  }
};

const leaning = ({ accepted, refused }: Tally, most: number): number => Math.max(-most, Math.min(most, Math.log((accepted + 1) / (refused + 1))));

const weighMemory = (book: Book, explanation: Explanation, scale: Scale): void => {
  const { receipts, debits, gap } = explanation;
  if (book.memory.refusedPairs.size > 0) {
    for (const receipt of receipts) {
      for (const debit of debits) {
        const [credit, owed] = [book.receipts[receipt], book.debits[debit]];
        const on = credit && owed && book.memory.refusedPairs.get(pairKey(credit.id, owed.id));
        if (on) scale.add("remembered", memory.refusedPair, () => `You rejected ${owed.reference} for this receipt on ${displayDate(on)}.`);
      }
    }
  }
  const known = book.aliasMemory(receipts[0] ?? -1);
  if (!known) return;
  const shape = shapeOf(explanation);
  const tally = known.shapes.get(shape) ?? noTally;
  if (tally.accepted + tally.refused > 0) scale.add("remembered", leaning(tally, memory.most), () => words.rememberedShape(shape, tally));
  if (gap?.kind === "bank charge") {
    const charged = known.charges.get(minorUnits(gap.amount));
    if (charged) scale.add("remembered", charged.accepted >= charged.refused ? memory.acceptedCharge : memory.refusedCharge, () => words.rememberedCharge(gap.amount, charged));
  }
};

/** Log odds of an explanation, up to a constant that all explanations of the customer share. */
export const weigh = (book: Book, explanation: Explanation, say?: Say): number => {
  const scale = new Scale(say);
  weighText(book, explanation, scale);
  weighSet(book, explanation, scale);
  weighGap(book, explanation, scale);
  weighHabits(book, explanation, scale);
  weighLeftBehind(book, explanation, scale);
  weighMemory(book, explanation, scale);
  return scale.sum;
};

/** The same for a receipt that none of the open documents explains. */
export const weighNone = (book: Book, receipt: number): number => {
  const onAccount = book.aliasMemory(receipt)?.onAccount;
  const amount = book.isRepeated[receipt] ? prior.repeated : ofStray(book.receipts[receipt]?.outstanding ?? 0);
  return prior.none + amount + (onAccount ? leaning(onAccount, memory.onAccountMost) : 0);
};
