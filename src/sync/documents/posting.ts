/**
 * What is to be posted to a Sage company, complete: once accepted into the ledger it is sent as it stands, however often
 * and by whichever worker. Amounts are positive; what kind of posting it is says which way they count.
 */
import type { PlainDate } from "../model/dates";
import type { Money } from "../model/money";

export type TaxItem = { readonly taxCodeId: string; readonly goods: Money; readonly tax: Money };
export type NominalItem = { readonly code: string; readonly value: Money; readonly narrative: string };

type Common = {
  /** The company's `ref` in the store. */
  readonly company: string;
  readonly customerId: string;
};
type OnAccount = Common & {
  /** Record id of the customer's account in that company. */
  readonly sageCustomerId: string;
  readonly documentId: string;
  readonly date: PlainDate;
  /** At most 20 characters: The Layer's reference, for people. */
  readonly reference: string;
};
type Lined = { readonly goods: Money; readonly tax: Money; readonly taxItems: readonly TaxItem[]; readonly nominalItems: readonly NominalItem[] };

export type PostedContact = { readonly id: string; readonly firstName: string; readonly lastName: string; readonly email: string; readonly telephone: string };
export type CustomerFields = {
  readonly name: string;
  readonly email: string;
  readonly website: string;
  readonly telephone: string;
  readonly fax: string;
  readonly vatNumber: string;
};

export type NewCustomer = Common & {
  readonly kind: "new-customer";
  /** The account reference reserved for it, at most 8 characters: what it is looked up by. */
  readonly accountNumber: string;
  readonly fields: CustomerFields;
  readonly contacts: readonly PostedContact[];
};
export type InvoicePosting = OnAccount & Lined & { readonly kind: "invoice"; readonly dueDate: PlainDate | null };
export type CreditNotePosting = OnAccount & Lined & { readonly kind: "credit-note" };
export type ReceiptPosting = OnAccount & { readonly kind: "receipt"; readonly bankId: string; readonly amount: Money };
/** Money back to a customer: a receipt of negative value as The Layer documents it, or a Sage sales payment. */
export type RefundPosting = OnAccount & { readonly kind: "refund"; readonly bankId: string; readonly amount: Money; readonly as: "negative-receipt" | "sales-payment" };

export type Posting = NewCustomer | InvoicePosting | CreditNotePosting | ReceiptPosting | RefundPosting;
export type PostingKind = Posting["kind"];
