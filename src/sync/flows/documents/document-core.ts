/** The Layer's documents on their way to Sage, as the gateway sees them: runs, retries, decisions, settings and counts. */
import { randomUUID } from "node:crypto";
import type { CompanySettings, CompanySettingsChange, DocumentCounts, RunSummary } from "../../contract";
import type { Actor, DocumentCore } from "../../core";
import { failed, failure, ok, type Failure, type Result } from "../../model/failure";
import { writeAudit } from "../../store/audit";
import { allCompanies } from "../../store/companies";
import { saveCompanySetting } from "../../store/company-settings";
import { countDocuments, countUnfinished } from "../../store/document-pages";
import { retryDocuments } from "../../store/document-retries";
import type { ErrorEntry } from "../../store/errors";
import { databaseNow } from "../../store/freshness";
import { waitingCustomers, type CustomerIn } from "../../store/new-customers";
import { beginRun, extendRun, finishRun, newestRuns, noRunCounts, runsUnderWay, type NewRun, type RunCounts, type StoredRun } from "../../store/runs";
import { createBell } from "../bell";
import { loadCompanyRules } from "./company-rules";
import { decideCustomer } from "./decide-customer";
import { readErrorGroups } from "./error-groups";
import { planCustomers } from "./plan-customers";
import { kindOf } from "./pull-documents";
import { retry } from "./retry";
import { readReviews } from "./reviews";
import { runOnce, settleDocuments, type RunParts } from "./run";
import { updateCustomers } from "./update-customers";

export type DocumentCoreOptions = RunParts & {
  /** Milliseconds between unattended runs; null for none. */
  readonly runEvery: number | null;
  /** Milliseconds between looks for postings whose time has come. */
  readonly sweepEvery?: number;
  readonly leaseMs?: number;
  /** Tries again what failed of receipts, and tells how many are under way. */
  readonly retryReceipts: (entries: readonly ErrorEntry[], by: Actor) => Promise<number>;
  /** Why nothing may be posted from here; null where it may. */
  readonly forbidden?: Failure | null;
};

/** What is shown of a run while it goes on is written this often. */
const showEvery = 1_000;
const nobody: Actor = { id: "schedule", name: "Schedule" };
/** People look at a screenful. */
const mostWaiting = 200;

const summaryOf = (run: StoredRun): RunSummary => ({
  id: run.id,
  company: run.companyName,
  trigger: run.trigger,
  by: run.by,
  state: run.state,
  startedAt: run.startedAt,
  finishedAt: run.finishedAt,
  counts: run.counts,
  failure: run.failure,
});

const sheetOf = { invoice: "invoices", "credit-note": "credit-notes", payment: "payments", refund: "refunds" } as const;

export const createDocumentCore = ({ runEvery, sweepEvery = 1_000, leaseMs = 60_000, forbidden = null, retryReceipts, ...parts }: DocumentCoreOptions): DocumentCore & { work(signal: AbortSignal): Promise<void>; close(): Promise<void> } => {
  const { db, tenant, store, logger } = parts;
  const closing = new AbortController();
  const underWay = new Set<Promise<void>>();
  const bell = createBell();

  /** Keeps the run's counts and lease fresh while `work` goes on; stops it when the run was ended by others. */
  const watched = async (run: StoredRun, work: (show: (counts: RunCounts) => void, signal: AbortSignal) => ReturnType<typeof runOnce>): Promise<void> => {
    const ended = new AbortController();
    const signal = AbortSignal.any([closing.signal, ended.signal]);
    let shown: RunCounts = noRunCounts;
    const timer = setInterval(() => {
      db.transaction("show a run", (tx) => extendRun(tx, tenant, run.id, shown, leaseMs)).then(
        (isOurs) => (isOurs ? undefined : ended.abort()),
        (error: unknown) => logger?.warn({ error, run: run.id }, "A run could not be shown"),
      );
    }, showEvery);
    try {
      const { counts, failure: why, unread } = await work((counts) => void (shown = counts), signal);
      // What stands so when the run ends, whichever run brought it there.
      const standing = await db.read((handle) => countUnfinished(handle, tenant));
      await db.transaction("finish a run", (tx) => finishRun(tx, tenant, run.id, { ...counts, ...standing }, why ?? unread, why ? "failed" : "done"));
    } catch (error) {
      logger?.error({ error, run: run.id }, "A run failed");
      await db.transaction("finish a run", (tx) =>
        finishRun(tx, tenant, run.id, shown, failure("gateway-fault", "The gateway failed during the run.", "Nothing is lost. Sync again; if it fails again, tell whoever runs Tieout to look in the log.")),
      );
    } finally {
      clearInterval(timer);
      bell.ring();
    }
  };

  const begin = async (wanted: Pick<NewRun, "companyRef" | "trigger">, by: Actor, before: (signal: AbortSignal) => Promise<void>): Promise<Result<RunSummary>> => {
    if (forbidden) return failed(forbidden);
    const begun = await db.transaction("begin a run", (tx) => beginRun(tx, tenant, { ...wanted, id: randomUUID(), byId: by.id, byName: by.name, leaseMs }));
    if ("running" in begun) {
      const { running } = begun;
      return failed(failure("run-under-way", `${running.by} began a sync at ${running.startedAt.slice(11, 16)} UTC, and it is still under way.`, "Wait until it has finished, then try again."));
    }
    const work = watched(begun.begun, async (show, signal) => {
      await before(signal);
      return runOnce(parts, wanted.companyRef, show, signal);
    });
    underWay.add(work);
    void work.finally(() => underWay.delete(work));
    return ok(summaryOf(begun.begun));
  };

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
      return begin({ companyRef: company.value, trigger: "person" }, by, async (signal) => {
        if (document) await db.transaction("retry a document", (tx) => retryDocuments(tx, tenant, [{ kind: kindOf[document.sheet], id: document.id }]));
        if (customer !== undefined) await updateCustomers(parts, await everywhere(customer), true, signal);
      });
    },
    runs: async (limit) => (await db.read((handle) => newestRuns(handle, tenant, limit))).map(summaryOf),
    async retry(request, by) {
      const retried = await retry({ db, tenant, store, receipts: (entries) => retryReceipts(entries, by) }, request);
      if (!retried.ok) return retried;
      if (retried.value.retried === 0) return failed(failure("nothing-to-retry", "None of these can be tried again: they have been posted meanwhile, or changed after posting.", "Pull the sheet again to see where they stand."));
      await db.transaction("audit a retry", (tx) => writeAudit(tx, tenant, [{ whoId: by.id, who: by.name, what: "Retried", sheet: "error-queue", key: request.what, from: null, to: { Documents: retried.value.retried }, pushId: null }]));
      const run = await begin({ companyRef: null, trigger: "retry" }, by, async (signal) => void (await updateCustomers(parts, retried.value.customers, true, signal)));
      if (run.ok) return ok({ retried: retried.value.retried, run: run.value });
      // A run that is under way takes them along: they are new again.
      const [running] = await db.read((handle) => runsUnderWay(handle, tenant));
      return running ? ok({ retried: retried.value.retried, run: summaryOf(running) }) : run;
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
      const run = await begin({ companyRef: null, trigger: "person" }, by, async (signal) => {
        if (choice.kind === "create") await planCustomers(parts, [{ customerId, companyRef }], signal);
      });
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

  /** Between runs: what is in doubt is looked up when it has settled, what was throttled goes on, what a killed process left is taken over. */
  const sweep = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      try {
        const due = await store.nextDue();
        const isDue = due !== null && due <= (await store.now());
        const [running] = await db.read((handle) => runsUnderWay(handle, tenant));
        if (isDue && !running) {
          const settled = await settleDocuments(parts, () => undefined, signal);
          if (!settled.ok) logger?.warn({ code: settled.failure.code }, "What was posted could not be told to The Layer yet");
        }
      } catch (error) {
        logger?.error({ error }, "A sweep over the postings failed");
      }
      await bell.wait(sweepEvery, signal);
    }
  };

  const schedule = async (every: number, signal: AbortSignal): Promise<void> => {
    const pause = createBell();
    while (!signal.aborted) {
      await pause.wait(every, signal);
      if (signal.aborted) return;
      const run = await begin({ companyRef: null, trigger: "schedule" }, nobody, async () => undefined);
      if (!run.ok) logger?.info({ why: run.failure.cause }, "A scheduled run was left out");
    }
  };

  return {
    ...core,
    work: async (signal) => {
      if (forbidden) return;
      await Promise.all([sweep(signal), runEvery === null ? undefined : schedule(runEvery, signal)]);
    },
    async close() {
      closing.abort();
      await Promise.allSettled(underWay);
    },
  };
};

