/**
 * Accepting payments and allocations as the gateway's flows do, with the product's own judgements, over the store in memory. Each call is one
 * transaction: nothing comes between what it reads and what it writes.
 */
import { allocationIdentity } from "../../../src/sync/documents/allocation-identity";
import type { Allocation, LayerPayment, Posting } from "../../../src/sync/documents/posting";
import { paymentKey } from "../../../src/sync/flows/receipts/accept-receipts";
import { judgeAllocation, type Pair } from "../../../src/sync/flows/receipts/judge-allocation";
import { judgeRow, type SyncWorld } from "../../../src/sync/flows/receipts/judge-row";
import { isFinal } from "../../../src/sync/ledger/intent";
import { postingKey, type PostingKey } from "../../../src/sync/ledger/posting-key";
import type { StoredIntent } from "../../../src/sync/ledger/store";
import { baseCurrency } from "../../../src/sync/model/base-currency";
import { addMoney, minorUnits, negateMoney, subtractMoney, zero, type Money } from "../../../src/sync/model/money";
import type { Ledger } from "../database";
import type { Mutant } from "../mutants";
import type { SimulatedCompany } from "../set-up";
import { numberIn, tenant, type ReceiptSetUp } from "./set-up";
import type { ReceiptStore } from "./store";

export type Chosen = { readonly rowId: string; readonly method?: string };
export type AskedAllocation = { readonly company: SimulatedCompany; readonly sageCustomerId: string; readonly customerId: string; readonly pairs: readonly Pair[] };

/** What was promised to somebody, for holding the books against it. */
export type AcceptedPayment = { readonly key: PostingKey; readonly rowId: string; readonly readFrom: number; readonly at: number };
export type PressedAllocation = { readonly key: PostingKey; readonly at: number };

export type Acceptance = {
  readonly store: ReceiptStore;
  readonly ledger: Ledger;
  readonly setUp: ReceiptSetUp;
  readonly mutant: Mutant | null;
  readonly intents: () => ReadonlyMap<PostingKey, StoredIntent<Posting>>;
  readonly payments: AcceptedPayment[];
  readonly pressed: PressedAllocation[];
};

const isUnderWay = ({ intent }: StoredIntent<Posting>): boolean => !isFinal(intent);

const worldOf = ({ store, setUp, intents }: Acceptance): SyncWorld => {
  const left: SyncWorld["left"] = new Map();
  for (const stored of intents().values()) {
    const { payload } = stored;
    const held = payload.kind === "layer-payment" && isUnderWay(stored) ? store.invoices.get(payload.invoiceId)?.record : undefined;
    if (payload.kind !== "layer-payment" || held === undefined) continue;
    const before = left.get(held.id) ?? held;
    left.set(held.id, {
      outstanding: subtractMoney(before.outstanding, payload.amount),
      lines: before.lines.map((line) => ({ id: line.id, outstanding: minorUnits(Math.max(0, line.outstanding - (payload.lines.find(({ lineId }) => lineId === line.id)?.amount ?? 0))) })),
    });
  }
  return { methods: setUp.methods, baseCurrency: () => baseCurrency, invoice: (id) => store.invoices.get(id)?.record ?? null, left };
};

/** @returns how many are under way now. */
export const acceptRows = async (acceptance: Acceptance, chosen: readonly Chosen[], readFrom: number, now: number): Promise<number> => {
  const { store, ledger, mutant, payments } = acceptance;
  const world = worldOf(acceptance);
  let pending = 0;
  for (const { rowId, method } of chosen) {
    const row = store.rows.get(rowId);
    const receipt = row && store.transactions.get(numberIn(row.company.ref, row.receiptId))?.record;
    if (row === undefined || receipt === undefined) continue;
    const asJudged = store.toSync(row);
    const judgement = judgeRow(mutant?.row?.(asJudged, negateMoney(receipt.gross)) ?? asJudged, method, world);
    if (judgement.kind === "look again" && row.postingKey) await ledger.apply(row.postingKey, { kind: "retried", decision: "look up first" });
    if (judgement.kind === "already" || judgement.kind === "refused") continue;
    pending += 1;
    if (judgement.kind !== "sync") continue;
    const { payment } = judgement;
    const key = paymentKey(tenant, payment);
    const isAgain = row.phase === "failed" && row.postingKey === key;
    payments.push({ key, rowId, readFrom, at: now });
    if (isAgain) await sendAgain(acceptance, key, payment);
    else await ledger.accept({ key, kind: "layer-payment", company: payment.company, parents: [], payload: payment });
    store.begin(row, key, payment, isAgain);
  }
  return pending;
};

const sendAgain = async ({ ledger }: Acceptance, key: PostingKey, payment: LayerPayment): Promise<void> => {
  if ((await ledger.replacePayload(key, payment)) !== "replaced") throw new Error(`Payment ${key} failed, and is not refused.`);
  await ledger.apply(key, { kind: "retried", decision: "send again" });
};

const askedLines = (pairs: readonly Pair[]) => {
  const values = new Map<string, Money>();
  for (const { creditId, debitId, amount } of pairs) {
    values.set(creditId, subtractMoney(values.get(creditId) ?? zero, amount));
    values.set(debitId, addMoney(values.get(debitId) ?? zero, amount));
  }
  return [...values].map(([transactionId, value]) => ({ transactionId, value, allocatedBefore: zero }));
};

const sameClickMs = 10 * 60_000;

export type AcceptedAllocation = { readonly kind: "pending"; readonly key: PostingKey } | { readonly kind: "already" } | { readonly kind: "refused"; readonly why: string };

export const acceptAllocation = async (acceptance: Acceptance, asked: AskedAllocation, now: number): Promise<AcceptedAllocation> => {
  const { store, ledger, intents } = acceptance;
  const { company, sageCustomerId, customerId, pairs } = asked;
  const lines = askedLines(pairs);
  const { wish } = allocationIdentity({ company: company.ref, sageCustomerId, lines });
  const allocations = [...intents().values()].flatMap((stored) => (stored.payload.kind === "allocation" && stored.payload.company === company.ref ? [{ ...stored, payload: stored.payload }] : []));
  const wished = allocations.filter(({ payload }) => allocationIdentity(payload).wish === wish).reverse();
  const open = wished.find(isUnderWay);
  if (open) return { kind: "pending", key: open.key };
  const judged = judgeAllocation(sageCustomerId, pairs, (id) => {
    const held = store.transactions.get(numberIn(company.ref, id));
    return held && { ...held.record, isGone: held.isGone };
  });
  const done = wished.find(({ intent }) => intent.state === "done");
  if (done?.intent.state === "done" && !(judged.ok && now - done.intent.at > sameClickMs)) return { kind: "already" };
  if (!judged.ok) return { kind: "refused", why: judged.failure.cause };
  const ids = new Set(lines.map(({ transactionId }) => transactionId));
  if (allocations.some((stored) => isUnderWay(stored) && stored.payload.sageCustomerId === sageCustomerId && stored.payload.lines.some(({ transactionId }) => ids.has(transactionId)))) return { kind: "refused", why: "Another is under way." };
  const first: Allocation = { kind: "allocation", company: company.ref, customerId, sageCustomerId, repetition: 0, date: null, lines: judged.value };
  const start = allocationIdentity(first).id;
  const repetition = wished.filter(({ intent, payload }) => intent.state === "done" && allocationIdentity({ ...payload, repetition: 0 }).id === start).length;
  const allocation: Allocation = { ...first, repetition };
  const key = postingKey({ tenant, company: company.ref, kind: "allocation", id: allocationIdentity(allocation).id, revision: 1 });
  acceptance.pressed.push({ key, at: now });
  const accepted = await ledger.accept({ key, kind: "allocation", company: company.ref, parents: [], payload: allocation });
  const held = accepted === "accepted" ? undefined : wished.find((one) => one.key === key);
  if (held) await ledger.apply(key, { kind: "retried", decision: held.intent.state === "refused" ? "send again" : "look up first" });
  return { kind: "pending", key };
};
