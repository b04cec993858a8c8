/**
 * The connector contract's documents: orders, invoices, credit notes, payments and refunds as The Layer answers them, and
 * the Sage ids that are written back. Lists page like the customers': `updatedSince`, `cursor`, `limit`, ordered by `updatedAt` and then by id.
 * Money is text with two decimals; dates are plain days.
 */
import { z } from "zod";

const instant = z.iso.datetime();
const day = z.iso.date();
const amount = z.string().regex(/^-?\d{1,12}\.\d{2}$/, 'an amount such as "1234.50"');
const currency = z.string().describe("ISO code of the document's currency, such as GBP.");

export const wireDocumentLine = z.object({
  id: z.string(),
  description: z.string(),
  net: amount.describe("Before discount and without tax."),
  discount: amount.describe("Fund discount of this line, without tax; 0.00 where there is none."),
  tax: amount.describe("Of the net after discount, as computed on the document."),
  taxRate: z.string().describe("Name of the tax rate, as in /v1/tax-rates."),
  nominalCode: z.string().describe("Empty where the document's own code stands for it."),
});
export type WireDocumentLine = z.infer<typeof wireDocumentLine>;

/** A line of an invoice, with what is still to be paid of it. */
export const wireInvoiceLine = wireDocumentLine.extend({
  outstanding: amount.describe("Net less discount plus tax, less what payments and credit notes took of it, the first line first; never below 0.00 on a line above it."),
});
export type WireInvoiceLine = z.infer<typeof wireInvoiceLine>;

/** Where a document stands in Sage, as The Layer was told. */
export const wireReconciled = z.object({
  sageCompanyName: z.string(),
  sageSiteId: z.string(),
  sageTransactionId: z.string().describe("Sage's number of the posting (its urn); empty where nothing was to be posted."),
});
export type WireReconciled = z.infer<typeof wireReconciled>;
const reconciled = wireReconciled.nullable().describe("Set once the document is reconciled with Sage, by whomever: it is never posted again. Null until then.");

/** GET /v1/orders */
export const wireOrder = z.object({
  id: z.string(),
  reference: z.string(),
  customerId: z.string(),
  subCompany: z.string().describe("Empty where the feature is not used."),
  createdAt: instant,
  updatedAt: instant,
});
export type WireOrder = z.infer<typeof wireOrder>;

/** GET /v1/invoices */
export const wireInvoice = z.object({
  id: z.string(),
  reference: z.string().describe("The number on the printed invoice."),
  customerId: z.string(),
  subCompany: z.string(),
  status: z.enum(["draft", "finalised"]),
  date: day,
  dueDate: day.nullable(),
  currency,
  nominalCode: z.string().describe("For lines that have none."),
  lines: z.array(wireInvoiceLine),
  total: amount.describe("What the customer owes: net less discount plus tax, over all lines."),
  outstanding: amount.describe("The total less payments and credit notes, plus refunds. Below 0.00 while a payment was credited and not yet paid back."),
  reconciled,
  updatedAt: instant.describe("Rises with `outstanding` too: whenever a payment, credit note or refund of the invoice is recorded."),
});
export type WireInvoice = z.infer<typeof wireInvoice>;

/** GET /v1/credit-notes */
export const wireCreditNote = z.object({
  id: z.string(),
  reference: z.string(),
  invoiceId: z.string(),
  paymentId: z.string().nullable().describe("The payment that it offsets; null when it offsets an unpaid balance."),
  customerId: z.string(),
  date: day,
  currency,
  nominalCode: z.string(),
  lines: z.array(wireDocumentLine),
  total: amount,
  reconciled,
  updatedAt: instant,
});
export type WireCreditNote = z.infer<typeof wireCreditNote>;

/** GET /v1/payments */
export const wirePayment = z.object({
  id: z.string(),
  reference: z.string().describe("As typed by whoever recorded it; may be empty."),
  invoiceId: z.string(),
  customerId: z.string(),
  date: day,
  method: z.string().describe("Name of the payment method."),
  amount,
  currency,
  origin: z.enum(["layer", "sage"]).describe("Where it was first entered: one that came from Sage is never posted back."),
  sourceKey: z.string().nullable().describe("The key that it was recorded with from Sage; null for one that was entered in The Layer."),
  reconciled,
  updatedAt: instant,
});
export type WirePayment = z.infer<typeof wirePayment>;

/** GET /v1/refunds */
export const wireRefund = z.object({
  id: z.string(),
  reference: z.string(),
  creditNoteId: z.string(),
  invoiceId: z.string(),
  customerId: z.string(),
  date: day,
  method: z.string(),
  amount,
  currency,
  reconciled,
  updatedAt: instant,
});
export type WireRefund = z.infer<typeof wireRefund>;

export const layerDocumentKinds = ["orders", "invoices", "credit-notes", "payments", "refunds"] as const;
export type LayerDocumentList = (typeof layerDocumentKinds)[number];
export const wireDocuments = { orders: wireOrder, invoices: wireInvoice, "credit-notes": wireCreditNote, payments: wirePayment, refunds: wireRefund } as const;

/**
 * POST /v1/reconciliations with an Idempotency-Key: up to 500 documents whose posting is now known, answered in order.
 * Writing the same again changes nothing.
 */
export const wireReconciliation = z.object({
  document: z.enum(["invoices", "credit-notes", "payments", "refunds"]),
  id: z.string(),
  sageCompanyName: z.string(),
  sageSiteId: z.string(),
  sageTransactionId: z.string().describe("Sage's number of the posting (its urn); empty where nothing was to be posted."),
  reconciled: z.boolean(),
});
export type WireReconciliation = z.infer<typeof wireReconciliation>;
export const wireReconciliationBatch = z.object({ reconciliations: z.array(wireReconciliation).min(1).max(500) });
export const wireReconciliationAnswer = z.object({
  results: z.array(z.discriminatedUnion("status", [z.object({ status: z.literal("saved") }), z.object({ status: z.literal("refused"), code: z.string(), message: z.string() })])),
});
