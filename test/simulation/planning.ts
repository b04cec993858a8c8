/**
 * Deciding about documents and customers as the gateway's runs do, with the product's own rules, over the database in memory. Each
 * call is one transaction: nothing comes between what it reads and what it writes.
 */
import { newAccountNumber } from "../../src/sync/documents/account-number";
import { decide } from "../../src/sync/documents/decide";
import type { LayerDocument } from "../../src/sync/documents/document";
import { mappingLookups } from "../../src/sync/documents/mapping-lookups";
import { newCustomerPosting, planCustomer } from "../../src/sync/documents/new-customer";
import type { Posting } from "../../src/sync/documents/posting";
import type { Company, CustomerStanding, DocumentWorld } from "../../src/sync/documents/world";
import { postingKey, type DocumentKind, type PostingKey } from "../../src/sync/ledger/posting-key";
import type { NewIntent } from "../../src/sync/ledger/store";
import { createCustomerMatcher } from "../../src/sync/match/customers";
import type { SageAccountRef } from "../../src/sync/rules/reference";
import { codeKey } from "../../src/sync/store/keys";
import { documentKey, place, type HeldDocument, type SharedDatabase } from "./database";
import type { SetUp, SimulatedCompany, SimulatedCustomer } from "./set-up";

export const tenant = "simulated";
const keyKinds: Readonly<Record<LayerDocument["kind"], DocumentKind>> = { invoice: "invoice", "credit-note": "credit-note", payment: "receipt", refund: "refund" };
const rank: Readonly<Record<LayerDocument["kind"], number>> = { invoice: 1, "credit-note": 2, payment: 3, refund: 4 };

export const documentPostingKey = (companyRef: string, kind: LayerDocument["kind"], id: string): PostingKey => postingKey({ tenant, company: companyRef, kind: keyKinds[kind], id, revision: 1 });
export const customerPostingKey = (companyRef: string, customerId: string): PostingKey => postingKey({ tenant, company: companyRef, kind: "customer", id: customerId, revision: 1 });

export type Newcomer = { readonly customerId: string; readonly companyRef: string };
export type Planned = { readonly accepted: number; readonly newcomers: readonly Newcomer[]; /** What is new in the ledger. */ readonly intents: readonly NewIntent<Posting>[] };

export type Planning = {
  readonly database: SharedDatabase;
  readonly setUp: SetUp;
  /** The company's accounts, just read from Sage. */
  readonly mirrored: (company: Company) => readonly SageAccountRef[];
};

const companyNamed = (setUp: SetUp, ref: string): SimulatedCompany | null => setUp.companies.find((company) => company.ref === ref) ?? null;
const customerNamed = (setUp: SetUp, id: string): SimulatedCustomer | null => setUp.customers.find((customer) => customer.id === id) ?? null;

const standingOf = ({ database, setUp }: Planning, customerId: string, { ref }: Company): CustomerStanding => {
  const at = place(customerId, ref);
  const sageCustomerId = database.links.get(at);
  if (sageCustomerId !== undefined) return { kind: "linked", sageCustomerId };
  if (customerNamed(setUp, customerId) === null) return { kind: "unknown to The Layer" };
  const creation = database.creations.get(at);
  if (creation) return creation.failure ? { kind: "creation failed", why: creation.failure.cause } : { kind: "being created" };
  if (database.choices.get(at) === "skip") return { kind: "skipped" };
  return database.waitingCustomers.has(at) ? { kind: "to decide" } : { kind: "none" };
};

const worldOf = (planning: Planning): DocumentWorld => {
  const { database, setUp } = planning;
  return {
    ...mappingLookups(setUp.mappings()),
    company: (ref) => companyNamed(setUp, ref),
    companyNamed: (name, siteId) => setUp.companies.find((company) => company.name === name && company.siteId === siteId) ?? null,
    settings: (ref) => ({ newCustomers: "unless alike", refunds: setUp.refundsOf(ref) }),
    baseCurrency: () => "GBP",
    customer: (id) => customerNamed(setUp, id),
    standing: (customerId, company) => standingOf(planning, customerId, company),
    parent(kind, id) {
      const held = database.documents.get(documentKey(kind, id));
      return held ? { document: held.record, standing: held.standing, companyRef: held.companyRef, postingKey: held.postingKey } : null;
    },
  };
};

/** Decides about everything that is new or waits. Where `acceptsLater` the caller accepts, as only a broken ledger does. */
export const planDocuments = async (planning: Planning, acceptsLater: boolean): Promise<Planned> => {
  const { database, setUp } = planning;
  const due = [...database.documents.values()].filter(({ standing }) => standing === "new" || standing === "waiting").sort((a, b) => rank[a.record.kind] - rank[b.record.kind]);
  if (due.length === 0) return { accepted: 0, newcomers: [], intents: [] };
  const world = worldOf(planning);
  const newcomers = new Map<string, Newcomer>();
  const intents: NewIntent<Posting>[] = [];
  let accepted = 0;
  const meet = (customerId: string, company: Company): void => {
    if (world.standing(customerId, company).kind === "none") newcomers.set(place(customerId, company.ref), { customerId, companyRef: company.ref });
  };
  const stands = (held: HeldDocument, change: Partial<HeldDocument>): void => void Object.assign(held, { why: null, failure: null, ...change });

  for (const held of due) {
    const { record } = held;
    const fixed = held.postingKey !== null && held.companyRef !== null ? companyNamed(setUp, held.companyRef) : null;
    const decision = decide(record, fixed, world);
    const companyRef = held.postingKey !== null ? held.companyRef : decision.kind === "draft" ? null : (decision.company?.ref ?? held.companyRef);
    switch (decision.kind) {
      case "draft":
        stands(held, { standing: "draft" });
        break;
      case "nothing":
        stands(held, { standing: "nothing", companyRef, why: decision.why });
        break;
      case "wait":
        if (record.kind === "invoice" && decision.company) meet(record.customerId, decision.company);
        stands(held, { standing: "waiting", companyRef, why: decision.why });
        break;
      case "in Sage already":
        stands(held, { standing: "posted", companyRef, sageUrn: decision.urn });
        break;
      case "fail":
        stands(held, { standing: "failed", companyRef, why: decision.failure.cause, failure: decision.failure });
        break;
      case "post": {
        if (record.kind === "invoice") meet(record.customerId, decision.company);
        const key = documentPostingKey(decision.company.ref, record.kind, record.id);
        const isRetry = held.postingKey !== null;
        stands(held, { standing: "posting", companyRef: decision.company.ref, postingKey: key });
        accepted += 1;
        const intent: NewIntent<Posting> = { key, kind: keyKinds[record.kind], company: decision.company.ref, parents: decision.after === null ? [] : [decision.after as PostingKey], payload: decision.posting };
        if (isRetry) await sendAnew(database, key, decision.posting);
        else {
          intents.push(intent);
          if (!acceptsLater) await database.ledger.accept(intent);
        }
      }
    }
  }
  return { accepted, newcomers: [...newcomers.values()], intents };
};

/** A posting that Sage refused keeps its key and is given what is right now. */
const sendAnew = async ({ ledger }: SharedDatabase, key: PostingKey, posting: Posting): Promise<boolean> => {
  if ((await ledger.replacePayload(key, posting)) !== "replaced") return false;
  await ledger.apply(key, { kind: "retried", decision: "send again" });
  return true;
};

const planAgain = (database: SharedDatabase, customerId: string): void => {
  for (const held of database.documents.values()) if (held.standing === "waiting" && held.record.customerId === customerId) held.standing = "new";
};

const reservedIn = ({ database, mirrored }: Planning, company: Company, except: PostingKey | null): ReadonlySet<string> => {
  const accounts = mirrored(company).map((account) => account.reference);
  const reserved = [...database.intents().values()].flatMap(({ key, payload }) => (payload.kind === "new-customer" && payload.company === company.ref && key !== except ? [payload.accountNumber] : []));
  return new Set([...accounts, ...reserved].map(codeKey));
};

const postingOfCustomer = (planning: Planning, customer: SimulatedCustomer, company: Company, except: PostingKey | null): Posting => {
  const taken = reservedIn(planning, company, except);
  return newCustomerPosting(customer, company, newAccountNumber(customer, (number) => taken.has(codeKey(number))));
};

/** Customers without an account: made where nothing resembles them, put in the list for a person otherwise. */
export const planNewcomer = async (planning: Planning, { customerId, companyRef }: Newcomer): Promise<boolean> => {
  const { database, setUp } = planning;
  const at = place(customerId, companyRef);
  const [customer, company] = [customerNamed(setUp, customerId), companyNamed(setUp, companyRef)];
  const choice = database.choices.get(at);
  if (customer === null || company === null || database.creations.has(at) || choice === "skip" || choice === "link") return false;
  const matcher = createCustomerMatcher(planning.mirrored(company));
  const plan = choice === "create" ? ({ kind: "create" } as const) : planCustomer(customer, "unless alike", matcher);
  planAgain(database, customerId);
  if (plan.kind === "ask") {
    database.waitingCustomers.add(at);
    return false;
  }
  const key = customerPostingKey(companyRef, customerId);
  database.waitingCustomers.delete(at);
  database.creations.set(at, { customerId, companyRef, key, failure: null });
  await database.ledger.accept({ key, kind: "customer", company: companyRef, parents: [], payload: postingOfCustomer(planning, customer, company, null) });
  return true;
};

/** Customers that Sage has made become linked, and what waited for them goes on. */
export const linkMadeCustomers = ({ database }: Planning): number => {
  let linked = 0;
  for (const [at, { customerId, key }] of database.creations) {
    const intent = database.intents().get(key)?.intent;
    if (database.links.has(at) || intent?.state !== "done") continue;
    database.links.set(at, intent.evidence.recordId ?? intent.evidence.urn);
    planAgain(database, customerId);
    linked += 1;
  }
  return linked;
};

/** Makes everything in the Error Queue that failed for certain new again; what may be in Sage is left alone. */
export const retryAll = async (planning: Planning): Promise<number> => {
  const { database, setUp } = planning;
  let retried = 0;
  for (const held of database.documents.values()) {
    if (held.standing !== "failed") continue;
    Object.assign(held, { standing: "new", why: null, failure: null });
    retried += 1;
  }
  for (const { customerId, companyRef, key } of database.creations.values()) {
    const [customer, company] = [customerNamed(setUp, customerId), companyNamed(setUp, companyRef)];
    if (database.intents().get(key)?.intent.state !== "refused" || customer === null || company === null) continue;
    if (!(await sendAnew(database, key, postingOfCustomer(planning, customer, company, key)))) continue;
    planAgain(database, customerId);
    retried += 1;
  }
  return retried;
};

/** A person's decision about a customer that resembles an account. */
export const decideCustomer = async (planning: Planning, one: Newcomer, choice: "link" | "create" | "skip", sageCustomerId: string): Promise<void> => {
  const { database } = planning;
  const at = place(one.customerId, one.companyRef);
  database.choices.set(at, choice);
  database.waitingCustomers.delete(at);
  if (choice === "link") database.links.set(at, sageCustomerId);
  planAgain(database, one.customerId);
  if (choice === "create") await planNewcomer(planning, one);
};
