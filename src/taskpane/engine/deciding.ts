/** What people decide about syncing: whether a customer has an account in Sage already, and how a company is synced. */
import type { CompanySettingsChange, NewCustomer, NewCustomerDecision } from "../../sync/contract";
import { ok, type Result } from "../../sync/model/failure";
import { loadNewCustomers, updateDocuments } from "./document-loading";
import { follow } from "./live";
import { say, type Tools } from "./tools";

export type Choice = NewCustomerDecision["choice"];

const outcome = (customer: NewCustomer, choice: Choice): string => {
  switch (choice.kind) {
    case "link": {
      const account = customer.candidates.find((one) => one.sageCustomerId === choice.sageCustomerId);
      return `${customer.name} linked to ${account?.accountNumber ?? "the chosen account"} in ${customer.company}.`;
    }
    case "create":
      return `${customer.name} gets an account of its own in ${customer.company}.`;
    case "skip":
      return `${customer.name} is left out of ${customer.company}.`;
  }
};

export const decideCustomer = async (tools: Tools, customer: NewCustomer, choice: Choice): Promise<Result<void>> => {
  const decided = await tools.gateway.decideNewCustomer({ customerId: customer.customerId, companyRef: customer.companyRef, choice });
  if (decided.ok && decided.value) follow(tools, decided.value);
  if (decided.ok) say(tools, outcome(customer, choice));
  // Also after a refusal, as somebody else may have decided meanwhile.
  await loadNewCustomers(tools);
  return decided.ok ? ok(undefined) : decided;
};

/** Changes how one Sage company is synced, from the next run on. */
export const changeSettings = async (tools: Tools, change: CompanySettingsChange): Promise<Result<void>> => {
  const changed = await tools.gateway.changeCompanySettings(change);
  if (!changed.ok) return changed;
  updateDocuments(tools, (documents) => ({
    ...documents,
    settings: { value: (documents.settings.value ?? []).map((one) => (one.companyRef === changed.value.companyRef ? changed.value : one)), failure: null },
  }));
  say(tools, `Saved for ${changed.value.company}. It holds from the next sync on.`);
  return ok(undefined);
};
