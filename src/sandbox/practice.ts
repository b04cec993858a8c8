/** What tests may see of the practice companies, and what they may change in them, as a colleague at another desk would. */
import type { z } from "zod";
import type { LayerDocumentList, WireCreditNote, WireInvoice, WireOrder, WirePayment, WireReconciliation, WireRefund } from "../sync/layer/document-schema";
import type { Scene } from "./data/documents/month-scenes";
import type { ControlTotals, TransactionType } from "./sage200/ledger";
import type { WireCustomer, WireLink, WireLinkWrite, wirePaymentMethod, wireSubCompany, wireTaxRate } from "../sync/layer/schema";

export type PracticeCompany = {
  readonly name: string;
  readonly companyId: number;
  readonly siteId: string;
  readonly siteName: string;
  readonly siteShortName: string;
  readonly tenantId: number;
};

export type AccountStatus = "active" | "hidden";

export type PracticeAccount = {
  readonly id: number;
  readonly reference: string;
  readonly name: string;
  readonly companyName: string;
  readonly siteId: string;
  readonly companyId: number;
  readonly status: AccountStatus;
  readonly isOnHold: boolean;
  readonly vatNumber: string;
  readonly postcode: string;
  readonly email: string;
  readonly telephone: string;
  /** Milliseconds since 1970, UTC. */
  readonly updatedAt: number;
  /** The Layer customer that this account truly is; null for an account that The Layer does not know. */
  readonly layerCustomerId: string | null;
};

export type PracticeBank = { readonly id: number; readonly code: string; readonly description: string; readonly status: AccountStatus };
export type PracticeTaxCode = { readonly id: number; readonly code: number; readonly name: string; readonly percent: number };

/** Trouble planted on purpose, so that a test can go straight to it. Account numbers are within the company named. */
export type PlantedTrouble = {
  /** Two Layer customers whose names nearly agree and who are different businesses. */
  readonly nearDuplicates: readonly (readonly [string, string])[];
  /** One account number that names different customers in two companies. */
  readonly sameReference: readonly { readonly reference: string; readonly companies: readonly [string, string] }[];
  readonly hiddenAccounts: readonly { readonly companyName: string; readonly reference: string }[];
  /** Layer customers whose names begin with `=`, `+`, `-`, `@` or a tab. */
  readonly formulaNames: readonly string[];
  /** Account numbers that a spreadsheet turns into a number, a date or a truth value. */
  readonly spreadsheetReferences: readonly { readonly companyName: string; readonly reference: string }[];
  /** Account numbers that differ only by the letter O and the digit 0. */
  readonly lookAlikes: readonly { readonly companyName: string; readonly references: readonly [string, string] }[];
  /** Saved links whose Sage account does not exist any more. */
  readonly brokenLinks: readonly { readonly customerId: string; readonly companyName: string }[];
};

export type SandboxData = {
  readonly seed: number;
  /** How many Layer customers were generated. */
  readonly size: number;
  readonly companies: readonly PracticeCompany[];
  readonly subCompanies: readonly z.infer<typeof wireSubCompany>[];
  readonly paymentMethods: readonly z.infer<typeof wirePaymentMethod>[];
  readonly taxRates: readonly z.infer<typeof wireTaxRate>[];
  /** In ascending order of id. */
  customers(): Iterable<WireCustomer>;
  customer(id: string): WireCustomer | undefined;
  links(): readonly WireLink[];
  /** In ascending order of Sage's record id. */
  accounts(companyName: string): readonly PracticeAccount[];
  /** By account number, exact. */
  account(companyName: string, reference: string): PracticeAccount | undefined;
  banks(companyName: string): readonly PracticeBank[];
  taxCodes(companyName: string): readonly PracticeTaxCode[];
  /** The accounts that a Layer customer truly has, active ones first: what a perfect match would find. */
  truth(customerId: string): readonly PracticeAccount[];
  readonly trouble: PlantedTrouble;
  readonly documents: PracticeDocuments;
  /** Receipts of the practice month, August 2026, in the order in which they were entered; empty where there is none. */
  readonly month: readonly PlantedReceipt[];
};

/** What is the matter with a receipt of the practice month; "full" is nothing. */
export type PlantedReceipt = { readonly companyName: string; readonly urn: number; readonly kind: Scene };

/** A document of each of The Layer's lists. */
export type WireDocumentOf = {
  readonly orders: WireOrder;
  readonly invoices: WireInvoice;
  readonly "credit-notes": WireCreditNote;
  readonly payments: WirePayment;
  readonly refunds: WireRefund;
};
export type { LayerDocumentList };

/** Documents that do not simply post, planted on purpose; everything else generated is a draft, or posts once sub-companies, methods and the other tax rates are mapped. */
export type PlantedDocuments = {
  /** Payments by an enabled method whose Acc - Code is blank. */
  readonly blankAccCode: { readonly method: string; readonly companyName: string; readonly payments: readonly string[] };
  /** An invoice of a customer that has no link and an account that is very like it. */
  readonly unlinkedLookAlike: { readonly invoice: string; readonly customerId: string; readonly companyName: string; readonly accountNumber: string } | null;
  /** An invoice of a customer that has no link and resembles no account. */
  readonly unlinkedStranger: { readonly invoice: string; readonly customerId: string; readonly companyName: string } | null;
  /** An invoice with a line at a rate that no other document uses. */
  readonly unmappedTaxRate: { readonly invoice: string; readonly taxRate: string } | null;
  readonly foreignCurrency: { readonly invoice: string; readonly currency: string } | null;
  /** An invoice dated in a period that Sage has closed. */
  readonly closedPeriod: { readonly invoice: string; readonly date: string } | null;
};

export type PracticeDocuments = {
  /** In the order in which they changed. */
  list<L extends LayerDocumentList>(list: L): readonly WireDocumentOf[L][];
  find<L extends LayerDocumentList>(list: L, id: string): WireDocumentOf[L] | undefined;
  /** What was written back, the newest of each document. */
  reconciliations(): readonly WireReconciliation[];
  reconciliation(document: WireReconciliation["document"], id: string): WireReconciliation | undefined;
  readonly trouble: PlantedDocuments;
};

export type AccountFields = {
  readonly reference?: string;
  readonly name?: string;
  readonly status?: AccountStatus;
  readonly isOnHold?: boolean;
  readonly vatNumber?: string;
  readonly postcode?: string;
  readonly email?: string;
};
export type ContactFields = { readonly firstName: string; readonly lastName: string; readonly email?: string; readonly telephone?: string };
export type CustomerFields = Partial<Omit<WireCustomer, "id" | "contacts" | "updatedAt">>;

/** Each moves the record's change stamp on, is remembered in the state file, and throws where the record does not exist. */
export type PracticeEdits = SageEdits & {
  changeAccount(companyName: string, reference: string, change: AccountFields): PracticeAccount;
  addAccount(companyName: string, account: AccountFields & { readonly reference: string; readonly name: string }): PracticeAccount;
  deleteAccount(companyName: string, reference: string): void;
  changeCustomer(id: string, change: CustomerFields): WireCustomer;
  /** As if somebody had entered one more person in The Layer. The customer is as it is then, the new contact last. */
  addContact(customerId: string, contact: ContactFields): WireCustomer;
  /** As if somebody had linked the customer in The Layer itself. */
  saveLink(link: WireLinkWrite): WireLink;
  addOrder(order: NewOrder): WireOrder;
  /** Tax is computed from each line's rate, and the total from the lines. */
  addInvoice(invoice: NewInvoice): WireInvoice;
  /** Makes a draft final, with today's date unless another is given. */
  finaliseInvoice(id: string, date?: string): WireInvoice;
  addCreditNote(creditNote: NewCreditNote): WireCreditNote;
  addPayment(payment: NewPayment): WirePayment;
  addRefund(refund: NewRefund): WireRefund;
  /** Overwrites fields of a document as they stand on the wire. Nothing is computed but what follows from other documents. */
  changeDocument<L extends LayerDocumentList>(list: L, id: string, change: Partial<Omit<WireDocumentOf[L], "id" | "updatedAt" | "outstanding" | "reconciled">>): WireDocumentOf[L];
  changePaymentMethod(name: string, change: { readonly isEnabled?: boolean; readonly accountName?: string; readonly accCode?: string }): void;
  /**
   * Adds that many finalised invoices of one line, and a payment in full for each of the first `payments` of them (all, unless
   * told otherwise), for linked customers in turn, of one Sage company where it is named. All post without trouble.
   */
  bulkDocuments(invoices: number, options?: BulkOptions): BulkAdded;
};

/** What people do at Sage's own screens. Transactions are named by their number (urn); amounts are positive. */
export type SageEdits = {
  enterReceipt(receipt: NewReceipt): SageNumber;
  /** Raised in Sage alone: The Layer does not know it. */
  enterInvoice(invoice: NewSageInvoice): SageNumber;
  /** Sets receipts and credit notes against invoices and refunds of one account, in one session of any number of members. */
  allocate(allocation: NewAllocation): { readonly date: string };
  /** Takes back every session of a transaction or, with `other`, those that both took part in. */
  deallocate(of: { readonly companyName: string; readonly urn: number; readonly other?: number }): { readonly sessions: number };
  /** Moves settled transactions to the history, where the ledger's lists do not show them. */
  archive(of: { readonly companyName: string; readonly urns: readonly number[] }): { readonly archived: number };
  /**
   * Adds receipts of linked customers in turn, their stamps increasing. The first `allocated` of them (half, unless told otherwise) are
   * allocated in full, each to an invoice of its own; of these, the first `known` (all) to an invoice of The Layer, which holds it as reconciled.
   */
  bulkReceipts(receipts: number, options: BulkReceiptOptions): { readonly firstUrn: number; readonly lastUrn: number };
};
export type SageNumber = { readonly urn: number; readonly id: number };
/** Days are today and `user` a clerk where left out. */
export type NewReceipt = {
  readonly companyName: string;
  readonly accountNumber: string;
  readonly bankCode: string;
  readonly amount: string;
  readonly date?: string;
  readonly reference?: string;
  /** Given beside the money: the receipt pays that much more. */
  readonly settlementDiscount?: string;
  readonly user?: string;
};
export type NewSageInvoice = {
  readonly companyName: string;
  readonly accountNumber: string;
  readonly net: string;
  readonly tax?: string;
  readonly date?: string;
  readonly reference?: string;
  readonly secondReference?: string;
  readonly user?: string;
};
export type NewAllocation = { readonly companyName: string; readonly lines: readonly { readonly urn: number; readonly amount: string }[]; readonly date?: string; readonly user?: string };
export type BulkReceiptOptions = { readonly companyName: string; readonly allocated?: number; readonly known?: number; readonly spacingMs?: number };

export type BulkOptions = {
  readonly payments?: number;
  readonly companyName?: string;
  /** Between one document's change stamp and the next; 1 by default. Wide apart, a reader's overlap in time holds few of them. */
  readonly spacingMs?: number;
};
export type BulkAdded = { readonly invoices: readonly string[]; readonly payments: readonly string[] };

export type NewLine = {
  readonly net: string;
  readonly description?: string;
  readonly discount?: string;
  /** Computed from the rate where left out. */
  readonly tax?: string;
  /** "Standard rate" where left out. */
  readonly taxRate?: string;
  readonly nominalCode?: string;
};
type Numbered = { readonly id?: string; readonly reference?: string };
/** Days and instants are today and now where left out; the currency is GBP. */
export type NewOrder = Numbered & { readonly customerId: string; readonly subCompany: string; readonly createdAt?: string };
export type NewInvoice = Numbered & {
  readonly customerId: string;
  readonly subCompany: string;
  readonly lines: readonly NewLine[];
  /** "finalised" where left out. */
  readonly status?: "draft" | "finalised";
  readonly date?: string;
  readonly dueDate?: string | null;
  readonly currency?: string;
  /** "4000" where left out. */
  readonly nominalCode?: string;
};
export type NewCreditNote = Numbered & {
  readonly invoiceId: string;
  readonly paymentId?: string | null;
  readonly lines: readonly NewLine[];
  readonly date?: string;
  readonly nominalCode?: string;
};
export type NewPayment = Numbered & { readonly invoiceId: string; readonly amount: string; readonly method: string; readonly date?: string; readonly origin?: "layer" | "sage" };
export type NewRefund = Numbered & { readonly creditNoteId: string; readonly amount: string; readonly method: string; readonly date?: string };

/** What `GET /sandbox/books` answers of each company. Money in pence, customers' debts positive. */
export type PracticeBooks = {
  readonly company: string;
  readonly totals: ControlTotals;
  /** Empty where the ledgers agree. */
  readonly differences: readonly string[];
  /** Without what was there at the beginning: opening balances and the practice month. */
  readonly posted: readonly {
    readonly urn: number;
    readonly id: number;
    readonly type: TransactionType;
    readonly customerId: number;
    readonly date: string;
    readonly reference: string;
    readonly secondReference: string;
    readonly gross: number;
    readonly outstanding: number;
    readonly bankCode: string | null;
  }[];
  /** All receipts, those from before and the archived ones too. Money is positive, refunds entered as receipts negative. */
  readonly receipts: readonly {
    readonly urn: number;
    readonly id: number;
    readonly customerId: number;
    readonly date: string;
    readonly reference: string;
    readonly secondReference: string;
    readonly user: string;
    readonly bankCode: string | null;
    /** What the account was credited with: the money and any settlement discount. */
    readonly amount: number;
    readonly allocated: number;
    readonly unallocated: number;
    readonly isArchived: boolean;
  }[];
  /** Sessions as they stand: what people took back is not among them. Values are signed as in the ledger, and together nothing. */
  readonly allocations: readonly { readonly date: string; readonly user: string; readonly members: readonly { readonly urn: number; readonly value: number }[] }[];
  readonly duplicates: readonly { readonly secondReference: string; readonly urns: readonly number[] }[];
};
