/** What users decided before, arranged so that it can speak for or against a suggestion. */
import type { PlainDate } from "../../../model/dates";
import type { Money } from "../../../model/money";
import type { Decision, Proposal, Shape, TransactionId } from "../types";

/** How often something was accepted and refused for one payer, and when last. */
export type Tally = { readonly accepted: number; readonly refused: number; readonly lastAccepted: PlainDate | null; readonly lastRefused: PlainDate | null };

/** One payer's text at one account. */
export type AliasMemory = {
  /** How its receipts were explained. */
  readonly shapes: ReadonlyMap<Shape, Tally>;
  /** Shortfalls decided as bank charges, by amount. */
  readonly charges: ReadonlyMap<Money, Tally>;
  /** Receipts that were left on account because nothing fitted. */
  readonly onAccount: Tally;
};

export type MatchMemory = {
  readonly aliases: ReadonlyMap<string, AliasMemory>;
  /** Line by line what was refused, so that the same receipt is not offered the same invoice again. Value: the day. */
  readonly refusedPairs: ReadonlyMap<string, PlainDate>;
};

/** Nobody has decided anything yet. */
export const noMemory: MatchMemory = { aliases: new Map(), refusedPairs: new Map() };

export const aliasKey = (account: string, alias: string): string => `${account}\u0000${alias}`;
export const pairKey = (creditId: TransactionId, debitId: TransactionId): string => `${creditId}\u0000${debitId}`;

export const noTally: Tally = { accepted: 0, refused: 0, lastAccepted: null, lastRefused: null };

const later = (one: PlainDate | null, other: PlainDate): PlainDate => (one !== null && one > other ? one : other);
const counted = (tally: Tally | undefined, isAccepted: boolean, on: PlainDate): Tally => {
  const before = tally ?? noTally;
  return isAccepted
    ? { ...before, accepted: before.accepted + 1, lastAccepted: later(before.lastAccepted, on) }
    : { ...before, refused: before.refused + 1, lastRefused: later(before.lastRefused, on) };
};

type Draft = { shapes: Map<Shape, Tally>; charges: Map<Money, Tally>; onAccount: Tally };

const chargesOf = (proposal: Pick<Proposal, "debits"> | null): Money[] =>
  (proposal?.debits ?? []).flatMap(({ why }) => (why?.kind === "bank charge" ? [why.amount] : []));

const remember = (draft: Draft, decision: Decision): void => {
  const { outcome, on, suggested, settled } = decision;
  if (settled) draft.shapes.set(settled.shape, counted(draft.shapes.get(settled.shape), true, on));
  if (suggested && outcome !== "accepted" && suggested.shape !== settled?.shape) draft.shapes.set(suggested.shape, counted(draft.shapes.get(suggested.shape), false, on));
  const taken = chargesOf(settled);
  for (const charge of taken) draft.charges.set(charge, counted(draft.charges.get(charge), true, on));
  if (outcome !== "accepted") {
    for (const charge of chargesOf(suggested)) if (!taken.includes(charge)) draft.charges.set(charge, counted(draft.charges.get(charge), false, on));
  }
  if (outcome === "on account") draft.onAccount = counted(draft.onAccount, true, on);
  else if (settled) draft.onAccount = counted(draft.onAccount, false, on);
};

/** Arranges decisions for the engine. Their order does not matter. */
export const rememberedFrom = (decisions: Iterable<Decision>): MatchMemory => {
  const aliases = new Map<string, Draft>();
  const refusedPairs = new Map<string, PlainDate>();
  for (const decision of decisions) {
    const key = aliasKey(decision.account, decision.alias);
    const draft = aliases.get(key) ?? { shapes: new Map(), charges: new Map(), onAccount: noTally };
    aliases.set(key, draft);
    remember(draft, decision);
    if (decision.outcome === "accepted") continue;
    const kept = new Set((decision.settled?.lines ?? []).map(({ creditId, debitId }) => pairKey(creditId, debitId)));
    for (const { creditId, debitId } of decision.suggested?.lines ?? []) {
      const pair = pairKey(creditId, debitId);
      if (!kept.has(pair)) refusedPairs.set(pair, later(refusedPairs.get(pair) ?? null, decision.on));
    }
  }
  return { aliases, refusedPairs };
};
