import type { LayerDocumentList, WireDocumentLine } from "../sync/layer/document-schema";
import { subCompanyPlans } from "./data/companies";
import { inPence, inText, taxOn, totalOf } from "./data/documents/amounts";
import { documentId, documentReference } from "./data/documents/draft-batch";
import { makeBulk } from "./data/documents/bulk";
import { linkedCustomers, type LinkedCustomer } from "./data/documents/linked-customers";
import { EditRefused } from "./edit-refused";
import type { Deed } from "./journal";
import { withoutBlanks, type LayerBooks } from "./layer/books";
import { savedDocument, type KeptDocumentOf } from "./layer/kept";
import type { BulkAdded, NewLine, PracticeEdits, WireDocumentOf } from "./practice";
import type { CompanyBooks } from "./sage200/books";

type Held = { readonly layer: LayerBooks; readonly companies: readonly CompanyBooks[]; readonly now: () => number; readonly perform: (deed: Deed) => void };
export type DocumentEdits = Pick<
  PracticeEdits,
  "addOrder" | "addInvoice" | "finaliseInvoice" | "addCreditNote" | "addPayment" | "addRefund" | "changeDocument" | "changePaymentMethod" | "bulkDocuments"
>;

/** A line with its tax, as The Layer computes it from the rate unless it is told. */
const lineFrom = (id: string, { net, description = "Goods", discount = "0.00", tax, taxRate = "Standard rate", nominalCode = "" }: NewLine): WireDocumentLine => ({
  id,
  description,
  net: inText(inPence(net)),
  discount: inText(inPence(discount)),
  tax: tax ?? inText(taxOn(inPence(net) - inPence(discount), taxRate)),
  taxRate,
  nominalCode,
});

/** As they were made: an invoice that was paid since stands behind those that were not. */
const inNumberOrder = (one: string, other: string): number => one.length - other.length || (one < other ? -1 : 1);

/** Customers that bulk documents are for, in turn. */
const buyers = (layer: LayerBooks, companies: readonly CompanyBooks[], companyName: string | null): readonly LinkedCustomer[] =>
  linkedCustomers(
    layer.links.map(({ link }) => link),
    {
      customer: (id) => layer.customer(id),
      account: (name, id) => companies.find(({ plan }) => plan.name === name)?.account(id),
      plans: companies.map(({ plan }) => plan),
      methods: layer.paymentMethods,
    },
  ).filter((customer) => companyName === null || customer.companyName === companyName);

/** Does a deed that makes documents in number: from the same state the same documents, so the journal needs no more than the deed. */
export const addBulk = (seed: number, layer: LayerBooks, companies: readonly CompanyBooks[], deed: Extract<Deed, { deed: "documents-made" }>): BulkAdded => {
  const customers = buyers(layer, companies, deed.companyName);
  const { documents } = layer;
  const { at, spacingMs, invoices, payments } = deed;
  const made = makeBulk({ seed, invoices, payments, customers, firstInvoice: documents.count("invoices"), firstPayment: documents.count("payments"), at, spacingMs });
  layer.addDocuments(made.invoices.map((document) => ({ list: "invoices", document })));
  layer.addDocuments(made.payments.map((document) => ({ list: "payments", document })));
  return { invoices: made.invoices.map(({ id }) => id), payments: made.payments.map(({ id }) => id) };
};

export const documentEdits = ({ layer, companies, now, perform }: Held): DocumentEdits => {
  const { documents } = layer;
  const stamp = (): string => new Date(layer.nextStamp(now())).toISOString();
  const today = (): string => new Date(layer.nextStamp(now())).toISOString().slice(0, 10);
  const found = <L extends LayerDocumentList>(list: L, id: string): KeptDocumentOf[L] => {
    const document = documents.kept(list, id);
    if (document === undefined) throw new EditRefused(`The Layer has no document ${id} among its ${list}.`);
    return document;
  };
  const customerMustBe = (id: string): void => {
    if (layer.customer(id) === undefined) throw new EditRefused(`The Layer has no customer ${id}.`);
  };
  const methodMustBe = (name: string): void => {
    if (!layer.paymentMethods.some((method) => method.name === name)) throw new EditRefused(`The Layer has no payment method "${name}".`);
  };
  /** What was paid, by whichever way it went. */
  const moneyOf = ({ date, method, amount }: { readonly date?: string; readonly method: string; readonly amount: string }, { currency }: { readonly currency: string }) => ({
    date: date ?? today(),
    method,
    amount: inText(inPence(amount)),
    currency,
    updatedAt: stamp(),
  });
  const numbered = (list: LayerDocumentList, { id, reference }: { readonly id?: string; readonly reference?: string }): { id: string; reference: string } => {
    const n = documents.count(list);
    const chosen = id ?? documentId(list, n);
    if (documents.has(list, chosen)) throw new EditRefused(`The Layer has a document ${chosen} among its ${list} already.`);
    return { id: chosen, reference: reference ?? documentReference(list, n) };
  };
  const save = <L extends LayerDocumentList>(list: L, document: KeptDocumentOf[L]): WireDocumentOf[L] => {
    const read = savedDocument.safeParse({ list, document });
    if (!read.success) throw new EditRefused(`The contract has no such document: ${read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ")}.`);
    perform({ deed: "document-saved", saved: read.data });
    const saved = documents.find(list, document.id);
    if (saved === undefined) throw new Error(`The document ${document.id} was not stored.`);
    return saved;
  };

  return {
    addOrder(order) {
      customerMustBe(order.customerId);
      const at = stamp();
      return save("orders", { ...numbered("orders", order), customerId: order.customerId, subCompany: order.subCompany, createdAt: order.createdAt ?? at, updatedAt: at });
    },
    addInvoice(invoice) {
      customerMustBe(invoice.customerId);
      if (invoice.subCompany !== "" && !subCompanyPlans.some(({ name }) => name === invoice.subCompany)) throw new EditRefused(`The Layer has no sub-company "${invoice.subCompany}".`);
      const number = numbered("invoices", invoice);
      const lines = invoice.lines.map((line, n) => lineFrom(`${number.id}-${n + 1}`, line));
      return save("invoices", {
        ...number,
        customerId: invoice.customerId,
        subCompany: invoice.subCompany,
        status: invoice.status ?? "finalised",
        date: invoice.date ?? today(),
        dueDate: invoice.dueDate ?? null,
        currency: invoice.currency ?? "GBP",
        nominalCode: invoice.nominalCode ?? "4000",
        lines,
        total: totalOf(lines),
        updatedAt: stamp(),
      });
    },
    finaliseInvoice(id, date) {
      const invoice = found("invoices", id);
      if (invoice.status === "finalised") throw new EditRefused(`The invoice ${id} is finalised already.`);
      return save("invoices", { ...invoice, status: "finalised", date: date ?? today(), updatedAt: stamp() });
    },
    addCreditNote(note) {
      const invoice = found("invoices", note.invoiceId);
      const paymentId = note.paymentId ?? null;
      if (paymentId !== null) found("payments", paymentId);
      const number = numbered("credit-notes", note);
      const lines = note.lines.map((line, n) => lineFrom(`${number.id}-${n + 1}`, line));
      return save("credit-notes", {
        ...number,
        invoiceId: invoice.id,
        paymentId,
        customerId: invoice.customerId,
        date: note.date ?? today(),
        currency: invoice.currency,
        nominalCode: note.nominalCode ?? invoice.nominalCode,
        lines,
        total: totalOf(lines),
        updatedAt: stamp(),
      });
    },
    addPayment(payment) {
      const invoice = found("invoices", payment.invoiceId);
      methodMustBe(payment.method);
      return save("payments", {
        ...numbered("payments", payment),
        invoiceId: invoice.id,
        customerId: invoice.customerId,
        ...moneyOf(payment, invoice),
        origin: payment.origin ?? "layer",
        recorded: null,
      });
    },
    addRefund(refund) {
      const note = found("credit-notes", refund.creditNoteId);
      methodMustBe(refund.method);
      return save("refunds", {
        ...numbered("refunds", refund),
        creditNoteId: note.id,
        invoiceId: note.invoiceId,
        customerId: note.customerId,
        ...moneyOf(refund, note),
      });
    },
    changeDocument(list, id, change) {
      return save(list, { ...found(list, id), ...withoutBlanks(change), id, updatedAt: stamp() });
    },
    changePaymentMethod(name, change) {
      methodMustBe(name);
      const method = layer.paymentMethods.find((held) => held.name === name);
      if (method !== undefined) perform({ deed: "method-changed", id: method.id, change });
    },
    bulkDocuments(invoices, { payments = invoices, companyName, spacingMs = 1 } = {}) {
      if (buyers(layer, companies, companyName ?? null).length === 0) throw new EditRefused(`No customer is linked${companyName === undefined ? "" : ` to ${companyName}`}, so there is nobody to invoice.`);
      const before = { invoices: documents.count("invoices"), payments: documents.count("payments") };
      perform({ deed: "documents-made", at: layer.nextStamp(now()), invoices, payments: Math.min(payments, invoices), companyName: companyName ?? null, spacingMs });
      const added = (list: "invoices" | "payments"): string[] => documents.list(list).slice(before[list]).map(({ document }) => document.id).sort(inNumberOrder);
      return { invoices: added("invoices"), payments: added("payments") };
    },
  };
};
