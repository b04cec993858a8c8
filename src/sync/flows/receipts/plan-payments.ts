/**
 * What becomes of chosen rows of Sage Transactions: which payments are begun in The Layer, under which keys and with what, and why the
 * others are not. Pure: whoever stores what it answers lets nobody else change the state meanwhile.
 */
import type { Invoice } from "../../documents/document";
import type { LayerPayment } from "../../documents/posting";
import { postingKey, type PostingKey } from "../../ledger/posting-key";
import { baseCurrency } from "../../model/base-currency";
import { minorUnits, subtractMoney } from "../../model/money";
import type { MethodSource } from "../../receipts/methods";
import type { RowToSync } from "../../store/receipt-syncs";
import { judgeRow, type Left, type RowJudgement } from "./judge-row";

/** `method` where the user chose one. */
export type ChosenRow = { readonly id: string; readonly method?: string | undefined };

/** What the rows are judged by. */
export type PaymentState = {
  /** By their ids; those that are not there are unknown. */
  readonly rows: ReadonlyMap<string, RowToSync>;
  /** The invoices of these rows, by their ids, as The Layer was last read. */
  readonly invoices: ReadonlyMap<string, Invoice>;
  /** Payments on their way to these invoices: not in what The Layer says to be left to pay. */
  readonly underWay: readonly LayerPayment[];
  readonly methods: MethodSource;
};

export type PlannedPayment =
  /** To be accepted under a key that is new. */
  | { readonly kind: "begin"; readonly row: RowToSync; readonly key: PostingKey; readonly payment: LayerPayment }
  /** The row's latest payment came to nothing: it is sent again under its own key, with what it comes to now. */
  | { readonly kind: "begin again"; readonly row: RowToSync; readonly key: PostingKey; readonly payment: LayerPayment }
  /** A person was to decide, and asks for another look. */
  | { readonly kind: "look again"; readonly row: RowToSync; readonly key: PostingKey }
  | { readonly kind: "under way"; readonly row: RowToSync; readonly key: PostingKey }
  | { readonly kind: "told"; readonly row: RowToSync; readonly judgement: Extract<RowJudgement, { kind: "already" | "refused" }> }
  /** There is no such row. */
  | { readonly kind: "unknown"; readonly id: string };

/** A row is recorded anew each time more is allocated to its invoice: `nth` tells one time from another. */
const paymentKey = (tenant: string, { company, receiptId, sageInvoiceUrn, nth }: LayerPayment): PostingKey =>
  postingKey({ tenant, company, kind: "layer-payment", id: `${receiptId} ${sageInvoiceUrn}`, revision: nth });

const takeOff = (left: Left, payment: LayerPayment): Left => ({
  outstanding: subtractMoney(left.outstanding, payment.amount),
  lines: left.lines.map((line) => {
    const part = payment.lines.find(({ lineId }) => lineId === line.id);
    return part ? { ...line, outstanding: minorUnits(Math.max(0, line.outstanding - part.amount)) } : line;
  }),
});

/** What is left of invoices that payments are on their way to. */
const leftOf = ({ invoices, underWay }: PaymentState): Map<string, Left> => {
  const left = new Map<string, Left>();
  for (const payment of underWay) {
    const before = left.get(payment.invoiceId) ?? invoices.get(payment.invoiceId);
    if (before) left.set(payment.invoiceId, takeOff(before, payment));
  }
  return left;
};

const latestKey = ({ id, phase, postingKey: key }: RowToSync): PostingKey => {
  if (key === null) throw new Error(`Row ${id} is ${phase ?? "at rest"}, and has no posting.`);
  return key;
};

/** In the order chosen: what a row takes of its invoice, those after it do not have. No row is to be chosen twice. */
export const planPayments = (tenant: string, chosen: readonly ChosenRow[], state: PaymentState): readonly PlannedPayment[] => {
  const world = { methods: state.methods, baseCurrency: () => baseCurrency, invoice: (id: string) => state.invoices.get(id) ?? null, left: leftOf(state) };
  return chosen.map(({ id, method }): PlannedPayment => {
    const row = state.rows.get(id);
    if (!row) return { kind: "unknown", id };
    const judgement = judgeRow(row, method, world);
    switch (judgement.kind) {
      case "already":
      case "refused":
        return { kind: "told", row, judgement };
      case "look again":
      case "under way":
        return { kind: judgement.kind, row, key: latestKey(row) };
      case "sync": {
        const { payment } = judgement;
        const key = paymentKey(tenant, payment);
        return { kind: row.phase === "failed" && row.postingKey === key ? "begin again" : "begin", row, key, payment };
      }
    }
  });
};
