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
  /** A tie that has the right answer among its choices. */
  readonly tieHolds: boolean;
};

export const answerOfProposal = ({ credits, debits }: Pick<Proposal, "credits" | "debits">): string => answerOf([...credits, ...debits]);

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
          isRight: suggestion.kind === "match" && answerOfProposal(suggestion.proposal) === truth.answer,
          tieHolds: suggestion.kind === "tie" && suggestion.choices.some((choice) => answerOfProposal(choice) === truth.answer),
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
  /** Of the rest, those whose right answer comes first; where the receipt has a twin, a tie that holds it is right, too. */
  readonly firstOfRest: number;
  /** Of the rest, ties that count as right. */
  readonly tiesOfRest: number;
  /** Of the rest without the receipts that have a twin, those whose right answer comes first: here no tie counts. */
  readonly withoutTwins: number;
  readonly firstWithoutTwins: number;
  /** Receipts below the bar for something open where evidence cannot tell, and the share of them whose right answer came first all the same. */
  readonly cannotTell: number;
  readonly firstOfCannotTell: number;
  /** Of these, ties that hold the right answer. */
  readonly tiesOfCannotTell: number;
  /** Receipts for nothing open that were left without a suggestion above one half. */
  readonly noiseLeftAlone: number;
  /** Mean distance of score and share right over ten bands of score, weighted by size. */
  readonly calibrationError: number;
};

const share = (count: number, of: number) => (of === 0 ? 1 : count / of);

export const isFirst = ({ truth, isRight, tieHolds }: Verdict): boolean => isRight || (truth.hasTwin && tieHolds);

export const qualityOf = (verdicts: readonly Verdict[], bar: number): Quality => {
  const applied = verdicts.filter(({ score }) => score !== null && score >= bar);
  const below = verdicts.filter(({ score, truth }) => (score === null || score < bar) && truth.answer !== "");
  const rest = below.filter(({ truth }) => truth.canTell);
  const others = below.filter(({ truth }) => !truth.canTell);
  const alone = rest.filter(({ truth }) => !truth.hasTwin);
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
    firstOfRest: share(rest.filter(isFirst).length, rest.length),
    tiesOfRest: rest.filter(({ truth, tieHolds }) => truth.hasTwin && tieHolds).length,
    withoutTwins: alone.length,
    firstWithoutTwins: share(alone.filter(({ isRight }) => isRight).length, alone.length),
    cannotTell: others.length,
    firstOfCannotTell: share(others.filter(isFirst).length, others.length),
    tiesOfCannotTell: others.filter(({ tieHolds }) => tieHolds).length,
    noiseLeftAlone: share(noise.filter(({ score }) => score === null || score < 0.5).length, noise.length),
    calibrationError: error,
  };
};
