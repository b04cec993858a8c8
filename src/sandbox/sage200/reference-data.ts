import type { CompanyPlan } from "../data/companies";
import { boolean, choice, datetime, decimal, entity, int, string, type Field } from "../odata/entity";
import type { PracticeTaxCode } from "../practice";

export const accountStatuses = ["AccountStatusActive", "AccountStatusHidden"] as const;
export const accountStatus = (status: "active" | "hidden"): (typeof accountStatuses)[number] => (status === "active" ? "AccountStatusActive" : "AccountStatusHidden");
/** Assumed: Sage publishes the names of its enumerations, not their numbers. `/account_status_types` lists these. */
export const accountStatusId = (status: "active" | "hidden"): number => (status === "active" ? 0 : 1);

/** Reference data was set up once, with the company. */
export const setUpAt = Date.UTC(2019, 3, 1, 8, 30);

export const sterling = { id: 1, symbol: "£", name: "Pound Sterling", isoCodeId: 49, isoCode: "GBP", isoName: "Pound Sterling" } as const;
export const britain = { id: 13, code: "GB", name: "Great Britain" } as const;

export const currencyEntity = entity<typeof sterling>("currency", {
  id: int((row) => row.id),
  symbol: string(4, (row) => row.symbol),
  name: string(30, (row) => row.name),
  core_currency_rate: decimal(() => 1_000_000, 6),
  euro_currency_rate: decimal(() => 0, 6),
  is_base_currency: boolean(() => true),
  is_euro_currency: boolean(() => false),
  use_for_new_accounts: boolean(() => true),
  exchange_rate_type: string(20, () => "ExchangeRateSingle"),
  exchange_rate_amendability_type: string(50, () => "ExchangeRateAmendable"),
  currency_iso_code_id: int((row) => row.isoCodeId),
  date_time_created: datetime(() => setUpAt),
  date_time_updated: datetime(() => setUpAt),
});

/** The currency as flat views have it, beside what is in it. */
export const currencyBeside = <Row>(): Record<string, Field<Row>> => ({
  currency_id: int(() => sterling.id),
  currency_name: string(30, () => sterling.name),
  currency_symbol: string(4, () => sterling.symbol),
  currency_iso_code_id: int(() => sterling.isoCodeId),
  currency_iso_code: string(3, () => sterling.isoCode),
  currency_iso_code_name: string(100, () => sterling.isoName),
});

export const countryEntity = entity<typeof britain>("country_code", {
  id: int((row) => row.id),
  code: string(2, (row) => row.code),
  name: string(60, (row) => row.name),
  eu_member: boolean(() => false),
  date_time_created: datetime(() => setUpAt),
  date_time_updated: datetime(() => setUpAt),
});

export const taxCodeEntity = entity<PracticeTaxCode>("tax_code", {
  id: int((row) => row.id),
  code: int((row) => row.code),
  name: string(60, (row) => row.name),
  tax_rate: decimal((row) => row.percent * 100),
  terms: string(54, () => "TaxTermsInputAndOutput"),
  terms_description: string(60, () => "Input and output"),
  is_notional_acquisition_tax: boolean(() => false),
  date_time_created: datetime(() => setUpAt),
  date_time_updated: datetime(() => setUpAt),
});

export const accountStatusEntity = entity<"active" | "hidden">("account_status_type", {
  id: int((row) => accountStatusId(row)),
  description: string(30, (row) => (row === "active" ? "Active" : "Hidden")),
  value: choice(30, accountStatuses, (row) => accountStatus(row)),
});

/** The tax code that a new customer gets: the standard rate. */
export const standardTaxCode = (plan: CompanyPlan): PracticeTaxCode => {
  const found = plan.taxCodes.find((code) => code.code === 1);
  if (found === undefined) throw new Error(`${plan.name} has no tax code 1.`);
  return found;
};
