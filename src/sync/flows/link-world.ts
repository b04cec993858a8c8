/** What the store knows about some rows of Customer Links: no more than those rows can mean, in bulk. */
import type { CellValue } from "../model/cell";
import { createReferenceIndex, type ReferenceIndex } from "../rules/reference-index";
import type { Handle } from "../store";
import { accountsLike, type FoundAccount } from "../store/accounts";
import { allCompanies, type StoredCompany } from "../store/companies";
import { customersLike, type StoredCustomer } from "../store/customers";
import { codeKey } from "../store/keys";
import { linksConcerning, type StoredLink } from "../store/links";
import { reservationsConcerning, type Reservation } from "../store/link-intents";

export type LinkWorld = {
  readonly index: ReferenceIndex;
  readonly companies: readonly StoredCompany[];
  readonly accounts: readonly FoundAccount[];
  readonly customers: ReadonlyMap<string, StoredCustomer>;
  readonly links: readonly StoredLink[];
  /** What other pushes are about to link. */
  readonly reservations: readonly Reservation[];
};

type Cells = Readonly<Record<string, CellValue>>;

const distinct = (keys: readonly string[]): readonly string[] => [...new Set(keys)].filter((key) => key !== "");

/** By what the rows hold: their customers, the accounts they can mean in any company, and every link of either. */
export const loadLinkWorld = async (handle: Handle, tenant: string, rows: readonly Cells[]): Promise<LinkWorld> => {
  const keysOf = (header: string) => distinct(rows.map((cells) => codeKey(cells[header] ?? null)));
  const companies = await allCompanies(handle, tenant);
  const customers = await customersLike(handle, tenant, keysOf("CustomerId"));
  const accounts = await accountsLike(handle, tenant, { numberKeys: keysOf("SageAccountNumber"), idKeys: keysOf("SageCustomerId") });
  const companyByRef = new Map(companies.map((company) => [company.ref, company]));
  const accountsWanted = accounts.flatMap((account) => {
    const company = companyByRef.get(account.companyRef);
    return company ? [{ companyKey: company.key, accountKey: codeKey(account.reference), sageCustomerId: account.id }] : [];
  });
  const links = await linksConcerning(handle, tenant, [...customers.map((customer) => ({ customerId: customer.id })), ...accountsWanted]);
  const reservations = await reservationsConcerning(handle, tenant, [
    ...accountsWanted.map(({ companyKey, sageCustomerId }) => ({ companyKey, sageCustomerId, customerId: "" })),
    ...customers.flatMap((customer) => companies.map((company) => ({ customerId: customer.id, companyKey: company.key, sageCustomerId: "" }))),
  ]);

  const companyByKey = new Map(companies.map((company) => [company.key, company]));
  const linked = new Map(links.map((link) => [link.customerId, link.customerId]));
  const others = distinct([...linked.keys()]).filter((id) => !customers.some((customer) => customer.id === id));
  // Customers whom an account is linked to already, so that a rule can name them.
  const named = others.length === 0 ? customers : [...customers, ...(await customersLike(handle, tenant, distinct(others.map(codeKey))))];
  return {
    companies,
    accounts,
    customers: new Map(customers.map((customer) => [customer.id, customer])),
    links,
    reservations,
    index: createReferenceIndex({
      companies,
      accounts,
      customers: named,
      // Under the company's own spelling, which is what rules compare by.
      links: links.map((link) => ({ ...link, companyName: companyByKey.get(link.companyKey)?.name ?? link.companyName })),
    }),
  };
};
