/**
 * What people have set up before a run, and what they forgot: companies, customers, mappings and settings. Every defect
 * keeps some documents out of Sage until a person mends it; a few are never mended.
 */
import type { CompanyPlan } from "../../src/sandbox/data/companies";
import type { Deed } from "../../src/sandbox/journal";
import type { MappingSource } from "../../src/sync/documents/mapping-lookups";
import type { Company } from "../../src/sync/documents/world";
import type { LayerCustomer } from "../../src/sync/layer/transform";
import type { SageCompanyRef } from "../../src/sync/rules/reference";
import { companyKey, companyRef } from "../../src/sync/store/keys";
import type { Random } from "./random";
import type { Sage } from "./sage";

export type Defect = { readonly name: string; readonly willBeMended: boolean; isMended: boolean };
export type SimulatedCompany = Company & SageCompanyRef & { readonly plan: CompanyPlan };

export type SimulatedCustomer = LayerCustomer & {
  /** Record ids of its accounts, by company, where it is linked from the beginning. */
  readonly linked: ReadonlyMap<string, string>;
};

/** A customer that resembles an account: what a person will choose for it. */
export type Lookalike = { readonly customerId: string; readonly companyRef: string; readonly choice: "link" | "create" | "skip"; readonly sageCustomerId: string };

export const rates = [
  { name: "Standard rate", percent: 20, code: 1 },
  { name: "Reduced rate", percent: 5, code: 5 },
  { name: "Zero rate", percent: 0, code: 2 },
] as const;
export type RateName = (typeof rates)[number]["name"];

export type SetUp = {
  readonly companies: readonly SimulatedCompany[];
  readonly customers: readonly SimulatedCustomer[];
  readonly lookalike: Lookalike;
  readonly defects: readonly Defect[];
  /** Sub-companies with the company whose books each keeps, and what keeps it from being mapped. */
  readonly subCompanies: readonly { readonly name: string; readonly company: SimulatedCompany; readonly defect: Defect | null }[];
  /** The bank that a method pays into; `defect` keeps it from being mapped. */
  bankOf(method: string, company: SimulatedCompany): { readonly id: number; readonly code: string; readonly defect: Defect | null };
  taxCodeOf(rate: string, company: SimulatedCompany): { readonly id: number; readonly defect: Defect | null };
  readonly closedPeriod: Defect;
  /** Sage refuses receipts below zero, where it does, until refunds are set to sales payments. */
  refundDefect(company: SimulatedCompany): Defect | null;
  refundsOf(companyRef: string): "negative receipt" | "sales payment";
  /** The mapping sheets as they are now. */
  mappings(): MappingSource;
  readonly accountsToBegin: readonly Extract<Deed, { deed: "account-added" }>[];
  /** What Sage itself is like at the beginning, and after a defect was mended there. */
  applyTo(sage: Sage): void;
};

export const methods = ["BACS", "Card", "Cash", "Cheque"] as const;
export const closedUpTo = "2026-07-31";

const names = ["Alderley Roofing Ltd", "Birchwood Dental", "Cobalt Freight plc", "Dunmore Bakery", "Elmfield Surveyors LLP"];

const customerOf = (index: number, linked: ReadonlyMap<string, string>): SimulatedCustomer => {
  const name = names[index] ?? "";
  const word = name.split(" ")[0]?.toLowerCase() ?? "";
  const contact = (nth: number) => ({ id: `CT${index}${nth}`, firstName: nth === 0 ? "Kim" : "Lee", lastName: word, email: `${nth === 0 ? "kim" : "lee"}@${word}.example`, telephone: `0113 496 0${index}${nth}1` });
  return {
    id: `00${index + 1}`,
    name,
    subCompanies: [],
    vatNumber: `GB${900_000_000 + index * 7_919_111}`,
    postcode: `LS${index + 1} ${index + 1}AB`,
    email: `office@${word}.example`,
    telephone: `0113 496 1${index}00`,
    website: `www.${word}.example`,
    fax: "",
    contacts: index % 2 === 0 ? [contact(0), contact(1)] : [],
    isArchived: false,
    updatedAt: "2026-08-01T09:00:00.000Z",
    linked,
  };
};

export const simulated = (plan: CompanyPlan): SimulatedCompany => ({
  ref: companyRef(plan.siteId, String(plan.companyId)),
  key: companyKey(plan.siteId, plan.name),
  name: plan.name,
  siteId: plan.siteId,
  companyId: String(plan.companyId),
  siteName: plan.siteName,
  plan,
});

export const createSetUp = (random: Random, plans: readonly CompanyPlan[]): SetUp => {
  const companies = plans.map(simulated);
  const [first, second] = companies;
  if (first === undefined || second === undefined) throw new Error("A run needs two companies.");
  const defects: Defect[] = [];
  const defect = (name: string): Defect => {
    const made = { name, willBeMended: random.chance(0.7), isMended: false };
    defects.push(made);
    return made;
  };

  const accountsToBegin: Extract<Deed, { deed: "account-added" }>[] = [];
  const addAccount = (company: SimulatedCompany, reference: string, name: string, vatNumber: string): string => {
    const id = company.plan.firstRecordId + 2 * accountsToBegin.filter((one) => one.company === company.name).length;
    accountsToBegin.push({ deed: "account-added", company: company.name, id, at: Date.UTC(2026, 6, 1), account: { reference, name, vatNumber } });
    return String(id);
  };
  const linkedIn = (index: number, ...where: readonly SimulatedCompany[]): ReadonlyMap<string, string> => new Map(where.map((company) => [company.ref, addAccount(company, `ACC${index}`, names[index] ?? "", "")]));
  const customers = [customerOf(0, linkedIn(0, first, second)), customerOf(1, linkedIn(1, first)), customerOf(2, new Map()), customerOf(3, new Map()), customerOf(4, linkedIn(4, second))];
  const [alike] = customers.slice(4);
  if (alike === undefined) throw new Error("A run needs five customers.");
  const lookalike: Lookalike = {
    customerId: alike.id,
    companyRef: first.ref,
    choice: random.pick(["link", "create", "skip"]),
    sageCustomerId: addAccount(first, "ELM", "Elmfield Surveyors", alike.vatNumber),
  };

  const closedPeriod = defect("the period up to July is closed");
  const unmapped = defect("sub-company Lighterman is not mapped");
  const subCompanies = [
    { name: "Tools", company: first, defect: null },
    { name: "Hire", company: first, defect: null },
    { name: "Services", company: second, defect: null },
    { name: "", company: second, defect: null },
    { name: "Lighterman", company: random.pick(companies), defect: unmapped },
  ];
  const cash = defect(`Cash has no bank in ${second.name}`);
  const cheque = defect(`Cheque is switched off in ${first.name}`);
  const reduced = defect(`the reduced rate has no code in ${first.name}`);
  const refuses = random.chance(0.4);
  const salesPayments = new Map(companies.map((company) => [company.ref, random.chance(0.4)]));
  const negative = new Map(companies.flatMap((company) => (refuses && salesPayments.get(company.ref) !== true ? [[company.ref, defect(`${company.name} takes no receipts below zero`)] as const] : [])));
  const lagMs = random.chance(0.5) ? random.int(30_000) : 0;
  const autoNumbers = random.chance(0.2);
  const asText = random.chance(0.5);
  const shape = random.pick(["message", "apim", "severity", "dotnet", "plain"] as const);

  const bankOf: SetUp["bankOf"] = (method, company) => {
    const bank = company.plan.banks[method === "Cheque" ? 0 : methods.findIndex((one) => one === method)];
    if (bank === undefined) throw new Error(`${company.name} has no bank for ${method}.`);
    return { id: bank.id, code: bank.code, defect: method === "Cash" && company === second ? cash : method === "Cheque" && company === first ? cheque : null };
  };
  const taxCodeOf: SetUp["taxCodeOf"] = (rate, company) => {
    const code = company.plan.taxCodes.find((one) => one.code === rates.find(({ name }) => name === rate)?.code);
    if (code === undefined) throw new Error(`${company.name} has no code for ${rate}.`);
    return { id: code.id, defect: rate === "Reduced rate" && company === first ? reduced : null };
  };
  const isThere = (one: Defect | null): boolean => one === null || one.isMended;

  return {
    companies,
    customers,
    lookalike,
    defects,
    subCompanies,
    bankOf,
    taxCodeOf,
    closedPeriod,
    refundDefect: (company) => negative.get(company.ref) ?? null,
    refundsOf: (ref) => (salesPayments.get(ref) === true || negative.get(ref)?.isMended === true ? "sales payment" : "negative receipt"),
    accountsToBegin,
    mappings: () => ({
      companies,
      subCompanies: subCompanies.filter((one) => isThere(one.defect)).map(({ name, company }) => ({ SubCompany: name === "" ? "Default Company" : name, SageCompanyName: company.name, SageSiteId: company.siteId })),
      paymentMethods: companies.flatMap((company) =>
        methods.map((method) => {
          const { code, defect: missing } = bankOf(method, company);
          const isOff = method === "Cheque" && !isThere(missing);
          return { PaymentMethod: method, Enabled: isOff ? "No" : "Yes", "Payment Account Name": "", "Acc - Code": isThere(missing) || isOff ? code : "", SageCompanyName: company.name };
        }),
      ),
      taxCodes: companies.flatMap((company) =>
        rates.flatMap(({ name, percent, code }) => (isThere(taxCodeOf(name, company).defect) ? [{ TaxRate: String(percent), SageCompanyName: company.name, SageTaxCode: String(code) }] : [])),
      ),
      methods: methods.map((name) => ({ name, isEnabled: true, accountName: "", accCode: "" })),
      rates: rates.map(({ name, percent }) => ({ name, percent: String(percent) })),
      banks: companies.flatMap(({ name: companyName, plan }) => plan.banks.map(({ id, code, description, status }) => ({ id: String(id), code, name: description, companyName, status }))),
      codes: companies.flatMap(({ name: companyName, plan }) => plan.taxCodes.map(({ id, code, name, percent }) => ({ id: String(id), code: String(code), name, companyName, ratePercent: String(percent) }))),
    }),
    applyTo({ faults }) {
      faults.closedUpTo = closedPeriod.isMended ? null : closedUpTo;
      faults.refuseNegativeReceipts = refuses;
      faults.indexLagMs = lagMs;
      faults.autoAccountNumbers = autoNumbers;
      faults.urnAsText = asText;
      faults.errorShape = shape;
    },
  };
};
