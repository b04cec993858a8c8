/**
 * What becomes of a wish to allocate in Sage: whether it is a new one, the second press of a button, one that was done before, or one that
 * cannot be, and why. Pure: whoever stores what it answers lets nobody else allocate on the account meanwhile.
 */
import { allocationIdentity } from "../../documents/allocation-identity";
import type { Allocation, AllocationLine } from "../../documents/posting";
import { isFinal, type Intent } from "../../ledger/intent";
import { postingKey, type PostingKey } from "../../ledger/posting-key";
import { displayDate, parseDate } from "../../model/dates";
import { failure, type Failure } from "../../model/failure";
import { addMoney, formatMoney, negateMoney, sumMoney, zero, type Money } from "../../model/money";
import { judgeAllocation, nameOf, type LedgerTransaction, type Pair } from "./judge-allocation";

/** An allocation as it is asked for. */
export type AllocationWish = {
  readonly companyRef: string;
  readonly sageCustomerId: string;
  /** The customer of The Layer that the account is linked to; blank where it is to none. */
  readonly customerId: string;
  readonly pairs: readonly Pair[];
};

/** An allocation that the ledger knows. */
export type KnownAllocation = { readonly key: PostingKey; readonly payload: Allocation; readonly intent: Intent };

/** What a wish is judged by. */
export type AllocationState = {
  /** The same wish before, from whatever starting point: see `wishIdentity`. */
  readonly wished: readonly KnownAllocation[];
  /** Allocations on the account that may still reach Sage by themselves. */
  readonly underWay: readonly KnownAllocation[];
  /** Posted transactions of the company, as they were just read. */
  find(id: string): LedgerTransaction | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
};

export type PlannedAllocation =
  /** To be accepted under a key that is new. */
  | { readonly kind: "begin"; readonly key: PostingKey; readonly allocation: Allocation }
  /** The same from the same starting point came to nothing, or waits for a person: it is tried again as it stands. */
  | { readonly kind: "begin again"; readonly key: PostingKey; readonly allocation: Allocation; readonly decision: "send again" | "look up first" }
  /** A double click, or an answer that was lost on its way: how the first ends is how this ends. */
  | { readonly kind: "under way"; readonly key: PostingKey; readonly allocation: Allocation }
  | { readonly kind: "already"; readonly message: string }
  | { readonly kind: "refused"; readonly failure: Failure };

/** So long after an allocation the same amounts of the same transactions are taken for the same click, though more of them is still open. */
const sameClickMs = 10 * 60_000;

const dayOf = (instant: string): string => {
  const day = parseDate(instant.slice(0, 10));
  return day.ok ? displayDate(day.value) : instant;
};

/** By what was asked alone: credits give, debits receive. */
const askedLines = (pairs: readonly Pair[]): readonly Pick<AllocationLine, "transactionId" | "value" | "allocatedBefore">[] => {
  const values = new Map<string, Money>();
  const add = (id: string, amount: Money) => values.set(id, addMoney(values.get(id) ?? zero, amount));
  for (const { creditId, debitId, amount } of pairs) {
    add(creditId, negateMoney(amount));
    add(debitId, amount);
  }
  return [...values].map(([transactionId, value]) => ({ transactionId, value, allocatedBefore: zero }));
};

/** What tells the same wish from others, whatever was allocated before: `wish` of `allocationIdentity`. */
export const wishIdentity = ({ companyRef, sageCustomerId, pairs }: Pick<AllocationWish, "companyRef" | "sageCustomerId" | "pairs">): string =>
  allocationIdentity({ company: companyRef, sageCustomerId, lines: askedLines(pairs) }).wish;

/** What the debits receive, which is what the credits give. */
export const amountOf = (lines: readonly Pick<AllocationLine, "value">[]): Money => sumMoney(lines.map(({ value }) => value).filter((value) => value > zero));
/** The names of what gives, and of what receives. */
export const creditNames = (lines: readonly AllocationLine[]): string => lines.filter(({ value }) => value < zero).map(nameOf).join(", ");
export const debitNames = (lines: readonly AllocationLine[]): string => lines.filter(({ value }) => value > zero).map(nameOf).join(", ");

/** Done before, and not to be done again; null where it may be. What was begun first may have been done last, after a retry. */
const doneBefore = (wished: readonly KnownAllocation[], isPossible: boolean, now: number): string | null => {
  const done = wished.flatMap(({ intent, payload }) => (intent.state === "done" ? [{ at: intent.at, payload }] : []));
  const [latest] = done.sort((one, other) => other.at - one.at);
  if (!latest || (isPossible && now - latest.at > sameClickMs)) return null;
  const when = dayOf(new Date(latest.at).toISOString());
  return `${formatMoney(amountOf(latest.payload.lines))} was allocated so on ${when}; it is not allocated twice.${isPossible ? " To allocate as much once more, choose it again ten minutes later." : ""}`;
};

const rivalFailure = (other: KnownAllocation): Failure =>
  failure(
    "allocation-refused",
    `Another allocation of ${other.payload.lines.map(nameOf).join(", ")} is still under way, so it is not known what will be left.`,
    "Wait until it has finished, pull the receipts again and choose anew.",
  );

export const planAllocation = (tenant: string, wish: AllocationWish, { wished, underWay, find, now }: AllocationState): PlannedAllocation => {
  const { companyRef, sageCustomerId, customerId, pairs } = wish;
  const open = wished.find(({ intent }) => !isFinal(intent));
  if (open) return { kind: "under way", key: open.key, allocation: open.payload };
  const lines = judgeAllocation(sageCustomerId, pairs, find);
  const before = doneBefore(wished, lines.ok, now);
  if (before !== null) return { kind: "already", message: before };
  if (!lines.ok) return { kind: "refused", failure: lines.failure };
  const ids = new Set(lines.value.map(({ transactionId }) => transactionId));
  const rival = underWay.find(({ payload }) => payload.lines.some(({ transactionId }) => ids.has(transactionId)));
  if (rival) return { kind: "refused", failure: rivalFailure(rival) };

  // Left without a date Sage takes its own day, or the receipt's where the ledger is set so.
  const first: Allocation = { kind: "allocation", company: companyRef, customerId, sageCustomerId, repetition: 0, date: null, lines: lines.value };
  // Done from this very starting point, and back at it: somebody took it back in Sage, and now it is wished anew.
  const start = allocationIdentity(first).id;
  const repetition = wished.filter(({ intent, payload }) => intent.state === "done" && allocationIdentity({ ...payload, repetition: 0 }).id === start).length;
  const allocation: Allocation = { ...first, repetition };
  const key = postingKey({ tenant, company: companyRef, kind: "allocation", id: allocationIdentity(allocation).id, revision: 1 });
  const held = wished.find((one) => one.key === key);
  if (!held) return { kind: "begin", key, allocation };
  return { kind: "begin again", key, allocation: held.payload, decision: held.intent.state === "refused" ? "send again" : "look up first" };
};
