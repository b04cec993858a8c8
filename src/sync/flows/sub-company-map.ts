/** Which Sage companies a customer's documents would be posted to, by the Sub Companies sheet. */
import { folded } from "../model/spelling";
import { defaultCompany } from "../sheets/sub-companies";
import type { StoredMapping } from "../store/mappings";

export type Target = { readonly companyName: string; readonly siteId: string };

export type SubCompanyMap = {
  /** Distinct companies, and the sub-companies that are mapped to none. A customer without sub-companies is the default company's. */
  targets(subCompanies: readonly string[]): { readonly companies: readonly Target[]; readonly unmapped: readonly string[] };
};

export const subCompanyMap = (mappings: readonly StoredMapping[]): SubCompanyMap => {
  const byName = new Map(
    mappings.flatMap(({ cells }) => {
      const [name, companyName, siteId] = [cells["SubCompany"], cells["SageCompanyName"], cells["SageSiteId"]];
      return typeof name === "string" && typeof companyName === "string" && typeof siteId === "string" ? [[folded(name), { companyName, siteId }] as const] : [];
    }),
  );
  return {
    targets(subCompanies) {
      const companies = new Map<string, Target>();
      const unmapped: string[] = [];
      for (const name of subCompanies.length > 0 ? subCompanies : [defaultCompany]) {
        const target = byName.get(folded(name));
        if (target) companies.set(`${target.siteId} ${target.companyName}`, target);
        else unmapped.push(name);
      }
      return { companies: [...companies.values()], unmapped };
    },
  };
};
