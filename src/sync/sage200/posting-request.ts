/**
 * A posting as Sage 200 takes it: where it goes and what it says, field for field. Pure, and the same for the same posting, so that
 * what was sent can be told at any later time. Source: the field tables of Sage's description of the sales ledger.
 */
import { postingAmount } from "../documents/in-sage";
import type { CreditNotePosting, DocumentPosting, InvoicePosting, ReceiptPosting, RefundPosting, SagePosting } from "../documents/posting";
import type { PostingKey } from "../ledger/posting-key";
import { failed, failure, ok, type Failure, type Result } from "../model/failure";
import { formatMoney, negateMoney, sumMoney, zero, type Money } from "../model/money";
import { allocationBody, allocationName } from "./allocation-request";
import { newCustomerBody } from "./customer-request";
import { exactAmount, exactId, type Json, type JsonObject } from "./json-text";
import { sageDay } from "./sage-day";
import { cut, fitting } from "./widths";

export { sageDay };

export type PostingPath = "/sales_invoices" | "/sales_credit_notes" | "/sales_receipts" | "/sales_payments" | "/sales_allocations" | "/customers";
export type PostingRequest = { readonly path: PostingPath; readonly body: JsonObject };

/** How a posting is called in sentences: "invoice INV-10442". */
export const postingName = (posting: SagePosting): string => {
  switch (posting.kind) {
    case "new-customer":
      return `customer ${posting.fields.name}`;
    case "invoice":
      return `invoice ${posting.reference}`;
    case "credit-note":
      return `credit note ${posting.reference}`;
    case "receipt":
      return `receipt ${posting.reference}`;
    case "refund":
      return `refund ${posting.reference}`;
    case "allocation":
      return allocationName(posting);
  }
};

const unsound = (posting: SagePosting, says: string): Failure =>
  failure("document-invalid", `The posting of ${postingName(posting)} ${says}, so it was not sent.`, "Retry the document: it is worked out anew. If this stays, report it with the document's number.");

/** Customer, bank and tax code are named by Sage's own record ids. */
const recordId = (posting: SagePosting, what: string, id: string) => (/^\d{1,19}$/.test(id) ? ok(exactId(id)) : failed(unsound(posting, `names ${what} “${id}”, which is not a record number of Sage`)));

type Header = { readonly customer_id: Json; readonly transaction_date: string; readonly reference: string | undefined; readonly second_reference: string };

/** `second_reference` is what the posting is found again by, so it is never cut. */
const header = (posting: DocumentPosting, key: PostingKey): Result<Header> => {
  const customer = recordId(posting, "customer", posting.sageCustomerId);
  if (!customer.ok) return customer;
  const second = fitting("secondReference", key, `the posting of ${postingName(posting)}`);
  if (!second.ok) return second;
  const amount = postingAmount(posting);
  if (amount <= zero) return failed(unsound(posting, `is of ${formatMoney(amount)}, and only what is above 0.00 can be posted`));
  const reference = cut("reference", posting.reference);
  return ok({ customer_id: customer.value, transaction_date: sageDay(posting.date), reference: reference === "" ? undefined : reference, second_reference: second.value });
};

/** Money is positive on credit notes too: the ledger applies the sign. */
const linedBody = (posting: InvoicePosting | CreditNotePosting, key: PostingKey): Result<JsonObject> => {
  const head = header(posting, key);
  if (!head.ok) return head;
  const { goods, tax, taxItems, nominalItems } = posting;
  const taxGoods = sumMoney(taxItems.map((item) => item.goods));
  const taxSum = sumMoney(taxItems.map((item) => item.tax));
  const nominalSum = sumMoney(nominalItems.map((item) => item.value));
  if (taxGoods !== goods || taxSum !== tax)
    return failed(unsound(posting, `is of ${formatMoney(goods)} goods and ${formatMoney(tax)} tax, but its tax lines come to ${formatMoney(taxGoods)} and ${formatMoney(taxSum)}`));
  if (nominalSum !== goods) return failed(unsound(posting, `is of ${formatMoney(goods)} goods, but its nominal lines come to ${formatMoney(nominalSum)}`));

  const taxLines: JsonObject[] = [];
  for (const item of taxItems) {
    // A line without an id makes Sage fail with a SageNullFieldException.
    const id = recordId(posting, "tax code", item.taxCodeId);
    if (!id.ok) return id;
    taxLines.push({ id: id.value, goods_amount: exactAmount(item.goods), tax_amount: exactAmount(item.tax) });
  }
  const nominalLines: JsonObject[] = [];
  for (const item of nominalItems) {
    const code = fitting("nominalCode", item.code, postingName(posting));
    if (!code.ok) return code;
    const narrative = cut("narrative", item.narrative);
    nominalLines.push({ code: code.value, value: exactAmount(item.value), narrative: narrative === "" ? undefined : narrative });
  }
  const { customer_id, transaction_date, reference, second_reference } = head.value;
  return ok({
    customer_id,
    transaction_date,
    ...(posting.kind === "invoice" && posting.dueDate !== null ? { due_date: sageDay(posting.dueDate) } : {}),
    reference,
    second_reference,
    document_goods_value: exactAmount(goods),
    document_tax_value: exactAmount(tax),
    tax_analysis_items: taxLines,
    nominal_analysis_items: nominalLines,
  });
};

const moneyBody = (posting: ReceiptPosting | RefundPosting, value: Money, key: PostingKey): Result<JsonObject> => {
  const head = header(posting, key);
  if (!head.ok) return head;
  const bank = recordId(posting, "bank account", posting.bankId);
  if (!bank.ok) return bank;
  const { customer_id, transaction_date, reference, second_reference } = head.value;
  return ok({ customer_id, bank_id: bank.value, cheque_value: exactAmount(value), transaction_date, reference, second_reference });
};

const at = (path: PostingPath, body: Result<JsonObject>): Result<PostingRequest> => (body.ok ? ok({ path, body: body.value }) : body);

/**
 * Failures: `document-invalid` where a figure does not add up, an id is not Sage's or a text is too wide to be cut. Then nothing may be
 * sent.
 */
export const postingRequest = (posting: SagePosting, key: PostingKey): Result<PostingRequest> => {
  switch (posting.kind) {
    case "allocation":
      return at("/sales_allocations", allocationBody(posting));
    case "new-customer":
      return at("/customers", newCustomerBody(posting));
    case "invoice":
      return at("/sales_invoices", linedBody(posting, key));
    case "credit-note":
      return at("/sales_credit_notes", linedBody(posting, key));
    case "receipt":
      return at("/sales_receipts", moneyBody(posting, posting.amount, key));
    case "refund":
      // As The Layer documents it a refund is a receipt below zero; that Sage's API takes one is assumed, hence the choice of a sales payment.
      return posting.as === "sales-payment" ? at("/sales_payments", moneyBody(posting, posting.amount, key)) : at("/sales_receipts", moneyBody(posting, negateMoney(posting.amount), key));
  }
};
