import type { WireLink } from "../../sync/layer/schema";
import type { PlantedTrouble } from "../practice";
import { makeAccounts, type AccountRecord, type CompanyAccounts } from "./accounts";
import { historyEnds, makeCustomers, momentIn, type CustomerRecord } from "./customers";
import { beginsLikeFormula } from "./names";
import { streams } from "./rng";

/** Everything that a seed and a size determine. */
export type World = {
  readonly seed: number;
  readonly size: number;
  readonly customers: readonly CustomerRecord[];
  readonly companies: readonly CompanyAccounts[];
  readonly links: readonly WireLink[];
  readonly trouble: PlantedTrouble;
};

/** Links that The Layer already holds: about 12 % of the customers with an account, a few of them to an account that is gone. */
const makeLinks = (seed: number, companies: readonly CompanyAccounts[]) => {
  const links: WireLink[] = [];
  const broken: { customerId: string; companyName: string }[] = [];
  for (const { plan, accounts } of companies) {
    const stream = streams(`link ${plan.name}`);
    for (const account of accounts) {
      if (account.layerCustomerId === null || account.statusReason.startsWith("Duplicate")) continue;
      const rng = stream(seed, account.business.index);
      if (!rng.chance(0.12)) continue;
      const isBroken = rng.chance(0.02);
      const synced = rng.chance(0.9);
      const savedAt = momentIn(rng, Date.UTC(2024, 0, 1), historyEnds);
      const hasNumber = rng.chance(0.95);
      links.push({
        customerId: account.layerCustomerId,
        sageCompanyName: plan.name,
        sageSiteId: plan.siteId,
        sageAccountNumber: isBroken ? "GONE0001" : hasNumber ? account.reference : "",
        sageCustomerId: isBroken ? String(account.id + 90_000_000) : String(account.id),
        synced,
        lastSyncedAt: synced && rng.chance(0.8) ? new Date(momentIn(rng, Date.UTC(2024, 0, 1), savedAt + 1)).toISOString() : null,
        updatedAt: new Date(savedAt).toISOString(),
      });
      if (isBroken) broken.push({ customerId: account.layerCustomerId, companyName: plan.name });
    }
  }
  return { links: onePerCustomerAndCompany(links), broken };
};

/** A customer with an old and a new account in one company may have been drawn twice; the newer account's link stands. */
const onePerCustomerAndCompany = (links: readonly WireLink[]): WireLink[] => [
  ...new Map(links.map((link) => [`${link.customerId} ${link.sageCompanyName}`, link])).values(),
];

const sameReferences = (companies: readonly CompanyAccounts[]): PlantedTrouble["sameReference"] => {
  const found: { reference: string; companies: [string, string] }[] = [];
  companies.forEach(({ plan, accounts }, n) => {
    const here = new Map(accounts.map((account) => [account.reference, account.business.index]));
    for (const other of companies.slice(n + 1)) {
      const clashes = other.accounts.filter((account) => (here.get(account.reference) ?? account.business.index) !== account.business.index);
      for (const clash of clashes.slice(0, 20)) found.push({ reference: clash.reference, companies: [plan.name, other.plan.name] });
    }
  });
  return found;
};

const named = (companies: readonly CompanyAccounts[], choose: (accounts: CompanyAccounts) => readonly string[]) =>
  companies.flatMap((company) => choose(company).map((reference) => ({ companyName: company.plan.name, reference })));

const isHidden = (account: AccountRecord): boolean => account.status === "hidden";

/** Makes the practice companies. Linear in `size`; about two seconds for 100,000 customers. */
export const makeWorld = (seed: number, size: number): World => {
  const { records, nearDuplicates, names } = makeCustomers(seed, size);
  const companies = makeAccounts(seed, records, names);
  const { links, broken } = makeLinks(seed, companies);
  return {
    seed,
    size,
    customers: records,
    companies,
    links,
    trouble: {
      nearDuplicates,
      sameReference: sameReferences(companies),
      hiddenAccounts: named(companies, ({ accounts }) => accounts.filter(isHidden).map((account) => account.reference)),
      formulaNames: records.filter((customer) => beginsLikeFormula(customer.name)).map((customer) => customer.id),
      spreadsheetReferences: named(companies, ({ spreadsheet }) => spreadsheet),
      lookAlikes: companies.flatMap(({ plan, lookAlikes }) => lookAlikes.map((references) => ({ companyName: plan.name, references }))),
      brokenLinks: broken,
    },
  };
};
