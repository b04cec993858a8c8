/** Postings ready to be accepted, with whatever a test does not care about filled in. */
import type { PlainDate } from "../../../src/sync/model/dates";
import { minorUnits } from "../../../src/sync/model/money";
import type { InvoicePosting, NewCustomer, Posting, ReceiptPosting } from "../../../src/sync/documents/posting";
import { postingKey, type DocumentKind, type PostingKey } from "../../../src/sync/ledger/posting-key";
import type { NewIntent } from "../../../src/sync/ledger/store";

const common = { company: "site-1/3", customerId: "C1", sageCustomerId: "27006", date: "2026-11-21" as PlainDate };

export const anInvoicePosting = (id: string, change: Partial<InvoicePosting> = {}): InvoicePosting => ({
  ...common,
  kind: "invoice",
  documentId: id,
  reference: id,
  goods: minorUnits(10_000),
  tax: minorUnits(2_000),
  taxItems: [{ taxCodeId: "1", goods: minorUnits(10_000), tax: minorUnits(2_000) }],
  nominalItems: [{ code: "4000", value: minorUnits(10_000), narrative: "Handsets" }],
  dueDate: null,
  ...change,
});

export const aReceiptPosting = (id: string, change: Partial<ReceiptPosting> = {}): ReceiptPosting => ({
  ...common,
  kind: "receipt",
  documentId: id,
  reference: "INV-1",
  bankId: "bank-9157",
  amount: minorUnits(7_000),
  ...change,
});

export const aNewCustomer = (customerId: string, change: Partial<NewCustomer> = {}): NewCustomer => ({
  kind: "new-customer",
  company: common.company,
  customerId,
  accountNumber: "NORTH001",
  fields: { name: "North Ltd", email: "", website: "", telephone: "", fax: "", vatNumber: "" },
  contacts: [],
  ...change,
});

const kindOf = (posting: Posting): DocumentKind => (posting.kind === "new-customer" ? "customer" : posting.kind);

export const anIntent = (posting: Posting, parents: readonly PostingKey[] = [], tenant = "t"): NewIntent<Posting> => ({
  key: postingKey({ tenant, company: posting.company, kind: kindOf(posting), id: "documentId" in posting ? posting.documentId : posting.customerId, revision: 0 }),
  kind: kindOf(posting),
  company: posting.company,
  parents,
  payload: posting,
});
