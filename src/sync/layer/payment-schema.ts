/** Recording a payment that came from Sage: what is written, and why The Layer may not take it. */
import { z } from "zod";

const amount = z.string().regex(/^(?!0+\.00$)\d{1,12}\.\d{2}$/, 'an amount above zero such as "1234.50"');

/** What a payment takes of one line of its invoice. */
export const wirePaymentLine = z.object({ lineId: z.string().describe("Id of a line of the invoice; each line once."), amount });
export type WirePaymentLine = z.infer<typeof wirePaymentLine>;

/**
 * POST /v1/payments with an Idempotency-Key: one payment that was entered in Sage, on one invoice. Answers 200 with the payment as it
 * is stored.
 */
export const wirePaymentWrite = z.object({
  sourceKey: z.string().min(1).max(64).describe("Tieout's key of this very payment, for ever: two payments never share one."),
  invoiceId: z.string(),
  customerId: z.string().describe("Must be the invoice's."),
  date: z.iso.date().describe("Of the receipt in Sage."),
  method: z.string().describe("Name of an enabled payment method."),
  amount: amount.describe("What is recorded on this invoice: the receipt may be larger."),
  currency: z.string(),
  reference: z.string().describe("As on the receipt in Sage; may be empty."),
  sageCompanyName: z.string(),
  sageSiteId: z.string(),
  sageTransactionId: z.string().describe("Sage's number (urn) of the receipt."),
  sageInvoiceTransactionId: z.string().describe("Sage's number (urn) of the invoice that the receipt is allocated to."),
  lines: z.array(wirePaymentLine).min(1).describe("How the amount is spread over the invoice's lines; together it is the amount."),
});
export type WirePaymentWrite = z.infer<typeof wirePaymentWrite>;

/** Codes with which a payment is refused (422). Nothing is written then. */
export const paymentRefusalCodes = [
  "invoice-unknown",
  "invoice-not-final",
  "customer-differs",
  "currency-differs",
  "line-unknown",
  "lines-differ",
  "exceeds-outstanding",
  "line-exceeds-outstanding",
  "method-unknown",
  "method-disabled",
  "already-recorded",
] as const;
export type PaymentRefusalCode = (typeof paymentRefusalCodes)[number];

