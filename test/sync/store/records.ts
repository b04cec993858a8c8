/** Records as connectors give them, with whatever a test does not care about filled in. */
import type { LayerCustomer, WireLink } from "../../../src/sync/layer";
import type { SageCompanyRef } from "../../../src/sync/rules/reference";
import type { SageAccount } from "../../../src/sync/sage200";

export const aCompany = (change: Partial<SageCompanyRef> = {}): SageCompanyRef => ({ name: "Acme UK", siteId: "site-1", companyId: "3", siteName: "Acme Group", ...change });

export const aCustomer = (id: string, change: Partial<LayerCustomer> = {}): LayerCustomer => ({
  id,
  name: `Customer ${id}`,
  subCompanies: [],
  vatNumber: "",
  postcode: "",
  email: "",
  telephone: "",
  website: "",
  fax: "",
  contacts: [],
  isArchived: false,
  updatedAt: "2026-11-01T09:00:00.000Z",
  ...change,
});

export const anAccount = (id: string, reference: string, change: Partial<SageAccount> = {}): SageAccount => ({
  id,
  reference,
  name: `Account ${reference}`,
  companyName: "Acme UK",
  status: "active",
  vatNumber: "",
  postcode: "",
  email: "",
  telephone: "",
  updatedAt: "2026-11-01T09:00:00.000Z",
  ...change,
});

export const aLink = (customerId: string, change: Partial<WireLink> = {}): WireLink => ({
  customerId,
  sageCompanyName: "Acme UK",
  sageSiteId: "site-1",
  sageAccountNumber: "NORTH001",
  sageCustomerId: "27006",
  synced: true,
  lastSyncedAt: null,
  updatedAt: "2026-11-01T09:00:00.000Z",
  ...change,
});
