import { toCreditNote, toInvoice, toOrder, toPayment, toRefund } from "../../../src/sync/documents/from-layer";
import { aWireCreditNote, aWireInvoice, aWireInvoiceLine, aWireOrder, aWirePayment, aWireRefund } from "../layer/wire-documents";

test("an invoice keeps every penny and every day as it stands", () => {
  expect(toInvoice(aWireInvoice({ lines: [aWireInvoiceLine({ net: "100.00", discount: "10.05", tax: "17.99", outstanding: "37.94" })], total: "107.94", outstanding: "37.94" }))).toEqual({
    ok: true,
    value: {
      kind: "invoice",
      id: "inv-1",
      reference: "INV-10442",
      customerId: "00417",
      subCompany: "North",
      isFinal: true,
      date: "2026-03-02",
      dueDate: "2026-04-01",
      currency: "GBP",
      nominalCode: "4100",
      lines: [{ id: "1", description: "March service", net: 100_00, discount: 10_05, tax: 17_99, taxRate: "Standard", nominalCode: "", outstanding: 37_94 }],
      total: 107_94,
      outstanding: 37_94,
      reconciled: null,
      updatedAt: "2026-03-02T09:00:00.000Z",
    },
  });
});

test("a finalised invoice that is a penny out is a failure that names both figures", () => {
  expect(toInvoice(aWireInvoice({ total: "120.01" }))).toMatchObject({
    ok: false,
    failure: { code: "document-invalid", cause: "Invoice INV-10442 says 120.01, but its lines come to 120.00: 100.00 after discount and 20.00 tax." },
  });
});

test("a draft need not add up yet, and is known as one", () => {
  expect(toInvoice(aWireInvoice({ status: "draft", total: "0.00" }))).toMatchObject({ ok: true, value: { isFinal: false } });
});

test("an invoice may come to nothing, but not to less", () => {
  const line = (net: string, tax: string) => [aWireInvoiceLine({ net, tax })];
  expect(toInvoice(aWireInvoice({ lines: line("0.00", "0.00"), total: "0.00" })).ok).toBe(true);
  expect(toInvoice(aWireInvoice({ lines: line("-10.00", "-2.00"), total: "-12.00" }))).toMatchObject({ ok: false, failure: { cause: expect.stringContaining("-12.00") } });
});

test("a credit note must add up and be above zero", () => {
  expect(toCreditNote(aWireCreditNote())).toMatchObject({ ok: true, value: { kind: "credit-note", invoiceId: "inv-1", paymentId: "pay-1", total: 120_00 } });
  expect(toCreditNote(aWireCreditNote({ total: "100.00" }))).toMatchObject({ ok: false, failure: { cause: expect.stringContaining("120.00") } });
  expect(toCreditNote(aWireCreditNote({ lines: [], total: "0.00" }))).toMatchObject({ ok: false, failure: { cause: expect.stringContaining("above 0.00") } });
});

test.each(["0.00", "-5.00"])("a payment or refund of %s is a failure that names it", (amount) => {
  expect(toPayment(aWirePayment({ amount }))).toMatchObject({ ok: false, failure: { code: "document-invalid", cause: expect.stringContaining(amount) } });
  expect(toRefund(aWireRefund({ amount }))).toMatchObject({ ok: false, failure: { cause: expect.stringContaining(amount) } });
});

test("a payment knows where it was entered first, a refund its credit note", () => {
  expect(toPayment(aWirePayment({ origin: "sage" }))).toMatchObject({ ok: true, value: { kind: "payment", origin: "sage", amount: 70_00, method: "Card", date: "2026-03-20" } });
  expect(toRefund(aWireRefund())).toMatchObject({ ok: true, value: { kind: "refund", creditNoteId: "cn-1", invoiceId: "inv-1", amount: 70_00 } });
});

test("a document without a number is called by its id", () => {
  expect(toPayment(aWirePayment({ reference: " ", amount: "0.00" }))).toMatchObject({ failure: { cause: expect.stringContaining("Payment pay-1"), value: "pay-1" } });
});

test("a day that does not exist is a failure that names it", () => {
  expect(toRefund(aWireRefund({ date: "2026-02-30" }))).toMatchObject({ ok: false, failure: { cause: expect.stringContaining("2026-02-30") } });
});

test("an order keeps who it is for and which sub-company it is of", () => {
  expect(toOrder(aWireOrder())).toEqual({ ok: true, value: { id: "ord-1", reference: "SO-1", customerId: "00417", subCompany: "North", updatedAt: "2026-03-01T09:00:00.000Z" } });
});
