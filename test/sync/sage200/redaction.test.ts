import * as fc from "fast-check";
import { postingKey } from "../../../src/sync/ledger/posting-key";
import { postingRequest } from "../../../src/sync/sage200/posting-request";
import { redactedRequest, redactedText } from "../../../src/sync/sage200/redaction";
import type { SagePosting } from "../../../src/sync/documents/posting";
import { anInvoicePosting, aNewCustomer, aReceiptPosting, keyOf } from "./postings";

const shown = (posting: SagePosting): string => {
  const request = postingRequest(posting, keyOf(posting));
  if (!request.ok) throw new Error(request.failure.cause);
  return JSON.stringify(redactedRequest(posting, request.value.body));
};

test.each([
  ["Bearer abc123.def-456", /abc123/],
  ["Authorization: Bearer eyJhbGciOi.eyJzdWIiOi.c2ln", /eyJ/],
  ["refresh_token=v1.Mr5-Qx9secret", /Mr5/],
  ['{"access_token":"a1b2c3d4e5"}', /a1b2c3/],
  ["Pay to 12-34-56 12345678", /12-34-56|12345678/],
  ["sort code 12 34 56", /12 34 56/],
  ["account 1234 5678", /1234 5678/],
  ["GB29 NWBK 6016 1331 9268 19", /NWBK|1331/],
  ["DE89370400440532013000", /3704/],
  ["priya.nair@northwick.example wrote", /priya/],
])("“%s” is not kept", (text, secret) => {
  expect(redactedText(text)).not.toMatch(secret);
});

test.each([
  "The tax code with id 9 does not exist.",
  "VAT number GB123456789 of 2026-03-02",
  "VAT GB123456789012",
  "Invoice INV-10442 of 1,234.56",
  "The token has expired.",
  "https://api.columbus.sage.com/uk/sage200extra/accounts/v1",
])("“%s” is kept as it is", (text) => {
  expect(redactedText(text)).toBe(text);
});

test("an e-mail keeps its domain and an account number its last three digits, so that two can be told apart", () => {
  expect(redactedText("accounts@northwick.example, 12345678")).toBe("…@northwick.example, *****678");
});

test("whatever is named a secret goes, wherever it stands", () => {
  expect(redactedText("you sent 'hunter2' and hunter2", ["hunter2", ""])).toBe("you sent '[secret]' and [secret]");
});

test("no posting key is ever taken for a secret", () => {
  fc.assert(
    fc.property(fc.string(), (id) => {
      const key = postingKey({ tenant: "t", company: "3", kind: "invoice", id, revision: 0 });
      expect(redactedText(`Look for ${key} in Sage`)).toBe(`Look for ${key} in Sage`);
    }),
    { numRuns: 2_000 },
  );
});

test("redacting what is redacted changes nothing", () => {
  fc.assert(fc.property(fc.string(), (text) => expect(redactedText(redactedText(text))).toBe(redactedText(text))));
});

test("an attempt shows every number, day and code that tells one posting from another", () => {
  const posting = anInvoicePosting();
  expect(JSON.parse(shown(posting))).toMatchObject({
    customer_id: "27006",
    transaction_date: "2026-03-02T00:00:00",
    reference: "INV-10442",
    second_reference: keyOf(posting),
    document_goods_value: "100.00",
    document_tax_value: "20.00",
    tax_analysis_items: [{ id: "2", goods_amount: "100.00", tax_amount: "20.00" }],
    nominal_analysis_items: [{ code: "4000", value: "100.00", narrative: "March service" }],
  });
});

test("an attempt shows no bank detail that stood in a text, and no e-mail's owner", () => {
  const invoice = anInvoicePosting({ nominalItems: anInvoicePosting().nominalItems.map((item) => ({ ...item, narrative: "Refund to 12-34-56 12345678, ask priya@northwick.example" })) });
  expect(shown(invoice)).not.toMatch(/12-34-56|12345678|priya/);
  expect(shown(aReceiptPosting({ reference: "12345678" }))).not.toContain("12345678");
  const customer = shown(aNewCustomer({ accountNumber: "00000417" }));
  expect(customer).not.toMatch(/priya@|accounts@|sam@/);
  expect(customer).toContain('"…@northwick.example"');
  expect(customer).toContain('"reference":"00000417"');
});
