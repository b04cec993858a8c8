/** One record of a document list: what it says of itself, and the document, or why no sense can be made of it. Pure. */
import { z } from "zod";
import type { CreditNote, Invoice, Order, Payment, Refund } from "../documents/document";
import { toCreditNote, toInvoice, toOrder, toPayment, toRefund } from "../documents/from-layer";
import { failed, failure, type Result } from "../model/failure";
import { wireDocuments, type LayerDocumentList } from "./document-schema";

export type DocumentOf = { orders: Order; invoices: Invoice; "credit-notes": CreditNote; payments: Payment; refunds: Refund };

/** Known of every record of a list, sound or not, so that a failure can be shown in its place. */
export type DocumentAbout = { readonly list: LayerDocumentList; readonly id: string; readonly reference: string; readonly customerId: string; readonly updatedAt: string };
export type DocumentRead<D> = { readonly about: DocumentAbout; readonly document: Result<D> };

/**
 * A record as far as it must be readable for its page to be. The rest is read document by document: one that is out of
 * shape does not keep the others of its page from being posted.
 */
export const wireAnyDocument = z.looseObject({ id: z.string().min(1), updatedAt: z.iso.datetime(), reference: z.string().catch(""), customerId: z.string().catch("") });
export type WireAnyDocument = z.infer<typeof wireAnyDocument>;

const words: Readonly<Record<LayerDocumentList, string>> = { orders: "Order", invoices: "Invoice", "credit-notes": "Credit note", payments: "Payment", refunds: "Refund" };

const shaped = <Wire, D>(list: LayerDocumentList, shape: z.ZodType<Wire>, to: (wire: Wire) => Result<D>) => (item: WireAnyDocument): Result<D> => {
  const read = shape.safeParse(item);
  if (read.success) return to(read.data);
  const [first] = read.error.issues;
  const what = first ? `${first.path.join(".") || "the record"}: ${first.message}` : "it has another shape";
  const name = item.reference.trim() === "" ? item.id : item.reference.trim();
  return failed(
    failure(
      "document-invalid",
      `${words[list]} ${name} is not written as the connector contract says: ${what}.`,
      "Tell The Layer's support what is wrong with it. It is read again as soon as it has changed there.",
      name,
    ),
  );
};

const readers: { readonly [L in LayerDocumentList]: (item: WireAnyDocument) => Result<DocumentOf[L]> } = {
  orders: shaped("orders", wireDocuments.orders, toOrder),
  invoices: shaped("invoices", wireDocuments.invoices, toInvoice),
  "credit-notes": shaped("credit-notes", wireDocuments["credit-notes"], toCreditNote),
  payments: shaped("payments", wireDocuments.payments, toPayment),
  refunds: shaped("refunds", wireDocuments.refunds, toRefund),
};

export const readDocument = <L extends LayerDocumentList>(list: L, item: WireAnyDocument): DocumentRead<DocumentOf[L]> => {
  const { id, reference, customerId, updatedAt } = item;
  return { about: { list, id, reference, customerId, updatedAt }, document: readers[list](item) };
};
