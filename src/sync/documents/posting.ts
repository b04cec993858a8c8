/**
 * What is to be done in a Sage company or in The Layer, complete: once accepted into the ledger it is sent as it stands, however often
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

/** One side of an allocation. */
export type AllocationLine = {
  /** Sage's record id of the posted transaction. */
  readonly transactionId: string;
  readonly urn: string;
  /** As an accountant knows it. */
  readonly reference: string;
  /** Positive on what receives (invoice, refund), negative on what gives (receipt, credit note). */
  readonly value: Money;
  /** What was allocated of it when this was accepted, signed alike: an allocation has no key in Sage, so this is what it is looked up by. */
  readonly allocatedBefore: Money;
};
/** Posted transactions of one account set against each other: the values come to 0.00. `customerId` is blank where the account is linked to nobody. */
export type Allocation = Common & {
  readonly kind: "allocation";
  readonly sageCustomerId: string;
  /** How often the same was allocated from the same starting point before, and taken back in Sage since. */
  readonly repetition: number;
  /** Null for Sage's own day. */
  readonly date: PlainDate | null;
  readonly lines: readonly AllocationLine[];
};

/** What an invoice's line takes of a payment. */
export type PaidLine = { readonly lineId: string; readonly amount: Money };
/** A receipt that was entered in Sage, as a payment in The Layer on the invoice that it is allocated to. */
export type LayerPayment = Common & {
  readonly kind: "layer-payment";
  /** The row of Sage Transactions that it is recorded for, and how often that row was recorded before. */
  readonly rowId: string;
  readonly nth: number;
  readonly receiptId: string;
  readonly receiptUrn: string;
  readonly sageInvoiceUrn: string;
  readonly sageCompanyName: string;
  readonly sageSiteId: string;
  /** The Layer's invoice, and its number as people know it. */
  readonly invoiceId: string;
  readonly invoiceReference: string;
  readonly date: PlainDate;
  /** The Layer's name of it. */
  readonly method: string;
  readonly amount: Money;
  readonly currency: string;
  /** As on the receipt; may be blank. */
  readonly reference: string;
  /** Together they come to `amount`. */
  readonly lines: readonly PaidLine[];
};

/** A document of The Layer's, as it is posted to Sage. */
export type DocumentPosting = InvoicePosting | CreditNotePosting | ReceiptPosting | RefundPosting;
/** What Sage is asked to do. */
export type SagePosting = NewCustomer | DocumentPosting | Allocation;
export type Posting = SagePosting | LayerPayment;
export type PostingKind = Posting["kind"];
