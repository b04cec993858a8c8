/**
 * Sends the fields of customers that Sage has already: the first time a document touches them, and when a person asks. Contacts go
 * along only where they went along when Tieout made the account; those added in The Layer later never do.
 */
import type { PostedContact } from "../../documents/posting";
import type { LayerApi } from "../../layer";
import { failure, type Failure } from "../../model/failure";
import type { LinkedContact, Sage200Customers } from "../../sage200";
import type { Database, Handle } from "../../store";
import { allCompanies } from "../../store/companies";
import { customersById } from "../../store/customers";
import { openErrors, resolveErrors } from "../../store/errors";
import { customerThing } from "../../store/ledger-rows";
import { linksConcerning, saveLinks, type StoredLink } from "../../store/links";
import { sentContacts, type CustomerIn } from "../../store/new-customers";
import { batchKey } from "./link-customers";

export type CustomerUpdating = { readonly db: Database; readonly tenant: string; readonly layer: LayerApi; readonly customers: Sage200Customers };

const known = async (handle: Handle, tenant: string, one: CustomerIn) => {
  const company = (await allCompanies(handle, tenant)).find((candidate) => candidate.ref === one.companyRef);
  const customer = (await customersById(handle, tenant, [one.customerId])).get(one.customerId);
  const link = company && (await linksConcerning(handle, tenant, [{ customerId: one.customerId }])).find((candidate) => candidate.customerId === one.customerId && candidate.companyKey === company.key);
  const sent = await sentContacts(handle, tenant, one);
  return { company, customer, link, sent };
};

const isDue = (link: StoredLink | undefined, isAsked: boolean): link is StoredLink => link !== undefined && link.sageCustomerId !== "" && (isAsked || link.lastSyncedAt === null);

/** @param isAsked by a person: the fields are sent whether or not they ever were. Answers how many customers were updated. */
export const updateCustomers = async ({ db, tenant, layer, customers }: CustomerUpdating, touched: readonly CustomerIn[], isAsked: boolean, signal: AbortSignal): Promise<number> => {
  let updated = 0;
  for (const one of touched) {
    if (signal.aborted) break;
    const { company, customer, link, sent } = await db.read((handle) => known(handle, tenant, one));
    if (!company || !customer || !isDue(link, isAsked)) continue;
    const { name, email, website, telephone, fax, vatNumber } = customer;
    const contacts = sent.flatMap((contact): readonly LinkedContact[] => {
      const now: PostedContact | undefined = customer.contacts.find((candidate) => candidate.id === contact.contactId);
      return now && contact.sageContactId !== null ? [{ sageContactId: contact.sageContactId, contact: now }] : [];
    });
    const answer = await customers.updateCustomer(company, link.sageCustomerId, { name, email, website, telephone, fax, vatNumber }, contacts, signal);
    const thing = { ...customerThing(one.customerId, one.companyRef), operation: "update customer" as const };
    const fail = (why: Failure) =>
      db.transaction("record a customer that was not updated", (tx) =>
        openErrors(tx, tenant, [{ ...thing, reference: one.customerId, customerId: one.customerId, subCompany: customer.subCompanies.join("; "), companyRef: one.companyRef, failure: why, group: `customer|${one.companyRef}|${why.code}|${why.cause}`, fixAt: null }]),
      );
    if (!answer.ok) {
      await fail(answer.failure);
      continue;
    }
    const write = { customerId: one.customerId, sageCompanyName: link.companyName, sageSiteId: link.siteId, sageAccountNumber: link.accountNumber, sageCustomerId: link.sageCustomerId, synced: true, lastSyncedAt: new Date().toISOString() };
    const told = await layer.saveLinks([write], batchKey([write]), signal);
    const [saved] = told.ok ? told.value : [];
    if (saved?.status !== "saved") {
      await fail(!told.ok ? told.failure : (saved?.failure ?? failure("layer-refused", `The Layer did not answer for customer ${one.customerId}.`, "Sync the customer again.")));
      continue;
    }
    await db.change(tenant, "record an updated customer", async (tx) => {
      await saveLinks(tx, tenant, [saved.link]);
      await resolveErrors(tx, tenant, [thing]);
    });
    updated += 1;
  }
  return updated;
};
