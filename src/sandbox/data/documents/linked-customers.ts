import type { WireLink } from "../../../sync/layer/schema";
import type { WirePaymentMethod } from "../../layer/shapes";
import type { AccountRecord } from "../accounts";
import { subCompanyPlans, type CompanyPlan } from "../companies";

/** A customer whose documents simply post: its link names an account in use, in the company that keeps the sub-company's books. */
export type LinkedCustomer = { readonly customerId: string; readonly subCompany: string; readonly companyName: string; readonly methods: readonly string[] };

type Known = {
  readonly customer: (id: string) => { readonly subCompanies: readonly string[]; readonly isArchived: boolean } | undefined;
  readonly account: (companyName: string, id: number) => Pick<AccountRecord, "status"> | undefined;
  readonly plans: readonly CompanyPlan[];
  readonly methods: readonly WirePaymentMethod[];
};

/** Enabled methods that name a bank account in use in that company. */
const methodsOf = (plan: CompanyPlan, methods: readonly WirePaymentMethod[]): string[] => {
  const codes = new Set(plan.banks.filter(({ status }) => status === "active").map(({ code }) => code));
  return methods.filter(({ isEnabled, accCode }) => isEnabled && codes.has(accCode)).map(({ name }) => name);
};

/** In the order of the links. */
export const linkedCustomers = (links: readonly WireLink[], { customer, account, plans, methods }: Known): LinkedCustomer[] => {
  const methodsIn = new Map(plans.map((plan) => [plan.name, methodsOf(plan, methods)]));
  return links.flatMap(({ customerId, sageCompanyName, sageCustomerId }) => {
    const known = customer(customerId);
    if (known === undefined || known.isArchived || account(sageCompanyName, Number(sageCustomerId))?.status !== "active") return [];
    const subCompany = known.subCompanies.find((name) => subCompanyPlans.find((plan) => plan.name === name)?.booksIn === sageCompanyName);
    const usable = methodsIn.get(sageCompanyName) ?? [];
    return subCompany === undefined || usable.length === 0 ? [] : [{ customerId, subCompany, companyName: sageCompanyName, methods: usable }];
  });
};
