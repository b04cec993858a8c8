import type { WireCreditNote, WireDocumentLine, WireInvoice, WireInvoiceLine, WireOrder, WirePayment, WireRefund } from "../../../src/sync/layer/document-schema";

export const aWireOrder = (changes: Partial<WireOrder> = {}): WireOrder => ({
  id: "ord-1",
  reference: "SO-1",
  customerId: "00417",
  subCompany: "North",
  createdAt: "2026-03-01T09:00:00.000Z",
  updatedAt: "2026-03-01T09:00:00.000Z",
  ...changes,
});

export const aWireLine = (changes: Partial<WireDocumentLine> = {}): WireDocumentLine => ({
  id: "1",
  description: "March service",
  net: "100.00",
  discount: "0.00",
  tax: "20.00",
  taxRate: "Standard",
  nominalCode: "",
  ...changes,
});

export const aWireInvoiceLine = (changes: Partial<WireInvoiceLine> = {}): WireInvoiceLine => ({ ...aWireLine(), outstanding: "120.00", ...changes });

export const aWireInvoice = (changes: Partial<WireInvoice> = {}): WireInvoice => ({
  id: "inv-1",
  reference: "INV-10442",
  customerId: "00417",
  subCompany: "North",
  status: "finalised",
  date: "2026-03-02",
  dueDate: "2026-04-01",
  currency: "GBP",
  nominalCode: "4100",
  lines: [aWireInvoiceLine()],
  total: "120.00",
  outstanding: "120.00",
  reconciled: null,
  updatedAt: "2026-03-02T09:00:00.000Z",
  ...changes,
});

export const aWireCreditNote = (changes: Partial<WireCreditNote> = {}): WireCreditNote => ({
  id: "cn-1",
  reference: "CN-1",
  invoiceId: "inv-1",
  paymentId: "pay-1",
  customerId: "00417",
  date: "2026-03-25",
  currency: "GBP",
  nominalCode: "4100",
  lines: [aWireLine()],
  total: "120.00",
  reconciled: null,
  updatedAt: "2026-03-25T09:00:00.000Z",
  ...changes,
});

export const aWirePayment = (changes: Partial<WirePayment> = {}): WirePayment => ({
  id: "pay-1",
  reference: "BACS 20MAR",
  invoiceId: "inv-1",
  customerId: "00417",
  date: "2026-03-20",
  method: "Card",
  amount: "70.00",
  currency: "GBP",
  origin: "layer",
  sourceKey: null,
  reconciled: null,
  updatedAt: "2026-03-20T09:00:00.000Z",
  ...changes,
});

export const aWireRefund = (changes: Partial<WireRefund> = {}): WireRefund => ({
  id: "ref-1",
  reference: "Refund 1",
  creditNoteId: "cn-1",
  invoiceId: "inv-1",
  customerId: "00417",
  date: "2026-03-28",
  method: "Card",
  amount: "70.00",
  currency: "GBP",
  reconciled: null,
  updatedAt: "2026-03-28T09:00:00.000Z",
  ...changes,
});
