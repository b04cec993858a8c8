import { postingOutcome } from "../../../src/sync/sage200/posting-outcome";
import type { SagePosting } from "../../../src/sync/documents/posting";
import { acme, aCreditNotePosting, anInvoicePosting, aNewCustomer, aReceiptPosting, aRefundPosting } from "./postings";

const refusal = (body: string, posting: SagePosting, status = 400) => {
  const outcome = postingOutcome({ kind: "answered", answer: { status, headers: {}, text: body } }, posting, acme, new Date());
  if (outcome.kind !== "refused") throw new Error(`It is ${outcome.kind}.`);
  return outcome.failure;
};
const saying = (message: string, posting: SagePosting = anInvoicePosting()) => refusal(JSON.stringify({ message }), posting);

test.each<[string, SagePosting, string, RegExp]>([
  ["The transaction date 2026-03-02 is in a closed accounting period.", anInvoicePosting(), "sage-period-closed", /dated 2 Mar 2026/],
  ["The date entered is not within an open period.", aReceiptPosting(), "sage-period-closed", /2 Mar 2026/],
  ["The customer with id 27006 does not exist.", anInvoicePosting(), "sage-account-unknown", /record 27006/],
  ["Customer account NORTH001 could not be found", aCreditNotePosting(), "sage-account-unknown", /credit note CN-1/],
  ["The account is on hold.", anInvoicePosting(), "sage-account-blocked", /invoice INV-10442/],
  ["This customer account is hidden and cannot be posted to.", anInvoicePosting(), "sage-account-blocked", /takes no postings/],
  ["The bank with id 4 does not exist.", aReceiptPosting(), "sage-bank-unknown", /receipt INV-10442/],
  ["Invalid bank_id", aRefundPosting(), "sage-bank-unknown", /refund/],
  ["The tax code with id 9 does not exist.", anInvoicePosting(), "sage-tax-code-unknown", /tax code/],
  ["SageNullFieldException: The field 'id' of 'tax_analysis_items' cannot be null.", anInvoicePosting(), "sage-tax-code-unknown", /tax code/],
  ["The nominal account 4000 does not exist.", anInvoicePosting(), "sage-nominal-unknown", /\(4000\)/],
  ["The goods amounts of 'tax_analysis_items' add up to 1.00 and not to the document's 2.00.", anInvoicePosting(), "sage-refused", /do not add up/],
  ["The values of 'nominal_analysis_items' add up to 1.00 and not to the document's goods value of 2.00.", anInvoicePosting(), "sage-refused", /do not add up/],
  ["The value 'INV' of 'reference' is 28 characters long. The maximum length is 20.", anInvoicePosting(), "sage-refused", /longer than/],
  ["The cheque value cannot be negative.", aRefundPosting(), "sage-refused", /below zero/],
  ["The amounts of 'tax_analysis_items' cannot be negative.", anInvoicePosting(), "sage-refused", /below zero/],
  ["The customer reference 'NORTH001' already exists.", aNewCustomer(), "sage-account-taken", /account NORTH001/],
  ["You do not have permission to use the Sales Ledger.", anInvoicePosting(), "sage-no-access", /may not post/],
  ["Something quite new.", anInvoicePosting(), "sage-refused", /Sage 200 refused invoice INV-10442/],
])("“%s” is told in plain English with Sage's own words", (message, posting, code, cause) => {
  const failure = saying(message, posting);
  expect(failure).toMatchObject({ code, retry: "after fix", cause: expect.stringMatching(cause) });
  expect(failure.cause).toContain(message);
  expect(failure.cause).toContain("Acme UK Ltd");
  expect(failure.cure).not.toBe("");
});

test.each([
  ['{"message":"The bank with id 4 does not exist."}'],
  ['{"statusCode":400,"message":"The bank with id 4 does not exist."}'],
  ['[{"$severity":"error","$message":"The bank with id 4 does not exist."}]'],
  ['{"Message":"An error has occurred.","ExceptionMessage":"The bank with id 4 does not exist."}'],
  ["The bank with id 4 does not exist."],
])("the reason is found in whatever shape Sage answers: %s", (body) => {
  expect(refusal(body, aReceiptPosting()).code).toBe("sage-bank-unknown");
});

test("a refused negative receipt names the setting that posts refunds otherwise; a refused negative line does not", () => {
  expect(saying("The cheque value cannot be negative.", aRefundPosting()).cure).toContain("sales payments");
  expect(saying("The amounts cannot be negative.").cure).toContain("credit note");
});

test("a user without the module is told which features the role needs", () => {
  expect(refusal("", anInvoicePosting(), 403)).toMatchObject({ code: "sage-no-access", cure: expect.stringContaining("Sales Ledger") });
  expect(refusal("", aReceiptPosting(), 403).cure).toContain("Cash Book");
});

test("a refusal without a word says where to look", () => {
  expect(refusal("", anInvoicePosting())).toMatchObject({ code: "sage-refused", cause: expect.stringContaining("without saying why (400)"), cure: expect.stringContaining("period") });
  expect(refusal("<html><title>404</title></html>", anInvoicePosting(), 404)).toMatchObject({ cause: expect.stringContaining("404"), cure: expect.stringContaining("SAGE200_URL") });
  expect(refusal("", anInvoicePosting(), 308)).toMatchObject({ cause: expect.stringContaining("308"), cure: expect.stringContaining("SAGE200_URL") });
});

test("what Sage repeats of a bank account or an e-mail is not told further", () => {
  const { cause } = saying("The bank account 12345678 with sort code 12-34-56 of priya@northwick.example does not exist.", aReceiptPosting());
  expect(cause).not.toMatch(/12345678|12-34-56|priya/);
  expect(cause).toContain("*****678");
});
