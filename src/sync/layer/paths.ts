/** The routes of the connector contract, so that no end spells one twice. */
export const layerPaths = {
  about: "/v1/about",
  customers: "/v1/customers",
  subCompanies: "/v1/sub-companies",
  paymentMethods: "/v1/payment-methods",
  taxRates: "/v1/tax-rates",
  links: "/v1/links",
  linkBatch: "/v1/links/batch",
  orders: "/v1/orders",
  invoices: "/v1/invoices",
  "credit-notes": "/v1/credit-notes",
  payments: "/v1/payments",
  refunds: "/v1/refunds",
  reconciliations: "/v1/reconciliations",
} as const;
