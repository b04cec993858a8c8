/**
 * Plans documents, page by page, each page in one transaction: a posting is accepted in the same transaction in which
 * its document stands as being posted, so neither can be without the other.
 */
import type { LayerDocument } from "../../documents/document";
import type { Posting } from "../../documents/posting";
import type { Company, Parent } from "../../documents/world";
import type { PostingKey } from "../../ledger/posting-key";
import type { NewIntent } from "../../ledger/store";
import { failure, type Failure } from "../../model/failure";
import type { Database, Tx } from "../../store";
import { allCompanies, type StoredCompany } from "../../store/companies";
import type { Why } from "../../store/document-records";
import { recordPlans, takeToPlan, type Plan, type PlanPlace, type ToPlan } from "../../store/document-plans";
import { documentsFailed, type FailedDocument } from "../../store/document-results";
import { resolveErrors } from "../../store/errors";
import { freshnessOf } from "../../store/freshness";
import type { SqlLedgerStore } from "../../store/ledger-store";
import type { CustomerIn } from "../../store/new-customers";
import { partName } from "../parts";
import { adoptPosted } from "./adopt-posted";
import type { KnownLedgers } from "./known-ledgers";
import { loadDocumentWorld, type LoadedWorld } from "./load-world";
import { planDocument, type PlannedDocument, type PlanningWorld } from "./plan-document";

export type Planned = {
  readonly accepted: number;
  readonly failed: number;
  readonly nothing: number;
  /** Customers whom a document brought to a company in which they have no account. */
  readonly newcomers: readonly CustomerIn[];
  /** Customers with an account whom an order or a finalised invoice touched: their fields go to Sage the first time. */
  readonly touched: readonly CustomerIn[];
  /** Companies whose ledger is to be read first. Planning stopped at the first of their documents. */
  readonly unknownLedgers: ReadonlySet<string>;
};

export const nothingPlanned: Planned = { accepted: 0, failed: 0, nothing: 0, newcomers: [], touched: [], unknownLedgers: new Set() };

export type Planning = {
  readonly db: Database;
  readonly tenant: string;
  readonly store: SqlLedgerStore;
  /** Only what goes to this company is planned; what goes elsewhere is left as it stands. */
  readonly companyRef?: string;
  /** Nothing is accepted for a company whose ledger is not known: Sage may have the document from before. */
  readonly ledgers: Pick<KnownLedgers, "has">;
  /** Why documents wait whose company's ledger could not be read. */
  readonly unreadLedgers: ReadonlyMap<string, Failure>;
};

const pageSize = 500;

type Page = {
  readonly plans: Plan[];
  readonly failed: FailedDocument[];
  readonly newcomers: CustomerIn[];
  readonly touched: CustomerIn[];
  /** Fail no longer for what they failed for: they wait for something else, need no posting, or are in Sage. */
  readonly cured: Parameters<typeof resolveErrors>[2][number][];
  readonly intents: { readonly document: LayerDocument; readonly intent: NewIntent<Posting> }[];
  /** Accepted before, and about to be sent again. */
  readonly again: NewIntent<Posting>[];
  /** Why the documents of companies wait that could not be read. */
  readonly unread: ReadonlyMap<string, Why>;
  readonly unknownLedgers: Set<string>;
  accepted: number;
};

const meet = (page: Page, world: LoadedWorld, customerId: string, company: Company): void => {
  const standing = world.standing(customerId, company);
  const customer = { customerId, companyRef: company.ref };
  if (standing.kind === "linked") page.touched.push(customer);
  else if (standing.kind === "none") page.newcomers.push(customer);
};

const isElsewhere = ({ companyRef }: Planning, company: Company | null): boolean => companyRef !== undefined && company?.ref !== companyRef;

const planOrder = (planning: Planning, page: Page, stored: ToPlan, world: LoadedWorld): void => {
  const { record } = stored;
  if (record.kind !== "order") return;
  const company = world.companyFor(record.subCompany);
  if (isElsewhere(planning, company.ok ? company.value : null)) return;
  if (!company.ok) {
    page.plans.push({ kind: "order", id: record.id, standing: "waiting", companyRef: null, why: { cause: company.cause, cure: company.cure } });
    return;
  }
  const unread = page.unread.get(company.value.ref);
  if (unread) {
    page.plans.push({ kind: "order", id: record.id, standing: "waiting", companyRef: company.value.ref, why: unread });
    return;
  }
  meet(page, world, record.customerId, company.value);
  page.plans.push({ kind: "order", id: record.id, standing: "nothing", companyRef: company.value.ref, why: { cause: "An order is not posted; it brings its customer to Sage.", cure: "" }, tell: false });
};

/** A posting that Sage refused keeps its key and is given what is right now. */
const sendAnew = async (tx: Tx, store: SqlLedgerStore, key: PostingKey, posting: Posting): Promise<void> => {
  if ((await store.replacePayload(tx, key, posting)) === "replaced") await store.applyIn(tx, key, { kind: "retried", decision: "send again" });
};

const otherContent = (document: LayerDocument) =>
  failure("document-changed", `${document.reference} was accepted for posting with other figures than it has now.`, "Look at the document and its posting in Sage; correct the difference with a credit note.");

/** What was decided counts for those that hang on the document, later on the page. */
const note = (world: LoadedWorld, document: LayerDocument, { standing, companyRef, postingKey }: Noted): void => world.note(document, standing, companyRef, postingKey);
type Noted = { readonly standing: Parent["standing"]; readonly companyRef: string | null; readonly postingKey: PostingKey | null };

const take = async (tx: Tx, { store }: Planning, page: Page, document: LayerDocument, planned: PlannedDocument, world: LoadedWorld): Promise<void> => {
  if (planned.kind === "elsewhere") return;
  if (planned.kind === "fails") {
    page.failed.push(planned.failed);
    return note(world, document, { standing: "failed", companyRef: planned.failed.companyRef ?? null, postingKey: null });
  }
  const { plan, meets } = planned;
  if (meets) meet(page, world, document.customerId, meets);
  page.plans.push(plan);
  if (planned.kind === "stands") {
    if (plan.standing === "draft") return;
    page.cured.push({ kind: plan.kind, id: plan.id, operation: "post" });
    return note(world, document, { standing: plan.standing, companyRef: plan.companyRef, postingKey: null });
  }
  const { intent, isKnown } = planned;
  if (isKnown) {
    await sendAnew(tx, store, intent.key, intent.payload);
    page.again.push(intent);
  } else page.intents.push({ document, intent });
  page.accepted += 1;
  note(world, document, { standing: "posting", companyRef: intent.company, postingKey: intent.key });
};

/**
 * Accepts what is new. One that stands under other content already may be in Sage as that: it fails, and its posting is left alone.
 * @returns what was new.
 */
const acceptAll = async (tx: Tx, { tenant, store }: Planning, page: Page): Promise<readonly NewIntent<Posting>[]> => {
  const answers = await store.acceptAllIn(tx, page.intents.map(({ intent }) => intent));
  const accepted = page.intents.flatMap(({ intent }, at) => (answers[at] === "accepted" ? [intent] : []));
  const changed = page.intents.filter((_, at) => answers[at] === "other content under this key" || answers[at] === "another key for this document").map(({ document }) => document);
  if (changed.length === 0) return accepted;
  const isChanged = new Set(changed.map(({ kind, id }) => `${kind} ${id}`));
  page.plans.splice(0, page.plans.length, ...page.plans.filter(({ kind, id }) => !isChanged.has(`${kind} ${id}`)));
  await documentsFailed(tx, tenant, changed.map((document) => ({ kind: document.kind, id: document.id, failure: otherContent(document), group: `changed|${document.kind}|${document.id}` })));
  return accepted;
};

/** Companies whose last reading failed: nothing is decided by what they were like before. */
const unreadCompanies = async (tx: Tx, { tenant, unreadLedgers }: Planning): Promise<ReadonlyMap<string, Why>> => {
  const found = new Map<string, Why>();
  const companies = await allCompanies(tx, tenant);
  const why = (company: StoredCompany, { cause, cure }: Failure): Why => ({ cause: `${company.name} could not be read: ${cause}`, cure });
  for (const company of companies) {
    const failure = unreadLedgers.get(company.ref);
    if (failure) found.set(company.ref, why(company, failure));
  }
  for (const kind of ["sage-accounts", "sage-lists"] as const) {
    const readings = new Map((await freshnessOf(tx, tenant, `${kind} `)).map((reading) => [reading.what, reading.failure]));
    for (const company of companies) {
      const failure = readings.get(partName({ kind, company }));
      if (failure) found.set(company.ref, why(company, failure));
    }
  }
  return found;
};

type PagePlanned = { readonly page: Page; readonly last: PlanPlace | null };

const planPage = async (tx: Tx, planning: Planning, after: PlanPlace | null): Promise<PagePlanned> => {
  const { tenant } = planning;
  const taken = await takeToPlan(tx, tenant, { limit: pageSize, ...(after ? { after } : {}), ...(planning.companyRef === undefined ? {} : { companyRef: planning.companyRef }) });
  const page: Page = { plans: [], failed: [], newcomers: [], touched: [], cured: [], intents: [], again: [], unread: await unreadCompanies(tx, planning), unknownLedgers: new Set(), accepted: 0 };
  const world = await loadDocumentWorld(tx, tenant, taken.map((stored) => stored.record));
  const unread = (ref: string): Why | null => {
    const why = page.unread.get(ref) ?? null;
    if (why === null && !planning.ledgers.has(ref)) page.unknownLedgers.add(ref);
    return why;
  };
  const planningWorld: PlanningWorld = { ...world, unread, isPlannedFor: (company) => !isElsewhere(planning, company) };
  for (const stored of taken) {
    const { record, companyRef, postingKey } = stored;
    if (record.kind === "order") planOrder(planning, page, stored, world);
    else {
      const planned = planDocument(tenant, { document: record, companyRef, postingKey: postingKey as PostingKey | null }, planningWorld);
      // The page is planned again when the ledger is known.
      if (page.unknownLedgers.size > 0) return { page: { ...page, newcomers: [], touched: [], plans: [], failed: [], accepted: 0 }, last: null };
      await take(tx, planning, page, record, planned, world);
    }
  }
  const accepted = await acceptAll(tx, planning, page);
  await recordPlans(tx, tenant, page.plans);
  await adoptPosted(tx, tenant, planning.store, [...accepted, ...page.again]);
  await resolveErrors(tx, tenant, page.cured);
  await documentsFailed(tx, tenant, page.failed);
  return { page, last: taken.length < pageSize ? null : (taken[taken.length - 1]?.place ?? null) };
};

/** Plans everything that is new or waits. What goes on waiting costs a look and no write. */
export const planDocuments = async (planning: Planning, signal: AbortSignal, tell: () => void = () => undefined): Promise<Planned> => {
  const newcomers = new Map<string, CustomerIn>();
  const touched = new Map<string, CustomerIn>();
  let [accepted, failed, nothing] = [0, 0, 0];
  let after: PlanPlace | null = null;
  let unknownLedgers: ReadonlySet<string> = new Set();
  do {
    const from: PlanPlace | null = after;
    const { page, last }: PagePlanned = await planning.db.transaction("plan documents", (tx) => planPage(tx, planning, from));
    for (const one of page.newcomers) newcomers.set(`${one.companyRef} ${one.customerId}`, one);
    for (const one of page.touched) touched.set(`${one.companyRef} ${one.customerId}`, one);
    accepted += page.accepted;
    failed += page.failed.length;
    nothing += page.plans.filter((plan) => plan.standing === "nothing").length;
    unknownLedgers = page.unknownLedgers;
    after = last;
    tell();
  } while (after !== null && !signal.aborted);
  return { accepted, failed, nothing, newcomers: [...newcomers.values()], touched: [...touched.values()], unknownLedgers };
};
