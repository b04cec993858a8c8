/** What a user may let happen without a click, and how well that has gone so far. */
import { minorUnits, type Money } from "../../../model/money";
import type { Decision, Proposal, Suggestion, TransactionId } from "../types";

type Match = Extract<Suggestion, { kind: "match" }>;

/**
 * The matches that would apply by themselves at a bar: those that score it or more. Null is no bar, and nothing applies.
 * Ties never do.
 */
export const applyBar = (suggestions: readonly Suggestion[], bar: number | null): readonly Match[] =>
  bar === null ? [] : suggestions.filter((suggestion): suggestion is Match => suggestion.kind === "match" && suggestion.proposal.score >= bar);

export type BarPrecision = {
  readonly bar: number;
  /** Decisions on suggestions that scored the bar or more. */
  readonly decided: number;
  /** Of these, accepted as they stood. Changed and rejected ones were wrong. */
  readonly right: number;
  /** Null before the first decision. */
  readonly precision: number | null;
  /** What the precision can hardly be below (95 % one-sided, Wilson), so that 3 of 3 does not pass for certainty. */
  readonly atLeast: number | null;
  /** "At 0.97: 212 of 212 right." */
  readonly text: string;
};

/** z of a one-sided 95 % bound. */
const z = 1.645;
const wilsonLowerBound = (right: number, decided: number): number => {
  const share = right / decided;
  const centre = share + (z * z) / (2 * decided);
  const margin = z * Math.sqrt((share * (1 - share)) / decided + (z * z) / (4 * decided * decided));
  return Math.max(0, (centre - margin) / (1 + (z * z) / decided));
};

/** How often suggestions at or above a bar were accepted as they stood. */
export const precisionAt = (bar: number, decisions: readonly Decision[]): BarPrecision => {
  const judged = decisions.filter(({ score }) => score !== null && score >= bar);
  const decided = judged.length;
  const right = judged.filter(({ outcome }) => outcome === "accepted").length;
  return {
    bar,
    decided,
    right,
    precision: decided === 0 ? null : right / decided,
    atLeast: decided === 0 ? null : wilsonLowerBound(right, decided),
    text: decided === 0 ? `At ${bar}: no suggestion has been decided yet.` : `At ${bar}: ${right} of ${decided} right.`,
  };
};

/** One line of a Sage allocation: positive on what receives (invoice, refund), negative on what gives (receipt, credit note). */
export type AllocationValue = { readonly id: TransactionId; readonly value: Money };

/** A proposal as Sage wants it, one value a document, summing to zero. Debits first, each side in the proposal's order. */
export const allocationValues = (proposal: Pick<Proposal, "credits" | "debits">): readonly AllocationValue[] => [
  ...proposal.debits.map(({ id, allocated }) => ({ id, value: allocated })),
  ...proposal.credits.map(({ id, allocated }) => ({ id, value: minorUnits(-allocated) })),
];
