/** Documents as The Layer keeps them. What is outstanding and what is reconciled follow from others, and are added when a document is read. */
import { z } from "zod";
import { wireCreditNote, wireDocumentLine, wireInvoice, wireOrder, wirePayment, wireRefund, type WireOrder } from "../../sync/layer/document-schema";
import { wirePaymentWrite } from "../../sync/layer/payment-schema";

export const keptInvoice = wireInvoice.omit({ outstanding: true, reconciled: true }).extend({ lines: z.array(wireDocumentLine) });
export type KeptInvoice = z.infer<typeof keptInvoice>;
export const keptCreditNote = wireCreditNote.omit({ reconciled: true });
export type KeptCreditNote = z.infer<typeof keptCreditNote>;
/** `recorded` is what was written when the payment came from Sage. */
export const keptPayment = wirePayment.omit({ sourceKey: true, reconciled: true }).extend({ recorded: wirePaymentWrite.nullable().default(null) });
export type KeptPayment = z.infer<typeof keptPayment>;
export const keptRefund = wireRefund.omit({ reconciled: true });
export type KeptRefund = z.infer<typeof keptRefund>;

export type KeptDocumentOf = {
  readonly orders: WireOrder;
  readonly invoices: KeptInvoice;
  readonly "credit-notes": KeptCreditNote;
  readonly payments: KeptPayment;
  readonly refunds: KeptRefund;
};

export const savedDocument = z.discriminatedUnion("list", [
  z.object({ list: z.literal("orders"), document: wireOrder }),
  z.object({ list: z.literal("invoices"), document: keptInvoice }),
  z.object({ list: z.literal("credit-notes"), document: keptCreditNote }),
  z.object({ list: z.literal("payments"), document: keptPayment }),
  z.object({ list: z.literal("refunds"), document: keptRefund }),
]);
export type SavedDocument = z.infer<typeof savedDocument>;
