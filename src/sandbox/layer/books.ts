import type { WirePaymentMethod, WireContact } from "./shapes";
import type { WireCustomer, WireLink } from "../../sync/layer/schema";
import { paymentMethods } from "../data/companies";
import { historyEnds, peopleOf, type CustomerRecord } from "../data/customers";
import { writtenTelephone } from "../data/places";
import { streams } from "../data/rng";
import type { World } from "../data/world";
import type { Documents } from "../data/documents/draft-batch";
import type { Deed } from "../journal";
import type { WireReconciliation } from "../../sync/layer/document-schema";
import { LayerDocuments } from "./documents";
import type { SavedDocument } from "./kept";

const contactStream = streams("written contact");

export type StoredLink = { readonly link: WireLink; readonly updatedAt: number; readonly isEdited: boolean };
export type StoredAnswer = { readonly bodyHash: string; readonly body: string };

export type LayerDeed = Extract<Deed, { deed: "customer-changed" | "contact-added" | "links-saved" | "document-saved" | "payment-recorded" | "method-changed" | "reconciled" }>;

export const linkId = (link: Pick<WireLink, "customerId" | "sageSiteId" | "sageCompanyName">): string =>
  JSON.stringify([link.customerId, link.sageSiteId, link.sageCompanyName]);

/** What The Layer holds: customers, saved links, documents, settings and the answers it gave to writes. Changed only by deeds. */
export class LayerBooks {
  readonly documents: LayerDocuments;
  readonly #seed: number;
  readonly #ids: readonly string[];
  readonly #customers: Map<string, CustomerRecord>;
  readonly #links: Map<string, StoredLink>;
  readonly #answers = new Map<string, StoredAnswer>();
  readonly #addedContacts = new Map<string, readonly WireContact[]>();
  #customerList: readonly CustomerRecord[] | null = null;
  #linkList: readonly StoredLink[] | null = null;
  #latest = historyEnds;

  #methods: readonly WirePaymentMethod[] = paymentMethods;

  constructor(world: Pick<World, "seed" | "customers" | "links">, documents: Documents, reconciledBefore: readonly WireReconciliation[] = []) {
    this.documents = new LayerDocuments(documents, reconciledBefore);
    this.#seed = world.seed;
    this.#ids = world.customers.map((customer) => customer.id);
    this.#customers = new Map(world.customers.map((customer) => [customer.id, customer]));
    this.#links = new Map(world.links.map((link) => [linkId(link), { link, updatedAt: Date.parse(link.updatedAt), isEdited: false }]));
  }

  /** A stamp for a change made now: later than every stamp there is, whatever the clock says. */
  nextStamp(now: number): number {
    return Math.max(now, this.#latest + 1);
  }

  customer(id: string): CustomerRecord | undefined {
    return this.#customers.get(id);
  }

  /** In no order that matters; a new array whenever one changed. */
  get customers(): readonly CustomerRecord[] {
    return (this.#customerList ??= [...this.#customers.values()]);
  }

  *inIdOrder(): Iterable<WireCustomer> {
    for (const id of this.#ids) {
      const customer = this.#customers.get(id);
      if (customer !== undefined) yield this.wire(customer, customer.updatedAt);
    }
  }

  link(of: Pick<WireLink, "customerId" | "sageSiteId" | "sageCompanyName">): WireLink | undefined {
    return this.#links.get(linkId(of))?.link;
  }

  get links(): readonly StoredLink[] {
    return (this.#linkList ??= [...this.#links.values()]);
  }

  get paymentMethods(): readonly WirePaymentMethod[] {
    return this.#methods;
  }

  answer(key: string): StoredAnswer | undefined {
    return this.#answers.get(key);
  }

  wire(customer: CustomerRecord, stamp: number): WireCustomer {
    const { business, isEdited: _isEdited, updatedAt: _updatedAt, ...fields } = customer;
    return { ...fields, subCompanies: [...customer.subCompanies], contacts: this.#contacts(customer.id, business), updatedAt: new Date(stamp).toISOString() };
  }

  #contacts(customerId: string, business: CustomerRecord["business"]): WireContact[] {
    const rng = contactStream(this.#seed, business.index);
    const made = peopleOf(this.#seed, business).map((person, n) => ({
      id: `${customerId}-${n + 1}`,
      firstName: person.first,
      lastName: person.last,
      email: person.email,
      telephone: writtenTelephone(person.telephone, rng),
    }));
    return [...made, ...(this.#addedContacts.get(customerId) ?? [])];
  }

  apply(entry: LayerDeed): void {
    switch (entry.deed) {
      case "customer-changed": {
        const before = this.#customers.get(entry.id);
        if (before === undefined) throw new Error(`The Layer has no customer ${entry.id}.`);
        const { change } = entry;
        this.#customers.set(entry.id, { ...before, ...withoutBlanks(change), updatedAt: entry.at, isEdited: true });
        this.#customerList = null;
        return this.#seen(entry.at);
      }
      case "contact-added": {
        const before = this.#customers.get(entry.customerId);
        if (before === undefined) throw new Error(`The Layer has no customer ${entry.customerId}.`);
        this.#addedContacts.set(entry.customerId, [...(this.#addedContacts.get(entry.customerId) ?? []), entry.contact]);
        this.#customers.set(entry.customerId, { ...before, updatedAt: entry.at, isEdited: true });
        this.#customerList = null;
        return this.#seen(entry.at);
      }
      case "links-saved":
        for (const link of entry.links) {
          const updatedAt = Date.parse(link.updatedAt);
          this.#links.set(linkId(link), { link, updatedAt, isEdited: true });
          this.#seen(updatedAt);
        }
        this.#linkList = null;
        if (entry.answer !== null) this.#answered(entry.answer);
        return;
      case "document-saved":
        this.documents.save(entry.saved);
        return this.#seen(Date.parse(entry.saved.document.updatedAt));
      case "payment-recorded":
        if (entry.payment !== null) {
          this.documents.save({ list: "payments", document: entry.payment });
          this.#seen(Date.parse(entry.payment.updatedAt));
        }
        return this.#answered(entry.answer);
      case "method-changed":
        this.#methods = this.#methods.map((method) => (method.id === entry.id ? { ...method, ...withoutBlanks(entry.change) } : method));
        return;
      case "reconciled":
        this.documents.reconcile(entry.reconciliations);
        return this.#answered(entry.answer);
    }
  }

  /** Many at once, in the order of their stamps. */
  addDocuments(documents: readonly SavedDocument[]): void {
    for (const saved of documents) this.documents.save(saved);
    const last = documents.at(-1);
    if (last !== undefined) this.#seen(Date.parse(last.document.updatedAt));
  }

  #seen(stamp: number): void {
    this.#latest = Math.max(this.#latest, stamp);
  }

  #answered({ key, bodyHash, body }: { readonly key: string } & StoredAnswer): void {
    this.#answers.set(key, { bodyHash, body });
  }
}

/** Only what was given: `undefined` never overwrites a field. */
export const withoutBlanks = <T extends object>(change: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };
