import type { AccountRecord } from "./data/accounts";
import { subCompanyPlans, taxRates } from "./data/companies";
import type { World } from "./data/world";
import type { LayerBooks } from "./layer/books";
import type { PlantedDocuments, PlantedReceipt, PracticeAccount, SandboxData } from "./practice";
import { telephoneOf } from "./sage200/account-details";
import type { CompanyBooks } from "./sage200/books";
import { defaultEmailOf } from "./sage200/contacts";
import { defaultContactOf } from "./sage200/customers";

const nationalNumber = (account: AccountRecord): string => {
  const { area, subscriber } = telephoneOf(account);
  return subscriber === "" ? "" : `${area === "" ? "" : `0${area} `}${subscriber}`;
};

export const accountView = (books: CompanyBooks, account: AccountRecord): PracticeAccount => ({
  id: account.id,
  reference: account.reference,
  name: account.name,
  companyName: books.plan.name,
  siteId: books.plan.siteId,
  companyId: books.plan.companyId,
  status: account.status,
  isOnHold: account.isOnHold,
  vatNumber: account.vatNumber,
  postcode: account.postcode,
  email: defaultEmailOf(defaultContactOf(books, account)),
  telephone: nationalNumber(account),
  updatedAt: account.updatedAt,
  layerCustomerId: account.layerCustomerId,
});

/** The practice companies as they stand now; nothing can be changed through it. */
export const practiceData = (world: World, { trouble: planted, month }: { readonly trouble: PlantedDocuments; readonly month: { readonly receipts: readonly PlantedReceipt[] } }, layer: LayerBooks, companies: readonly CompanyBooks[]): SandboxData => {
  const booksOf = (companyName: string): CompanyBooks => {
    const found = companies.find(({ plan }) => plan.name === companyName);
    if (found === undefined) throw new Error(`There is no Sage company "${companyName}".`);
    return found;
  };
  let truths: Map<string, PracticeAccount[]> | null = null;
  let truthsOf: readonly unknown[] = [];
  const allTruths = (): Map<string, PracticeAccount[]> => {
    const lists = companies.map((books) => books.accounts);
    if (truths !== null && lists.every((list, n) => list === truthsOf[n])) return truths;
    const made = new Map<string, PracticeAccount[]>();
    for (const books of companies) {
      for (const account of books.accounts) {
        if (account.layerCustomerId === null) continue;
        const known = made.get(account.layerCustomerId);
        if (known === undefined) made.set(account.layerCustomerId, [accountView(books, account)]);
        else known.push(accountView(books, account));
      }
    }
    truthsOf = lists;
    return (truths = made);
  };
  return {
    seed: world.seed,
    size: world.size,
    companies: companies.map(({ plan }) => ({
      name: plan.name,
      companyId: plan.companyId,
      siteId: plan.siteId,
      siteName: plan.siteName,
      siteShortName: plan.siteShortName,
      tenantId: plan.tenantId,
    })),
    subCompanies: subCompanyPlans.map(({ id, name, vatNumber }) => ({ id, name, vatNumber })),
    get paymentMethods() {
      return layer.paymentMethods;
    },
    taxRates,
    customers: () => layer.inIdOrder(),
    customer(id) {
      const found = layer.customer(id);
      return found === undefined ? undefined : layer.wire(found, found.updatedAt);
    },
    links: () => layer.links.map(({ link }) => link),
    accounts: (companyName) => booksOf(companyName).accounts.map((account) => accountView(booksOf(companyName), account)),
    account(companyName, reference) {
      const books = booksOf(companyName);
      const found = books.accountNumbered(reference);
      return found === undefined ? undefined : accountView(books, found);
    },
    banks: (companyName) => booksOf(companyName).plan.banks.map(({ id, code, description, status }) => ({ id, code, description, status })),
    taxCodes: (companyName) => booksOf(companyName).plan.taxCodes,
    truth: (customerId) => [...(allTruths().get(customerId) ?? [])].sort((a, b) => (a.status === b.status ? 0 : a.status === "active" ? -1 : 1)),
    trouble: world.trouble,
    month: month.receipts,
    documents: {
      list: (list) => [...layer.documents.list(list)].sort((a, b) => a.updatedAt - b.updatedAt).map((stored) => layer.documents.wire(list, stored, stored.updatedAt)),
      find: (list, id) => layer.documents.find(list, id),
      reconciliations: () => layer.documents.reconciliations,
      reconciliation: (document, id) => layer.documents.reconciliation(document, id),
      trouble: planted,
    },
  };
};
