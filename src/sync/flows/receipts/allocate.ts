/** Allocations in Sage from Excel: read afresh, accepted, carried out, told one by one; then what they made of receipts goes to The Layer. */
import type { AllocateBody, AllocateLine, AllocationPair, AllocationResult } from "../../contract";
import type { Actor } from "../../core";
import type { Allocation } from "../../documents/posting";
import type { Intent } from "../../ledger/intent";
import type { PostingKey } from "../../ledger/posting-key";
import { failure, type Failure } from "../../model/failure";
import { formatMoney, parseMoney, zero } from "../../model/money";
import { allCompanies, type StoredCompany } from "../../store/companies";
import { accountNames } from "../../store/open-receipts";
import { rowsOfReceipts } from "../../store/receipt-rows";
import { rowsToSync } from "../../store/receipt-syncs";
import { transactionsById } from "../../store/sage-transactions";
import { sentence } from "../failures";
import { acceptAllocations, inTurns, type WishedAllocation } from "./accept-allocations";
import type { CarryOut } from "./carry-out";
import type { ReceiptEffectParts } from "./effect-parts";
import { nameOf, type Pair } from "./judge-allocation";
import { amountOf, creditNames, debitNames } from "./plan-allocation";
import { decisionByAllocating } from "./remember";
import { reviewFailure } from "./review-words";
import { defaultPatience, readAfresh, syncRows, type ReceiptsOfCompany } from "./sync-receipts";

/** One allocation of the request: `nth` is its place there. */
type Asked = Omit<AllocateBody["allocations"][number], "pairs"> & { readonly nth: number; readonly company: StoredCompany; readonly pairs: readonly Pair[] };
type Wish = WishedAllocation & { readonly company: StoredCompany };
type Pending = { readonly wish: Wish; readonly allocation: Allocation; readonly isNew: boolean };

const told = (nth: number, outcome: AllocationResult["outcome"], message: string): AllocationResult => ({ type: "allocation", nth, outcome, message });
const refusedFor = (nth: number, why: Failure): AllocationResult => told(nth, "refused", sentence(why));

/** The contract lets only well-formed amounts through, so what cannot be read is a bug of ours. */
export const pairsOf = (pairs: readonly AllocationPair[]): readonly Pair[] =>
  pairs.map(({ creditId, debitId, amount }) => {
    const read = parseMoney(amount);
    if (!read.ok) throw new Error(`${amount} passed for an amount.`);
    return { creditId, debitId, amount: read.value };
  });

const companyGone = (ref: string): Failure => failure("not-found", `There is no Sage company ${ref} here.`, "Pull the receipts again.", ref);

/** What of the debits stays open: Sage's interface writes nothing off. */
const leftWords = async ({ db, tenant }: ReceiptEffectParts, { lines, company }: Allocation): Promise<string> => {
  const debits = await db.read((handle) => transactionsById(handle, tenant, company, lines.filter(({ value }) => value > zero).map(({ transactionId }) => transactionId)));
  const open = debits.filter(({ outstanding }) => outstanding > zero);
  if (open.length === 0) return "";
  return ` ${open.map((one) => `${formatMoney(one.outstanding)} stays open on ${nameOf(one)}`).join(", ")}. If a discount or a bank charge explains it, write it off in Sage.`;
};

const later = "Still under way. It goes on by itself; pull the receipts again to see what became of it.";

const ended = async (parts: ReceiptEffectParts, { wish: { nth }, allocation, isNew }: Pending, intent: Intent): Promise<AllocationResult> => {
  switch (intent.state) {
    case "done": {
      const { lines } = allocation;
      return told(nth, isNew ? "allocated" : "already", `Allocated ${formatMoney(amountOf(lines))} of ${creditNames(lines)} to ${debitNames(lines)}.${await leftWords(parts, allocation)}`);
    }
    case "refused":
      return refusedFor(nth, intent.failure);
    case "needs review":
      return told(nth, "later", sentence(reviewFailure(allocation, intent.failure)));
    case "planned":
    case "sending":
    case "in doubt":
      return told(nth, "later", later);
  }
};

const idsOf = (pairs: readonly Pick<Pair, "creditId" | "debitId">[]): readonly string[] => [...new Set(pairs.flatMap(({ creditId, debitId }) => [creditId, debitId]))];

const perCompany = (wishes: readonly Pick<Wish, "company" | "pairs">[]): readonly ReceiptsOfCompany[] => {
  const found = new Map<string, { company: StoredCompany; transactionIds: string[] }>();
  for (const { company, pairs } of wishes) {
    const own = found.get(company.ref) ?? { company, transactionIds: [] };
    own.transactionIds.push(...idsOf(pairs));
    found.set(company.ref, own);
  }
  return [...found.values()].map(({ company, transactionIds }) => ({ company, transactionIds: [...new Set(transactionIds)] }));
};

/** What was allocated is there whether or not it can be read: the next reading makes up for one that failed. */
const reread = async ({ reading, logger }: ReceiptEffectParts, wishes: readonly Wish[], signal: AbortSignal): Promise<void> => {
  for (const { company, transactionIds } of perCompany(wishes)) {
    const read = await reading.reread(company, transactionIds, signal);
    if (!read.ok) logger?.warn({ code: read.failure.code, company: company.ref }, "What was allocated could not be read again");
  }
};

/** With the customer of each account, and what the user makes of a suggestion by allocating. */
const wishesOf = async ({ db, tenant }: ReceiptEffectParts, asked: readonly Asked[], by: Actor): Promise<readonly Wish[]> => {
  const wishes: Wish[] = [];
  for (const { nth, company, companyRef, sageCustomerId, pairs, decided } of asked) {
    const wish = await db.read(async (handle): Promise<Wish> => {
      const names = await accountNames(handle, tenant, company, [sageCustomerId]);
      const decision = decided ? await decisionByAllocating(handle, tenant, company, { sageCustomerId, pairs, decided }, by) : null;
      return { nth, company, companyRef, sageCustomerId, customerId: names.get(sageCustomerId)?.customerId ?? "", pairs, decision };
    });
    wishes.push(wish);
  }
  return wishes;
};

/** Those that the ledger did, for what follows from them. */
type Turn = { readonly done: Wish[] };

/** One turn: accepted together, carried out side by side. */
async function* takeTurn(parts: ReceiptEffectParts, carryOut: CarryOut, wishes: readonly Wish[], by: Actor, until: number, signal: AbortSignal, turn: Turn): AsyncGenerator<AllocationResult> {
  const accepted = await acceptAllocations(parts, wishes, by);
  const pending = new Map<PostingKey, Pending[]>();
  for (const { wish, planned } of accepted) {
    if ("key" in planned) pending.set(planned.key, [...(pending.get(planned.key) ?? []), { wish, allocation: planned.allocation, isNew: planned.kind !== "under way" }]);
    if (planned.kind === "already") turn.done.push(wish);
  }
  const companyRefs = [...new Set(wishes.map(({ companyRef }) => companyRef))];
  if (pending.size > 0) carryOut.ring(companyRefs);
  for (const { wish, planned } of accepted) {
    if (planned.kind === "refused") yield refusedFor(wish.nth, planned.failure);
    if (planned.kind === "already") yield told(wish.nth, "already", planned.message);
  }
  const left = new Map(pending);
  for await (const { key, intent } of carryOut.ends(new Set(pending.keys()), companyRefs, until, signal)) {
    const ones = pending.get(key) ?? [];
    left.delete(key);
    if (intent.state === "done") {
      turn.done.push(...ones.map(({ wish }) => wish));
      await reread(parts, ones.map(({ wish }) => wish), signal);
    }
    for (const one of ones) yield await ended(parts, one, intent);
  }
  for (const one of [...left.values()].flat()) yield told(one.wish.nth, "later", later);
}

async function* thenSync(parts: ReceiptEffectParts, carryOut: CarryOut, done: readonly Wish[], by: Actor, until: number, signal: AbortSignal): AsyncGenerator<AllocateLine> {
  const { db, tenant } = parts;
  const ids: string[] = [];
  for (const { company, transactionIds } of perCompany(done)) ids.push(...(await db.read((handle) => rowsOfReceipts(handle, tenant, company.ref, transactionIds))));
  const rows = await db.read((handle) => rowsToSync(handle, tenant, ids));
  // What no invoice of The Layer stands behind, or came from there, is none of this request's business; what only lacks a method is told.
  const ready = rows.filter(({ state }) => state === "Ready" || state === "Choose a method");
  if (ready.length > 0) yield* syncRows(parts, carryOut, ready.map(({ id }) => ({ id })), by, until, signal);
}

export async function* allocate(parts: ReceiptEffectParts, carryOut: CarryOut, body: AllocateBody, by: Actor, signal: AbortSignal): AsyncGenerator<AllocateLine> {
  if (parts.forbidden) {
    yield { type: "fault", failure: parts.forbidden };
    return;
  }
  const { db, tenant } = parts;
  const until = performance.now() + (parts.patience ?? defaultPatience);
  const counts = { allocated: 0, already: 0, refused: 0, later: 0, synced: 0 };
  const counted = <Line extends AllocateLine>(line: Line): Line => {
    if (line.type === "allocation") counts[line.outcome] += 1;
    if (line.type === "result" && line.outcome === "synced") counts.synced += 1;
    return line;
  };

  const companies = new Map((await db.read((handle) => allCompanies(handle, tenant))).map((company) => [company.ref, company]));
  const asked: Asked[] = [];
  for (const [nth, { pairs, ...one }] of body.allocations.entries()) {
    const company = companies.get(one.companyRef);
    if (company) asked.push({ ...one, nth, company, pairs: pairsOf(pairs) });
    else yield counted(refusedFor(nth, companyGone(one.companyRef)));
  }
  const unread = await readAfresh(parts, perCompany(asked), signal);
  for (const { nth, companyRef } of asked) {
    const why = unread.get(companyRef);
    if (why) yield counted(told(nth, "refused", `Nothing was allocated: ${sentence(why)}`));
  }
  const wishes = await wishesOf(parts, asked.filter(({ companyRef }) => !unread.has(companyRef)), by);

  const turn: Turn = { done: [] };
  for (const some of inTurns(wishes)) for await (const line of takeTurn(parts, carryOut, some, by, until, signal, turn)) yield counted(line);
  if (body.thenSync && turn.done.length > 0) for await (const line of thenSync(parts, carryOut, turn.done, by, until, signal)) yield counted(line);
  if (!signal.aborted) yield { type: "trailer", counts };
}
