/** The Layer's documents on their way to Sage, as the gateway sees them: runs, retries, decisions, settings and counts. */
import type { CompanySettings, CompanySettingsChange, DocumentCounts } from "../../contract";
import type { Actor, DocumentCore } from "../../core";
import { failed, failure, ok, type Failure, type Result } from "../../model/failure";
import { writeAudit } from "../../store/audit";
import { allCompanies } from "../../store/companies";
import { saveCompanySetting } from "../../store/company-settings";
import { countDocuments } from "../../store/document-pages";
import { retryDocuments } from "../../store/document-retries";
import type { ErrorEntry } from "../../store/errors";
import { databaseNow } from "../../store/freshness";
import { waitingCustomers, type CustomerIn } from "../../store/new-customers";
import { newestRuns, runsUnderWay } from "../../store/runs";
import { createBell } from "../bell";
import { loadCompanyRules } from "./company-rules";
import { compareOnce } from "./compare-ledger";
import { decideCustomer } from "./decide-customer";
import { readErrorGroups } from "./error-groups";
import { createKnownLedgers } from "./known-ledgers";
import { planCustomers } from "./plan-customers";
import { kindOf } from "./pull-documents";
import { retry } from "./retry";
import { readReviews } from "./reviews";
import { runOnce, type RunParts } from "./run";
import { inTurn, type RunWork } from "./run-work";
import { createRunner, summaryOf } from "./runner";
import { schedule, workUnattended } from "./unattended";
import { updateCustomers } from "./update-customers";

export type DocumentCoreOptions = Omit<RunParts, "ledgers"> & {
  /** Milliseconds between unattended runs; null for none. */
  readonly runEvery: number | null;
  /** Milliseconds that Sage may take to list what it has committed. */
  readonly settle: number;
  /** Milliseconds between looks for postings whose time has come. */
  readonly sweepEvery?: number;
  readonly leaseMs?: number;
  /** Tries again what failed of receipts, and tells how many are under way. */
  readonly retryReceipts: (entries: readonly ErrorEntry[], by: Actor) => Promise<number>;
  /** Why nothing may be posted from here; null where it may. */
  readonly forbidden?: Failure | null;
};

/** People look at a screenful. */
const mostWaiting = 200;

const sheetOf = { invoice: "invoices", "credit-note": "credit-notes", payment: "payments", refund: "refunds" } as const;

export const createDocumentCore = ({ runEvery, settle, sweepEvery = 1_000, leaseMs = 60_000, forbidden = null, retryReceipts, ...options }: DocumentCoreOptions): DocumentCore & { work(signal: AbortSignal): Promise<void>; close(): Promise<void> } => {
  const { db, tenant, store, logger } = options;
  const parts: RunParts = { ...options, ledgers: createKnownLedgers(options) };
  const closing = new AbortController();
  const bell = createBell();

  const runner = createRunner({ db, tenant, leaseMs, forbidden, logger, onEnd: () => bell.ring() });

  /** Reads, plans, posts and tells, after what was asked for beside that. */
  const syncing =
    (companyRef: string | null, before: (signal: AbortSignal) => Promise<void> = async () => undefined): RunWork =>
    async (show, signal) => {
      await before(signal);
      return runOnce(parts, companyRef, show, signal);
    };

  const comparing =
    (companyRef: string | null, by: Actor): RunWork =>
    (show, signal) => compareOnce({ ...parts, settle }, companyRef, by, show, signal);

  const companyNamed = async (name: string | undefined): Promise<Result<string | null>> => {
    if (name === undefined) return ok(null);
    const company = (await db.read((handle) => allCompanies(handle, tenant))).find((one) => one.name === name);
    return company ? ok(company.ref) : failed(failure("not-found", `There is no Sage company called “${name}” here.`, "Choose a company from the list.", name));
  };

  /** Every company in which the customer is linked, or that it would be made in. */
  const everywhere = async (customerId: string): Promise<readonly CustomerIn[]> => (await db.read((handle) => allCompanies(handle, tenant))).map((company) => ({ customerId, companyRef: company.ref }));

  const core: DocumentCore = {
    async run(request, by) {
      const company = await companyNamed(request.company);
      if (!company.ok) return company;
      const { document, customer } = request;
      if (request.compare) return runner.begin({ companyRef: company.value, trigger: "comparison" }, by, comparing(company.value, by));
      const asked = async (signal: AbortSignal) => {
        if (document) await db.transaction("retry a document", (tx) => retryDocuments(tx, tenant, [{ kind: kindOf[document.sheet], id: document.id }]));
        if (customer !== undefined) await updateCustomers(parts, await everywhere(customer), true, signal);
      };
      return runner.begin({ companyRef: company.value, trigger: "person" }, by, syncing(company.value, asked));
    },
    cancelRun: (id, by) => runner.cancel(id, by),
    runs: async (limit) => (await db.read((handle) => newestRuns(handle, tenant, limit))).map(summaryOf),
    async retry(request, by) {
      const retried = await retry({ db, tenant, store, receipts: (entries) => retryReceipts(entries, by) }, request);
      if (!retried.ok) return retried;
      const { customers, differing } = retried.value;
      const count = retried.value.retried + differing;
      if (count === 0) return failed(failure("nothing-to-retry", "None of these can be tried again: they have been posted meanwhile, or changed after posting.", "Pull the sheet again to see where they stand."));
      await db.transaction("audit a retry", (tx) => writeAudit(tx, tenant, [{ whoId: by.id, who: by.name, what: "Retried", sheet: "error-queue", key: request.what, from: null, to: { Documents: count }, pushId: null }]));
      const again = syncing(null, async (signal) => void (await updateCustomers(parts, customers, true, signal)));
      const run =
        count === differing
          ? await runner.begin({ companyRef: null, trigger: "comparison" }, by, comparing(null, by))
          : await runner.begin({ companyRef: null, trigger: "retry" }, by, differing === 0 ? again : inTurn(again, comparing(null, by)));
      if (run.ok) return ok({ retried: count, run: run.value });
      // A run that is under way takes them along: they are new again.
      const [running] = await db.read((handle) => runsUnderWay(handle, tenant));
      return running ? ok({ retried: count, run: summaryOf(running) }) : run;
    },
    errorGroups: () => readErrorGroups({ db, tenant }),
    reviews: () => readReviews({ db, tenant }),
    documentCounts: () =>
      db.read(
        async (handle): Promise<DocumentCounts> => ({
          counts: (await countDocuments(handle, tenant)).map(({ companyName, kind, posted, nothing, waiting, posting, inDoubt, needsReview, failed: failing, drafts }) => ({
            company: companyName ?? "Not known yet",
            sheet: sheetOf[kind],
            posted,
            nothing,
            waiting,
            posting,
            inDoubt,
            needsReview,
            failed: failing,
            drafts,
          })),
          running: (await runsUnderWay(handle, tenant)).map(summaryOf),
          asOf: await databaseNow(handle),
        }),
      ),
    newCustomers: async () =>
      (await db.read((handle) => waitingCustomers(handle, tenant, mostWaiting))).map(({ customerId, name, companyName, companyRef, documents, candidates, since }) => ({
        customerId,
        name: name === "" ? customerId : name,
        company: companyName ?? companyRef,
        companyRef,
        documents,
        candidates: candidates.map((candidate) => ({ ...candidate, reasons: [...candidate.reasons] })),
        since,
      })),
    async decideNewCustomer(decision, by) {
      const decided = await decideCustomer(parts, decision, by, closing.signal);
      if (!decided.ok) return decided;
      const { customerId, companyRef, choice } = decision;
      if (choice.kind === "skip") return ok(null);
      const create = async (signal: AbortSignal) => void (choice.kind === "create" && (await planCustomers(parts, [{ customerId, companyRef }], signal)));
      const run = await runner.begin({ companyRef: null, trigger: "person" }, by, syncing(null, create));
      return run.ok ? run : ok(null);
    },
    companySettings: () =>
      db.read(async (handle) => {
        const rules = await loadCompanyRules(handle, tenant);
        return (await allCompanies(handle, tenant)).map((company): CompanySettings => ({ company: company.name, companyRef: company.ref, ...rules.of(company.ref) }));
      }),
    changeCompanySettings: (change, by) => changeSettings(change, by),
  };

  const changeSettings = async (change: CompanySettingsChange, by: Actor): Promise<Result<CompanySettings>> => {
    const company = (await db.read((handle) => allCompanies(handle, tenant))).find((one) => one.ref === change.companyRef);
    if (!company) return failed(failure("not-found", `There is no Sage company ${change.companyRef} here.`, "Refresh the list and choose again.", change.companyRef));
    const wanted = { newCustomers: change.newCustomers, refunds: change.refunds };
    await db.transaction("change a company's settings", async (tx) => {
      for (const [key, value] of Object.entries(wanted)) {
        if (value === undefined) continue;
        const was = await saveCompanySetting(tx, tenant, company.ref, key, value);
        await writeAudit(tx, tenant, [{ whoId: by.id, who: by.name, what: "Changed a setting", sheet: "company-settings", key: company.name, from: typeof was === "string" ? { [key]: was } : null, to: { [key]: value }, pushId: null }]);
      }
    });
    // Those who wait are judged by the new rule at once.
    const waiting = await db.read((handle) => waitingCustomers(handle, tenant, mostWaiting));
    await planCustomers(parts, waiting.filter((one) => one.companyRef === company.ref), closing.signal);
    const rules = await db.read((handle) => loadCompanyRules(handle, tenant));
    return ok({ company: company.name, companyRef: company.ref, ...rules.of(company.ref) });
  };

  return {
    ...core,
    work: async (signal) => {
      if (forbidden) return;
      await workUnattended({ ...parts, runner, runEvery, sweepEvery, bell, sync: syncing(null), compare: comparing(null, schedule) }, signal);
    },
    async close() {
      closing.abort();
      await runner.close();
    },
  };
};
