import type { WireInvoice, WirePayment } from "../../sync/layer/document-schema";
import type { PaymentRefusalCode, WirePaymentWrite } from "../../sync/layer/payment-schema";
import { inPence } from "../data/documents/amounts";
import { documentId } from "../data/documents/draft-batch";
import type { LayerBooks } from "./books";
import type { KeptPayment } from "./kept";
import { canonical } from "./writes";

export type PaymentRefusal = { readonly code: PaymentRefusalCode; readonly message: string };
/** `payment` is null where it was recorded before. */
export type Recorded = { readonly answer: WirePayment; readonly payment: KeptPayment | null };

const no = (code: PaymentRefusalCode, message: string): PaymentRefusal => ({ code, message });

const judgeLines = (write: WirePaymentWrite, invoice: WireInvoice): PaymentRefusal | null => {
  const seen = new Set<string>();
  let sum = 0;
  for (const { lineId, amount } of write.lines) {
    const line = invoice.lines.find(({ id }) => id === lineId);
    if (line === undefined || seen.has(lineId)) return no("line-unknown", line === undefined ? `Invoice ${invoice.reference} has no line ${lineId}.` : `Line ${lineId} of invoice ${invoice.reference} is named twice.`);
    seen.add(lineId);
    sum += inPence(amount);
    if (inPence(amount) > inPence(line.outstanding)) return no("line-exceeds-outstanding", `${amount} is more than the ${line.outstanding} that are outstanding on line ${lineId} of invoice ${invoice.reference}.`);
  }
  return sum === inPence(write.amount) ? null : no("lines-differ", `The lines do not come to the payment's ${write.amount}.`);
};

const judge = (write: WirePaymentWrite, books: LayerBooks): PaymentRefusal | null => {
  const invoice = books.documents.find("invoices", write.invoiceId);
  if (invoice === undefined) return no("invoice-unknown", `There is no invoice ${write.invoiceId}.`);
  if (invoice.status !== "finalised") return no("invoice-not-final", `Invoice ${invoice.reference} is a draft.`);
  if (invoice.customerId !== write.customerId) return no("customer-differs", `Invoice ${invoice.reference} is customer ${invoice.customerId}'s, not customer ${write.customerId}'s.`);
  if (invoice.currency !== write.currency) return no("currency-differs", `Invoice ${invoice.reference} is in ${invoice.currency}, and the payment in ${write.currency}.`);
  const method = books.paymentMethods.find(({ name }) => name === write.method);
  if (method === undefined) return no("method-unknown", `There is no payment method "${write.method}".`);
  if (!method.isEnabled) return no("method-disabled", `The payment method "${write.method}" is switched off.`);
  if (inPence(write.amount) > inPence(invoice.outstanding)) return no("exceeds-outstanding", `${write.amount} is more than the ${invoice.outstanding} that are outstanding on invoice ${invoice.reference}.`);
  return judgeLines(write, invoice);
};

/** What recording the payment comes to. One that was recorded before is answered as it stands, whatever has happened to its invoice since. */
export const recordedPayment = (write: WirePaymentWrite, books: LayerBooks, stamp: number): Recorded | PaymentRefusal => {
  const { documents } = books;
  const before = documents.recorded(write.sourceKey);
  if (before !== undefined) {
    const isSame = canonical(before.document.recorded) === canonical(write);
    return isSame ? { answer: documents.wire("payments", before, before.updatedAt), payment: null } : no("already-recorded", `Payment ${before.document.id} of ${before.document.amount} was recorded under the key ${write.sourceKey} before.`);
  }
  const refused = judge(write, books);
  if (refused !== null) return refused;
  const { invoiceId, customerId, date, method, amount, currency, reference } = write;
  let n = documents.count("payments");
  while (documents.has("payments", documentId("payments", n))) n += 1;
  const updatedAt = new Date(stamp).toISOString();
  const payment: KeptPayment = { id: documentId("payments", n), reference, invoiceId, customerId, date, method, amount, currency, origin: "sage", recorded: write, updatedAt };
  return { answer: documents.wire("payments", { document: payment, updatedAt: stamp, isEdited: true }, stamp), payment };
};
