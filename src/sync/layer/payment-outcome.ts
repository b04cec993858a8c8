/**
 * What an answer to recording a payment proves. A 2xx with the payment is a yes; a refusal of the contract is a no; everything else
 * proves nothing: The Layer may have recorded it before the connection or the server failed. Pure.
 */
import type { Payment } from "../documents/document";
import { toPayment } from "../documents/from-layer";
import { readJson, retryAfterMs, type HttpAnswer, type HttpOutcome, type SystemWords } from "../http";
import { failure, type Failure } from "../model/failure";
import { wirePayment } from "./document-schema";
import { layerRefusal } from "./failures";
import { paymentRefusalCodes, type PaymentRefusalCode, type WirePaymentWrite } from "./payment-schema";
import { wireRefusal } from "./schema";

export type PaymentOutcome =
  | { readonly kind: "stored"; readonly payment: Payment }
  /** Nothing was written. `code` is the contract's, null for refusals that are not about the payment. */
  | { readonly kind: "refused"; readonly code: PaymentRefusalCode | null; readonly failure: Failure }
  /** Nothing was written; `retryAfter` in milliseconds, null where The Layer did not say. */
  | { readonly kind: "throttled"; readonly retryAfter: number | null }
  /** It may or may not be recorded: look for it by its key before it is sent again. */
  | { readonly kind: "unknown"; readonly why: string };

const cures: Readonly<Record<PaymentRefusalCode, string>> = {
  "invoice-unknown": "Look for the invoice in The Layer. If it was deleted there, allocate the receipt to another invoice in Sage.",
  "invoice-not-final": "Finalise the invoice in The Layer, then sync the row again.",
  "customer-differs": "Compare the invoice's customer in The Layer with the account in Sage; correct the link, or the allocation in Sage.",
  "currency-differs": "Record this payment in The Layer by hand: only payments in the invoice's own currency are synced.",
  "line-unknown": "Pull the invoices again, then sync the row again.",
  "lines-differ": "Pull the invoices again, then sync the row again.",
  "exceeds-outstanding": "See in The Layer what was paid or credited on the invoice meanwhile. Reduce the allocation in Sage, or leave the row unsynced.",
  "line-exceeds-outstanding": "Pull the invoices again, then sync the row again: what is left of its lines has changed.",
  "method-unknown": "Choose another payment method for the row, then sync it again.",
  "method-disabled": "Enable the method in The Layer or choose another one for the row, then sync it again.",
  "already-recorded": "Compare the payment in The Layer with the receipt in Sage; correct in The Layer what differs. It is not recorded twice.",
};

const isCode = (code: string): code is PaymentRefusalCode => paymentRefusalCodes.some((one) => one === code);

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** Answers by which a server says that it did not do what was asked. 408, 425 and 499 are about time; a 409 may be about what is under way. */
const refusals: ReadonlySet<number> = new Set([301, 307, 308, 400, 401, 402, 403, 404, 405, 406, 410, 411, 412, 413, 414, 415, 416, 417, 422, 426, 428, 431, 451]);

const codeIn = (answer: HttpAnswer): { readonly code: string; readonly message: string } => {
  const said = readJson(answer.text, wireRefusal);
  return said.ok ? { code: said.value.error.code, message: said.value.error.message.trim().slice(0, 300) } : { code: "", message: "" };
};

const refusedBy = (answer: HttpAnswer, write: WirePaymentWrite, words: SystemWords): PaymentOutcome | null => {
  const { code, message } = codeIn(answer);
  if (isCode(code)) return { kind: "refused", code, failure: failure("layer-refused", `The Layer did not record ${write.amount} on its invoice ${write.invoiceId}: ${sentence(message || code)}`, cures[code], write.invoiceId) };
  if (answer.status === 409 && code === "idempotency-key-reused")
    return {
      kind: "refused",
      code: "already-recorded",
      failure: failure("layer-refused", `The Layer has recorded another payment under the key of this one (${write.sourceKey}).`, cures["already-recorded"], write.sourceKey),
    };
  return refusals.has(answer.status) ? { kind: "refused", code: null, failure: layerRefusal(answer, words) } : null;
};

export const paymentOutcome = (outcome: HttpOutcome, write: WirePaymentWrite, words: SystemWords, now: Date): PaymentOutcome => {
  switch (outcome.kind) {
    case "not sent":
      // No connection stood, so that nothing can have been recorded.
      return { kind: "throttled", retryAfter: null };
    case "no answer":
      return { kind: "unknown", why: `No answer came from The Layer: ${outcome.detail}.` };
    case "too large":
      return { kind: "unknown", why: "The Layer's answer was too long to be read." };
    case "cancelled":
      return { kind: "unknown", why: "No answer came from The Layer in time." };
    case "answered":
      break;
  }
  const { answer } = outcome;
  if (answer.status === 429) return { kind: "throttled", retryAfter: retryAfterMs(answer.headers["retry-after"], now) };
  if (answer.status < 200 || answer.status > 299) return refusedBy(answer, write, words) ?? { kind: "unknown", why: `The Layer answered ${answer.status}, which does not say whether the payment was recorded.` };
  const read = readJson(answer.text, wirePayment);
  if (!read.ok) return { kind: "unknown", why: `The Layer answered ${answer.status} without a payment that can be read: ${read.failure}.` };
  const payment = toPayment(read.value);
  if (!payment.ok) return { kind: "unknown", why: `The Layer answered with a payment that makes no sense. ${payment.failure.cause}` };
  const differs = payment.value.sourceKey !== write.sourceKey || payment.value.invoiceId !== write.invoiceId || read.value.amount !== write.amount;
  return differs ? { kind: "unknown", why: `The Layer answered with another payment (${read.value.amount} on ${read.value.invoiceId}) than was sent.` } : { kind: "stored", payment: payment.value };
};
