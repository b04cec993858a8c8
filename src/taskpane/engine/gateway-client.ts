/**
 * The gateway as the pane sees it. Every answer is checked against the contract. Expected trouble is a value: single
 * answers are Results, and streams end with a trailer or a `fault` line, also where it was the network that failed.
 */
import type { z } from "zod";
import {
  allocateLine,
  companySettings,
  companySettingsPage,
  coverage,
  customerBalances,
  documentCounts,
  errorGroups,
  lookupLine,
  matchBar,
  matchBars,
  newCustomerAnswer,
  newCustomers,
  paths,
  previewLine,
  pushLine,
  pushSummary,
  receiptSyncLine,
  receiptTotalsPage,
  refusal,
  retryAnswer,
  reviewPage,
  runPage,
  runSummary,
  session,
  sheetLine,
  suggestionPage,
  syncHealth,
  type AllocateBody,
  type AllocateLine,
  type CompanySettings,
  type CompanySettingsChange,
  type Coverage,
  type CustomerBalances,
  type DocumentCounts,
  type ErrorGroups,
  type LookupLine,
  type MatchBar,
  type MatchBarChange,
  type NewCustomer,
  type NewCustomerDecision,
  type PreviewLine,
  type PushedRow,
  type PushLine,
  type PushSummary,
  type ReceiptSyncBody,
  type ReceiptSyncLine,
  type ReceiptTotalsPage,
  type Refusal,
  type RejectBody,
  type RetryAnswer,
  type RetryBody,
  type Review,
  type RunBody,
  type RunSummary,
  type Session,
  type SheetLine,
  type SheetQuery,
  type SuggestionPage,
  type SyncHealth,
} from "../../sync/contract";
import { failed, failure, ok, type Failure, type Result } from "../../sync/model/failure";
import type { LookupKind, PushSlug, SheetSlug } from "../../sync/sheets/sheet";
import { linesOf } from "./ndjson";

export type Gateway = {
  session(signal?: AbortSignal): Promise<Result<Session>>;
  rows(slug: SheetSlug, query: SheetQuery, signal?: AbortSignal): AsyncIterable<SheetLine>;
  preview(slug: PushSlug, rows: readonly PushedRow[], signal?: AbortSignal): AsyncIterable<PreviewLine>;
  /** Sending the same id again with the same rows is safe: the gateway answers what it recorded. */
  push(slug: PushSlug, id: string, rows: readonly PushedRow[], signal?: AbortSignal): AsyncIterable<PushLine>;
  /** Results behind `after`, followed to the end of the push. */
  followPush(id: string, after: number, signal?: AbortSignal): AsyncIterable<PushLine>;
  cancelPush(id: string): Promise<Result<PushSummary>>;
  lookup(kind: LookupKind, since: string | null, signal?: AbortSignal): AsyncIterable<LookupLine>;
  health(signal?: AbortSignal): Promise<Result<SyncHealth>>;
  coverage(signal?: AbortSignal): Promise<Result<Coverage>>;
  /** Begins a run, which goes on whoever watches it. */
  run(request: RunBody): Promise<Result<RunSummary>>;
  cancelRun(id: string): Promise<Result<RunSummary>>;
  /** The last runs, newest first. */
  runs(limit: number): Promise<Result<readonly RunSummary[]>>;
  retry(request: RetryBody): Promise<Result<RetryAnswer>>;
  errorGroups(): Promise<Result<ErrorGroups>>;
  documentCounts(): Promise<Result<DocumentCounts>>;
  /** What was tried with each posting that waits for a person. */
  reviews(): Promise<Result<readonly Review[]>>;
  newCustomers(): Promise<Result<readonly NewCustomer[]>>;
  /** Answers the run that now posts what waited; null where nothing did. */
  decideNewCustomer(decision: NewCustomerDecision): Promise<Result<RunSummary | null>>;
  companySettings(): Promise<Result<readonly CompanySettings[]>>;
  changeCompanySettings(change: CompanySettingsChange): Promise<Result<CompanySettings>>;
  /** Of every company: whoever looks at one may look at another next. */
  receiptTotals(): Promise<Result<ReceiptTotalsPage>>;
  /** Goes on to its end whoever reads along; the same rows again repeat nothing. */
  syncReceipts(rows: ReceiptSyncBody["rows"], signal?: AbortSignal): AsyncIterable<ReceiptSyncLine>;
  suggestions(company: string, limit: number): Promise<Result<SuggestionPage>>;
  /** Allocates in Sage, then records in The Layer. */
  allocate(allocations: AllocateBody["allocations"], signal?: AbortSignal): AsyncIterable<AllocateLine>;
  rejectSuggestion(rejected: RejectBody): Promise<Result<void>>;
  matchBars(): Promise<Result<readonly MatchBar[]>>;
  changeMatchBar(change: MatchBarChange): Promise<Result<MatchBar>>;
  /** `customer` is The Layer's id. */
  balances(customer: string): Promise<Result<CustomerBalances>>;
};

export type GatewayOptions = {
  /** Where the pane was loaded from: in the workbench's frame that is the base address, not the frame's own. */
  readonly base: string;
  readonly fetch: typeof fetch;
};

type Request_ = { readonly method?: "GET" | "POST"; readonly body?: unknown; readonly headers?: Record<string, string>; readonly signal?: AbortSignal | undefined };

/** By name, as an abort may come from another frame's realm, whose Error is not ours. */
const wasAborted = (fault: unknown) => typeof fault === "object" && fault !== null && "name" in fault && fault.name === "AbortError";
const cancelled = failure("cancelled", "You stopped it.", "Start it again when you are ready. What was done until then is kept.");
const brokenOff = (lines: number) =>
  failure("gateway-down", `The gateway's answer broke off after ${lines} lines.`, "Try again. A push goes on where it stopped; nothing is sent twice.");

export const createGateway = ({ base, fetch }: GatewayOptions): Gateway => {
  const address = (path: string, query: Record<string, string | undefined> = {}) => {
    const url = new URL(path, base);
    for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== "") url.searchParams.set(name, value);
    return url;
  };

  const unreachable = (fault: unknown): Failure =>
    wasAborted(fault)
      ? cancelled
      : failure(
          "offline",
          `This computer could not reach Tieout's gateway at ${new URL(base).origin}.`,
          "Check the network, or ask whoever runs the gateway whether it is up. Your sheet and what waits to be sent are kept.",
        );

  /** The failure a refused request carries; one made here where the answer was not the gateway's own. */
  const refused = async (response: Response): Promise<Failure> => {
    const text = await response.text();
    const parsed = refusal.safeParse(readJson(text));
    if (parsed.success) return failureOf(parsed.data);
    return failure("gateway-fault", `The gateway answered ${response.status} without a reason.`, "Try again in a minute. If it stays, tell your administrator the number and the time.");
  };

  const send = async (url: URL, request: Request_): Promise<Result<Response>> => {
    try {
      const response = await fetch(url, {
        method: request.method ?? "GET",
        headers: { Accept: "application/x-ndjson, application/json", ...(request.body === undefined ? {} : { "Content-Type": "application/json" }), ...request.headers },
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
        ...(request.signal ? { signal: request.signal } : {}),
        cache: "no-store",
      });
      return response.ok ? ok(response) : failed(await refused(response));
    } catch (fault) {
      return failed(unreachable(fault));
    }
  };

  const one = async <S extends z.ZodType>(url: URL, shape: S, request: Request_ = {}): Promise<Result<z.infer<S>>> => {
    const sent = await send(url, request);
    if (!sent.ok) return sent;
    const parsed = shape.safeParse(readJson(await sent.value.text()));
    return parsed.success ? ok(parsed.data) : failed(unreadable(url, parsed.error));
  };

  /** For requests whose answer says nothing beyond that it was done. */
  const done = async (url: URL, request: Request_): Promise<Result<void>> => {
    const sent = await send(url, request);
    if (!sent.ok) return sent;
    await sent.value.text();
    return ok(undefined);
  };

  /** Ends with the first trailer or fault; a body that ends without one becomes a fault. */
  async function* many<S extends z.ZodType<{ type: string }>>(url: URL, shape: S, request: Request_ = {}): AsyncGenerator<z.infer<S> | { type: "fault"; failure: Failure }> {
    const sent = await send(url, request);
    if (!sent.ok) return yield { type: "fault", failure: sent.failure };
    let lines = 0;
    let last: z.infer<S> | null = null;
    try {
      if (sent.value.body) {
        for await (const line of linesOf(sent.value.body)) {
          // Read to its end, as a body left unread looks to the gateway like a reader that went away.
          if (last !== null) continue;
          const parsed = shape.safeParse(readJson(line));
          if (!parsed.success) return yield { type: "fault", failure: unreadable(url, parsed.error) };
          lines += 1;
          if (parsed.data.type === "trailer" || parsed.data.type === "fault") last = parsed.data;
          else yield parsed.data;
        }
      }
      yield last ?? { type: "fault", failure: brokenOff(lines) };
    } catch (fault) {
      yield last ?? { type: "fault", failure: wasAborted(fault) ? cancelled : brokenOff(lines) };
    }
  }

  return {
    session: (signal) => one(address(paths.session), session, { signal }),
    rows: (slug, query, signal) => many(address(paths.sheet(slug), query), sheetLine, { signal }) as AsyncIterable<SheetLine>,
    preview: (slug, rows, signal) => many(address(paths.preview(slug)), previewLine, { method: "POST", body: { rows }, signal }) as AsyncIterable<PreviewLine>,
    push: (slug, id, rows, signal) =>
      many(address(paths.push(slug)), pushLine, { method: "POST", body: { rows }, headers: { "Idempotency-Key": id }, signal }) as AsyncIterable<PushLine>,
    followPush: (id, after, signal) => many(address(paths.pushById(id), { after: String(after), follow: "yes" }), pushLine, { signal }) as AsyncIterable<PushLine>,
    cancelPush: (id) => one(address(paths.cancelPush(id)), pushSummary, { method: "POST" }),
    lookup: (kind, since, signal) => many(address(paths.lookup(kind), { since: since ?? undefined }), lookupLine, { signal }) as AsyncIterable<LookupLine>,
    health: (signal) => one(address(paths.health), syncHealth, { signal }),
    coverage: (signal) => one(address(paths.coverage), coverage, { signal }),
    cancelRun: (id) => one(address(paths.cancelRun(id)), runSummary, { method: "POST" }),
    run: (request) => one(address(paths.run), runSummary, { method: "POST", body: request }),
    runs: async (limit) => mapped(await one(address(paths.runs, { limit: String(limit) }), runPage), (page) => page.runs),
    retry: (request) => one(address(paths.retry), retryAnswer, { method: "POST", body: request }),
    errorGroups: () => one(address(paths.errors), errorGroups),
    documentCounts: () => one(address(paths.documentCounts), documentCounts),
    reviews: async () => mapped(await one(address(paths.reviews), reviewPage), (page) => page.reviews),
    newCustomers: async () => mapped(await one(address(paths.newCustomers), newCustomers), (page) => page.customers),
    decideNewCustomer: async (decision) => mapped(await one(address(paths.newCustomers), newCustomerAnswer, { method: "POST", body: decision }), (answer) => answer.run),
    companySettings: async () => mapped(await one(address(paths.companySettings), companySettingsPage), (page) => page.companies),
    changeCompanySettings: (change) => one(address(paths.companySettings), companySettings, { method: "POST", body: change }),
    receiptTotals: () => one(address(paths.receiptTotals), receiptTotalsPage),
    syncReceipts: (rows, signal) => many(address(paths.receiptSync), receiptSyncLine, { method: "POST", body: { rows }, signal }) as AsyncIterable<ReceiptSyncLine>,
    suggestions: (company, limit) => one(address(paths.suggestions, { company, limit: String(limit) }), suggestionPage),
    allocate: (allocations, signal) => many(address(paths.allocate), allocateLine, { method: "POST", body: { allocations }, signal }) as AsyncIterable<AllocateLine>,
    rejectSuggestion: (rejected) => done(address(paths.rejectSuggestion), { method: "POST", body: rejected }),
    matchBars: async () => mapped(await one(address(paths.matchBars), matchBars), (page) => page.companies),
    changeMatchBar: (change) => one(address(paths.matchBars), matchBar, { method: "POST", body: change }),
    balances: (customer) => one(address(paths.balances, { customer }), customerBalances),
  };
};

const mapped = <T, U>(result: Result<T>, read: (value: T) => U): Result<U> => (result.ok ? ok(read(result.value)) : result);

/** The failure of a refusal or of a `fault` line. */
export const failureOf = ({ failure: { value, ...rest } }: Pick<Refusal, "failure">): Failure => (value === undefined ? rest : { ...rest, value });

/** Undefined for what is no JSON, which no shape accepts. */
const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (fault) {
    if (fault instanceof SyntaxError) return undefined;
    throw fault;
  }
};

const unreadable = (url: URL, error: z.ZodError): Failure =>
  failure(
    "gateway-fault",
    `The gateway's answer to ${url.pathname} is not what this pane expects (${error.issues[0]?.path.join(".") || "the whole line"}).`,
    "Close and reopen the pane to load the version that fits the gateway.",
  );
