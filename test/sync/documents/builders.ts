import type { CreditNote, Invoice, LayerDocument, Payment, Refund } from "../../../src/sync/documents/document";
import type { Company, CustomerStanding, DocumentWorld, Mapped, Parent } from "../../../src/sync/documents/world";
import type { PlainDate } from "../../../src/sync/model/dates";
import { minorUnits } from "../../../src/sync/model/money";

export const acme: Company = { ref: "site/1", key: "site/acme uk", name: "Acme UK", siteId: "site", companyId: "1" };
export const day = (text: string) => text as PlainDate;
export const pounds = (amount: number) => minorUnits(Math.round(amount * 100));

export const anInvoice = (changes: Partial<Invoice> = {}): Invoice => ({
  kind: "invoice",
  id: "inv-1",
  reference: "INV-1001",
  customerId: "000402",
  subCompany: "North",
  isFinal: true,
  date: day("2026-03-02"),
  dueDate: day("2026-04-01"),
  currency: "GBP",
  nominalCode: "4000",
  lines: [{ id: "l1", description: "Router", net: pounds(100), discount: pounds(0), tax: pounds(20), taxRate: "Standard", nominalCode: "", outstanding: pounds(120) }],
  total: pounds(120),
  outstanding: pounds(120),
  reconciled: null,
  updatedAt: "2026-03-02T10:00:00.000Z",
  ...changes,
});
export const aCreditNote = (changes: Partial<CreditNote> = {}): CreditNote => {
  const { kind: _kind, subCompany: _sub, isFinal: _final, dueDate: _due, outstanding: _outstanding, lines, ...lined } = anInvoice();
  return { ...lined, lines: lines.map(({ outstanding: _left, ...line }) => line), kind: "credit-note", id: "cn-1", reference: "CN-1", invoiceId: "inv-1", paymentId: null, ...changes };
};
export const aPayment = (changes: Partial<Payment> = {}): Payment => ({
  kind: "payment",
  id: "pay-1",
  reference: "",
  invoiceId: "inv-1",
  customerId: "000402",
  date: day("2026-03-20"),
  method: "Card",
  amount: pounds(70),
  currency: "GBP",
  origin: "layer",
  sourceKey: null,
  reconciled: null,
  updatedAt: "2026-03-20T10:00:00.000Z",
  ...changes,
});
export const aRefund = (changes: Partial<Refund> = {}): Refund => {
  const { kind: _kind, origin: _origin, sourceKey: _sourceKey, ...rest } = aPayment();
  return { ...rest, kind: "refund", id: "ref-1", creditNoteId: "cn-1", ...changes };
};

export const posted = (document: LayerDocument): Parent => ({ document, standing: "posted", companyRef: acme.ref, postingKey: `key of ${document.id}` });

type Scene = {
  readonly companies?: Readonly<Record<string, Company>>;
  readonly banks?: Readonly<Record<string, string>>;
  readonly codes?: Readonly<Record<string, string>>;
  readonly standing?: CustomerStanding;
  readonly parents?: readonly Parent[];
  readonly refunds?: "negative receipt" | "sales payment";
};

const orMissing = (value: string | undefined, cause: string, sheet: "payment-methods" | "tax-codes", name: string): Mapped<string> =>
  value === undefined ? { ok: false, cause, cure: "Fill it in.", fixAt: { sheet, column: "x", value: name, company: acme.name } } : { ok: true, value };

export const aWorld = ({ companies = { North: acme }, banks = { Card: "4" }, codes = { Standard: "2" }, standing = { kind: "linked", sageCustomerId: "27006" }, parents = [posted(anInvoice()), posted(aCreditNote())], refunds = "negative receipt" }: Scene = {}): DocumentWorld => ({
  companyFor: (subCompany) => {
    const company = companies[subCompany];
    return company
      ? { ok: true, value: company }
      : { ok: false, cause: `Sub-company “${subCompany}” is mapped to no Sage company.`, cure: "Map it.", fixAt: { sheet: "sub-companies", column: "SageCompanyName", value: subCompany, company: null } };
  },
  company: (ref) => (ref === acme.ref ? acme : null),
  companyNamed: (name, siteId) => (name === acme.name && siteId === acme.siteId ? acme : null),
  settings: () => ({ newCustomers: "unless alike", refunds }),
  baseCurrency: () => "GBP",
  bankFor: (method) => orMissing(banks[method], `Payment method “${method}” has no Acc - Code for Acme UK.`, "payment-methods", method),
  taxCodeFor: (rate) => orMissing(codes[rate], `Tax rate ${rate} has no Sage tax code for Acme UK.`, "tax-codes", rate),
  customer: () => null,
  standing: () => standing,
  parent: (kind, id) => parents.find((parent) => parent.document.kind === kind && parent.document.id === id) ?? null,
});
