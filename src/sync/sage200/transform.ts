/** Sage 200's wire shapes in the model's words. Pure. */
import type { z } from "zod";
import type { SageAccountRef, SageBankRef, SageCompanyRef, SageTaxCodeRef } from "../rules/reference";
import type { wireDateValidation, wireNominalCode } from "./posting-schema";
import type { WireBank, WireCustomerId, WireCustomerView, WireSite, WireTaxCode } from "./schema";

/** An account as it is mirrored. `updatedAt` is a UTC instant, ISO 8601 with milliseconds and `Z`; the epoch where Sage has none. */
export type SageAccount = SageAccountRef & { readonly updatedAt: string };

/** With Sage's record id, which postings carry where people know the code. */
export type SageBank = SageBankRef & { readonly id: string };
export type SageTaxCode = SageTaxCodeRef & { readonly id: string };

/** A nominal account, which is one code in a cost centre and department. `code` is what postings carry. */
export type SageNominalCode = { readonly code: string; readonly costCentre: string; readonly department: string; readonly name: string; readonly companyName: string; readonly status: "active" | "hidden" };

export type SageAccountId = { readonly id: string; readonly reference: string; readonly status: "active" | "hidden" };

export const toCompany = (wire: WireSite): SageCompanyRef => ({
  name: wire.company_name,
  siteId: wire.site_id,
  companyId: wire.company_id,
  siteName: wire.site_name === "" ? wire.site_short_name : wire.site_name,
});

export const toAccount = (wire: WireCustomerView, company: SageCompanyRef): SageAccount => ({
  id: wire.id,
  reference: wire.reference,
  name: wire.name,
  companyName: company.name,
  status: toStatus(wire.account_status_type),
  vatNumber: wire.vat_number,
  postcode: wire.customer_location_post_code,
  email: wire.contact_default_email_address,
  telephone: telephoneOf(wire),
  updatedAt: instantOf(wire.date_time_updated),
});

export const toAccountId = (wire: WireCustomerId): SageAccountId => ({ id: wire.id, reference: wire.reference, status: toStatus(wire.account_status_type) });

export const toBank = (wire: WireBank, company: SageCompanyRef): SageBank => ({
  id: wire.id,
  code: wire.code,
  name: wire.description,
  companyName: company.name,
  status: toStatus(wire.account_status_type),
});

export const toTaxCode = (wire: WireTaxCode, company: SageCompanyRef): SageTaxCode => ({
  id: wire.id,
  code: wire.code,
  name: wire.name,
  ratePercent: percentText(wire.tax_rate),
  companyName: company.name,
});

export const toNominalCode = (wire: z.infer<typeof wireNominalCode>, company: SageCompanyRef): SageNominalCode => ({
  code: wire.reference,
  costCentre: wire.cost_centre_code,
  department: wire.department_code,
  name: wire.name,
  companyName: company.name,
  status: toStatus(wire.account_status_type),
});

/**
 * What the classifications are called is not published. Assumed: one of a closed date says so in its name or in the message; any
 * other, such as a warning, counts as open, and posting shows the truth.
 */
export const toPostingDate = ({ classification, message }: z.infer<typeof wireDateValidation>): { readonly isOpen: boolean; readonly message: string } => ({
  isOpen: !/unacceptable|closed|not ?open|invalid|prohibit|not ?allowed|outside/i.test(`${classification} ${message}`),
  message,
});

/** Whatever is not plainly active cannot be posted to, so an unknown status counts as hidden. */
const toStatus = (wire: string): "active" | "hidden" => (/^(AccountStatus)?Active$/i.test(wire) ? "active" : "hidden");

/** The account's own number; where it has none, the default contact's. */
const telephoneOf = (wire: WireCustomerView): string => {
  const parts = [wire.telephone_country_code === "" ? "" : `+${wire.telephone_country_code.replace(/^\+/, "")}`, wire.telephone_area_code, wire.telephone_subscriber_number];
  return wire.telephone_subscriber_number === "" ? wire.contact_default_telephone_number : parts.filter((part) => part !== "").join(" ");
};

/** Sage prints UTC without a zone; `Date` would read that as local time. */
export const instantOf = (stamp: string | null): string => {
  if (stamp === null) return new Date(0).toISOString();
  return new Date(stamp.endsWith("Z") ? stamp : `${stamp}Z`).toISOString();
};

/** 20 → "20", 17.5 → "17.5". Rates have two decimals on the wire. */
const percentText = (rate: number): string => rate.toFixed(2).replace(/\.?0+$/, "");
