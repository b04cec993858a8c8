/** What happens to a customer whom a document brings to a Sage company and who has no link there. Pure. */
import type { LayerCustomer } from "../layer/transform";
import type { CustomerMatcher } from "../match/customers";
import type { NewCustomer } from "./posting";
import type { Company } from "./world";

export type CandidateAccount = { readonly sageCustomerId: string; readonly accountNumber: string; readonly name: string; readonly reasons: readonly string[] };

export type CustomerPlan =
  | { readonly kind: "create" }
  /** Something in that company resembles it: a person decides. */
  | { readonly kind: "ask"; readonly candidates: readonly CandidateAccount[] };

export type NewCustomerRule = "unless alike" | "always" | "ask";

/** Candidates shown beside a customer. */
const shown = 5;

export const planCustomer = (customer: LayerCustomer, rule: NewCustomerRule, matcher: CustomerMatcher): CustomerPlan => {
  if (rule === "always") return { kind: "create" };
  const candidates = matcher.candidates(customer, shown).map(({ account, reasons }) => ({ sageCustomerId: account.id, accountNumber: account.reference, name: account.name, reasons }));
  return rule === "ask" || candidates.length > 0 ? { kind: "ask", candidates } : { kind: "create" };
};

/** Every contact goes at creation; later syncs update these and add none. */
export const newCustomerPosting = (customer: LayerCustomer, company: Company, accountNumber: string): NewCustomer => ({
  kind: "new-customer",
  company: company.ref,
  customerId: customer.id,
  accountNumber,
  fields: { name: customer.name, email: customer.email, website: customer.website, telephone: customer.telephone, fax: customer.fax, vatNumber: customer.vatNumber },
  contacts: customer.contacts,
});
