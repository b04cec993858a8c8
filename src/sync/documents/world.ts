/** What a decision about a document rests on, already looked up. */
import type { CompanySettings } from "../contract";
import type { LayerCustomer } from "../layer/transform";
import type { StoredCompany } from "../store/companies";
import type { Standing } from "../store/document-records";
import type { LayerDocument } from "./document";

export type Company = Pick<StoredCompany, "ref" | "key" | "name" | "siteId" | "companyId">;

/** How far a customer is with one Sage company. */
export type CustomerStanding =
  | { readonly kind: "linked"; readonly sageCustomerId: string }
  /** Its creation is accepted and under way. */
  | { readonly kind: "being created" }
  | { readonly kind: "to decide" }
  | { readonly kind: "skipped" }
  | { readonly kind: "creation failed"; readonly why: string }
  | { readonly kind: "unknown to The Layer" }
  /** Nothing was begun: no order and no finalised invoice came to that company yet. */
  | { readonly kind: "none" };

/** `postingKey` null where there is no posting of ours: it is not planned yet, or was in Sage before. */
export type Parent = { readonly document: LayerDocument; readonly standing: Standing; readonly companyRef: string | null; readonly postingKey: string | null };

/** A mapping that is missing, with where it is to be filled in. */
export type Unmapped = { readonly sheet: "sub-companies" | "payment-methods" | "tax-codes"; readonly column: string; readonly value: string; readonly company: string | null };

export type Mapped<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly cause: string; readonly cure: string; readonly fixAt: Unmapped };

export type DocumentWorld = {
  /** The company of a sub-company by the mapping sheet; blank is the default company. */
  companyFor(subCompany: string): Mapped<Company>;
  company(ref: string): Company | null;
  /** As The Layer names it; null where the Sage user cannot open such a company. */
  companyNamed(name: string, siteId: string): Company | null;
  settings(companyRef: string): Pick<CompanySettings, "newCustomers" | "refunds">;
  /** ISO code of the currency that the company keeps its books in. */
  baseCurrency(companyRef: string): string;
  /** Record id of the bank account that a method pays into. */
  bankFor(method: string, company: Company): Mapped<string>;
  /** Record id of the tax code that stands for a rate of The Layer. */
  taxCodeFor(rate: string, company: Company): Mapped<string>;
  customer(id: string): LayerCustomer | null;
  standing(customerId: string, company: Company): CustomerStanding;
  parent(kind: LayerDocument["kind"], id: string): Parent | null;
};
