/**
 * Planning documents and customers over the database in memory. What becomes of them the product's own functions decide; each call is one
 * transaction: nothing comes between what it reads and what it writes.
 */
import type { LayerDocument } from "../../src/sync/documents/document";
import { mappingLookups } from "../../src/sync/documents/mapping-lookups";
import type { Posting } from "../../src/sync/documents/posting";
import type { Company } from "../../src/sync/documents/world";
import { customerPosting, customerPostingKey as customerKeyOf, customerStanding, planNewcomer as planOf } from "../../src/sync/flows/documents/plan-customer";
import { documentPostingKey as documentKeyOf, planDocument, type PlannedDocument, type PlanningWorld } from "../../src/sync/flows/documents/plan-document";
import type { PostingKey } from "../../src/sync/ledger/posting-key";
import type { NewIntent } from "../../src/sync/ledger/store";
import { createCustomerMatcher } from "../../src/sync/match/customers";
import type { SageAccountRef } from "../../src/sync/rules/reference";
import { codeKey } from "../../src/sync/store/keys";
import { documentKey, place, type HeldDocument, type SharedDatabase } from "./database";
import type { SetUp, SimulatedCompany, SimulatedCustomer } from "./set-up";

export const tenant = "simulated";
const rank: Readonly<Record<LayerDocument["kind"], number>> = { invoice: 1, "credit-note": 2, payment: 3, refund: 4 };

export const documentPostingKey = (companyRef: string, kind: LayerDocument["kind"], id: string): PostingKey => documentKeyOf(tenant, companyRef, { kind, id });
export const customerPostingKey = (companyRef: string, customerId: string): PostingKey => customerKeyOf(tenant, companyRef, customerId);

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

const worldOf = ({ database, setUp }: Planning): PlanningWorld => ({
  ...mappingLookups(setUp.mappings()),
  company: (ref) => companyNamed(setUp, ref),
  companyNamed: (name, siteId) => setUp.companies.find((company) => company.name === name && company.siteId === siteId) ?? null,
  settings: (ref) => ({ newCustomers: "unless alike", refunds: setUp.refundsOf(ref) }),
  baseCurrency: () => "GBP",
  customer: (id) => customerNamed(setUp, id),
  standing(customerId, { ref }) {
    const at = place(customerId, ref);
    const creation = database.creations.get(at);
    return customerStanding({
      linkedTo: database.links.get(at),
      isInLayer: customerNamed(setUp, customerId) !== null,
      creation: creation && database.intents().get(creation.key)?.intent,
      isSkipped: database.choices.get(at) === "skip",
      isWaiting: database.waitingCustomers.has(at),
    });
  },
  parent(kind, id) {
    const held = database.documents.get(documentKey(kind, id));
    return held ? { document: held.record, standing: held.standing, companyRef: held.companyRef, postingKey: held.postingKey } : null;
  },
  unread: () => null,
  isPlannedFor: () => true,
});

/** A document keeps the company that its posting was accepted for. */
const stand = (held: HeldDocument, planned: Exclude<PlannedDocument, { kind: "elsewhere" }>): void => {
  const companyRef = (next: string | null | undefined): string | null => (held.postingKey !== null ? held.companyRef : (next ?? held.companyRef));
  const stands = (change: Partial<HeldDocument>): void => void Object.assign(held, { why: null, failure: null, ...change });
  if (planned.kind === "fails") {
    const { failed } = planned;
    return stands({ standing: "failed", companyRef: companyRef(failed.companyRef), why: failed.failure.cause, failure: failed.failure });
  }
  const { plan } = planned;
  switch (plan.standing) {
    case "draft":
      return stands({ standing: "draft" });
    case "nothing":
    case "waiting":
      return stands({ standing: plan.standing, companyRef: companyRef(plan.companyRef), why: plan.why.cause });
    case "posted":
      return stands({ standing: "posted", companyRef: companyRef(plan.companyRef), sageUrn: plan.sageUrn });
    case "posting":
      return stands({ standing: "posting", companyRef: plan.companyRef, postingKey: plan.postingKey });
  }
};

/** Plans everything that is new or waits. Where `acceptsLater` the caller accepts, as only a broken ledger does. */
export const planDocuments = async (planning: Planning, acceptsLater: boolean): Promise<Planned> => {
  const { database } = planning;
  const due = [...database.documents.values()].filter(({ standing }) => standing === "new" || standing === "waiting").sort((a, b) => rank[a.record.kind] - rank[b.record.kind]);
  if (due.length === 0) return { accepted: 0, newcomers: [], intents: [] };
  const world = worldOf(planning);
  const newcomers = new Map<string, Newcomer>();
  const intents: NewIntent<Posting>[] = [];
  let accepted = 0;
  for (const held of due) {
    const { record, companyRef, postingKey } = held;
    const planned = planDocument(tenant, { document: record, companyRef, postingKey }, world);
    if (planned.kind === "elsewhere") continue;
    const meets = "meets" in planned ? planned.meets : null;
    if (meets && world.standing(record.customerId, meets).kind === "none") newcomers.set(place(record.customerId, meets.ref), { customerId: record.customerId, companyRef: meets.ref });
    stand(held, planned);
    if (planned.kind !== "posts") continue;
    const { intent, isKnown } = planned;
    accepted += 1;
    if (isKnown) await sendAnew(database, intent.key, intent.payload);
    else {
      intents.push(intent);
      if (!acceptsLater) await database.ledger.accept(intent);
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

/** Account numbers that are used in a company or reserved for others. */
const takenIn = ({ database, mirrored }: Planning, company: Company, except: PostingKey | null): ReadonlySet<string> => {
  const accounts = mirrored(company).map((account) => account.reference);
  const reserved = [...database.intents().values()].flatMap(({ key, payload }) => (payload.kind === "new-customer" && payload.company === company.ref && key !== except ? [payload.accountNumber] : []));
  return new Set([...accounts, ...reserved].map(codeKey));
};

/** Customers without an account: made where nothing resembles them, put in the list for a person otherwise. */
export const planNewcomer = async (planning: Planning, { customerId, companyRef }: Newcomer): Promise<boolean> => {
  const { database, setUp } = planning;
  const at = place(customerId, companyRef);
  const company = companyNamed(setUp, companyRef);
  if (company === null) return false;
  const planned = planOf(tenant, {
    customer: customerNamed(setUp, customerId),
    company,
    isBegun: database.creations.has(at),
    choice: database.choices.get(at) ?? null,
    rule: "unless alike",
    matcher: createCustomerMatcher(planning.mirrored(company)),
    taken: takenIn(planning, company, null),
  });
  if (planned.kind === "left") return false;
  planAgain(database, customerId);
  if (planned.kind === "asked") {
    database.waitingCustomers.add(at);
    return false;
  }
  const { intent } = planned;
  database.waitingCustomers.delete(at);
  database.creations.set(at, { customerId, companyRef, key: intent.key });
  await database.ledger.accept(intent);
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
    if (!(await sendAnew(database, key, customerPosting(customer, company, takenIn(planning, company, key))))) continue;
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
