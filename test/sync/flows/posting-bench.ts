/** A core over practice systems without documents, with all mappings pushed: where each test adds the documents it is about. */
import { subCompanyPlans } from "../../../src/sandbox/data/companies";
import type { SyncCore } from "../../../src/sync/core";
import type { RunSummary } from "../../../src/sync/contract";
import type { Database } from "../../../src/sync/store";
import { connectedSandbox } from "../../support/sandbox-connectors";
import { practiceCore, pushed, saveAll, somebody, unlinkedCustomers, type Practice } from "./practice-core";

export const practiceWithoutDocuments = (seed = 7): Promise<Practice> => connectedSandbox({ customers: 60, seed, invoices: 0 });

/** Every sub-company, method and rate mapped, but for what a test leaves out or does not enable. */
export const mapEverything = async (
  core: SyncCore,
  { sandbox }: Pick<Practice, "sandbox">,
  { without = [], isEnabled = () => true }: { readonly without?: readonly string[]; readonly isEnabled?: (method: string) => boolean } = {},
): Promise<void> => {
  const { data } = sandbox;
  const [first] = data.companies;
  if (!first) throw new Error("The sandbox has no company.");
  const companyOf = (name: string) => data.companies.find((company) => company.name === subCompanyPlans.find((plan) => plan.name === name)?.booksIn) ?? first;
  const bankOf = (company: string) => data.banks(company).find((bank) => bank.status === "active")?.code ?? null;
  const methods = data.paymentMethods.map(({ name }) => name).filter((name) => !without.includes(name));
  const percents = [...new Set(data.taxRates.map((rate) => rate.percent))];
  await saveAll(core, {
    "sub-companies": pushed(
      "sub-companies",
      data.subCompanies.map(({ name }) => ({ SubCompany: name, SageCompanyName: companyOf(name).name, SageSiteId: companyOf(name).siteId })),
    ),
    "payment-methods": pushed(
      "payment-methods",
      data.companies.flatMap(({ name: company }) =>
        methods.map((name) => ({ PaymentMethod: name, Enabled: isEnabled(name) ? "Yes" : "No", "Acc - Code": isEnabled(name) ? bankOf(company) : null, SageCompanyName: company })),
      ),
    ),
    "tax-codes": pushed(
      "tax-codes",
      data.companies.flatMap(({ name: company }) =>
        percents.map((percent) => ({
          TaxRate: percent,
          SageCompanyName: company,
          SageTaxCode: String(data.taxCodes(company).find((code) => code.percent === Number(percent))?.code ?? 1),
        })),
      ),
    ),
  });
};

/** A customer of the Layer with an active account of a company, linked, and the sub-company whose documents go there. */
export const aLinkedCustomer = ({ sandbox }: Practice, nth = 0) => {
  const { data } = sandbox;
  const found = data.links().flatMap((link) => {
    const account = data.account(link.sageCompanyName, link.sageAccountNumber);
    const company = data.companies.find((one) => one.name === link.sageCompanyName);
    const subCompany = data.subCompanies.find(({ name }) => company?.name.startsWith(name));
    return account?.status === "active" && company && subCompany ? [{ customerId: link.customerId, account, company, subCompany: subCompany.name }] : [];
  })[nth];
  if (!found) throw new Error("The sandbox has no linked customer whose company has a sub-company of its name.");
  return found;
};

export const aStranger = ({ sandbox }: Practice) => {
  const truly = new Set(unlinkedCustomers(sandbox).map(({ customer }) => customer.id));
  const linked = new Set(sandbox.data.links().map((link) => link.customerId));
  const found = [...sandbox.data.customers()].find((customer) => !linked.has(customer.id) && !customer.isArchived && !truly.has(customer.id));
  if (!found) throw new Error("Every customer of the sandbox has an account.");
  return found;
};

const finished = async (core: SyncCore, id: string): Promise<RunSummary> => {
  for (;;) {
    const run = (await core.runs(20)).find((one) => one.id === id);
    if (run && run.state !== "running") return run;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

/** Runs once and waits for its end. */
export const runNow = async (core: SyncCore, request: Parameters<SyncCore["run"]>[0] = {}): Promise<RunSummary> => {
  const begun = await core.run(request, somebody);
  if (!begun.ok) throw new Error(begun.failure.cause);
  const run = await finished(core, begun.value.id);
  if (run.failure) throw new Error(`${run.failure.cause} ${run.failure.cure}`);
  return run;
};

export const retried = async (core: SyncCore, request: Parameters<SyncCore["retry"]>[0]): Promise<RunSummary> => {
  const answer = await core.retry(request, somebody);
  if (!answer.ok) throw new Error(answer.failure.cause);
  return finished(core, answer.value.run.id);
};

export const postingCore = (practice: Practice, db: Database, tenant: string): SyncCore => practiceCore(practice, db, tenant);
