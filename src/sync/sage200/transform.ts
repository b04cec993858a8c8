/** Sage 200's wire shapes in the model's words. Pure. */
import type { SageAccountRef, SageBankRef, SageCompanyRef, SageTaxCodeRef } from "../rules/reference";
import type { WireBank, WireCustomerId, WireCustomerView, WireSite, WireTaxCode } from "./schema";

/** An account as it is mirrored. `updatedAt` is a UTC instant, ISO 8601 with milliseconds and `Z`; the epoch where Sage has none. */
export type SageAccount = SageAccountRef & { readonly updatedAt: string };

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

export const toBank = (wire: WireBank, company: SageCompanyRef): SageBankRef => ({
  code: wire.code,
  name: wire.description,
  companyName: company.name,
  status: toStatus(wire.account_status_type),
});

export const toTaxCode = (wire: WireTaxCode, company: SageCompanyRef): SageTaxCodeRef => ({
  code: wire.code,
  name: wire.name,
  ratePercent: percentText(wire.tax_rate),
  companyName: company.name,
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
