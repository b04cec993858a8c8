/** Reference data made ready for look-up by hash. Built once per fetch; a kind that was not fetched is null, and silences its rules. */
import { createCustomerMatcher, type CustomerMatcher } from "../match/customers";
import { folded } from "../model/spelling";
import { parseRate } from "../sheets/literals";
import { defaultCompany } from "../sheets/sub-companies";
import { knownCodes, type KnownCodes } from "./known-codes";
import type {
  LayerCustomerRef,
  LinkRef,
  PaymentMethodRef,
  ReferenceData,
  SageAccountRef,
  SageBankRef,
  SageCompanyRef,
  SageTaxCodeRef,
} from "./reference";

export type ReferenceKind = keyof ReferenceData;

export type CompanyAccounts = {
  readonly byReference: KnownCodes<SageAccountRef>;
  readonly byId: KnownCodes<SageAccountRef>;
  matcher(): CustomerMatcher;
};

/** Records of one kind, by company and across companies. */
type ByCompany<T> = {
  /** Empty for a company that has none. */
  in(companyName: string): T;
  anywhere(): T;
};

export type ReferenceIndex = {
  has(kind: ReferenceKind): boolean;
  /** By name. Two sites may each have a company of one name. */
  readonly companies: KnownCodes<readonly SageCompanyRef[]> | null;
  /** By site id. */
  readonly sites: KnownCodes<readonly SageCompanyRef[]> | null;
  readonly accounts: ByCompany<CompanyAccounts> | null;
  /** Companies in which an account reference, or an account id, exists. */
  companiesWithAccount(by: "reference" | "id", code: string): readonly string[];
  readonly banks: ByCompany<KnownCodes<SageBankRef>> | null;
  readonly taxCodes: ByCompany<KnownCodes<SageTaxCodeRef>> | null;
  readonly customers: KnownCodes<LayerCustomerRef> | null;
  /** All customers of that name, case and spaces aside. */
  customersNamed(name: string): readonly LayerCustomerRef[];
  readonly subCompanies: KnownCodes<string> | null;
  readonly paymentMethods: KnownCodes<PaymentMethodRef> | null;
  /** Percentages in the one form of `parseRate`. */
  readonly taxRates: ReadonlySet<string> | null;
  linkOf(customerId: string, companyName: string): LinkRef | undefined;
  linkToAccount(companyName: string, accountNumber: string): LinkRef | undefined;
  linkToAccountId(companyName: string, sageCustomerId: string): LinkRef | undefined;
};

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
};

const grouped = <T>(records: readonly T[], keyOf: (record: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const record of records) {
    const key = keyOf(record);
    const group = groups.get(key);
    if (group) group.push(record);
    else groups.set(key, [record]);
  }
  return groups;
};

const byCompany = <R extends { readonly companyName: string }, T>(records: readonly R[], make: (records: readonly R[]) => T): ByCompany<T> => {
  const groups = grouped(records, (record) => record.companyName);
  const made = new Map<string, T>();
  const empty = once(() => make([]));
  return {
    in(companyName) {
      const group = groups.get(companyName);
      if (!group) return empty();
      const known = made.get(companyName) ?? make(group);
      made.set(companyName, known);
      return known;
    },
    anywhere: once(() => make(records)),
  };
};

const companyAccounts = (accounts: readonly SageAccountRef[]): CompanyAccounts => ({
  byReference: knownCodes(accounts.map((account) => [account.reference, account])),
  byId: knownCodes(accounts.map((account) => [account.id, account])),
  matcher: once(() => createCustomerMatcher(accounts)),
});

const byCode = <R extends { readonly code: string }>(records: readonly R[]): KnownCodes<R> => knownCodes(records.map((record) => [record.code, record]));

const nobody: readonly never[] = [];

/** Links by company, then by code. Two links under one code cannot both pass the rules, so the later one may win. */
const linkMap = (links: readonly LinkRef[], code: (link: LinkRef) => string): ReadonlyMap<string, ReadonlyMap<string, LinkRef>> =>
  new Map([...grouped(links, (link) => link.companyName)].map(([name, group]) => [name, new Map(group.filter((link) => code(link) !== "").map((link) => [code(link), link]))]));

export const createReferenceIndex = (data: ReferenceData): ReferenceIndex => {
  const accountHolders = (code: (account: SageAccountRef) => string) =>
    once(() => grouped(data.accounts ?? [], code));
  const holders = { reference: accountHolders((account) => account.reference), id: accountHolders((account) => account.id) };
  const names = once(() => grouped(data.customers ?? [], (customer) => folded(customer.name)));
  // A link that names no account is no link: it stands for a customer that is still to be linked.
  const links = (data.links ?? []).filter((link) => link.accountNumber !== "" || link.sageCustomerId !== "");
  const ofCustomer = linkMap(links, (link) => link.customerId);
  const ofAccount = linkMap(links, (link) => link.accountNumber);
  const ofAccountId = linkMap(links, (link) => link.sageCustomerId);
  // Where The Layer's sub-companies are not used, everything belongs to its one default company.
  const subCompanies = data.subCompanies && (data.subCompanies.length > 0 ? data.subCompanies : [defaultCompany]);

  return {
    has: (kind) => data[kind] !== undefined,
    companies: data.companies ? knownCodes(grouped(data.companies, (company) => company.name)) : null,
    sites: data.companies ? knownCodes(grouped(data.companies, (company) => company.siteId)) : null,
    accounts: data.accounts ? byCompany(data.accounts, companyAccounts) : null,
    companiesWithAccount: (by, code) => (holders[by]().get(code) ?? nobody).map((account) => account.companyName),
    banks: data.banks ? byCompany(data.banks, byCode) : null,
    taxCodes: data.taxCodes ? byCompany(data.taxCodes, byCode) : null,
    customers: data.customers ? knownCodes(data.customers.map((customer) => [customer.id, customer])) : null,
    customersNamed: (name) => names().get(folded(name)) ?? nobody,
    subCompanies: subCompanies ? knownCodes(subCompanies.map((name) => [name, name])) : null,
    paymentMethods: data.paymentMethods ? knownCodes(data.paymentMethods.map((method) => [method.name, method])) : null,
    taxRates: data.taxRates
      ? new Set(
          data.taxRates.map(({ percent }) => {
            const rate = parseRate(`${percent}%`.replace("%%", "%"));
            return rate.kind === "rate" ? rate.percent : percent;
          }),
        )
      : null,
    linkOf: (customerId, companyName) => ofCustomer.get(companyName)?.get(customerId),
    linkToAccount: (companyName, accountNumber) => ofAccount.get(companyName)?.get(accountNumber),
    linkToAccountId: (companyName, sageCustomerId) => ofAccountId.get(companyName)?.get(sageCustomerId),
  };
};
