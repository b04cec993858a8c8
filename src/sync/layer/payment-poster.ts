/**
 * The Layer as the ledger's other side: records a payment once, or looks for it by its key. The Layer knows a payment by that key for
 * ever, so that even a posting that is sent again by mistake would be one payment.
 */
import type { LayerPayment } from "../documents/posting";
import type { LookUpOutcome, SendOutcome } from "../ledger/after";
import type { Evidence, LedgerPolicy } from "../ledger/intent";
import type { Poster } from "../ledger/work";
import { failure, type Failure } from "../model/failure";
import { decimalText, formatMoney, sumMoney, zero } from "../model/money";
import type { Payment } from "../documents/document";
import type { LayerApi } from "./api";
import type { PaymentOutcome } from "./payment-outcome";
import type { WirePaymentWrite } from "./payment-schema";

export type LayerPaymentPosterOptions = {
  readonly layer: Pick<LayerApi, "recordPayment" | "findPayment">;
  readonly policy: Pick<LedgerPolicy, "timeout">;
};

const unsound = (payment: LayerPayment): Failure | null => {
  const sum = sumMoney(payment.lines.map(({ amount }) => amount));
  if (payment.amount > zero && sum === payment.amount && payment.lines.every(({ amount }) => amount > zero)) return null;
  return failure(
    "document-invalid",
    `The payment of ${formatMoney(payment.amount)} on ${payment.invoiceReference} is spread over lines that come to ${formatMoney(sum)}, so it was not sent.`,
    "Sync the row again: it is worked out anew. If this stays, report it with the invoice's number.",
    payment.invoiceReference,
  );
};

/** As The Layer takes it. The same for the same posting, so that sending it again is the same request. */
export const paymentRequest = (payment: LayerPayment, key: string): WirePaymentWrite => ({
  sourceKey: key,
  invoiceId: payment.invoiceId,
  customerId: payment.customerId,
  date: payment.date,
  method: payment.method,
  amount: decimalText(payment.amount),
  currency: payment.currency,
  reference: payment.reference,
  sageCompanyName: payment.sageCompanyName,
  sageSiteId: payment.sageSiteId,
  sageTransactionId: payment.receiptUrn,
  sageInvoiceTransactionId: payment.sageInvoiceUrn,
  lines: payment.lines.map(({ lineId, amount }) => ({ lineId, amount: decimalText(amount) })),
});

const evidenceOf = (stored: Payment, foundBy: Evidence["foundBy"]): Evidence => ({ urn: stored.id, recordId: stored.id, foundBy });

const sent = (outcome: PaymentOutcome): SendOutcome => {
  switch (outcome.kind) {
    case "stored":
      return { kind: "posted", evidence: evidenceOf(outcome.payment, "answer") };
    case "refused":
      return { kind: "refused", failure: outcome.failure };
    case "throttled":
    case "unknown":
      return outcome;
  }
};

const found = (stored: Payment, payment: LayerPayment, key: string): LookUpOutcome =>
  stored.invoiceId === payment.invoiceId && stored.amount === payment.amount
    ? { kind: "found", evidence: evidenceOf(stored, "look-up") }
    : {
        kind: "contradicted",
        why: `The Layer has a payment of ${formatMoney(stored.amount)} under the key ${key}, on ${stored.invoiceId === payment.invoiceId ? payment.invoiceReference : "another invoice"}, where ${formatMoney(payment.amount)} on ${payment.invoiceReference} was sent. A person must look at it in The Layer.`,
      };

export const createLayerPaymentPoster = ({ layer, policy }: LayerPaymentPosterOptions): Poster<LayerPayment> => ({
  async send({ key, payload: payment }, inTime) {
    const wrong = unsound(payment);
    if (wrong) return { kind: "refused", failure: wrong };
    if (!inTime()) return { kind: "not sent" };
    return sent(await layer.recordPayment(paymentRequest(payment, key), key, AbortSignal.timeout(policy.timeout)));
  },
  async lookUp({ key, payload: payment }) {
    const answer = await layer.findPayment(key, AbortSignal.timeout(policy.timeout));
    switch (answer.kind) {
      case "found":
        return found(answer.payment, payment, key);
      case "absent":
        return { kind: "absent" };
      case "failed":
        return { kind: "failed", why: answer.failure.cause };
    }
  },
});
