import type { CreditNotePosting, InvoicePosting, NewCustomer, PostedContact, Posting, ReceiptPosting, RefundPosting } from "../../../src/sync/documents/posting";
import { planned, type Intent } from "../../../src/sync/ledger/intent";
import { postingKey, type DocumentKind } from "../../../src/sync/ledger/posting-key";
import type { StoredIntent } from "../../../src/sync/ledger/store";
import type { PlainDate } from "../../../src/sync/model/dates";
import { ok } from "../../../src/sync/model/failure";
import { minorUnits } from "../../../src/sync/model/money";
import type { SageCompanyRef } from "../../../src/sync/rules/reference";
import type { AccessTokens } from "../../../src/sync/tokens";

export const acme: SageCompanyRef = { name: "Acme UK Ltd", siteId: "site-1", companyId: "3", siteName: "Acme" };
export const acmeSite = { company_id: 3, company_name: "Acme UK Ltd", site_id: "site-1", site_name: "Acme", site_short_name: "ACME" };

const onAccount = {
  company: "site-1/3",
  customerId: "00417",
  sageCustomerId: "27006",
  date: "2026-03-02" as PlainDate,
  reference: "INV-10442",
};
const lined = {
  goods: minorUnits(100_00),
  tax: minorUnits(20_00),
  taxItems: [{ taxCodeId: "2", goods: minorUnits(100_00), tax: minorUnits(20_00) }],
  nominalItems: [{ code: "4000", value: minorUnits(100_00), narrative: "March service" }],
};

export const anInvoicePosting = (changes: Partial<InvoicePosting> = {}): InvoicePosting => ({ ...onAccount, ...lined, kind: "invoice", documentId: "inv-1", dueDate: "2026-04-01" as PlainDate, ...changes });
export const aCreditNotePosting = (changes: Partial<CreditNotePosting> = {}): CreditNotePosting => ({ ...onAccount, ...lined, kind: "credit-note", documentId: "cn-1", reference: "CN-1", ...changes });
export const aReceiptPosting = (changes: Partial<ReceiptPosting> = {}): ReceiptPosting => ({ ...onAccount, kind: "receipt", documentId: "pay-1", bankId: "4", amount: minorUnits(70_00), ...changes });
export const aRefundPosting = (changes: Partial<RefundPosting> = {}): RefundPosting => ({ ...onAccount, kind: "refund", documentId: "ref-1", bankId: "4", amount: minorUnits(70_00), as: "negative-receipt", ...changes });

export const aContact = (changes: Partial<PostedContact> = {}): PostedContact => ({ id: "00417-1", firstName: "Priya", lastName: "Nair", email: "priya@northwick.example", telephone: "0191 496 0001", ...changes });
export const aNewCustomer = (changes: Partial<NewCustomer> = {}): NewCustomer => ({
  kind: "new-customer",
  company: "site-1/3",
  customerId: "00417",
  accountNumber: "NORTH001",
  fields: { name: "Northwick Tools Ltd", email: "accounts@northwick.example", website: "northwick.example", telephone: "0191 496 0000", fax: "", vatNumber: "GB123456789" },
  contacts: [aContact(), aContact({ id: "00417-2", firstName: "Sam", lastName: "Lee", email: "sam@northwick.example", telephone: "" })],
  ...changes,
});

const kindOf: Readonly<Record<Posting["kind"], DocumentKind>> = { "new-customer": "customer", invoice: "invoice", "credit-note": "credit-note", receipt: "receipt", refund: "refund" };
export const keyOf = (posting: Posting) =>
  postingKey({ tenant: "t", company: posting.company, kind: kindOf[posting.kind], id: posting.kind === "new-customer" ? posting.customerId : posting.documentId, revision: 0 });

export const intentOf = (posting: Posting, changes: Partial<Intent> = {}): StoredIntent<Posting> => ({
  key: keyOf(posting),
  kind: kindOf[posting.kind],
  company: posting.company,
  parents: [],
  payload: posting,
  intent: { ...planned(0), attempts: 1, ...changes } as Intent,
});

/** Hands out "first", and "second" once the first was refused. */
export const twoTokens = (): AccessTokens => {
  let token = "first-secret-token";
  return {
    access: async () => ok({ token }),
    renewAfterRefusal: async () => ok({ token: (token = "second-secret-token") }),
  };
};
