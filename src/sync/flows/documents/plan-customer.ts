/** What becomes of a customer whom a document brought to a company in which it has no account, and of a creation that Sage refused. Pure. */
import { newAccountNumber } from "../../documents/account-number";
import { newCustomerPosting, planCustomer, type CandidateAccount, type NewCustomerRule } from "../../documents/new-customer";
import type { Posting } from "../../documents/posting";
import type { Company, CustomerStanding } from "../../documents/world";
import type { Intent } from "../../ledger/intent";
import { postingKey, type PostingKey } from "../../ledger/posting-key";
import type { NewIntent } from "../../ledger/store";
import type { LayerCustomer } from "../../layer/transform";
import type { CustomerMatcher } from "../../match/customers";
import { codeKey } from "../../store/keys";

export type NewcomerState = {
  /** Null where The Layer no longer has it. */
  readonly customer: LayerCustomer | null;
  readonly company: Company;
  /** Its creation was accepted before. */
  readonly isBegun: boolean;
  /** What a person chose for it; null where nobody was asked. */
  readonly choice: "link" | "create" | "skip" | null;
  readonly rule: NewCustomerRule;
  /** Of the company's accounts. */
  readonly matcher: CustomerMatcher;
  /** Account numbers in use or reserved, as `codeKey` writes them. */
  readonly taken: ReadonlySet<string>;
};

export type PlannedNewcomer =
  | { readonly kind: "left" }
  /** Something in the company resembles it: a person decides. */
  | { readonly kind: "asked"; readonly candidates: readonly CandidateAccount[] }
  | { readonly kind: "accepted"; readonly intent: NewIntent<Posting>; readonly accountNumber: string };

export const customerPostingKey = (tenant: string, company: string, customerId: string): PostingKey => postingKey({ tenant, company, kind: "customer", id: customerId, revision: 1 });

/** Under a number that is free now. */
export const customerPosting = (customer: LayerCustomer, company: Company, taken: ReadonlySet<string>) => newCustomerPosting(customer, company, newAccountNumber(customer, (number) => taken.has(codeKey(number))));

export const planNewcomer = (tenant: string, { customer, company, isBegun, choice, rule, matcher, taken }: NewcomerState): PlannedNewcomer => {
  if (customer === null || isBegun || choice === "skip" || choice === "link") return { kind: "left" };
  const plan = choice === "create" ? ({ kind: "create" } as const) : planCustomer(customer, rule, matcher);
  if (plan.kind === "ask") return { kind: "asked", candidates: plan.candidates };
  const payload = customerPosting(customer, company, taken);
  return { kind: "accepted", accountNumber: payload.accountNumber, intent: { key: customerPostingKey(tenant, company.ref, customer.id), kind: "customer", company: company.ref, parents: [], payload } };
};

/** What is known of a customer in one company. */
export type CustomerFacts = {
  /** Record id of the account that it is linked to. */
  readonly linkedTo: string | undefined;
  readonly isInLayer: boolean;
  /** Its creation in Sage. */
  readonly creation: Intent | undefined;
  readonly isSkipped: boolean;
  /** In the list for a person to decide. */
  readonly isWaiting: boolean;
};

export const customerStanding = ({ linkedTo, isInLayer, creation, isSkipped, isWaiting }: CustomerFacts): CustomerStanding => {
  if (linkedTo !== undefined) return { kind: "linked", sageCustomerId: linkedTo };
  if (!isInLayer) return { kind: "unknown to The Layer" };
  if (creation) return creation.state === "refused" || creation.state === "needs review" ? { kind: "creation failed", why: creation.failure.cause } : { kind: "being created" };
  if (isSkipped) return { kind: "skipped" };
  return isWaiting ? { kind: "to decide" } : { kind: "none" };
};
