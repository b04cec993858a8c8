/**
 * Accepting payments and allocations over the store in memory. What is accepted, and why not, the product's own functions decide; each call
 * is one transaction: nothing comes between what it reads and what it writes.
 */
import type { Posting } from "../../../src/sync/documents/posting";
import { planAllocation, wishIdentity, type AllocationWish, type KnownAllocation } from "../../../src/sync/flows/receipts/plan-allocation";
import { planPayments, type ChosenRow, type PaymentState } from "../../../src/sync/flows/receipts/plan-payments";
import { recordingOutcome } from "../../../src/sync/flows/receipts/recording-outcome";
import { allocationIdentity } from "../../../src/sync/documents/allocation-identity";
import { isFinal } from "../../../src/sync/ledger/intent";
import type { PostingKey } from "../../../src/sync/ledger/posting-key";
import type { StoredIntent } from "../../../src/sync/ledger/store";
import { negateMoney, zero, type Money } from "../../../src/sync/model/money";
import type { RowToSync } from "../../../src/sync/store/receipt-syncs";
import { judgeRow } from "../../../src/sync/store/receipt-states";
import type { Ledger } from "../database";
import { numberIn, tenant, type ReceiptSetUp } from "./set-up";
import type { ReceiptStore } from "./store";

/** What the product decides about receipts. A mutant decides otherwise. */
export type ReceiptDecisions = {
  readonly planPayments: typeof planPayments;
  readonly planAllocation: typeof planAllocation;
  readonly recordingOutcome: typeof recordingOutcome;
  readonly judgeRow: typeof judgeRow;
};
export const soundDecisions: ReceiptDecisions = { planPayments, planAllocation, recordingOutcome, judgeRow };

/** What was promised to somebody, for holding the books against it. */
export type AcceptedPayment = { readonly key: PostingKey; readonly rowId: string; readonly readFrom: number; readonly at: number };
/** An allocation that a press of the button began. Whoever presses twice asks for one and the same object. */
export type PressedAllocation = { readonly asked: AllocationWish; readonly key: PostingKey; readonly at: number; /** Whether one like it had come to nothing, or waited for a person. */ readonly isAfterFailure: boolean };

export type Acceptance = {
  readonly store: ReceiptStore;
  readonly ledger: Ledger;
  readonly setUp: ReceiptSetUp;
  readonly decisions: ReceiptDecisions;
  readonly intents: () => ReadonlyMap<string, StoredIntent<Posting>>;
  readonly payments: AcceptedPayment[];
  readonly pressed: PressedAllocation[];
};

/** What the whole receipt of a row brought. */
export const receivedBy =
  (store: ReceiptStore) =>
  ({ company, receipt }: RowToSync): Money => {
    const held = store.transactions.get(numberIn(company.ref, receipt.id));
    return held === undefined ? zero : negateMoney(held.record.gross);
  };

const paymentStateOf = ({ store, setUp, intents }: Acceptance, chosen: readonly ChosenRow[]): PaymentState => ({
  rows: new Map(
    chosen.flatMap(({ id }) => {
      const row = store.rows.get(id);
      return row ? [[id, store.toSync(row)] as const] : [];
    }),
  ),
  invoices: new Map([...store.invoices].map(([id, { record }]) => [id, record])),
  underWay: [...intents().values()].flatMap(({ payload, intent }) => (payload.kind === "layer-payment" && !isFinal(intent) ? [payload] : [])),
  methods: setUp.methods,
});

/** @returns how many are under way now. */
export const acceptRows = async (acceptance: Acceptance, chosen: readonly ChosenRow[], readFrom: number, now: number): Promise<number> => {
  const { store, ledger, decisions, payments } = acceptance;
  const planned = decisions.planPayments(tenant, chosen, paymentStateOf(acceptance, chosen));
  let pending = 0;
  for (const one of planned) {
    if ("key" in one) pending += 1;
    if (one.kind === "look again") await ledger.apply(one.key, { kind: "retried", decision: "look up first" });
    if (one.kind !== "begin" && one.kind !== "begin again") continue;
    const { kind, key, payment } = one;
    payments.push({ key, rowId: payment.rowId, readFrom, at: now });
    if (kind === "begin") await ledger.accept({ key, kind: "layer-payment", company: payment.company, parents: [], payload: payment });
    else {
      if ((await ledger.replacePayload(key, payment)) !== "replaced") throw new Error(`Payment ${key} failed, and is not refused.`);
      await ledger.apply(key, { kind: "retried", decision: "send again" });
    }
    store.begin(key, payment);
  }
  return pending;
};

/** @returns the key of what is under way now; null where it was done before, or cannot be done. */
export const acceptAllocation = async (acceptance: Acceptance, asked: AllocationWish, now: number): Promise<PostingKey | null> => {
  const { store, ledger, intents, decisions, pressed } = acceptance;
  const { companyRef, sageCustomerId } = asked;
  const wish = wishIdentity(asked);
  const known = [...intents().values()].flatMap(({ key, payload, intent }): readonly KnownAllocation[] => (payload.kind === "allocation" && payload.company === companyRef ? [{ key, payload, intent }] : []));
  const wished = known.filter(({ payload }) => allocationIdentity(payload).wish === wish);
  const planned = decisions.planAllocation(tenant, asked, {
    wished,
    underWay: known.filter(({ payload, intent }) => payload.sageCustomerId === sageCustomerId && !isFinal(intent)),
    find: (id) => {
      const held = store.transactions.get(numberIn(companyRef, id));
      return held && { ...held.record, isGone: held.isGone };
    },
    now,
  });
  if (planned.kind === "already" || planned.kind === "refused") return null;
  const { kind, key, allocation } = planned;
  if (kind === "begin" && (await ledger.accept({ key, kind: "allocation", company: companyRef, parents: [], payload: allocation })) !== "accepted") throw new Error(`Allocation ${key} is new, and stands in the ledger.`);
  if (kind === "begin again") await ledger.apply(key, { kind: "retried", decision: planned.decision });
  if (kind !== "under way") pressed.push({ asked, key, at: now, isAfterFailure: wished.some(({ intent }) => isFinal(intent) && intent.state !== "done") });
  return key;
};
