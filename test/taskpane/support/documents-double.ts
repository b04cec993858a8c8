/**
 * The gateway's side of documents, in memory and by the real contract: payments that fail for want of a bank code, errors
 * grouped by their cause, runs that take as long as a test says, and a retry that asks the mappings anew.
 */
import {
  companySettingsChange,
  documentCounts,
  errorGroups,
  newCustomerAnswer,
  newCustomerDecision,
  newCustomers,
  paths,
  retryAnswer,
  retryBody,
  reviewPage,
  runBody,
  runPage,
  runSummary,
  type CompanySettings,
  type NewCustomer,
  type NewCustomerDecision,
  type RetryBody,
  type Review,
  type RunBody,
  type RunSummary,
} from "../../../src/sync/contract";
import type { CellValue } from "../../../src/sync/model/cell";
import { failure, type Failure } from "../../../src/sync/model/failure";
import { documentSlugs, type DocumentSlug, type SheetSlug } from "../../../src/sync/sheets/sheet";

type Cells = Record<string, CellValue>;
type Answer = { readonly value: unknown } | { readonly failure: Failure };

export type Books = { put(slug: SheetSlug, cells: Cells): void; rows(slug: SheetSlug): readonly Cells[] };

export type DocumentsDouble = {
  /** Payments by a method without a bank code, each failed and in the Error Queue. */
  failPayments(ids: readonly string[], method?: string, company?: string): void;
  add(slug: DocumentSlug, id: string, cells: Cells): void;
  readonly waitingCustomers: NewCustomer[];
  /** What was tried with postings that need review. */
  readonly reviews: Review[];
  readonly settings: CompanySettings[];
  /** What was asked for, in order. */
  readonly asked: { readonly runs: RunBody[]; readonly retries: RetryBody[]; readonly decisions: NewCustomerDecision[] };
  /** Runs go on until they are let finish. */
  holdRuns(): void;
  finishRuns(): void;
  /** A run that the schedule began. */
  beginScheduled(company: string | null): void;
  /** What a comparison with Sage's ledger comes to. */
  compareWith(outcome: { readonly compared: number; readonly differing: number }): void;
  refuseRuns(why: Failure | null): void;
  answer(method: string, path: string, body: string): Answer | null;
};

const at = "2026-11-21T10:00:00.000Z";
const failedAt = "2026-11-21T09:00:00.000Z";
const site = "acme-uk";
const causeOf = (method: CellValue, company: CellValue) => `Payment method “${String(method)}” has no Acc - Code for ${String(company)}.`;
const attention = new Set<CellValue>(["Failed", "Needs review", "In doubt"]);
const groupOf = (cells: Cells) => `not-mapped|${String(cells["Cause"])}`;

/** The filters that the gateway knows, over a row of its. */
export const passes = (slug: SheetSlug, cells: Cells, query: URLSearchParams): boolean => {
  const is = (name: string, value: CellValue | undefined) => query.get(name) === null || query.get(name) === (value ?? "");
  if (!documentSlugs.some((one) => one === slug) && slug !== "error-queue" && slug !== "sage-transactions") return true;
  return is("state", cells["State"]) && is("company", cells["Sage Company"]) && is("group", groupOf(cells)) && (query.get("attention") === null || attention.has(cells["State"] ?? null));
};

export const documentsDouble = (books: Books): DocumentsDouble => {
  const runs: RunSummary[] = [];
  const pending = new Map<string, readonly string[]>();
  const asked: DocumentsDouble["asked"] = { runs: [], retries: [], decisions: [] };
  const reviews: Review[] = [];
  const waitingCustomers: NewCustomer[] = [];
  const settings: CompanySettings[] = [
    { company: "Acme UK", companyRef: site, newCustomers: "unless alike", refunds: "negative receipt" },
    { company: "Acme Ireland", companyRef: "acme-ireland", newCustomers: "ask", refunds: "sales payment" },
  ];
  let isHeld = false;
  let refusing: Failure | null = null;
  let comparison = { compared: 0, differing: 0 };

  const textOf = (cells: Cells, header: string) => String(cells[header] ?? "");
  const payment = (id: string) => books.rows("payments").find((cells) => cells["Id"] === id);
  const isMapped = (method: CellValue | undefined, company: CellValue | undefined) => {
    const about = books.rows("payment-methods").filter((cells) => cells["PaymentMethod"] === method);
    const row = about.find((cells) => cells["SageCompanyName"] === company) ?? about.find((cells) => (cells["SageCompanyName"] ?? "") === "");
    return textOf(row ?? {}, "Acc - Code") !== "";
  };
  const openErrors = () => books.rows("error-queue").filter((cells) => cells["State"] === "Open");

  const begin = (trigger: RunSummary["trigger"], company: string | null, ids: readonly string[]): RunSummary => {
    const run = runSummary.parse({
      id: `run-${runs.length + 1}`,
      company,
      trigger,
      by: "Local user",
      state: "running",
      startedAt: "2026-11-21T09:59:50.000Z",
      finishedAt: null,
      counts: { read: ids.length, posted: 0, nothing: 0, waiting: 0, failed: 0, inDoubt: 0, told: 0, compared: 0, differing: 0 },
      failure: null,
    });
    runs.unshift(run);
    pending.set(run.id, ids);
    return run;
  };

  const finish = (run: RunSummary) => {
    const counts = { ...run.counts, ...(run.trigger === "comparison" ? comparison : {}) };
    for (const id of pending.get(run.id) ?? []) {
      const cells = payment(id);
      if (!cells) continue;
      if (!isMapped(cells["Payment Method"], cells["Sage Company"])) {
        counts.failed += 1;
        continue;
      }
      counts.posted += 1;
      books.put("payments", { ...cells, State: "Posted", Reconciled: "Yes", "Sage Transaction": `9000${id.slice(-1)}`, "Last Error": null });
      for (const error of openErrors()) if (error["Layer Reference"] === cells["Reference"]) books.put("error-queue", { ...error, State: "Resolved" });
    }
    Object.assign(run, { state: "done", finishedAt: at, counts });
  };

  const finishRuns = () => runs.filter((run) => run.state === "running").forEach(finish);

  const idsOf = (request: RetryBody): readonly string[] => {
    const referencesOf = (errors: readonly Cells[]) => errors.map((error) => textOf(error, "Layer Reference"));
    const byReference = (references: readonly string[]) => books.rows("payments").filter((cells) => references.includes(textOf(cells, "Reference"))).map((cells) => textOf(cells, "Id"));
    switch (request.what) {
      case "documents":
        return request.ids.filter((id) => attention.has(payment(id)?.["State"] ?? null));
      case "errors":
        return byReference(referencesOf(openErrors().filter((error) => request.ids.includes(textOf(error, "Id")))));
      case "group":
        return byReference(referencesOf(openErrors().filter((error) => groupOf(error) === request.group)));
      case "all":
        return byReference(referencesOf(openErrors()));
      case "review":
        return [request.id];
    }
  };

  const groups = () => {
    const byGroup = new Map<string, Cells[]>();
    for (const error of openErrors()) byGroup.set(groupOf(error), [...(byGroup.get(groupOf(error)) ?? []), error]);
    return [...byGroup].map(([id, errors]) => ({
      id,
      count: errors.length,
      what: `${errors.length} ${errors.length === 1 ? "payment" : "payments"}`,
      cause: textOf(errors[0] ?? {}, "Cause"),
      cure: "Enter the bank account's code in the Payment Methods sheet and push the sheet, then retry.",
      company: textOf(errors[0] ?? {}, "Sage Company"),
      fixAt: { sheet: "payment-methods", column: "Acc - Code", value: textOf(errors[0] ?? {}, "Operation"), company: textOf(errors[0] ?? {}, "Sage Company") },
      onRetry: "Each is posted to the bank account that the mapping then names. What is in Sage already is left alone.",
      firstAt: failedAt,
      lastAt: failedAt,
    }));
  };

  const counted = () => {
    const states: Readonly<Record<string, string>> = { Posted: "posted", "Nothing to post": "nothing", Waiting: "waiting", Posting: "posting", "In doubt": "inDoubt", "Needs review": "needsReview", Failed: "failed", Draft: "drafts" };
    const zero = { posted: 0, nothing: 0, waiting: 0, posting: 0, inDoubt: 0, needsReview: 0, failed: 0, drafts: 0 };
    const cells = documentSlugs.flatMap((sheet) => books.rows(sheet).map((row) => ({ sheet, company: textOf(row, "Sage Company"), state: states[textOf(row, "State")] ?? "waiting" })));
    const keys = [...new Set(cells.map((one) => `${one.sheet}\n${one.company}`))];
    return keys.map((key) => {
      const [sheet = "", company = ""] = key.split("\n");
      const mine = cells.filter((one) => one.sheet === sheet && one.company === company);
      return { ...zero, sheet, company, ...Object.fromEntries([...new Set(mine.map((one) => one.state))].map((state) => [state, mine.filter((one) => one.state === state).length])) };
    });
  };

  const begun = (run: RunSummary) => {
    const answered = { ...run };
    if (!isHeld) finish(run);
    return answered;
  };

  const cancelled = (id: string): Answer => {
    const run = runs.find((one) => one.id === id);
    if (!run) return { failure: failure("not-found", `There is no run ${id} here.`, "Look at the last runs again.", id) };
    if (run.state === "running") Object.assign(run, { state: "failed", finishedAt: at, failure: failure("cancelled", "The sync was cancelled by Local user.", "What was sent stands. What was not goes with the next sync.") });
    return { value: run };
  };

  const answer = (method: string, path: string, body: string): Answer | null => {
    const cancelling = /^POST \/api\/sync\/runs\/([^/]+)\/cancel$/.exec(`${method} ${path}`)?.[1];
    if (cancelling !== undefined) return cancelled(decodeURIComponent(cancelling));
    const given: unknown = body === "" ? null : JSON.parse(body);
    switch (`${method} ${path}`) {
      case `POST ${paths.run}`: {
        const request = runBody.parse(given);
        asked.runs.push(request);
        if (refusing) return { failure: refusing };
        return { value: begun(begin(request.compare ? "comparison" : "person", request.company ?? null, [])) };
      }
      case `POST ${paths.retry}`: {
        const request = retryBody.parse(given);
        asked.retries.push(request);
        const ids = idsOf(request);
        if (ids.length === 0) return { failure: failure("nothing-to-retry", "Nothing of this is waiting for a retry.", "Press Refresh changed to see how it stands.") };
        return { value: retryAnswer.parse({ retried: ids.length, run: begun(begin("retry", null, ids)) }) };
      }
      case `GET ${paths.runs}`:
        return { value: runPage.parse({ runs }) };
      case `GET ${paths.errors}`:
        return { value: errorGroups.parse({ groups: groups(), open: openErrors().length, asOf: at }) };
      case `GET ${paths.documentCounts}`:
        return { value: documentCounts.parse({ counts: counted(), running: runs.filter((run) => run.state === "running"), asOf: at }) };
      case `GET ${paths.reviews}`:
        return { value: reviewPage.parse({ reviews }) };
      case `GET ${paths.newCustomers}`:
        return { value: newCustomers.parse({ customers: waitingCustomers }) };
      case `POST ${paths.newCustomers}`: {
        const decision = newCustomerDecision.parse(given);
        asked.decisions.push(decision);
        const place = waitingCustomers.findIndex((one) => one.customerId === decision.customerId && one.companyRef === decision.companyRef);
        if (place < 0) return { failure: failure("not-found", "Somebody else has decided about that customer.", "Nothing is left to do here.") };
        waitingCustomers.splice(place, 1);
        return { value: newCustomerAnswer.parse({ run: decision.choice.kind === "skip" ? null : begun(begin("person", null, [])) }) };
      }
      case `GET ${paths.companySettings}`:
        return { value: { companies: settings } };
      case `POST ${paths.companySettings}`: {
        const { companyRef, newCustomers: onNew, refunds } = companySettingsChange.parse(given);
        const one = settings.find((known) => known.companyRef === companyRef);
        if (!one) return { failure: failure("not-found", `There is no Sage company ${companyRef}.`, "Check again.") };
        Object.assign(one, onNew ? { newCustomers: onNew } : {}, refunds ? { refunds } : {});
        return { value: one };
      }
      default:
        return null;
    }
  };

  return {
    failPayments: (ids, method = "Card", company = "Acme UK") => {
      if (!books.rows("payment-methods").some((cells) => cells["PaymentMethod"] === method)) books.put("payment-methods", { PaymentMethod: method, Enabled: "Yes", "Payment Account Name": null, "Acc - Code": null, SageCompanyName: null });
      for (const id of ids) {
        const shared = { Customer: "Northwind Ltd", "Sub Company": "North", "Sage Company": company };
        books.put("payments", { Id: id, Date: "2026-11-20", Reference: `PAY-${id}`, Invoice: "INV-1", "Payment Method": method, Amount: 120, Reconciled: "No", State: "Failed", "Last Error": causeOf(method, company), Retry: null, ...shared });
        books.put("error-queue", { Id: `E-${id}`, When: failedAt, Type: "Payment", "Layer Reference": `PAY-${id}`, Operation: method, Cause: causeOf(method, company), "What To Do": "Enter it.", Attempts: 1, "Last Attempt": failedAt, State: "Open", Retry: null, ...shared });
      }
    },
    add: (slug, id, cells) => books.put(slug, { Id: id, "Sage Company": "Acme UK", ...cells }),
    waitingCustomers,
    reviews,
    settings,
    asked,
    holdRuns: () => {
      isHeld = true;
    },
    finishRuns: () => {
      isHeld = false;
      finishRuns();
    },
    beginScheduled: (company) => void begin("schedule", company, []),
    compareWith: (outcome) => {
      comparison = outcome;
    },
    refuseRuns: (why) => {
      refusing = why;
    },
    answer,
  };
};
