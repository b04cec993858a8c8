/** The settings of each Sage company, with their defaults. */
import { companySettings, type CompanySettings } from "../../contract";
import type { Handle } from "../../store";
import { readCompanySettings } from "../../store/company-settings";

export type CompanyRules = Pick<CompanySettings, "newCustomers" | "refunds">;

/** As The Layer documents it: customers are created, and refunds show as receipts. */
export const defaultRules: CompanyRules = { newCustomers: "unless alike", refunds: "negative receipt" };

const rules = companySettings.pick({ newCustomers: true, refunds: true }).partial();

export const loadCompanyRules = async (handle: Handle, tenant: string): Promise<{ of(companyRef: string): CompanyRules }> => {
  const byCompany = new Map<string, Record<string, unknown>>();
  for (const { companyRef, key, value } of await readCompanySettings(handle, tenant)) byCompany.set(companyRef, { ...byCompany.get(companyRef), [key]: value });
  return {
    of(companyRef) {
      const { newCustomers = defaultRules.newCustomers, refunds = defaultRules.refunds } = rules.parse(byCompany.get(companyRef) ?? {});
      return { newCustomers, refunds };
    },
  };
};
