import type { KeptInvoice, KeptPayment } from "../../layer/kept";
import { historyEnds } from "../customers";
import { streams } from "../rng";
import { inText, taxOn } from "./amounts";
import { documentId, documentReference } from "./draft-batch";
import type { LinkedCustomer } from "./linked-customers";

const stream = streams("bulk document");

export type BulkOrder = {
  readonly seed: number;
  readonly invoices: number;
  readonly payments: number;
  readonly customers: readonly LinkedCustomer[];
  /** The number of the first one, counted from 0. */
  readonly firstInvoice: number;
  readonly firstPayment: number;
  /** The first one's stamp; each that follows has the next. */
  readonly at: number;
  readonly spacingMs: number;
};

/** Simple documents in any number: one line, one rate, paid in full by a method that names a bank of its company. Dated the day of their stamp. */
export const makeBulk = (order: BulkOrder): { invoices: KeptInvoice[]; payments: KeptPayment[] } => {
  const { seed, customers, firstInvoice, firstPayment, spacingMs } = order;
  const invoices: KeptInvoice[] = [];
  const payments: KeptPayment[] = [];
  const date = new Date(Math.max(order.at, historyEnds)).toISOString().slice(0, 10);
  let at = order.at;
  const stamp = (): string => {
    const text = new Date(at).toISOString();
    at += spacingMs;
    return text;
  };
  for (let n = 0; n < order.invoices; n++) {
    const rng = stream(seed, firstInvoice + n);
    const customer = customers[n % customers.length];
    if (customer === undefined) throw new Error("No customer is linked.");
    const net = rng.between(100, 500_000);
    const tax = taxOn(net, "Standard rate");
    const id = documentId("invoices", firstInvoice + n);
    const total = inText(net + tax);
    invoices.push({
      id,
      reference: documentReference("invoices", firstInvoice + n),
      customerId: customer.customerId,
      subCompany: customer.subCompany,
      status: "finalised",
      date,
      dueDate: null,
      currency: "GBP",
      nominalCode: "4000",
      lines: [{ id: `${id}-1`, description: "Goods", net: inText(net), discount: "0.00", tax: inText(tax), taxRate: "Standard rate", nominalCode: "" }],
      total,
      updatedAt: stamp(),
    });
    if (n >= order.payments) continue;
    payments.push({
      id: documentId("payments", firstPayment + n),
      reference: `BACS ${firstPayment + n}`,
      invoiceId: id,
      customerId: customer.customerId,
      date,
      method: rng.pick(customer.methods),
      amount: total,
      currency: "GBP",
      origin: "layer",
      recorded: null,
      updatedAt: stamp(),
    });
  }
  return { invoices, payments };
};
