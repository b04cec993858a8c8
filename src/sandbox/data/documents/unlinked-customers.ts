/** Picks the two customers without a link whose invoices are planted: one that resembles a Sage account and one that resembles none. */
import type { AccountRecord, CompanyAccounts } from "../accounts";
import { subCompanyPlans } from "../companies";
import type { CustomerRecord } from "../customers";
import { isAwkward } from "../names";

export type LookAlike = { readonly customer: CustomerRecord; readonly subCompany: string; readonly companyName: string; readonly accountNumber: string };
export type Stranger = { readonly customer: CustomerRecord; readonly subCompany: string; readonly companyName: string };

type Held = { readonly customers: readonly CustomerRecord[]; readonly companies: readonly CompanyAccounts[]; readonly linked: ReadonlySet<string> };

const fillers = new Set(["ltd", "limited", "llp", "plc", "the", "and", "co", "company", "uk", "group", "services", "sons"]);
const words = (name: string): string[] => name.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 1 && !fillers.has(word));
const digits = (text: string): string => text.replace(/\D/g, "").slice(-9);

const homeOf = (customer: CustomerRecord): { subCompany: string; companyName: string } | null => {
  const [subCompany] = customer.subCompanies;
  const plan = subCompanyPlans.find(({ name }) => name === subCompany);
  return customer.subCompanies.length === 1 && subCompany !== undefined && plan !== undefined ? { subCompany, companyName: plan.booksIn } : null;
};

const isPlain = (customer: CustomerRecord, linked: ReadonlySet<string>): boolean => !customer.isArchived && !linked.has(customer.id) && !isAwkward(customer.name);

/** The first that has exactly one account in its company, of the same name and VAT number to the letter, so that nobody doubts the likeness. */
export const lookAlikeIn = ({ customers, companies, linked }: Held): LookAlike | null => {
  const byCustomer = new Map<string, { account: AccountRecord; companyName: string }[]>();
  for (const { plan, accounts } of companies) {
    for (const account of accounts) {
      if (account.layerCustomerId === null) continue;
      const known = byCustomer.get(account.layerCustomerId);
      if (known === undefined) byCustomer.set(account.layerCustomerId, [{ account, companyName: plan.name }]);
      else known.push({ account, companyName: plan.name });
    }
  }
  for (const customer of customers) {
    const home = homeOf(customer);
    const [only, ...others] = byCustomer.get(customer.id) ?? [];
    if (!isPlain(customer, linked) || home === null || only === undefined || others.length > 0) continue;
    const { account, companyName } = only;
    const isSame = account.status === "active" && account.name === customer.name && digits(account.vatNumber) !== "" && digits(account.vatNumber) === digits(customer.vatNumber);
    if (isSame && companyName === home.companyName) return { customer, ...home, accountNumber: account.reference };
  }
  return null;
};

/** How many customers are weighed: each is compared with every account of its company. */
const mostWeighed = 40;
/** Among more accounts than this every word of a name is somebody's: there are no strangers. */
const mostCompared = 20_000;

/** Among customers without an account, one whose name, telephone, postcode, domain and VAT number no account of its company shares. */
export const strangerIn = ({ customers, companies, linked }: Held): Stranger | null => {
  const present = new Set(companies.flatMap(({ accounts }) => accounts.map((account) => account.layerCustomerId)));
  const weighed = customers.filter((customer) => isPlain(customer, linked) && !present.has(customer.id) && homeOf(customer) !== null).slice(0, mostWeighed);
  for (const { plan, accounts } of companies) {
    if (accounts.length > mostCompared) continue;
    const seen = { words: new Set<string>(), traits: new Set<string>() };
    for (const { name, business, vatNumber, postcode } of accounts) {
      for (const word of words(name)) seen.words.add(word);
      for (const trait of [digits(`${business.telephone.areaCode}${business.telephone.subscriber}`), digits(vatNumber), postcode.replace(/\s/g, ""), business.domain]) seen.traits.add(trait);
    }
    const isNew = ({ name, telephone, vatNumber, postcode, business }: CustomerRecord): boolean => {
      const traits = [digits(telephone), digits(vatNumber), postcode.replace(/\s/g, ""), business.domain].filter((trait) => trait !== "");
      const own = words(name);
      // One word in common is no likeness, where there are others that nobody has.
      const known = own.filter((word) => seen.words.has(word)).length;
      return own.length > 1 && !traits.some((trait) => seen.traits.has(trait)) && known / own.length <= 0.5;
    };
    const found = weighed.find((customer) => homeOf(customer)?.companyName === plan.name && isNew(customer));
    const home = found === undefined ? null : homeOf(found);
    if (found !== undefined && home !== null) return { customer: found, ...home };
  }
  return null;
};
