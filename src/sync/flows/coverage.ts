import type { Coverage } from "../contract";
import { folded } from "../model/spelling";
import { parseRate } from "../sheets/literals";
import { defaultCompany } from "../sheets/sub-companies";
import type { Database } from "../store";
import { countBySubCompanies } from "../store/customer-standing";
import { subCompanyMap } from "./sub-company-map";
import { loadMappingWorld } from "./mapping-world";

const covered = (total: readonly string[], isMapped: (one: string) => boolean) => {
  const missing = total.filter((one) => !isMapped(one));
  return { mapped: total.length - missing.length, total: total.length, missing };
};

/** Rates as the sheet keeps them: "20" for "20.00". */
const percentOf = (text: string): string => {
  const rate = parseRate(`${text}%`.replace("%%", "%"));
  return rate.kind === "rate" ? rate.percent : text;
};

/**
 * How much of each mapping sheet is filled in. Sub-companies: each needs a company. Payment methods: each that The Layer has
 * enabled needs a bank code, unless a row says that it is not used. Tax codes: each rate in each Sage company.
 */
export const coverage = async (db: Database, tenant: string): Promise<Coverage> => {
  const [subs, methods, taxes, groups] = await db.read(
    async (handle) =>
      [
        await loadMappingWorld(handle, tenant, "sub-companies"),
        await loadMappingWorld(handle, tenant, "payment-methods"),
        await loadMappingWorld(handle, tenant, "tax-codes"),
        await countBySubCompanies(handle, tenant),
      ] as const,
  );
  const map = subCompanyMap([...subs.stored.values()]);
  const names = subs.subCompanies.length > 0 ? subs.subCompanies : [defaultCompany];
  const affected = groups.filter((group) => map.targets(group.subCompanies).unmapped.length > 0);

  const methodRows = [...methods.stored.values()].map(({ cells }) => cells);
  const enabled = methods.methods.filter((method) => {
    const rows = methodRows.filter((cells) => folded(String(cells["PaymentMethod"] ?? "")) === folded(method.name));
    return rows.length > 0 ? rows.some((cells) => cells["Enabled"] === "Yes" || (cells["Enabled"] === null && method.isEnabled)) : method.isEnabled;
  });
  const hasBank = new Set(methodRows.filter((cells) => (cells["Acc - Code"] ?? null) !== null).map((cells) => folded(String(cells["PaymentMethod"] ?? ""))));

  const taxed = new Set([...taxes.stored.values()].map(({ cells }) => `${String(cells["TaxRate"] ?? "")} ${folded(String(cells["SageCompanyName"] ?? ""))}`));
  const rates = [...new Set(taxes.rates.map((rate) => percentOf(rate.percent)))];
  const wantedTaxes = rates.flatMap((percent) => taxes.companies.map((company) => ({ label: `${percent}% in ${company.name}`, key: `${percent} ${folded(company.name)}` })));
  const keyOfTax = new Map(wantedTaxes.map((tax) => [tax.label, tax.key]));

  return {
    subCompanies: {
      ...covered(names, (name) => map.targets([name]).unmapped.length === 0),
      customersAffected: affected.reduce((sum, group) => sum + group.linked + group.unlinked, 0),
    },
    paymentMethods: covered(
      enabled.map((method) => method.name),
      (name) => hasBank.has(folded(name)),
    ),
    taxCodes: covered(
      wantedTaxes.map((tax) => tax.label),
      (label) => taxed.has(keyOfTax.get(label) ?? ""),
    ),
  };
};
