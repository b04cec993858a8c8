import type { DocumentPosting, SagePosting } from "../../../src/sync/documents/posting";
import { minorUnits } from "../../../src/sync/model/money";
import { accountFound, postingFound } from "../../../src/sync/sage200/posting-evidence";
import type { WirePostedTransaction } from "../../../src/sync/sage200/posting-schema";
import { aCreditNotePosting, anInvoicePosting, aNewCustomer, aReceiptPosting, aRefundPosting, keyOf } from "./postings";

const types = {
  invoice: "TradingAccountEntryTypeInvoice",
  credit: "TradingAccountEntryTypeCreditNote",
  receipt: "TradingAccountEntryTypePurchasePaymentSalesReceipt",
  payment: "TradingAccountEntryTypePurchaseReceiptSalesPayment",
};
const found = (posting: DocumentPosting, changes: Partial<WirePostedTransaction> = {}): WirePostedTransaction => ({
  id: "241513",
  urn: "1327",
  customer_id: "27006",
  trader_transaction_type: types.invoice,
  reference: "INV-10442",
  second_reference: keyOf(posting),
  transaction_date: "2026-03-02T00:00:00",
  document_gross_value: 120,
  ...changes,
});
const lookedUp = (posting: DocumentPosting, rows: readonly WirePostedTransaction[]) => postingFound(rows, posting, keyOf(posting));

test.each<[string, DocumentPosting, Partial<WirePostedTransaction>]>([
  ["an invoice", anInvoicePosting(), {}],
  ["a credit note, which Sage keeps below zero", aCreditNotePosting(), { trader_transaction_type: types.credit, document_gross_value: -120 }],
  ["a receipt, which Sage keeps below zero", aReceiptPosting(), { trader_transaction_type: types.receipt, document_gross_value: -70 }],
  ["a refund posted as a receipt below zero", aRefundPosting(), { trader_transaction_type: types.receipt, document_gross_value: 70 }],
  ["a refund posted as a sales payment", aRefundPosting({ as: "sales-payment" }), { trader_transaction_type: types.payment, document_gross_value: 70 }],
  ["an amount that a float cannot hold exactly", aReceiptPosting({ amount: minorUnits(70_10) }), { trader_transaction_type: types.receipt, document_gross_value: -70.10000000000001 }],
])("%s is found where kind, date and amount agree", (_what, posting, changes) => {
  expect(lookedUp(posting, [found(posting, changes)])).toEqual({ kind: "found", evidence: { urn: "1327", recordId: "241513", foundBy: "look-up" } });
});

test("nothing under the key is absent; so is another's key that only looks alike", () => {
  const posting = anInvoicePosting();
  expect(lookedUp(posting, [])).toEqual({ kind: "absent" });
  expect(lookedUp(posting, [found(posting, { second_reference: keyOf(posting).toLowerCase() })])).toEqual({ kind: "absent" });
});

test.each<[string, Partial<WirePostedTransaction>, RegExp]>([
  ["amount", { document_gross_value: 120.01 }, /120\.01, not 120\.00/],
  ["date", { transaction_date: "2026-03-01T00:00:00" }, /1 Mar 2026, not 2 Mar 2026/],
  ["kind", { trader_transaction_type: types.credit }, /a credit note, not an invoice/],
  ["account", { customer_id: "27007" }, /record 27007, not 27006/],
])("a posting under our key with another %s is not taken for ours, and the look-up says why", (_what, changes, why) => {
  const posting = anInvoicePosting();
  expect(lookedUp(posting, [found(posting, changes)])).toEqual({ kind: "contradicted", why: expect.stringMatching(why) });
});

test("two postings under one key are for a person, who is told both numbers", () => {
  const posting = anInvoicePosting();
  expect(lookedUp(posting, [found(posting), found(posting, { urn: "1328" })])).toEqual({ kind: "contradicted", why: expect.stringMatching(/1327, 1328/) });
});

test("an account under the reserved reference is ours where its name is", () => {
  const posting: Extract<SagePosting, { kind: "new-customer" }> = aNewCustomer();
  const account = { id: "27006", reference: "NORTH001", name: "northwick tools ltd" };
  expect(accountFound([account], posting)).toEqual({ kind: "found", evidence: { urn: "NORTH001", recordId: "27006", foundBy: "look-up" } });
  expect(accountFound([], posting)).toEqual({ kind: "absent" });
  expect(accountFound([{ ...account, name: "Northampton Shoes" }], posting)).toEqual({ kind: "contradicted", why: expect.stringContaining("Northampton Shoes") });
});

test("a name that had to be cut to Sage's width is known again", () => {
  const posting = aNewCustomer({ fields: { ...aNewCustomer().fields, name: "N".repeat(80) } });
  expect(accountFound([{ id: "1", reference: "NORTH001", name: "N".repeat(60) }], posting).kind).toBe("found");
});
