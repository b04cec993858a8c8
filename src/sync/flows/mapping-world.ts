/** What the mapping sheets are judged by: short lists, so all of them. */
import { createReferenceIndex, type ReferenceIndex } from "../rules/reference-index";
import type { Handle } from "../store";
import { allCompanies, type StoredCompany } from "../store/companies";
import { readList, type ListRecords } from "../store/lists";
import { readMappings, type MappingSheet, type StoredMapping } from "../store/mappings";

export type MappingWorld = {
  readonly index: ReferenceIndex;
  readonly companies: readonly StoredCompany[];
  readonly subCompanies: readonly string[];
  readonly methods: readonly ListRecords["payment-method"][];
  readonly rates: readonly ListRecords["tax-rate"][];
  readonly stored: ReadonlyMap<string, StoredMapping>;
};

export const loadMappingWorld = async (handle: Handle, tenant: string, sheet: MappingSheet): Promise<MappingWorld> => {
  const companies = await allCompanies(handle, tenant);
  const subCompanies = (await readList(handle, tenant, "sub-company")).map((one) => one.name);
  const methods = await readList(handle, tenant, "payment-method");
  const rates = await readList(handle, tenant, "tax-rate");
  const stored = await readMappings(handle, tenant, sheet);
  return {
    companies,
    subCompanies,
    methods,
    rates,
    stored: new Map(stored.map((mapping) => [mapping.key, mapping])),
    index: createReferenceIndex({
      companies,
      subCompanies,
      paymentMethods: methods,
      taxRates: rates,
      banks: await readList(handle, tenant, "bank"),
      taxCodes: await readList(handle, tenant, "tax-code"),
    }),
  };
};
