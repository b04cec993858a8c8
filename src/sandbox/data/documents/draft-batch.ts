/** Documents while they are being made: numbered, dated and stamped one after the other. */
import type { WireDocumentLine, WireOrder } from "../../../sync/layer/document-schema";
import type { KeptCreditNote, KeptInvoice, KeptPayment, KeptRefund } from "../../layer/kept";
import { historyEnds } from "../customers";
import type { Rng } from "../rng";
import { totalOf } from "./amounts";

export type Documents = {
  readonly orders: WireOrder[];
  readonly invoices: KeptInvoice[];
  readonly "credit-notes": KeptCreditNote[];
  readonly payments: KeptPayment[];
  readonly refunds: KeptRefund[];
};

export const firstNumber = 10_001;
const dayMs = 86_400_000;
const prefixes = { orders: ["O", "SO-"], invoices: ["I", "INV-"], "credit-notes": ["C", "CN-"], payments: ["P", ""], refunds: ["R", "RF-"] } as const;

/** The id of a list's n-th document, counted from 0. */
export const documentId = (list: keyof typeof prefixes, n: number): string => `${prefixes[list][0]}${firstNumber + n}`;
export const documentReference = (list: keyof typeof prefixes, n: number): string => (prefixes[list][1] === "" ? "" : `${prefixes[list][1]}${firstNumber + n}`);

export const dayAfter = (day: string, days: number): string => new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);
const lastDay = new Date(historyEnds - dayMs).toISOString().slice(0, 10);
/** Nothing generated is dated later than the history that it belongs to. */
export const noLater = (day: string): string => (day > lastDay ? lastDay : day);

/** In office hours of that day. */
const stampOn = (day: string, rng: Rng): string => new Date(Date.parse(day) + rng.between(8 * 3600, 17 * 3600) * 1000 + rng.int(1000)).toISOString();

/** Collects documents of all kinds. */
export class Batch {
  readonly documents: Documents = { orders: [], invoices: [], "credit-notes": [], payments: [], refunds: [] };

  order(rng: Rng, order: { readonly customerId: string; readonly subCompany: string; readonly day: string }): void {
    const n = this.documents.orders.length;
    const createdAt = stampOn(order.day, rng);
    this.documents.orders.push({ id: documentId("orders", n), reference: documentReference("orders", n), customerId: order.customerId, subCompany: order.subCompany, createdAt, updatedAt: createdAt });
  }

  invoice(
    rng: Rng,
    invoice: Pick<KeptInvoice, "customerId" | "subCompany" | "status" | "date" | "nominalCode"> & { readonly lines: (id: string) => WireDocumentLine[]; readonly currency?: string },
  ): KeptInvoice {
    const n = this.documents.invoices.length;
    const id = documentId("invoices", n);
    const lines = invoice.lines(id);
    const made: KeptInvoice = {
      id,
      reference: documentReference("invoices", n),
      customerId: invoice.customerId,
      subCompany: invoice.subCompany,
      status: invoice.status,
      date: invoice.date,
      dueDate: rng.chance(0.15) ? null : dayAfter(invoice.date, 30),
      currency: invoice.currency ?? "GBP",
      nominalCode: invoice.nominalCode,
      lines,
      total: totalOf(lines),
      updatedAt: stampOn(invoice.date, rng),
    };
    this.documents.invoices.push(made);
    return made;
  }

  payment(rng: Rng, payment: Pick<KeptPayment, "reference" | "method" | "amount" | "date" | "origin"> & { readonly of: KeptInvoice }): KeptPayment {
    const { of, ...fields } = payment;
    const id = documentId("payments", this.documents.payments.length);
    const made = { id, ...fields, invoiceId: of.id, customerId: of.customerId, currency: of.currency, recorded: null, updatedAt: stampOn(payment.date, rng) };
    this.documents.payments.push(made);
    return made;
  }

  creditNote(rng: Rng, of: KeptInvoice, paymentId: string | null, date: string, line: WireDocumentLine): KeptCreditNote {
    const n = this.documents["credit-notes"].length;
    const id = documentId("credit-notes", n);
    const lines = [{ ...line, id: `${id}-1` }];
    const made: KeptCreditNote = {
      id,
      reference: documentReference("credit-notes", n),
      invoiceId: of.id,
      paymentId,
      customerId: of.customerId,
      date,
      currency: of.currency,
      nominalCode: of.nominalCode,
      lines,
      total: totalOf(lines),
      updatedAt: stampOn(date, rng),
    };
    this.documents["credit-notes"].push(made);
    return made;
  }

  refund(rng: Rng, of: KeptCreditNote, refund: Pick<KeptRefund, "method" | "amount" | "date">): KeptRefund {
    const n = this.documents.refunds.length;
    const made = {
      id: documentId("refunds", n),
      reference: documentReference("refunds", n),
      ...refund,
      creditNoteId: of.id,
      invoiceId: of.invoiceId,
      customerId: of.customerId,
      currency: of.currency,
      updatedAt: stampOn(refund.date, rng),
    };
    this.documents.refunds.push(made);
    return made;
  }
}
