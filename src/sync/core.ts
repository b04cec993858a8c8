/**
 * The sync core as the gateway sees it: one object that knows the store, the systems and the flows. The gateway adds
 * HTTP, sign-in and schedule, and no rule of its own. Streams end with a trailer line, or with a `fault` line when they
 * could not be finished; expected failures are values.
 */
import type {
  AllocateBody,
  AllocateLine,
  AuditEntry,
  CompanySettings,
  CompanySettingsChange,
  Connection,
  Coverage,
  CustomerBalances,
  DocumentCounts,
  ErrorGroups,
  LookupLine,
  MatchBar,
  MatchBarChange,
  NewCustomer,
  NewCustomerDecision,
  PreviewLine,
  PushedRow,
  PushLine,
  PushSummary,
  ReceiptSyncBody,
  ReceiptSyncLine,
  ReceiptTotals,
  RejectBody,
  RetryAnswer,
  RetryBody,
  Review,
  RunBody,
  RunSummary,
  SheetLine,
  SheetQuery,
  SuggestionPage,
  SyncHealth,
} from "./contract";
import type { Result } from "./model/failure";
import type { LookupKind, PushSlug, SheetSlug } from "./sheets/sheet";

export type Actor = { readonly id: string; readonly name: string };

/** The Layer's documents on their way to Sage. */
export type DocumentCore = {
  /** Begins a run and answers at once; it goes on whoever reads along. Refused while that company is being run. */
  run(request: RunBody, by: Actor): Promise<Result<RunSummary>>;
  /** What is being sent is finished, nothing new is begun, and what is left goes with the next sync. A run that has ended is answered as it ended. */
  cancelRun(id: string, by: Actor): Promise<Result<RunSummary>>;
  /** Newest first. */
  runs(limit: number): Promise<readonly RunSummary[]>;
  /** Plans the failed ones anew, with the mappings as they are now, and begins a run. What is posted is never sent again. */
  retry(request: RetryBody, by: Actor): Promise<Result<RetryAnswer>>;
  errorGroups(): Promise<ErrorGroups>;
  documentCounts(): Promise<DocumentCounts>;
  /** What was tried with each posting that a person has to decide about. */
  reviews(): Promise<readonly Review[]>;
  newCustomers(): Promise<readonly NewCustomer[]>;
  decideNewCustomer(decision: NewCustomerDecision, by: Actor): Promise<Result<RunSummary | null>>;
  companySettings(): Promise<readonly CompanySettings[]>;
  changeCompanySettings(change: CompanySettingsChange, by: Actor): Promise<Result<CompanySettings>>;
};

/** Receipts that were entered in Sage on their way to The Layer, and their allocation. */
export type ReceiptCore = {
  /** Of every company, or of the one named. */
  receiptTotals(company: string | undefined): Promise<Result<readonly ReceiptTotals[]>>;
  /** Commits what is to be done before the first line; it goes on whoever reads along. */
  syncReceipts(body: ReceiptSyncBody, by: Actor, signal: AbortSignal): AsyncIterable<ReceiptSyncLine>;
  suggestions(query: { readonly company: string; readonly limit: number; readonly after?: string | undefined }): Promise<Result<SuggestionPage>>;
  allocate(body: AllocateBody, by: Actor, signal: AbortSignal): AsyncIterable<AllocateLine>;
  rejectSuggestion(body: RejectBody, by: Actor): Promise<Result<null>>;
  matchBars(): Promise<readonly MatchBar[]>;
  changeMatchBar(change: MatchBarChange, by: Actor): Promise<Result<MatchBar>>;
  balancesOf(customerId: string): Promise<Result<CustomerBalances>>;
};

export type SyncCore = DocumentCore & ReceiptCore & {
  /** What is connected and how long the grants last. Checked at most every 30 seconds unless `fresh`. */
  connections(fresh?: boolean): Promise<readonly Connection[]>;
  sheet(slug: SheetSlug, query: SheetQuery, signal: AbortSignal): AsyncIterable<SheetLine>;
  preview(slug: PushSlug, rows: readonly PushedRow[], signal: AbortSignal): AsyncIterable<PreviewLine>;
  /** Commits the push before it answers. The same id with the same rows answers `replay`; with other rows it is refused. */
  acceptPush(push: { id: string; slug: PushSlug; rows: readonly PushedRow[]; by: Actor }): Promise<Result<{ push: PushSummary; replay: boolean }>>;
  /** Recorded results behind `after`, then, when `follow`, those to come; null for an id never accepted. */
  readPush(id: string, options: { after: number; follow: boolean; signal: AbortSignal }): Promise<AsyncIterable<PushLine> | null>;
  /** Rows not begun are cancelled; those begun finish. */
  cancelPush(id: string, by: Actor): Promise<Result<PushSummary>>;
  lookup(kind: LookupKind, query: { company?: string; since?: string }, signal: AbortSignal): AsyncIterable<LookupLine>;
  health(): Promise<SyncHealth>;
  coverage(): Promise<Coverage>;
  audit(query: { key?: string; sheet?: string; pushId?: string; readings?: boolean; before?: number; limit: number }): Promise<{ entries: readonly AuditEntry[]; next: number | null }>;
  /** Works through accepted pushes until aborted. Several processes may do so on one database. */
  work(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
};
