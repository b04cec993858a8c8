import type { Allocation, AllocationLine, CreditNotePosting, InvoicePosting, NewCustomer, PostedContact, ReceiptPosting, RefundPosting, SagePosting } from "../../../src/sync/documents/posting";
import { allocationIdentity } from "../../../src/sync/documents/allocation-identity";
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

export const anAllocationLine = (transactionId: string, pence: number, before = 0): AllocationLine => ({
  transactionId,
  urn: `9${transactionId}`,
  reference: pence < 0 ? `BACS ${transactionId}` : `INV-${transactionId}`,
  value: minorUnits(pence),
  allocatedBefore: minorUnits(before),
});
/** Of 120.00 of a receipt to one invoice unless told. */
export const anAllocation = (changes: Partial<Allocation> = {}): Allocation => ({
  kind: "allocation",
  company: "site-1/3",
  customerId: "00417",
  sageCustomerId: "27006",
  repetition: 0,
  date: null,
  lines: [anAllocationLine("241513", 120_00), anAllocationLine("242434", -120_00)],
  ...changes,
});

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

const kindOf: Readonly<Record<SagePosting["kind"], DocumentKind>> = { "new-customer": "customer", invoice: "invoice", "credit-note": "credit-note", receipt: "receipt", refund: "refund", allocation: "allocation" };
const idOf = (posting: SagePosting): string => ("documentId" in posting ? posting.documentId : posting.kind === "allocation" ? allocationIdentity(posting).id : posting.customerId);
export const keyOf = (posting: SagePosting) =>
  postingKey({ tenant: "t", company: posting.company, kind: kindOf[posting.kind], id: idOf(posting), revision: 0 });

export const intentOf = (posting: SagePosting, changes: Partial<Intent> = {}): StoredIntent<SagePosting> => ({
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
