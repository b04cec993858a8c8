/** A person's decision about a customer that resembles accounts in Sage: link it to one, make it, or leave it out. */
import type { NewCustomerDecision } from "../../contract";
import type { Actor } from "../../core";
import type { LayerApi } from "../../layer";
import { failed, failure, ok, type Result } from "../../model/failure";
import type { Database } from "../../store";
import { accountsOf } from "../../store/accounts";
import { writeAudit } from "../../store/audit";
import { allCompanies } from "../../store/companies";
import { planCustomerAgain } from "../../store/document-plans";
import { retryErrors } from "../../store/document-retries";
import { errorPage } from "../../store/errors";
import { linksConcerning, saveLinks } from "../../store/links";
import { dropWaitingCustomers, saveChoice } from "../../store/new-customers";
import { batchKey } from "./link-customers";

export type Deciding = { readonly db: Database; readonly tenant: string; readonly layer: LayerApi };

const past = { link: "Linked", create: "Chose to create", skip: "Chose to skip" } as const;

export const decideCustomer = async ({ db, tenant, layer }: Deciding, { customerId, companyRef, choice }: NewCustomerDecision, by: Actor, signal: AbortSignal): Promise<Result<void>> => {
  const company = (await db.read((handle) => allCompanies(handle, tenant))).find((one) => one.ref === companyRef);
  if (!company) return failed(failure("not-found", `There is no Sage company ${companyRef} here.`, "Refresh the list and choose again.", companyRef));
  const sageCustomerId = choice.kind === "link" ? choice.sageCustomerId : null;
  const account = sageCustomerId === null ? null : (await db.read((handle) => accountsOf(handle, tenant, companyRef))).find((one) => one.id === sageCustomerId);
  if (account === undefined) return failed(failure("not-found", `${company.name} has no account with the id ${sageCustomerId ?? ""}.`, "Refresh the list and choose again.", sageCustomerId ?? ""));
  if (account?.status === "hidden") return failed(failure("sage-refused", `Account ${account.reference} of ${company.name} is closed.`, "Choose another account, or open that one in Sage first.", account.reference));

  const write = account && { customerId, sageCompanyName: company.name, sageSiteId: company.siteId, sageAccountNumber: account.reference, sageCustomerId: account.id, synced: true };
  if (write) {
    const holders = await db.read((handle) => linksConcerning(handle, tenant, [{ companyKey: company.key, accountKey: "", sageCustomerId: write.sageCustomerId }]));
    const other = holders.find((link) => link.customerId !== customerId);
    if (other) return failed(failure("sage-refused", `Account ${write.sageAccountNumber} of ${company.name} is linked to customer ${other.customerId} already.`, "Choose another account, or Create. One account belongs to one customer.", write.sageAccountNumber));
  }
  const told = write && (await layer.saveLinks([write], batchKey([write]), signal));
  if (told && !told.ok) return told;
  const saved = told?.value[0];
  if (saved?.status === "refused") return failed(saved.failure);

  await db.change(tenant, "decide about a new customer", async (tx) => {
    await saveChoice(tx, tenant, { customerId, companyRef, ...(sageCustomerId === null ? { choice: choice.kind === "skip" ? ("skip" as const) : ("create" as const), sageCustomerId: null } : { choice: "link" as const, sageCustomerId }) }, by);
    if (saved?.status === "saved") await saveLinks(tx, tenant, [saved.link]);
    await dropWaitingCustomers(tx, tenant, [{ customerId, companyRef }]);
    await planCustomerAgain(tx, tenant, customerId);
    // Documents of a customer that had been skipped failed with that reason.
    const skipped = await errorPage(tx, tenant, { since: null, after: null, limit: 10_000, state: "open", group: `skipped|${companyRef}|${customerId}` });
    if (choice.kind !== "skip" && skipped.length > 0) await retryErrors(tx, tenant, { ids: skipped.map((entry) => entry.id) });
    await writeAudit(tx, tenant, [
      { whoId: by.id, who: by.name, what: past[choice.kind], sheet: "customers", key: customerId, from: null, to: { "Sage Company": company.name, "Sage Account Number": account?.reference ?? null, "Sage Customer ID": account?.id ?? null }, pushId: null },
    ]);
  });
  return ok(undefined);
};
