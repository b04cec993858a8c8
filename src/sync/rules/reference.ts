/**
 * What rules may look up, already in memory and indexed by whoever provides it (the pane's cache or the gateway's store).
 * Every record is small: the pane keeps 100,000 of them.
 */
export type SageCompanyRef = { readonly name: string; readonly siteId: string; readonly companyId: string; readonly siteName: string };
export type SageAccountRef = {
  readonly id: string;
  readonly reference: string;
  readonly name: string;
  readonly companyName: string;
  readonly status: "active" | "hidden";
  readonly vatNumber: string;
  readonly postcode: string;
  readonly email: string;
  readonly telephone: string;
};
export type SageBankRef = { readonly code: string; readonly name: string; readonly companyName: string; readonly status: "active" | "hidden" };
export type SageTaxCodeRef = { readonly code: string; readonly name: string; readonly ratePercent: string; readonly companyName: string };
export type LayerCustomerRef = {
  readonly id: string;
  readonly name: string;
  readonly subCompanies: readonly string[];
  readonly vatNumber: string;
  readonly postcode: string;
  readonly email: string;
  readonly telephone: string;
};
export type LinkRef = {
  readonly customerId: string;
  readonly companyName: string;
  readonly siteId: string;
  readonly accountNumber: string;
  readonly sageCustomerId: string;
  readonly version: number;
};
export type PaymentMethodRef = { readonly name: string; readonly isEnabled: boolean; readonly accountName: string; readonly accCode: string };
export type TaxRateRef = { readonly percent: string; readonly name: string };

/** One kind of reference data, complete or not fetched: rules that need what was not fetched stay silent. */
export type ReferenceData = {
  readonly companies?: readonly SageCompanyRef[];
  readonly accounts?: readonly SageAccountRef[];
  readonly banks?: readonly SageBankRef[];
  readonly taxCodes?: readonly SageTaxCodeRef[];
  readonly customers?: readonly LayerCustomerRef[];
  readonly links?: readonly LinkRef[];
  readonly subCompanies?: readonly string[];
  readonly paymentMethods?: readonly PaymentMethodRef[];
  readonly taxRates?: readonly TaxRateRef[];
};
