/** Keeps what people decided about suggestions, by the payer's own text: it speaks for or against the next ones, and counts towards a bar's record. */
import type { AllocateBody, RejectBody } from "../../contract";
import type { Actor } from "../../core";
import type { Decision, DocumentOutcome, Proposal, Shape, SuggestedLine, Suggestion } from "../../match/receipts";
import { parseDate, type PlainDate } from "../../model/dates";
import { sageAccountNumber } from "../../model/ids";
import { subtractMoney, sumMoney, zero, type Money } from "../../model/money";
import type { Handle } from "../../store";
import type { StoredCompany } from "../../store/companies";
import { databaseNow } from "../../store/freshness";
import type { NewDecision } from "../../store/match-decisions";
import { accountById } from "../../store/open-receipts";
import type { StoredTransaction } from "../../store/sage-transactions";
import type { Pair } from "./judge-allocation";
import { suggestFor } from "./suggest";

type Kept = NonNullable<Decision["suggested"]>;
export type Decided = NonNullable<AllocateBody["allocations"][number]["decided"]>;

const sorted = (lines: readonly SuggestedLine[]): string => JSON.stringify(lines.map(({ creditId, debitId, amount }) => [creditId, debitId, amount]).sort());
const isSame = (one: readonly SuggestedLine[], other: readonly SuggestedLine[]): boolean => sorted(one) === sorted(other);

const proposalsOf = (suggestion: Suggestion): readonly Proposal[] => {
  switch (suggestion.kind) {
    case "match":
      return [suggestion.proposal, ...(suggestion.nextBest ? [suggestion.nextBest] : [])];
    case "tie":
      return suggestion.choices;
    case "none":
      return suggestion.closest ? [suggestion.closest] : [];
  }
};

const keptOf = ({ shape, lines, debits }: Proposal): Kept => ({ shape, lines, debits });

/** How an allocation made by hand explains its receipts, as far as its lines tell. Pure. */
export const keptByHand = (pairs: readonly Pair[], open: readonly Pick<StoredTransaction, "id" | "reference" | "outstanding">[]): Kept => {
  const debitIds = [...new Set(pairs.map(({ debitId }) => debitId))];
  const creditIds = new Set(pairs.map(({ creditId }) => creditId));
  const debits = debitIds.map((id): DocumentOutcome => {
    const allocated = sumMoney(pairs.filter((pair) => pair.debitId === id).map(({ amount }) => amount));
    const item = open.find((one) => one.id === id);
    const left: Money = item ? subtractMoney(item.outstanding, allocated) : zero;
    return { id, reference: item?.reference ?? "", allocated, remains: left, why: left > zero ? { kind: "part payment", amount: left } : null };
  });
  const shape: Shape = creditIds.size > 1 ? "several receipts" : debits.length > 1 ? "several documents" : debits.some(({ why }) => why !== null) ? "part payment" : "one document";
  return { shape, lines: pairs.map((pair) => ({ ...pair })), debits };
};

type About = {
  readonly companyRef: string;
  readonly sageCustomerId: string;
  readonly suggestionId: string;
  /** Its receipts: where the suggestion is not what it was, the one that is about them now tells the payer's text. */
  readonly receiptIds: readonly string[];
};

type Found = { readonly account: string; readonly alias: string; readonly engine: Suggestion | null; readonly isCurrent: boolean; readonly receipts: readonly string[]; readonly open: readonly StoredTransaction[]; readonly on: PlainDate };

const find = async (handle: Handle, tenant: string, company: StoredCompany, { sageCustomerId, suggestionId, receiptIds }: About): Promise<Found | null> => {
  const account = await accountById(handle, tenant, company.ref, sageCustomerId);
  const today = parseDate((await databaseNow(handle)).slice(0, 10));
  if (!account || !today.ok) return null;
  const [worked] = await suggestFor(handle, tenant, company, [account], null);
  const exact = worked?.suggestions.find(({ told }) => told.id === suggestionId);
  const near = exact ?? worked?.suggestions.find(({ engine }) => engine.receipts.some((id) => receiptIds.includes(id)));
  return {
    account: sageAccountNumber(account.accountNumber === "" ? account.sageCustomerId : account.accountNumber),
    alias: near?.engine.alias ?? "",
    engine: near?.engine ?? null,
    isCurrent: exact !== undefined,
    receipts: near?.engine.receipts ?? receiptIds,
    open: worked?.open ?? [],
    on: today.value,
  };
};

const common = (about: About, found: Found, by: Actor) => ({
  companyRef: about.companyRef,
  suggestionId: about.suggestionId,
  sageCustomerId: about.sageCustomerId,
  account: sageAccountNumber(found.account),
  alias: found.alias,
  receipts: found.receipts,
  on: found.on,
  byId: by.id,
  byName: by.name,
});

const suggestedBy = (engine: Suggestion | null): Proposal | null => (engine?.kind === "match" ? engine.proposal : null);

/** What the user did about a suggestion by allocating; null where its account is not known. Call it before the allocation changes what is open. */
export const decisionByAllocating = async (
  handle: Handle,
  tenant: string,
  company: StoredCompany,
  allocation: { readonly sageCustomerId: string; readonly pairs: readonly Pair[]; readonly decided: Decided },
  by: Actor,
): Promise<NewDecision | null> => {
  const { sageCustomerId, pairs, decided } = allocation;
  const about: About = { companyRef: company.ref, sageCustomerId, suggestionId: decided.suggestionId, receiptIds: pairs.map(({ creditId }) => creditId) };
  const found = await find(handle, tenant, company, about);
  if (!found) return null;
  const suggested = suggestedBy(found.engine);
  const settled = found.engine ? proposalsOf(found.engine).find((proposal) => isSame(proposal.lines, pairs)) : undefined;
  // What was taken as it stood is seen by its lines, whatever it is called.
  const isAccepted = suggested !== null && isSame(suggested.lines, pairs);
  return {
    ...common(about, found, by),
    outcome: isAccepted ? "accepted" : "changed",
    score: suggested && (found.isCurrent || isAccepted) ? suggested.score : null,
    suggested: suggested ? keptOf(suggested) : null,
    settled: settled ? keptOf(settled) : keptByHand(pairs, found.open),
  };
};

/** A suggestion that a person says is wrong. */
export const decisionByRejecting = async (handle: Handle, tenant: string, company: StoredCompany, body: RejectBody, pairs: readonly Pair[], by: Actor): Promise<NewDecision | null> => {
  const about: About = { companyRef: company.ref, sageCustomerId: body.sageCustomerId, suggestionId: body.suggestionId, receiptIds: body.receiptIds };
  const found = await find(handle, tenant, company, about);
  if (!found) return null;
  const suggested = suggestedBy(found.engine);
  const isAsShown = suggested !== null && isSame(suggested.lines, pairs);
  return {
    ...common(about, found, by),
    outcome: "rejected",
    score: pairs.length === 0 ? null : isAsShown ? suggested.score : body.score,
    suggested: isAsShown ? keptOf(suggested) : pairs.length > 0 ? keptByHand(pairs, found.open) : null,
    settled: null,
  };
};
