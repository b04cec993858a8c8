/** What `POST /sandbox/edits` takes: one edit as JSON, with the names and fields that it has in code. */
import { z } from "zod";
import { layerDocumentKinds } from "../sync/layer/document-schema";
import { wireLinkWrite } from "../sync/layer/schema";
import { accountFields, customerFields, methodFields } from "./journal";
import type { PracticeEdits, WireDocumentOf } from "./practice";

const numbered = { id: z.string().exactOptional(), reference: z.string().exactOptional(), date: z.iso.date().exactOptional() };
const lines = z.array(
  z
    .object({
      net: z.string(),
      description: z.string().exactOptional(),
      discount: z.string().exactOptional(),
      tax: z.string().exactOptional(),
      taxRate: z.string().exactOptional(),
      nominalCode: z.string().exactOptional(),
    })
    .strict(),
);
const { date: _date, ...named } = numbered;

const order = z.object({ ...named, customerId: z.string(), subCompany: z.string(), createdAt: z.iso.datetime().exactOptional() }).strict();
const invoice = z
  .object({
    ...numbered,
    customerId: z.string(),
    subCompany: z.string(),
    lines,
    status: z.enum(["draft", "finalised"]).exactOptional(),
    dueDate: z.iso.date().nullable().exactOptional(),
    currency: z.string().exactOptional(),
    nominalCode: z.string().exactOptional(),
  })
  .strict();
const creditNote = z.object({ ...numbered, invoiceId: z.string(), paymentId: z.string().nullable().exactOptional(), lines, nominalCode: z.string().exactOptional() }).strict();
const payment = z.object({ ...numbered, invoiceId: z.string(), amount: z.string(), method: z.string(), origin: z.enum(["layer", "sage"]).exactOptional() }).strict();
const refund = z.object({ ...numbered, creditNoteId: z.string(), amount: z.string(), method: z.string() }).strict();

const inSage = { companyName: z.string(), accountNumber: z.string(), date: z.iso.date().exactOptional(), reference: z.string().exactOptional(), user: z.string().exactOptional() };
const receipt = z.object({ ...inSage, bankCode: z.string(), amount: z.string(), settlementDiscount: z.string().exactOptional() }).strict();
const sageInvoice = z.object({ ...inSage, net: z.string(), tax: z.string().exactOptional(), secondReference: z.string().exactOptional() }).strict();
const allocation = z
  .object({ companyName: z.string(), lines: z.array(z.object({ urn: z.int(), amount: z.string() }).strict()), date: z.iso.date().exactOptional(), user: z.string().exactOptional() })
  .strict();

const contact = z.object({ firstName: z.string(), lastName: z.string(), email: z.string().exactOptional(), telephone: z.string().exactOptional() }).strict();

export const editRequest = z.discriminatedUnion("edit", [
  z.object({ edit: z.literal("change-account"), companyName: z.string(), reference: z.string(), change: accountFields.strict() }),
  z.object({ edit: z.literal("add-account"), companyName: z.string(), account: accountFields.required({ reference: true, name: true }).strict() }),
  z.object({ edit: z.literal("delete-account"), companyName: z.string(), reference: z.string() }),
  z.object({ edit: z.literal("change-customer"), id: z.string(), change: customerFields.strict() }),
  z.object({ edit: z.literal("add-contact"), customerId: z.string(), contact }),
  z.object({ edit: z.literal("save-link"), link: wireLinkWrite }),
  z.object({ edit: z.literal("add-order"), order }),
  z.object({ edit: z.literal("add-invoice"), invoice }),
  z.object({ edit: z.literal("finalise-invoice"), id: z.string(), date: z.iso.date().optional() }),
  z.object({ edit: z.literal("add-credit-note"), creditNote }),
  z.object({ edit: z.literal("add-payment"), payment }),
  z.object({ edit: z.literal("add-refund"), refund }),
  z.object({ edit: z.literal("change-document"), list: z.enum(layerDocumentKinds), id: z.string(), change: z.record(z.string(), z.unknown()) }),
  z.object({ edit: z.literal("change-payment-method"), name: z.string(), change: methodFields.strict() }),
  z.object({
    edit: z.literal("bulk-documents"),
    invoices: z.int().min(0).max(1_000_000),
    payments: z.int().min(0).exactOptional(),
    companyName: z.string().exactOptional(),
    spacingMs: z.int().min(0).exactOptional(),
  }),
  z.object({ edit: z.literal("enter-receipt"), receipt }),
  z.object({ edit: z.literal("enter-sage-invoice"), invoice: sageInvoice }),
  z.object({ edit: z.literal("allocate"), allocation }),
  z.object({ edit: z.literal("deallocate"), companyName: z.string(), urn: z.int(), other: z.int().exactOptional() }),
  z.object({ edit: z.literal("archive"), companyName: z.string(), urns: z.array(z.int()).min(1) }),
  z.object({
    edit: z.literal("bulk-receipts"),
    companyName: z.string(),
    receipts: z.int().min(0).max(1_000_000),
    allocated: z.int().min(0).exactOptional(),
    known: z.int().min(0).exactOptional(),
    spacingMs: z.int().min(0).exactOptional(),
  }),
]);
export type EditRequest = z.infer<typeof editRequest>;

/** Runs one edit that came as JSON. */
export const runEdit = (edits: PracticeEdits, request: EditRequest): unknown => {
  switch (request.edit) {
    case "change-account":
      return edits.changeAccount(request.companyName, request.reference, request.change);
    case "add-account":
      return edits.addAccount(request.companyName, request.account);
    case "delete-account":
      edits.deleteAccount(request.companyName, request.reference);
      return { deleted: request.reference };
    case "change-customer":
      return edits.changeCustomer(request.id, request.change);
    case "add-contact":
      return edits.addContact(request.customerId, request.contact);
    case "save-link":
      return edits.saveLink(request.link);
    case "add-order":
      return edits.addOrder(request.order);
    case "add-invoice":
      return edits.addInvoice(request.invoice);
    case "finalise-invoice":
      return edits.finaliseInvoice(request.id, request.date);
    case "add-credit-note":
      return edits.addCreditNote(request.creditNote);
    case "add-payment":
      return edits.addPayment(request.payment);
    case "add-refund":
      return edits.addRefund(request.refund);
    case "change-document":
      // Judged against the contract when it is saved.
      return edits.changeDocument(request.list, request.id, request.change as Partial<WireDocumentOf[typeof request.list]>);
    case "change-payment-method":
      edits.changePaymentMethod(request.name, request.change);
      return { changed: request.name };
    case "bulk-documents": {
      const { edit: _edit, invoices, ...options } = request;
      return edits.bulkDocuments(invoices, options);
    }
    case "enter-receipt":
      return edits.enterReceipt(request.receipt);
    case "enter-sage-invoice":
      return edits.enterInvoice(request.invoice);
    case "allocate":
      return edits.allocate(request.allocation);
    case "deallocate":
      return edits.deallocate(request);
    case "archive":
      return edits.archive(request);
    case "bulk-receipts": {
      const { edit: _edit, receipts, ...options } = request;
      return edits.bulkReceipts(receipts, options);
    }
  }
};
