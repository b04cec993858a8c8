/** The Layer's documents in the model's words: money in minor units, dates as plain days. */
import type { PlainDate } from "../model/dates";
import type { Money } from "../model/money";

export type DocumentLine = {
  readonly id: string;
  readonly description: string;
  /** Before discount, without tax. */
  readonly net: Money;
  /** Fund discount, without tax. */
  readonly discount: Money;
  readonly tax: Money;
  /** Name of The Layer's tax rate. */
  readonly taxRate: string;
  /** Empty where the document's own stands for it. */
  readonly nominalCode: string;
};

/** A line of an invoice. */
export type InvoiceLine = DocumentLine & {
  /** Its gross less what payments and credit notes took of it; a line above zero never goes below. */
  readonly outstanding: Money;
};

/** A posting that The Layer knows of, whoever made it. */
export type Reconciled = {
  readonly sageCompanyName: string;
  readonly sageSiteId: string;
  /** Sage's number of it; null where nothing was to be posted. */
  readonly urn: string | null;
};

type Common = {
  readonly id: string;
  /** The Layer's own number of the document, as people know it. */
  readonly reference: string;
  readonly customerId: string;
  readonly date: PlainDate;
  readonly currency: string;
  /** Null until The Layer holds it as reconciled with Sage. */
  readonly reconciled: Reconciled | null;
  /** UTC instant. */
  readonly updatedAt: string;
};

type Lined<Line> = { readonly nominalCode: string; readonly lines: readonly Line[]; readonly total: Money };

export type Invoice = Common &
  Lined<InvoiceLine> & {
    readonly kind: "invoice";
    /** The total less payments and credit notes, plus refunds; below zero while a credited payment is not paid back. */
    readonly outstanding: Money;
    /** Empty where sub-companies are not used. */
    readonly subCompany: string;
    /** A draft is never posted. */
    readonly isFinal: boolean;
    readonly dueDate: PlainDate | null;
  };
export type CreditNote = Common & Lined<DocumentLine> & { readonly kind: "credit-note"; readonly invoiceId: string; readonly paymentId: string | null };
export type Payment = Common & {
  readonly kind: "payment";
  readonly invoiceId: string;
  /** Name of the payment method. */
  readonly method: string;
  /** Greater than zero. */
  readonly amount: Money;
  /** "sage" for what came from Sage: it is there already. */
  readonly origin: "layer" | "sage";
  /** Our key of it where it was recorded from Sage, else null. */
  readonly sourceKey: string | null;
};
export type Refund = Common & { readonly kind: "refund"; readonly creditNoteId: string; readonly invoiceId: string; readonly method: string; readonly amount: Money };

export type LayerDocument = Invoice | CreditNote | Payment | Refund;
export type LayerDocumentKind = LayerDocument["kind"];

/** The first order of a customer in a sub-company brings the customer to Sage. */
export type Order = { readonly id: string; readonly reference: string; readonly customerId: string; readonly subCompany: string; readonly updatedAt: string };

/** What the document moves, always positive. */
export const amountOf = (document: LayerDocument): Money => ("total" in document ? document.total : document.amount);
