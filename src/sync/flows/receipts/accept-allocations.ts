/** Accepts allocations for Sage: judged by the ledger as it was just read, each once, and committed before anybody is told. */
import type { Actor } from "../../core";
import { formatMoney } from "../../model/money";
import { writeAudit } from "../../store/audit";
import { allocationsUnderWay, allocationsWished, lockAccount } from "../../store/allocations";
import type { Tx } from "../../store/database";
import { databaseNow } from "../../store/freshness";
import { saveDecision, type NewDecision } from "../../store/match-decisions";
import { transactionsById } from "../../store/sage-transactions";
import type { ReceiptEffectParts } from "./effect-parts";
import type { LedgerTransaction, Pair } from "./judge-allocation";
import { amountOf, creditNames, debitNames, planAllocation, wishIdentity, type AllocationWish, type PlannedAllocation } from "./plan-allocation";

/** One allocation of a request. */
export type WishedAllocation = AllocationWish & {
  /** Its place in the request. */
  readonly nth: number;
  /** What the user made of a suggestion; null where none was shown. */
  readonly decision: NewDecision | null;
};

type Accepting = Pick<ReceiptEffectParts, "db" | "tenant" | "store">;
type Begun = Extract<PlannedAllocation, { kind: "begin" | "begin again" }>;

const store = async (tx: Tx, { tenant, store: ledger }: Accepting, wish: WishedAllocation, begun: Begun, by: Actor): Promise<void> => {
  const { key, allocation } = begun;
  if (begun.kind === "begin again") await ledger.applyIn(tx, key, { kind: "retried", decision: begun.decision });
  else {
    const answer = await ledger.acceptIn(tx, { key, kind: "allocation", company: allocation.company, parents: [], payload: allocation });
    if (answer !== "accepted") throw new Error(`Allocation ${key} is new, and stands in the ledger: ${answer}.`);
  }
  await writeAudit(tx, tenant, [
    {
      whoId: by.id,
      who: by.name,
      what: "Asked Sage to allocate",
      sheet: "sage-transactions",
      key: wish.sageCustomerId,
      from: null,
      to: { Amount: formatMoney(amountOf(allocation.lines)), Credits: creditNames(allocation.lines), Debits: debitNames(allocation.lines) },
      pushId: null,
    },
  ]);
  if (wish.decision) await saveDecision(tx, tenant, wish.decision);
};

/** The transactions of all wishes, by company and record id. */
const transactionsOf = async (tx: Tx, tenant: string, wishes: readonly AllocationWish[]): Promise<(companyRef: string, id: string) => LedgerTransaction | undefined> => {
  const found = new Map<string, LedgerTransaction>();
  for (const companyRef of new Set(wishes.map((wish) => wish.companyRef))) {
    const ids = wishes.filter((wish) => wish.companyRef === companyRef).flatMap(({ pairs }) => pairs.flatMap(({ creditId, debitId }) => [creditId, debitId]));
    for (const transaction of await transactionsById(tx, tenant, companyRef, ids)) found.set(`${companyRef} ${transaction.id}`, transaction);
  }
  return (companyRef, id) => found.get(`${companyRef} ${id}`);
};

/** Whoever allocates on one of these accounts takes turns until the transaction ends; accounts in one order, so that two do not wait for each other for ever. */
const lockAccounts = async (tx: Tx, tenant: string, wishes: readonly AllocationWish[]): Promise<void> => {
  const accounts = new Map(wishes.map(({ companyRef, sageCustomerId }) => [`${companyRef} ${sageCustomerId}`, { companyRef, sageCustomerId }]));
  for (const [, { companyRef, sageCustomerId }] of [...accounts].sort(([one], [other]) => (one < other ? -1 : 1))) await lockAccount(tx, tenant, companyRef, sageCustomerId);
};

/** In one transaction, one answer for each wish, in their order. */
export const acceptAllocations = <Wish extends WishedAllocation>(parts: Accepting, wishes: readonly Wish[], by: Actor): Promise<readonly { readonly wish: Wish; readonly planned: PlannedAllocation }[]> =>
  parts.db.transaction("accept allocations", async (tx) => {
    const { tenant } = parts;
    await lockAccounts(tx, tenant, wishes);
    const find = await transactionsOf(tx, tenant, wishes);
    const now = Date.parse(await databaseNow(tx));
    const accepted: { wish: Wish; planned: PlannedAllocation }[] = [];
    for (const wish of wishes) {
      const { companyRef, sageCustomerId } = wish;
      const planned = planAllocation(tenant, wish, {
        wished: await allocationsWished(tx, tenant, wishIdentity(wish)),
        underWay: await allocationsUnderWay(tx, tenant, companyRef, sageCustomerId),
        find: (id) => find(companyRef, id),
        now,
      });
      if (planned.kind === "begin" || planned.kind === "begin again") await store(tx, parts, wish, planned, by);
      accepted.push({ wish, planned });
    }
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
