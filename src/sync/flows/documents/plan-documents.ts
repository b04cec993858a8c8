/**
 * Decides about documents, page by page, each page in one transaction: a posting is accepted in the same transaction in which
 * its document stands as being posted, so neither can be without the other.
 */
import { decide, type Decision } from "../../documents/decide";
import type { LayerDocument } from "../../documents/document";
import type { Posting } from "../../documents/posting";
import type { Company } from "../../documents/world";
import { postingKey, type DocumentKind, type PostingKey } from "../../ledger/posting-key";
import type { NewIntent } from "../../ledger/store";
import { failure } from "../../model/failure";
import type { Database, Tx } from "../../store";
import { allCompanies } from "../../store/companies";
import type { Why } from "../../store/document-records";
import { recordPlans, takeToPlan, type Plan, type PlanPlace, type ToPlan } from "../../store/document-plans";
import { documentsFailed, type FailedDocument } from "../../store/document-results";
import { resolveErrors } from "../../store/errors";
import { freshnessOf } from "../../store/freshness";
import type { SqlLedgerStore } from "../../store/ledger-store";
import type { CustomerIn } from "../../store/new-customers";
import { partName } from "../parts";
import { loadDocumentWorld, type LoadedWorld } from "./load-world";

export type Planned = {
  readonly accepted: number;
  readonly failed: number;
  readonly nothing: number;
  /** Customers whom a document brought to a company in which they have no account. */
  readonly newcomers: readonly CustomerIn[];
  /** Customers with an account whom an order or a finalised invoice touched: their fields go to Sage the first time. */
  readonly touched: readonly CustomerIn[];
};

export type Planning = {
  readonly db: Database;
  readonly tenant: string;
  readonly store: SqlLedgerStore;
  /** Only what goes to this company is planned; what goes elsewhere is left as it stands. */
  readonly companyRef?: string;
};

const pageSize = 500;

const keyKinds: Readonly<Record<LayerDocument["kind"], DocumentKind>> = { invoice: "invoice", "credit-note": "credit-note", payment: "receipt", refund: "refund" };
const keyOf = (tenant: string, company: string, document: LayerDocument): PostingKey => postingKey({ tenant, company, kind: keyKinds[document.kind], id: document.id, revision: 1 });

type Page = {
  readonly plans: Plan[];
  readonly failed: FailedDocument[];
  readonly newcomers: CustomerIn[];
  readonly touched: CustomerIn[];
  readonly adopted: Parameters<typeof resolveErrors>[2][number][];
  readonly intents: { readonly document: LayerDocument; readonly intent: NewIntent<Posting> }[];
  /** Why the documents of companies wait that could not be read. */
  readonly unread: ReadonlyMap<string, Why>;
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

/** Whether what is known of its company could change the decision. */
const restsOnCompany = (decision: Decision): decision is Extract<Decision, { kind: "post" | "wait" | "fail" }> => decision.kind === "post" || decision.kind === "wait" || decision.kind === "fail";

const planDocument = async (tx: Tx, planning: Planning, page: Page, stored: ToPlan, document: LayerDocument, world: LoadedWorld): Promise<void> => {
  const fixed = stored.postingKey !== null && stored.companyRef !== null ? world.company(stored.companyRef) : null;
  const decision = decide(document, fixed, world);
  if (decision.kind !== "draft" && isElsewhere(planning, decision.company)) return;
  const ref = { kind: document.kind, id: document.id };
  const company = restsOnCompany(decision) ? decision.company : null;
  const unread = company === null ? undefined : page.unread.get(company.ref);
  if (company !== null && unread) {
    // Judged by what the company was like when it could still be read, it might fail or go to the wrong place.
    page.plans.push({ ...ref, standing: "waiting", companyRef: company.ref, why: unread });
    world.note(document, "waiting", company.ref, null);
    return;
  }
  switch (decision.kind) {
    case "draft":
      page.plans.push({ ...ref, standing: "draft" });
      return;
    case "nothing":
      page.plans.push({ ...ref, standing: "nothing", companyRef: decision.company?.ref ?? null, why: { cause: decision.why, cure: "" }, tell: decision.company !== null });
      world.note(document, "nothing", decision.company?.ref ?? null, null);
      return;
    case "wait":
      if (document.kind === "invoice" && decision.company) meet(page, world, document.customerId, decision.company);
      page.plans.push({ ...ref, standing: "waiting", companyRef: decision.company?.ref ?? null, why: { cause: decision.why, cure: "" } });
      world.note(document, "waiting", decision.company?.ref ?? null, null);
      return;
    case "fail":
      page.failed.push({ ...ref, failure: decision.failure, group: decision.group, fixAt: decision.fixAt, companyRef: decision.company?.ref ?? null });
      world.note(document, "failed", decision.company?.ref ?? null, null);
      return;
    case "in Sage already":
      page.plans.push({ ...ref, standing: "posted", companyRef: decision.company.ref, postingKey: keyOf(planning.tenant, decision.company.ref, document), sageUrn: decision.urn });
      page.adopted.push({ ...ref, operation: "post" });
      world.note(document, "posted", decision.company.ref, null);
      return;
    case "post": {
      if (document.kind === "invoice") meet(page, world, document.customerId, decision.company);
      const key = keyOf(planning.tenant, decision.company.ref, document);
      if (stored.postingKey !== null) await sendAnew(tx, planning.store, key, decision.posting);
      else page.intents.push({ document, intent: { key, kind: keyKinds[document.kind], company: decision.company.ref, parents: decision.after === null ? [] : [decision.after as PostingKey], payload: decision.posting } });
      page.accepted += 1;
      page.plans.push({ ...ref, standing: "posting", companyRef: decision.company.ref, postingKey: key });
      world.note(document, "posting", decision.company.ref, key);
    }
  }
};

/** Accepts what is new. One that stands under other content already may be in Sage as that: it fails, and its posting is left alone. */
const acceptAll = async (tx: Tx, { tenant, store }: Planning, page: Page): Promise<void> => {
  const answers = await store.acceptAllIn(tx, page.intents.map(({ intent }) => intent));
  const changed = page.intents.filter((_, at) => answers[at] === "other content under this key" || answers[at] === "another key for this document").map(({ document }) => document);
  if (changed.length === 0) return;
  const isChanged = new Set(changed.map(({ kind, id }) => `${kind} ${id}`));
  page.plans.splice(0, page.plans.length, ...page.plans.filter(({ kind, id }) => !isChanged.has(`${kind} ${id}`)));
  await documentsFailed(tx, tenant, changed.map((document) => ({ kind: document.kind, id: document.id, failure: otherContent(document), group: `changed|${document.kind}|${document.id}` })));
};

/** Companies whose last reading failed: nothing is decided by what they were like before. */
const unreadCompanies = async (tx: Tx, tenant: string): Promise<ReadonlyMap<string, Why>> => {
  const found = new Map<string, Why>();
  const companies = await allCompanies(tx, tenant);
  for (const kind of ["sage-accounts", "sage-lists"] as const) {
    const readings = new Map((await freshnessOf(tx, tenant, `${kind} `)).map((reading) => [reading.what, reading.failure]));
    for (const company of companies) {
      const failure = readings.get(partName({ kind, company }));
      if (failure) found.set(company.ref, { cause: `${company.name} could not be read: ${failure.cause}`, cure: failure.cure });
    }
  }
  return found;
};

type PagePlanned = { readonly page: Page; readonly last: PlanPlace | null };

const planPage = async (tx: Tx, planning: Planning, after: PlanPlace | null): Promise<PagePlanned> => {
  const { tenant } = planning;
  const taken = await takeToPlan(tx, tenant, { limit: pageSize, ...(after ? { after } : {}), ...(planning.companyRef === undefined ? {} : { companyRef: planning.companyRef }) });
  const page: Page = { plans: [], failed: [], newcomers: [], touched: [], adopted: [], intents: [], unread: await unreadCompanies(tx, tenant), accepted: 0 };
  const world = await loadDocumentWorld(tx, tenant, taken.map((stored) => stored.record));
  for (const stored of taken) {
    if (stored.record.kind === "order") planOrder(planning, page, stored, world);
    else await planDocument(tx, planning, page, stored, stored.record, world);
  }
  await acceptAll(tx, planning, page);
  await recordPlans(tx, tenant, page.plans);
  await resolveErrors(tx, tenant, page.adopted);
  await documentsFailed(tx, tenant, page.failed);
  return { page, last: taken.length < pageSize ? null : (taken[taken.length - 1]?.place ?? null) };
};

/** Plans everything that is new or waits. What goes on waiting costs a look and no write. */
export const planDocuments = async (planning: Planning, signal: AbortSignal, tell: () => void = () => undefined): Promise<Planned> => {
  const newcomers = new Map<string, CustomerIn>();
  const touched = new Map<string, CustomerIn>();
  let [accepted, failed, nothing] = [0, 0, 0];
  let after: PlanPlace | null = null;
  do {
    const from: PlanPlace | null = after;
    const { page, last }: PagePlanned = await planning.db.transaction("plan documents", (tx) => planPage(tx, planning, from));
    for (const one of page.newcomers) newcomers.set(`${one.companyRef} ${one.customerId}`, one);
    for (const one of page.touched) touched.set(`${one.companyRef} ${one.customerId}`, one);
    accepted += page.accepted;
    failed += page.failed.length;
    nothing += page.plans.filter((plan) => plan.standing === "nothing").length;
    after = last;
    tell();
  } while (after !== null && !signal.aborted);
  return { accepted, failed, nothing, newcomers: [...newcomers.values()], touched: [...touched.values()] };
};
