import type { SheetSlug } from "../sheets/sheet";
import { accountRules } from "./accounts";
import { bankRules } from "./bank-accounts";
import { companyRules, siteRules } from "./companies";
import { accountForTwoCustomers, duplicateRules } from "./duplicates";
import { existingLinkRules } from "./existing-links";
import { layerCustomerRules } from "./layer-customers";
import { unknownPaymentMethod, unknownSubCompany } from "./layer-lists";
import { notLinkedYet, notMappedYet, presenceRules, someSageIdentifier } from "./presence";
import type { Rule } from "./rule";
import { slipRules } from "./slips";
import { taxRules } from "./tax-rates";

/** Which rules judge which worksheet, cheapest first. A worksheet that is only pulled has none. */
export const rulesFor: Readonly<Record<SheetSlug, readonly Rule[]>> = {
  "customer-links": [
    ...presenceRules,
    someSageIdentifier,
    notLinkedYet,
    ...slipRules,
    ...layerCustomerRules,
    ...companyRules,
    ...siteRules,
    ...accountRules,
    ...existingLinkRules,
    ...duplicateRules,
    accountForTwoCustomers,
  ],
  "sub-companies": [...presenceRules, notMappedYet, ...slipRules, unknownSubCompany, ...companyRules, ...siteRules, ...duplicateRules],
  "payment-methods": [...presenceRules, ...slipRules, unknownPaymentMethod, ...companyRules, ...bankRules, ...duplicateRules],
  "tax-codes": [...presenceRules, notMappedYet, ...slipRules, ...companyRules, ...taxRules, ...duplicateRules],
  customers: [],
  invoices: [],
  "credit-notes": [],
  payments: [],
  refunds: [],
  "error-queue": [],
  "sage-transactions": [],
  balances: [],
  reconciliation: [],
};
