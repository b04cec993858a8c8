/** Holds suggestions against the truth. */
import { suggestForCustomer, noMemory, type Proposal, type Suggestion } from "../../src/sync/match/receipts";
import { answerOf, type Ledger, type Truth } from "./ledger";

export type Verdict = {
  readonly receipt: string;
  readonly truth: Truth;
  readonly kind: Suggestion["kind"];
  /** Null where nothing, or a tie, was suggested. */
  readonly score: number | null;
  /** The first suggestion is the right answer, document by document and to the penny. */
  readonly isRight: boolean;
  /** The right answer is shown as the next best, or as the closest where nothing is suggested. */
  readonly isNextBest: boolean;
  /** A tie that has the right answer among its choices. */
  readonly tieHolds: boolean;
};

const answerOfProposal = ({ credits, debits }: Pick<Proposal, "credits" | "debits">): string => answerOf([...credits, ...debits]);

const isAnswer = (proposal: Proposal | null, { answer }: Truth): boolean => proposal !== null && answerOfProposal(proposal) === answer;

/** One verdict a receipt. */
export const judge = (ledger: Ledger): Verdict[] =>
  ledger.customers.flatMap((open) =>
    suggestForCustomer(open, noMemory).flatMap((suggestion) =>
      suggestion.receipts.map((receipt): Verdict => {
        const truth = ledger.truths.get(receipt);
        if (!truth) throw new Error(`no truth for ${receipt}`);
        return {
          receipt,
          truth,
          kind: suggestion.kind,
          score: suggestion.kind === "match" ? suggestion.proposal.score : null,
          isRight: suggestion.kind === "match" && isAnswer(suggestion.proposal, truth),
          isNextBest: isAnswer(suggestion.kind === "match" ? suggestion.nextBest : suggestion.kind === "none" ? suggestion.closest : null, truth),
          tieHolds: suggestion.kind === "tie" && suggestion.choices.some((choice) => isAnswer(choice, truth)),
        };
      }),
    ),
  );

export type Quality = {
  readonly receipts: number;
  /** Would apply by themselves at the bar, as a share of all receipts, noise included. */
  readonly coverage: number;
  /** Of these, right. */
  readonly precision: number;
  /** Receipts below the bar that were paid for something open, and where evidence can tell for what. */
  readonly rest: number;
  /** Of the rest, those whose right answer is the suggestion. A tie is never right. */
  readonly firstOfRest: number;
  /** Receipts below the bar for something open where evidence cannot tell: left out of the rest. */
  readonly leftOut: number;
  /** Of these, those whose right answer is the suggestion all the same. */
  readonly firstOfLeftOut: number;
  /** Of these, ties that hold the right answer among their choices. */
  readonly tiesOfLeftOut: number;
  /** Of all below the bar for something open, nothing left out, those whose right answer is the suggestion. */
  readonly firstOfAllBelow: number;
  /** Receipts for nothing open that were left without a suggestion above one half. */
  readonly noiseLeftAlone: number;
  /** Mean distance of score and share right over ten bands of score, weighted by size. */
  readonly calibrationError: number;
};

const share = (count: number, of: number) => (of === 0 ? 1 : count / of);

export const qualityOf = (verdicts: readonly Verdict[], bar: number): Quality => {
  const applied = verdicts.filter(({ score }) => score !== null && score >= bar);
  const below = verdicts.filter(({ score, truth }) => (score === null || score < bar) && truth.answer !== "");
  const [rest, leftOut] = [below.filter(({ truth }) => truth.canTell), below.filter(({ truth }) => !truth.canTell)];
  const first = (some: readonly Verdict[]) => share(some.filter(({ isRight }) => isRight).length, some.length);
  const noise = verdicts.filter(({ truth }) => truth.answer === "");
  const scored = verdicts.filter(({ score }) => score !== null);
  let error = 0;
  for (let band = 0; band < 10; band += 1) {
    const inBand = scored.filter(({ score }) => Math.min(9, Math.floor((score ?? 0) * 10)) === band);
    if (inBand.length === 0) continue;
    const mean = inBand.reduce((sum, { score }) => sum + (score ?? 0), 0) / inBand.length;
    error += (inBand.length / scored.length) * Math.abs(mean - share(inBand.filter(({ isRight }) => isRight).length, inBand.length));
  }
  return {
    receipts: verdicts.length,
    coverage: share(applied.length, verdicts.length),
    precision: share(applied.filter(({ isRight }) => isRight).length, applied.length),
    rest: rest.length,
    firstOfRest: first(rest),
    leftOut: leftOut.length,
    firstOfLeftOut: first(leftOut),
    tiesOfLeftOut: leftOut.filter(({ tieHolds }) => tieHolds).length,
    firstOfAllBelow: first(below),
    noiseLeftAlone: share(noise.filter(({ score }) => score === null || score < 0.5).length, noise.length),
    calibrationError: error,
  };
};
