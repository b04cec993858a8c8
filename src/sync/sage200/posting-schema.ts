/** What Sage 200 answers to postings and look-ups, as far as it is read. Source, unless a line says otherwise: Sage's own description. */
import { z } from "zod";
import { recordId, text } from "./schema";

/**
 * The answer to a posting: a number of the company's own counter and nothing else. Described as text of 20 characters, seen as a
 * number with one integrator: both are read. Zero and below are not numbers that the counter gives.
 */
export const wirePosted = z.object({
  urn: z
    .union([z.number().int().positive(), z.string().trim().regex(/^0*[1-9]\d{0,18}$/, "not a number of Sage's counter")])
    .transform((urn) => String(urn).replace(/^0+/, "")),
});

/** The answer to POST /customers: the account as it was created. Its reference may be Sage's own where the site numbers accounts itself. */
export const wireCreatedCustomer = z.object({ id: recordId, reference: text });

/** GET /customers, looking for an account by its reference. */
export const wireFoundCustomer = z.object({ id: recordId, reference: text, name: text });
export const foundCustomerFields = Object.keys(wireFoundCustomer.shape);

/** GET /sales_posted_transactions, looking for a posting by its second reference. `document_gross_value` is signed. */
export const wirePostedTransaction = z.object({
  id: recordId,
  urn: recordId,
  customer_id: recordId,
  trader_transaction_type: z.string(),
  reference: text,
  second_reference: text,
  transaction_date: z.string().regex(/^\d{4}-\d\d-\d\d/, "not a date as Sage writes it"),
  document_gross_value: z.number(),
});
export type WirePostedTransaction = z.infer<typeof wirePostedTransaction>;
export const postedTransactionFields = Object.keys(wirePostedTransaction.shape);

/** The four kinds that are posted. The receipt's is 50 characters long although Sage's description says 30. */
export const transactionTypes = {
  invoice: "TradingAccountEntryTypeInvoice",
  creditNote: "TradingAccountEntryTypeCreditNote",
  receipt: "TradingAccountEntryTypePurchasePaymentSalesReceipt",
  salesPayment: "TradingAccountEntryTypePurchaseReceiptSalesPayment",
} as const;

/** One of a contact's e-mails or telephones. */
const child = { id: recordId, is_default: z.boolean().nullish().transform((value) => value ?? false) };
const list = <T extends z.ZodType>(item: T) => z.array(item).nullish().transform((items): readonly z.infer<T>[] => items ?? []);
export const wireContact = z.object({
  id: recordId,
  first_name: text,
  last_name: text,
  default_email: text,
  is_default: z.boolean().nullish().transform((value) => value ?? false),
  emails: list(z.object({ ...child, email: text })),
  telephones: list(z.object({ ...child, country_code: text, area_code: text, subscriber_number: text })),
});
export type WireContact = z.infer<typeof wireContact>;

/** POST /transaction_date_validation: a read in the form of a POST. What the classifications are called is not published. */
export const wireDateValidation = z.object({ classification: z.union([z.string(), z.number()]).nullish().transform((value) => String(value ?? "")), message: text });

/** GET /nominal_codes: `reference` here is what postings call `code`. Reference, cost centre and department together are unique. */
export const wireNominalCode = z.object({
  id: recordId,
  reference: z.string().trim(),
  name: text,
  cost_centre_code: text,
  department_code: text,
  account_status_type: z.string().nullish().transform((value) => value ?? "AccountStatusActive"),
});
export const nominalCodeFields = Object.keys(wireNominalCode.shape);
