import * as fc from "fast-check";
import { analyse } from "../../../src/sync/documents/analysis";
import { decimalText, minorUnits, zero } from "../../../src/sync/model/money";
import { Exact, exactAmount, exactId, jsonText, type Json } from "../../../src/sync/sage200/json-text";
import { postingRequest } from "../../../src/sync/sage200/posting-request";
import type { SagePosting } from "../../../src/sync/documents/posting";
import { someInvoice } from "../documents/random-invoices";
import { aCreditNotePosting, anInvoicePosting, aReceiptPosting, aRefundPosting, keyOf } from "./postings";

const sent = (posting: SagePosting): { path: string; text: string } => {
  const request = postingRequest(posting, keyOf(posting));
  if (!request.ok) throw new Error(request.failure.cause);
  return { path: request.value.path, text: jsonText(request.value.body) };
};

test("an invoice is sent field for field as Sage describes it, with amounts of two decimals and days without a zone", () => {
  expect(sent(anInvoicePosting())).toEqual({
    path: "/sales_invoices",
    text: `{"customer_id":27006,"transaction_date":"2026-03-02T00:00:00","due_date":"2026-04-01T00:00:00","reference":"INV-10442","second_reference":"${keyOf(anInvoicePosting())}",\
"document_goods_value":100.00,"document_tax_value":20.00,"tax_analysis_items":[{"id":2,"goods_amount":100.00,"tax_amount":20.00}],\
"nominal_analysis_items":[{"code":"4000","value":100.00,"narrative":"March service"}]}`,
  });
});

test("a credit note is positive and has no due date", () => {
  const { path, text } = sent(aCreditNotePosting());
  expect(path).toBe("/sales_credit_notes");
  expect(text).toContain('"document_goods_value":100.00,"document_tax_value":20.00');
  expect(text).not.toContain("due_date");
});

test("a receipt names its bank by Sage's record id and nothing to allocate it to", () => {
  expect(sent(aReceiptPosting())).toEqual({
    path: "/sales_receipts",
    text: `{"customer_id":27006,"bank_id":4,"cheque_value":70.00,"transaction_date":"2026-03-02T00:00:00","reference":"INV-10442","second_reference":"${keyOf(aReceiptPosting())}"}`,
  });
});

test("a refund is a receipt below zero or a positive sales payment, as the company is set", () => {
  const asReceipt = sent(aRefundPosting());
  expect([asReceipt.path, JSON.parse(asReceipt.text).cheque_value]).toEqual(["/sales_receipts", -70]);
  expect(asReceipt.text).toContain('"cheque_value":-70.00');
  const asPayment = sent(aRefundPosting({ as: "sales-payment" }));
  expect([asPayment.path, JSON.parse(asPayment.text).cheque_value]).toEqual(["/sales_payments", 70]);
});

test("the reference that people read is cut to 20 characters, the key never", () => {
  const posting = aReceiptPosting({ reference: "INVOICE-2026-000010442-NORTH" });
  const body = JSON.parse(sent(posting).text) as { reference: string; second_reference: string };
  expect(body.reference).toBe("INVOICE-2026-0000104");
  expect(body.second_reference).toBe(keyOf(posting));
  expect(body.second_reference).toHaveLength(20);
});

test("cutting never leaves half of a character", () => {
  expect(JSON.parse(sent(aReceiptPosting({ reference: `${"x".repeat(19)}😀` })).text)).toMatchObject({ reference: "x".repeat(19) });
});

test("an invoice without a due date or reference leaves the fields out, and nothing is ever null", () => {
  const { text } = sent(anInvoicePosting({ dueDate: null, reference: " " }));
  expect(text).not.toMatch(/due_date|"reference"|null|undefined/);
});

test("record ids beyond what a JavaScript number holds are sent digit by digit", () => {
  expect(sent(aReceiptPosting({ sageCustomerId: "9007199254740993", bankId: "9223372036854775807" })).text).toContain('"customer_id":9007199254740993,"bank_id":9223372036854775807');
});

test.each<[string, SagePosting]>([
  ["tax lines that do not add up to the goods", anInvoicePosting({ goods: minorUnits(100_01) })],
  ["tax lines that do not add up to the tax", anInvoicePosting({ tax: minorUnits(20_01) })],
  ["nominal lines that do not add up to the goods", aCreditNotePosting({ nominalItems: [] })],
  ["an amount of nothing", aReceiptPosting({ amount: zero })],
  ["an amount below zero", aRefundPosting({ amount: minorUnits(-1) })],
  ["a customer that is no record id", aReceiptPosting({ sageCustomerId: "NORTH001" })],
  ["a bank that is no record id", aReceiptPosting({ bankId: "" })],
  ["a tax code that is no record id", anInvoicePosting({ taxItems: [{ taxCodeId: "T1", goods: minorUnits(100_00), tax: minorUnits(20_00) }] })],
  ["a nominal code of nine characters", anInvoicePosting({ nominalItems: [{ code: "123456789", value: minorUnits(100_00), narrative: "" }] })],
])("%s is a failure, and nothing is sent", (_what, posting) => {
  expect(postingRequest(posting, keyOf(posting))).toMatchObject({ ok: false, failure: { code: "document-invalid" } });
});

test("whatever the invoice, what stands on the wire adds up to its total, read as decimal text", () => {
  const pence = (text: string) => BigInt(text.replace(".", ""));
  fc.assert(
    fc.property(
      someInvoice.filter((invoice) => invoice.total > 0),
      (invoice) => {
        const analysis = analyse(invoice, (rate) => String(rate.length));
        if (!analysis.ok) throw new Error(analysis.failure.cause);
        const { text } = sent(anInvoicePosting({ ...analysis.value }));
        const all = (name: string) => [...text.matchAll(new RegExp(`"${name}":(-?\\d+\\.\\d\\d)[,}]`, "g"))].map(([, digits = ""]) => pence(digits));
        const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
        expect(sum(all("document_goods_value")) + sum(all("document_tax_value"))).toBe(BigInt(invoice.total));
        expect(sum(all("goods_amount"))).toBe(sum(all("document_goods_value")));
        expect(sum(all("tax_amount"))).toBe(sum(all("document_tax_value")));
        expect(sum(all("value"))).toBe(sum(all("document_goods_value")));
      },
    ),
    { numRuns: 500 },
  );
});

test("JSON text with exact numbers is JSON, and keeps every penny", () => {
  const value: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
    json: fc.oneof({ maxDepth: 3 }, fc.string(), fc.boolean(), fc.maxSafeInteger().map((pence) => exactAmount(minorUnits(pence))), fc.array(tie("json"), { maxLength: 3 }), fc.dictionary(fc.string(), tie("json"), { maxKeys: 3 })),
  })).json;
  const plain = (json: Json): unknown =>
    json instanceof Exact ? Number(json.digits) : Array.isArray(json) ? json.map(plain) : typeof json === "object" ? Object.fromEntries(Object.entries(json).map(([name, member]) => [name, plain(member as Json)])) : json;
  fc.assert(fc.property(value, (json) => expect(JSON.parse(jsonText(json))).toEqual(JSON.parse(JSON.stringify(plain(json))))));
  fc.assert(fc.property(fc.maxSafeInteger(), (pence) => expect(jsonText(exactAmount(minorUnits(pence)))).toBe(decimalText(minorUnits(pence)))));
});

test("what is not a number cannot become one", () => {
  expect(() => exactId("27006 or 1 eq 1")).toThrow(RangeError);
});
