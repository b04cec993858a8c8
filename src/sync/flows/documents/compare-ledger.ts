/**
 * Compares what was posted with what stands in Sage's sales ledger, both ways: every document that was posted is looked for there, and whatever
 * bears a key of ours there is looked for here. Nothing is sent. What does not agree stands in the Error Queue until a later comparison agrees.
 */
import { comparePosting } from "../../documents/compare-posting";
import type { Actor } from "../../core";
import { ok } from "../../model/failure";
import type { Database, Tx } from "../../store";
import { writeAudit } from "../../store/audit";
import { allCompanies, type StoredCompany } from "../../store/companies";
import { openDocumentErrors, type FailedDocument } from "../../store/document-results";
import { openErrors } from "../../store/errors";
import { databaseNow } from "../../store/freshness";
import { postedPage, resolveNotFoundAgain, unknownPage, type Compared, type PostedDocument, type UnknownPosting } from "../../store/ledger-comparison";
import { isDocument, thingOf } from "../../store/ledger-rows";
import type { RunCounts } from "../../store/runs";
import type { Refresher } from "../refresh";
import { cancelled } from "../failures";
import { findingOf, unknownFinding } from "./comparison-failures";
import { createTally, unreadFailure, type RunOutcome, type Unread } from "./run-work";

export type Comparing = { readonly db: Database; readonly tenant: string; readonly refresher: Refresher; /** Milliseconds that Sage may take to list what it has committed. */ readonly settle: number };

const pageSize = 500;

/** Companies whose ledger could be read completely just now; why not, of the others. */
const readLedgers = async ({ db, tenant, refresher }: Comparing, companyRef: string | null, signal: AbortSignal) => {
  const notBefore = await refresher.now();
  const known = await refresher.ensure({ kind: "sage-companies" }, { notBefore, swept: false }, signal);
  if (!known.ok) return known;
  const read: StoredCompany[] = [];
  const unread: Unread[] = [];
  for (const company of await db.read((handle) => allCompanies(handle, tenant))) {
    if (companyRef !== null && company.ref !== companyRef) continue;
    const ledger = await refresher.ensure({ kind: "sage-transactions", company }, { notBefore, swept: true }, signal);
    if (ledger.ok) read.push(company);
    else unread.push({ company: company.name, failure: ledger.failure });
    if (signal.aborted) break;
  }
  return ok({ read, unread });
};

const nameOf = (companies: readonly StoredCompany[], ref: string): string => companies.find((company) => company.ref === ref)?.name ?? ref;

const failedIn = (page: readonly PostedDocument[], companies: readonly StoredCompany[]): readonly FailedDocument[] =>
  page.flatMap(({ key, company, payload, urn, found }): readonly FailedDocument[] => {
    const posted = { key, urn, posting: payload };
    const finding = findingOf(posted, comparePosting(posted, found), nameOf(companies, company));
    const thing = thingOf(payload);
    return finding && isDocument(thing) ? [{ kind: thing.kind, id: thing.id, ...finding }] : [];
  });

const openUnknown = async (tx: Tx, tenant: string, page: readonly UnknownPosting[], companies: readonly StoredCompany[]): Promise<void> => {
  const found = page.map((one) => ({ ...unknownFinding(one, nameOf(companies, one.companyRef)), companyRef: one.companyRef, reference: one.reference }));
  await openErrors(tx, tenant, found.map((one) => ({ ...one, operation: "compare", customerId: "", subCompany: "", fixAt: null })));
};

const leftOut = (count: number): string => (count === 1 ? "It was left out; the others were compared." : "They were left out; the others were compared.");

/** What a page found stands at once, whatever becomes of the rest. */
export const compareOnce = async (comparing: Comparing, companyRef: string | null, by: Actor, show: (counts: RunCounts) => void, signal: AbortSignal): Promise<RunOutcome> => {
  const { db, tenant, settle } = comparing;
  const { count, counts } = createTally(show);
  const begun = await db.read(databaseNow);
  const ledgers = await readLedgers(comparing, companyRef, signal);
  if (!ledgers.ok) return { counts: counts(), failure: ledgers.failure, unread: null };
  const { read, unread } = ledgers.value;
  const wanted: Compared = { companyRefs: read.map(({ ref }) => ref), postedBefore: Date.parse(begun) - settle };
  for (let after: string | null = ""; after !== null && !signal.aborted; ) {
    const from: string = after;
    const page = await db.read((handle) => postedPage(handle, tenant, wanted, from, pageSize));
    const failed = failedIn(page, read);
    if (failed.length > 0) await db.transaction("compare with Sage", (tx) => openDocumentErrors(tx, tenant, "compare", failed));
    count({ compared: page.length, differing: failed.length });
    after = page.length < pageSize ? null : (page.at(-1)?.key ?? null);
  }
  for (let after: UnknownPosting | null = null, isLast = false; !isLast && !signal.aborted; ) {
    const from: UnknownPosting | null = after;
    const page: readonly UnknownPosting[] = await db.read((handle) => unknownPage(handle, tenant, wanted, from, pageSize));
    if (page.length > 0) await db.transaction("compare with Sage", (tx) => openUnknown(tx, tenant, page, read));
    count({ differing: page.length });
    after = page.at(-1) ?? null;
    isLast = page.length < pageSize;
  }
  if (signal.aborted) return { counts: counts(), failure: cancelled, unread: null };
  await db.transaction("finish a comparison", async (tx) => {
    await resolveNotFoundAgain(tx, tenant, "compare", wanted.companyRefs, begun);
    const { compared, differing } = counts();
    await writeAudit(tx, tenant, [{ whoId: by.id, who: by.name, what: "Compared with Sage", sheet: "error-queue", key: read.map(({ name }) => name).join(", "), from: null, to: { Compared: compared, Differing: differing }, pushId: null }]);
  });
  return { counts: counts(), failure: null, unread: unreadFailure(unread, leftOut) };
};
