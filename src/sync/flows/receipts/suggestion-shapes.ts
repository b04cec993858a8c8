/** The matching engine's words in those of the contract. Pure. */
import { createHash } from "node:crypto";
import type { OpenItem, Proposal as ToldProposal, Suggestion as ToldSuggestion } from "../../contract";
import type { Proposal, Remainder, Suggestion } from "../../match/receipts";
import { decimalText, formatMoney, type Money } from "../../model/money";

/**
 * The same for the same suggestion about receipts that are as they were: what is left of them is part of it, so that what is
 * suggested for the rest of a receipt, later, is another suggestion.
 */
export const suggestionId = (place: { readonly companyRef: string; readonly sageCustomerId: string }, receipts: readonly Pick<OpenItem, "id" | "outstanding">[], proposals: readonly Pick<Proposal, "lines">[]): string =>
  createHash("sha256")
    .update(
      JSON.stringify([
        place.companyRef,
        place.sageCustomerId,
        receipts.map(({ id, outstanding }) => [id, outstanding]),
        proposals.map(({ lines }) => lines.map(({ creditId, debitId, amount }) => [creditId, debitId, amount])),
      ]),
    )
    .digest("hex")
    .slice(0, 24);

const remainderWords = (why: Remainder, name: string): string => {
  const amount = formatMoney(why.amount);
  switch (why.kind) {
    case "settlement discount":
      return `${amount} stays on ${name}, as its settlement discount would${why.inTime ? "" : ", taken after its last day"}. Write it off in Sage.`;
    case "bank charge":
      return `${amount} stays on ${name}, as a bank charge would. Write it off in Sage.`;
    case "part payment":
      return `${amount} stays to be paid on ${name}.`;
    case "overpayment":
      return `${amount} of ${name} stays on account.`;
    case "credit left":
      return `${amount} of credit note ${name} is left.`;
  }
};

const nameOf = (id: string, reference: string): string => (reference === "" ? `transaction ${id}` : reference);

/** What a proposal leaves open, in words: Sage's interface cannot write anything off. */
export const remaindersOf = ({ credits, debits }: Pick<Proposal, "credits" | "debits">): ToldProposal["remainders"] =>
  [...debits, ...credits].flatMap(({ id, reference, why }) => (why === null ? [] : [{ id, amount: decimalText(why.amount), why: remainderWords(why, nameOf(id, reference)) }]));

export const tellProposal = (proposal: Proposal): ToldProposal => ({
  pairs: proposal.lines.map(({ creditId, debitId, amount }) => ({ creditId, debitId, amount: decimalText(amount) })),
  score: proposal.score,
  reasons: proposal.reasons.map(({ text }) => text),
  remainders: remaindersOf(proposal),
});

/** An item of an account as the contract tells it. Amounts are positive. */
export type ToldItem = { readonly id: string; readonly kind: OpenItem["kind"]; readonly reference: string; readonly date: string; readonly gross: Money; readonly outstanding: Money };
export const tellItem = ({ gross, outstanding, ...item }: ToldItem): OpenItem => ({ ...item, gross: decimalText(Math.abs(gross) as Money), outstanding: decimalText(Math.abs(outstanding) as Money) });

export type SuggestionPlace = { readonly company: string; readonly companyRef: string; readonly sageCustomerId: string; readonly accountNumber: string; readonly customer: string };

const proposalsOf = (suggestion: Suggestion): readonly Proposal[] => (suggestion.kind === "match" ? [suggestion.proposal] : suggestion.kind === "tie" ? suggestion.choices : []);

const outcomeOf = (suggestion: Suggestion, bar: number | null): ToldSuggestion["outcome"] => {
  switch (suggestion.kind) {
    case "match":
      return {
        kind: "suggested",
        best: tellProposal(suggestion.proposal),
        next: suggestion.nextBest === null ? null : tellProposal(suggestion.nextBest),
        whyNotNext: suggestion.nextBest?.whyItLost ?? null,
        aboveBar: bar !== null && suggestion.proposal.score >= bar,
      };
    case "tie":
      return { kind: "tie", choices: suggestion.choices.map(tellProposal), why: suggestion.why };
    case "none":
      return { kind: "none", why: suggestion.closest === null ? suggestion.why : `${suggestion.why} ${suggestion.closest.whyItLost}`.trim() };
  }
};

/** `open` is everything open on the account; the suggestion's receipts are among it. */
export const tellSuggestion = (place: SuggestionPlace, suggestion: Suggestion, open: readonly OpenItem[], bar: number | null): ToldSuggestion => {
  const receipts = suggestion.receipts.flatMap((id) => open.find((item) => item.id === id) ?? []);
  return { id: suggestionId(place, receipts, proposalsOf(suggestion)), ...place, receipts, outcome: outcomeOf(suggestion, bar), open: [...open] };
};
