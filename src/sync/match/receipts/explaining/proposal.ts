/** Turns an explanation into lines that Sage can allocate, to the penny. */
import { minorUnits, type Money } from "../../../model/money";
import type { Book } from "../open-items/book";
import type { Explanation } from "../candidate-sets/explanation";
import { shapeOf } from "../candidate-sets/shape";
import type { DocumentOutcome, Evidence, OpenCredit, OpenDebit, Proposal, Reason, Remainder, SuggestedLine } from "../types";
import { weigh } from "../evidence/weigh";

type Target = { readonly debit: OpenDebit; readonly place: number; wanted: number; why: Remainder | null };

/** How much of each debit is paid, and why not all of it. */
const targets = (book: Book, { debits, gap }: Explanation): Target[] => {
  const all: Target[] = [];
  for (const place of debits) {
    const debit = book.debits[place];
    if (debit) all.push({ debit, place, wanted: debit.outstanding, why: null });
  }
  if (gap === null || gap.kind === "overpayment") return all;
  if (gap.kind === "settlement discount") {
    for (const target of all) {
      const off = target.debit.discount?.amount;
      if (off === undefined || off === 0) continue;
      target.wanted -= off;
      target.why = { kind: "settlement discount", amount: off, inTime: gap.inTime };
    }
    return all;
  }
  // A charge comes off the largest, where it hurts least; a part payment pays the oldest in full first.
  const short = gap.kind === "bank charge" ? all.reduce((largest, target) => (target.wanted > largest.wanted ? target : largest)) : all.at(-1);
  if (short) {
    short.wanted -= gap.amount;
    short.why = { kind: gap.kind, amount: minorUnits(gap.amount) };
  }
  return all;
};

const outcome = ({ id, reference, outstanding }: OpenCredit | OpenDebit, allocated: number, why: Remainder | null): DocumentOutcome => ({
  id,
  reference,
  allocated: minorUnits(allocated),
  remains: minorUnits(outstanding - allocated),
  why,
});

/** Credit notes first, against the invoice they were raised for, then receipts; oldest debits first. */
export const linesOf = (book: Book, explanation: Explanation): Pick<Proposal, "lines" | "credits" | "debits"> => {
  const owed = targets(book, explanation);
  const left = owed.map(({ wanted }) => wanted);
  const lines: SuggestedLine[] = [];
  const given: { credit: OpenCredit; used: number }[] = [];
  const give = (credit: OpenCredit, first: (place: number) => boolean) => {
    let rest: number = credit.outstanding;
    const order = owed.map((_target, at) => at).sort((one, other) => Number(first(owed[other]?.place ?? -1)) - Number(first(owed[one]?.place ?? -1)) || one - other);
    for (const at of order) {
      const [target, amount] = [owed[at], Math.min(rest, left[at] ?? 0)];
      if (!target || amount <= 0) continue;
      lines.push({ creditId: credit.id, debitId: target.debit.id, amount: minorUnits(amount) });
      left[at] = (left[at] ?? 0) - amount;
      rest -= amount;
    }
    given.push({ credit, used: credit.outstanding - rest });
  };
  for (const note of explanation.notes) {
    const credit = book.notes[note];
    if (credit) give(credit, (place) => book.creditedBy[note]?.has(place) ?? false);
  }
  for (const receipt of explanation.receipts) {
    const credit = book.receipts[receipt];
    if (credit) give(credit, () => false);
  }
  const remainder = (credit: OpenCredit, rest: Money): Remainder | null =>
    rest === 0 ? null : credit.kind === "receipt" ? { kind: "overpayment", amount: rest } : { kind: "credit left", amount: rest };
  return {
    lines,
    credits: given.map(({ credit, used }) => outcome(credit, used, remainder(credit, minorUnits(credit.outstanding - used)))),
    debits: owed.map(({ debit, wanted, why }, at) => outcome(debit, wanted - (left[at] ?? 0), why)),
  };
};

/** Pieces of evidence weaker than this are not worth a sentence. */
const worthSaying = 0.2;

export const reasonsFor = (book: Book, explanation: Explanation): readonly Reason[] => {
  const reasons: Reason[] = [];
  weigh(book, explanation, (evidence: Evidence, weight, sentence) => {
    const text = Math.abs(weight) < worthSaying && evidence !== "dates" ? "" : sentence();
    if (text !== "") reasons.push({ evidence, text, weight: Math.round(weight * 10) / 10 });
  });
  // What was short or netted is told whatever it weighs; then what speaks loudest.
  return reasons.sort((one, other) => Math.abs(other.weight) - Math.abs(one.weight));
};

export const proposalFor = (book: Book, explanation: Explanation, score: number): Proposal => ({
  shape: shapeOf(explanation),
  ...linesOf(book, explanation),
  score,
  reasons: reasonsFor(book, explanation),
});
