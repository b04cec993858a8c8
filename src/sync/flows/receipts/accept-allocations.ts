/** Accepts allocations for Sage: judged by the ledger as it was just read, each once, and committed before anybody is told. */
import type { Actor } from "../../core";
import { allocationIdentity } from "../../documents/allocation-identity";
import type { Allocation, AllocationLine } from "../../documents/posting";
import { postingKey, type PostingKey } from "../../ledger/posting-key";
import { displayDate, parseDate } from "../../model/dates";
import { failure, type Failure } from "../../model/failure";
import { addMoney, formatMoney, negateMoney, sumMoney, zero, type Money } from "../../model/money";
import { writeAudit } from "../../store/audit";
import { allocationsUnderWay, allocationsWished, lockAccount, type StoredAllocation } from "../../store/allocations";
import type { Tx } from "../../store/database";
import { databaseNow } from "../../store/freshness";
import type { NewDecision } from "../../store/match-decisions";
import { saveDecision } from "../../store/match-decisions";
import { transactionsById } from "../../store/sage-transactions";
import type { ReceiptEffectParts } from "./effect-parts";
import { judgeAllocation, nameOf, type LedgerTransaction, type Pair } from "./judge-allocation";

/** One allocation as it was asked for. */
export type WishedAllocation = {
  /** Its place in the request. */
  readonly nth: number;
  readonly companyRef: string;
  readonly sageCustomerId: string;
  /** The customer of The Layer that the account is linked to; blank where it is to none. */
  readonly customerId: string;
  readonly pairs: readonly Pair[];
  readonly decision: NewDecision | null;
};

export type AcceptedAllocation =
  | { readonly kind: "pending"; readonly wish: WishedAllocation; readonly key: PostingKey; readonly allocation: Allocation; readonly isNew: boolean }
  | { readonly kind: "already"; readonly wish: WishedAllocation; readonly message: string }
  | { readonly kind: "refused"; readonly wish: WishedAllocation; readonly failure: Failure };

/** So long after an allocation the same amounts of the same transactions are taken for the same click, though more of them is still open. */
const sameClickMs = 10 * 60_000;

const dayOf = (instant: string): string => {
  const day = parseDate(instant.slice(0, 10));
  return day.ok ? displayDate(day.value) : instant;
};

/** The lines by what was asked alone, for telling it from what was asked before: credits give, debits receive. */
const askedLines = (pairs: readonly Pair[]): readonly Pick<AllocationLine, "transactionId" | "value" | "allocatedBefore">[] => {
  const values = new Map<string, Money>();
  const add = (id: string, amount: Money) => values.set(id, addMoney(values.get(id) ?? zero, amount));
  for (const { creditId, debitId, amount } of pairs) {
    add(creditId, negateMoney(amount));
    add(debitId, amount);
  }
  return [...values].map(([transactionId, value]) => ({ transactionId, value, allocatedBefore: zero }));
};

const amountOf = (lines: readonly Pick<AllocationLine, "value">[]): Money => sumMoney(lines.map(({ value }) => value).filter((value) => value > zero));

/** Done before, and not to be done again; null where it may be. */
const doneBefore = (wished: readonly StoredAllocation[], isPossible: boolean, now: number): string | null => {
  const done = wished.find(({ intent }) => intent.state === "done");
  if (!done || done.intent.state !== "done") return null;
  const age = now - done.intent.at;
  if (isPossible && age > sameClickMs) return null;
  const when = dayOf(new Date(done.intent.at).toISOString());
  return `${formatMoney(amountOf(done.payload.lines))} was allocated so on ${when}; it is not allocated twice.${isPossible ? " To allocate as much once more, choose it again ten minutes later." : ""}`;
};

const overlaps = (one: readonly Pick<AllocationLine, "transactionId">[], ids: ReadonlySet<string>): boolean => one.some(({ transactionId }) => ids.has(transactionId));

const underWay = (other: StoredAllocation): Failure =>
  failure(
    "allocation-refused",
    `Another allocation of ${other.payload.lines.map(nameOf).join(", ")} is still under way, so it is not known what will be left.`,
    "Wait until it has finished, pull the receipts again and choose anew.",
  );

const acceptOne = async (tx: Tx, parts: Pick<ReceiptEffectParts, "tenant" | "store">, wish: WishedAllocation, find: (id: string) => LedgerTransaction | undefined, now: number, by: Actor): Promise<AcceptedAllocation> => {
  const { tenant, store } = parts;
  const { companyRef, sageCustomerId, customerId, pairs } = wish;
  const asked = askedLines(pairs);
  const ids = new Set(asked.map(({ transactionId }) => transactionId));
  const wished = await allocationsWished(tx, tenant, allocationIdentity({ company: companyRef, sageCustomerId, lines: asked }).wish);
  const open = wished.find(({ intent }) => intent.state === "planned" || intent.state === "sending" || intent.state === "in doubt");
  // A double click, or an answer that was lost on its way: how the first ends is how this ends.
  if (open) return { kind: "pending", wish, key: open.key, allocation: open.payload, isNew: false };
  const lines = judgeAllocation(sageCustomerId, pairs, find);
  const before = doneBefore(wished, lines.ok, now);
  if (before !== null) return { kind: "already", wish, message: before };
  if (!lines.ok) return { kind: "refused", wish, failure: lines.failure };
  const rival = (await allocationsUnderWay(tx, tenant, companyRef, sageCustomerId)).find((other) => overlaps(other.payload.lines, ids));
  if (rival) return { kind: "refused", wish, failure: underWay(rival) };

  // Left without a date Sage takes its own day, or the receipt's where the ledger is set so.
  const first: Allocation = { kind: "allocation", company: companyRef, customerId, sageCustomerId, repetition: 0, date: null, lines: lines.value };
  // Done from this very starting point, and back at it: somebody took it back in Sage, and now it is wished anew.
  const start = allocationIdentity(first).id;
  const repetition = wished.filter(({ intent, payload }) => intent.state === "done" && allocationIdentity({ ...payload, repetition: 0 }).id === start).length;
  const allocation: Allocation = { ...first, repetition };
  const key = postingKey({ tenant, company: companyRef, kind: "allocation", id: allocationIdentity(allocation).id, revision: 1 });
  const accepted = await store.acceptIn(tx, { key, kind: "allocation", company: companyRef, parents: [], payload: allocation });
  // The same from the same starting point, and not under way: it was refused, or waits for a person.
  const held = accepted === "accepted" ? null : wished.find((one) => one.key === key);
  if (held) await store.applyIn(tx, key, { kind: "retried", decision: held.intent.state === "refused" ? "send again" : "look up first" });
  await writeAudit(tx, tenant, [
    {
      whoId: by.id,
      who: by.name,
      what: "Asked Sage to allocate",
      sheet: "sage-transactions",
      key: sageCustomerId,
      from: null,
      to: { Amount: formatMoney(amountOf(lines.value)), Credits: lines.value.filter(({ value }) => value < zero).map(nameOf).join(", "), Debits: lines.value.filter(({ value }) => value > zero).map(nameOf).join(", ") },
      pushId: null,
    },
  ]);
  return { kind: "pending", wish, key, allocation, isNew: true };
};

/** In one transaction, accounts in one order: two who allocate on the same ones take turns. */
export const acceptAllocations = (parts: Pick<ReceiptEffectParts, "db" | "tenant" | "store">, wishes: readonly WishedAllocation[], by: Actor): Promise<readonly AcceptedAllocation[]> =>
  parts.db.transaction("accept allocations", async (tx) => {
    const { tenant } = parts;
    const accounts = [...new Map(wishes.map(({ companyRef, sageCustomerId }) => [`${companyRef} ${sageCustomerId}`, { companyRef, sageCustomerId }])).entries()].sort(([one], [other]) => (one < other ? -1 : 1));
    for (const [, { companyRef, sageCustomerId }] of accounts) await lockAccount(tx, tenant, companyRef, sageCustomerId);
    const found = new Map<string, LedgerTransaction>();
    for (const companyRef of new Set(wishes.map((wish) => wish.companyRef))) {
      const ids = wishes.filter((wish) => wish.companyRef === companyRef).flatMap(({ pairs }) => pairs.flatMap(({ creditId, debitId }) => [creditId, debitId]));
      for (const transaction of await transactionsById(tx, tenant, companyRef, ids)) found.set(`${companyRef} ${transaction.id}`, transaction);
    }
    const now = Date.parse(await databaseNow(tx));
    const accepted: AcceptedAllocation[] = [];
    for (const wish of wishes) accepted.push(await acceptOne(tx, parts, wish, (id) => found.get(`${wish.companyRef} ${id}`), now, by));
    for (const one of accepted) if (one.kind === "pending" && one.isNew && one.wish.decision) await saveDecision(tx, tenant, one.wish.decision);
    return accepted;
  });

/**
 * What can be carried out side by side, in the order asked for: allocations of the same transactions go one after the other, as each
 * is judged by what the one before has left.
 */
export const inTurns = <T extends { readonly companyRef: string; readonly pairs: readonly Pair[] }>(wishes: readonly T[]): readonly (readonly T[])[] => {
  const turns: T[][] = [];
  const lastTurnOf = new Map<string, number>();
  for (const wish of wishes) {
    const ids = wish.pairs.flatMap(({ creditId, debitId }) => [`${wish.companyRef} ${creditId}`, `${wish.companyRef} ${debitId}`]);
    const turn = Math.max(-1, ...ids.map((id) => lastTurnOf.get(id) ?? -1)) + 1;
    for (const id of ids) lastTurnOf.set(id, turn);
    (turns[turn] ??= []).push(wish);
  }
  return turns;
};
