/** New customers that Sage has made become linked: The Layer is told first, then the store, then what waited for them goes on. */
import { createHash } from "node:crypto";
import type { LayerApi, WireLinkWrite } from "../../layer";
import type { Result } from "../../model/failure";
import { ok } from "../../model/failure";
import type { Sage200Customers } from "../../sage200";
import type { Database, StoreLogger } from "../../store";
import { writeAudit } from "../../store/audit";
import { allCompanies, type StoredCompany } from "../../store/companies";
import { customersToLink, type CustomerPosting } from "../../store/customer-postings";
import { planCustomerAgain } from "../../store/document-plans";
import { saveLinks } from "../../store/links";
import { dropWaitingCustomers, saveSentContacts } from "../../store/new-customers";

export type CustomerLinking = {
  readonly db: Database;
  readonly tenant: string;
  readonly layer: LayerApi;
  readonly customers: Sage200Customers;
  readonly logger?: StoreLogger | undefined;
};

/** A page of The Layer's batch route. */
const atOnce = 200;

type Made = { readonly posting: CustomerPosting; readonly company: StoredCompany; readonly sageCustomerId: string };

const linkOf = ({ posting, company, sageCustomerId }: Made): WireLinkWrite => ({
  customerId: posting.payload.customerId,
  sageCompanyName: company.name,
  sageSiteId: company.siteId,
  sageAccountNumber: posting.payload.accountNumber,
  sageCustomerId,
  synced: true,
  lastSyncedAt: new Date().toISOString(),
});

/** The same links always have the same key, so that telling them again is telling them once. */
export const batchKey = (parts: readonly unknown[]): string => createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 40);

export const linkNewCustomers = async ({ db, tenant, layer, customers, logger }: CustomerLinking, signal: AbortSignal): Promise<Result<number>> => {
  let linked = 0;
  for (;;) {
    const [postings, companies] = await db.read(async (handle) => [await customersToLink(handle, tenant, atOnce), await allCompanies(handle, tenant)] as const);
    const made = postings.flatMap((posting): readonly Made[] => {
      const company = companies.find((one) => one.ref === posting.payload.company);
      const { intent } = posting;
      return company && intent.state === "done" ? [{ posting, company, sageCustomerId: intent.evidence.recordId ?? intent.evidence.urn }] : [];
    });
    if (made.length === 0 || signal.aborted) return ok(linked);
    const links = made.map(linkOf);
    const answer = await layer.saveLinks(links, batchKey(links), signal);
    if (!answer.ok) return answer;
    const saved = made.flatMap((one, at) => {
      const result = answer.value[at];
      if (result?.status === "saved") return [{ ...one, link: result.link }];
      logger?.warn({ customer: one.posting.payload.customerId, company: one.company.ref, why: result?.failure.cause }, "The Layer refused the link of a customer that was made in Sage");
      return [];
    });
    await db.change(tenant, "link new customers", async (tx) => {
      await saveLinks(tx, tenant, saved.map(({ link }) => link));
      await dropWaitingCustomers(tx, tenant, saved.map(({ posting, company }) => ({ customerId: posting.payload.customerId, companyRef: company.ref })));
      for (const { posting } of saved) await planCustomerAgain(tx, tenant, posting.payload.customerId);
      await writeAudit(
        tx,
        tenant,
        saved.map(({ posting, company, sageCustomerId }) => ({
          whoId: "tieout",
          who: "Tieout",
          what: "Created in Sage",
          sheet: "customers",
          key: posting.payload.customerId,
          from: null,
          to: { "Sage Company": company.name, "Sage Account Number": posting.payload.accountNumber, "Sage Customer ID": sageCustomerId },
          pushId: null,
        })),
      );
    });
    linked += saved.length;
    for (const { posting, company, sageCustomerId } of saved) {
      const { customerId, contacts } = posting.payload;
      const ids = await customers.contactIds(company, sageCustomerId, contacts, signal);
      const sent = contacts.map((contact) => ({ contactId: contact.id, sageContactId: (ids.ok ? ids.value.find((one) => one.contactId === contact.id)?.sageContactId : null) ?? null }));
      await db.transaction("keep which contacts were sent", (tx) => saveSentContacts(tx, tenant, { customerId, companyRef: company.ref }, sent));
    }
    // What The Layer refused would be offered again for ever.
    if (saved.length < made.length) return ok(linked);
  }
};
