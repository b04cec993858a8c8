/** The routes of the connector contract, so that no end spells one twice. */
export const layerPaths = {
  about: "/v1/about",
  customers: "/v1/customers",
  subCompanies: "/v1/sub-companies",
  paymentMethods: "/v1/payment-methods",
  taxRates: "/v1/tax-rates",
  links: "/v1/links",
  linkBatch: "/v1/links/batch",
} as const;
