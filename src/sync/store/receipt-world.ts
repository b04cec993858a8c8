/** What the rows of receipts are judged by, beside themselves: companies, mappings and payment methods. Few, and read at once. */
import { methodsOfBank, type MethodSource, type MethodsOfBank } from "../receipts/methods";
import { folded } from "../model/spelling";
import { defaultCompany } from "../sheets/sub-companies";
import { allCompanies, type StoredCompany } from "./companies";
import type { Handle } from "./database";
import { readList } from "./lists";
import { readMappings } from "./mappings";

export type RowWorld = {
  readonly company: (ref: string) => StoredCompany | null;
  readonly methods: MethodSource;
  /** The enabled methods that pay into a bank account. A company has few, and every receipt names one. */
  readonly methodsOfBank: (bankCode: string, companyName: string) => MethodsOfBank;
  /** The company that a sub-company is mapped to; null where it is mapped to none. Blank is the default company. */
  readonly companyOf: (subCompany: string) => string | null;
};

const rememberedMethods = (source: MethodSource): RowWorld["methodsOfBank"] => {
  const known = new Map<string, MethodsOfBank>();
  return (bankCode, companyName) => {
    const key = JSON.stringify([bankCode, companyName]);
    const found = known.get(key) ?? methodsOfBank(source, bankCode, companyName);
    known.set(key, found);
    return found;
  };
};

export const loadRowWorld = async (handle: Handle, tenant: string): Promise<RowWorld> => {
  const companies = await allCompanies(handle, tenant);
  const byRef = new Map(companies.map((company) => [company.ref, company]));
  const said = (value: unknown): string => folded(String(value ?? ""));
  const rows = await readMappings(handle, tenant, "sub-companies");
  const mapped = new Map(
    rows.map(({ cells }) => [
      said(cells["SubCompany"]),
      companies.find((company) => folded(company.name) === said(cells["SageCompanyName"]) && folded(company.siteId) === said(cells["SageSiteId"]))?.ref ?? null,
    ]),
  );
  const methods: MethodSource = { rows: (await readMappings(handle, tenant, "payment-methods")).map((row) => row.cells), methods: await readList(handle, tenant, "payment-method") };
  return {
    company: (ref) => byRef.get(ref) ?? null,
    methods,
    methodsOfBank: rememberedMethods(methods),
    companyOf: (subCompany) => mapped.get(folded(subCompany === "" ? defaultCompany : subCompany)) ?? null,
  };
};
