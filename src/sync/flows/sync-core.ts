import type { SyncCore } from "../core";
import { createLayerPaymentPoster, type LayerApi } from "../layer";
import { defaultPolicy, type LedgerPolicy } from "../ledger/intent";
import { failure } from "../model/failure";
import type { SageCompanyRef } from "../rules/reference";
import type { Sage200Api, Sage200Customers, Sage200Poster } from "../sage200";
import { documentSlugs, type DocumentSlug, type SheetSlug } from "../sheets/sheet";
import type { Database, StoreLogger } from "../store";
import { allCompanies } from "../store/companies";
import { createSqlLedgerStore } from "../store/ledger-store";
import { readAudit } from "../store/audit";
import { createBell } from "./bell";
import { createConnections } from "./connections";
import { coverage } from "./coverage";
import { createDocumentCore } from "./documents/document-core";
import { followPostings } from "./documents/follow";
import { createPostingWork } from "./documents/post-documents";
import { pullDocuments } from "./documents/pull-documents";
import { pullErrors } from "./documents/pull-errors";
import { freshen } from "./freshen";
import { syncHealth } from "./health";
import { createLinkPush } from "./link-push";
import { lookup } from "./lookups";
import { createMappingPush } from "./mapping-push";
import { createPostingSystems } from "./posting-systems";
import { preview } from "./preview";
import { pullCustomers } from "./pull-customers";
import { pullMappings } from "./pull-mappings";
import { createPushLedger } from "./push-ledger";
import { createReceiptCore, isReceiptSlug } from "./receipts/receipt-core";
import { createRefresher } from "./refresh";
import { keepFresh } from "./keep-fresh";
import { createWorker } from "./worker";

/** How documents are posted to Sage 200. */
export type PostingOptions = {
  readonly customers: Sage200Customers;
  /** The poster, given how it finds a company by its `ref`. */
  readonly poster: (company: (ref: string) => Promise<SageCompanyRef | null>) => Sage200Poster;
  readonly policy?: LedgerPolicy;
  /** False for somebody's books: they are posted to only from a database whose writes were seen to reach the disk. */
  readonly isPractice?: boolean;
  /** Milliseconds between unattended runs; null, or left out, for none. */
  readonly runEvery?: number | null;
  /** Milliseconds between looks for postings whose time has come. */
  readonly sweepEvery?: number;
  /** For how long a run is one process's, in milliseconds. */
  readonly runLeaseMs?: number;
  /** For how long somebody who syncs or allocates receipts waits for results, in milliseconds. */
  readonly patience?: number;
  /** Postings under way at once for each company. */
  readonly atOncePerCompany?: number;
};

export type SyncCoreOptions = {
  readonly db: Database;
  readonly layer: LayerApi;
  readonly sage200: Sage200Api;
  readonly posting: PostingOptions;
  /** Base URLs, to tell practice data (loopback) from somebody's books. */
  readonly layerUrl: string;
  readonly sage200Url: string;
  /** Seconds until a person must consent again with Sage 200; null where it is not known. */
  readonly sage200GrantSecondsLeft?: () => Promise<number | null>;
  readonly tenant?: string;
  readonly clock?: { now(): Date };
  readonly logger?: StoreLogger;
  /** Milliseconds between readings of reference data while `work` runs; null for none. Five minutes unless told. */
  readonly refreshEvery?: number | null;
  /** Milliseconds after which a reading of posted transactions also looks for archived ones in the complete list. Six hours unless told. */
  readonly sweepTransactionsEvery?: number;
  /** Rows claimed, verified and saved together, at most 500. */
  readonly batchSize?: number;
  /** Pauses between attempts of a batch, in milliseconds; after the last its rows are answered `later`. */
  readonly pauses?: readonly number[];
  /** For how long a batch is one worker's, in milliseconds. A killed process's batch is taken up again after it. */
  readonly leaseMs?: number;
};

/** Coverage is looked at, so it is told of what is known when this is over. */
const coveragePatience = 10_000;

const notDurable = failure(
  "not-allowed",
  "Writes were not seen to reach this machine's disk, so a posting could be forgotten and sent twice after a power cut. Nothing is posted from here.",
  "Run Tieout on a disk that keeps its promises, or set DATABASE_URL to a PostgreSQL server.",
);

const isDocumentSlug = (slug: SheetSlug): slug is DocumentSlug => (documentSlugs as readonly string[]).includes(slug);

/** The core over one database and one pair of systems. Any number of processes may each have one over the same database. */
export const createSyncCore = (options: SyncCoreOptions): SyncCore => {
  const { db, layer, sage200, tenant = "default", clock = { now: () => new Date() }, logger, refreshEvery = 5 * 60_000 } = options;
  const bell = createBell();
  const refresher = createRefresher({ db, layer, sage200, tenant, logger, sweepTransactionsEvery: options.sweepTransactionsEvery });
  const source = { db, tenant, refresher };
  const connections = createConnections({ ...options, tenant, clock, sage200GrantSecondsLeft: options.sage200GrantSecondsLeft });
  const ledger = createPushLedger({ db, tenant, bell, ...(options.batchSize === undefined ? {} : { batchSize: options.batchSize }) });
  const worker = createWorker({
    db,
    tenant,
    layer,
    refresher,
    bell,
    logger,
    flows: {
      "customer-links": createLinkPush(tenant),
      "sub-companies": createMappingPush(tenant, "sub-companies"),
      "payment-methods": createMappingPush(tenant, "payment-methods"),
      "tax-codes": createMappingPush(tenant, "tax-codes"),
    },
    ...(options.pauses === undefined ? {} : { pauses: options.pauses }),
    ...(options.leaseMs === undefined ? {} : { leaseMs: options.leaseMs }),
  });
  const { posting } = options;
  const policy = posting.policy ?? defaultPolicy;
  const poster = posting.poster(async (ref) => (await db.read((handle) => allCompanies(handle, tenant))).find((company) => company.ref === ref) ?? null);
  const postings = createSqlLedgerStore({ db, tenant, policy, follow: followPostings(tenant) });
  const postingWork = createPostingWork({
    db,
    tenant,
    store: postings,
    poster: createPostingSystems({ sage: poster, layer: createLayerPaymentPoster({ layer, policy }) }),
    policy,
    logger,
    ...(posting.atOncePerCompany === undefined ? {} : { atOncePerCompany: posting.atOncePerCompany }),
  });
  const forbidden = posting.isPractice === false && db.durability === "unproven" ? notDurable : null;
  const receipts = createReceiptCore({
    db,
    tenant,
    layer,
    sage200,
    store: postings,
    worker: postingWork,
    refresher,
    logger,
    clock,
    forbidden,
    applyEvery: posting.runEvery ?? null,
    ...(posting.patience === undefined ? {} : { patience: posting.patience }),
  });
  const documents = createDocumentCore({
    db,
    tenant,
    layer,
    customers: posting.customers,
    store: postings,
    worker: postingWork,
    refresher,
    logger,
    runEvery: posting.runEvery ?? null,
    settle: policy.settle,
    forbidden,
    retryReceipts: (entries, by) => receipts.retryErrors(entries, by),
    ...(posting.runLeaseMs === undefined ? {} : { leaseMs: posting.runLeaseMs }),
    ...(posting.sweepEvery === undefined ? {} : { sweepEvery: posting.sweepEvery }),
  });

  return {
    ...documents,
    receiptTotals: (company) => receipts.receiptTotals(company),
    syncReceipts: (body, by, signal) => receipts.syncReceipts(body, by, signal),
    suggestions: (query) => receipts.suggestions(query),
    allocate: (body, by, signal) => receipts.allocate(body, by, signal),
    rejectSuggestion: (body, by) => receipts.rejectSuggestion(body, by),
    matchBars: () => receipts.matchBars(),
    changeMatchBar: (change, by) => receipts.changeMatchBar(change, by),
    balancesOf: (customerId) => receipts.balancesOf(customerId),
    connections,
    sheet(slug, query, signal) {
      if (isDocumentSlug(slug)) return pullDocuments(source, slug, query, signal);
      if (isReceiptSlug(slug)) return receipts.sheet(slug, query, signal);
      if (slug === "error-queue") return pullErrors(source, query, signal);
      return slug === "customers" || slug === "customer-links" ? pullCustomers(source, slug, query, signal) : pullMappings(source, slug, signal);
    },
    preview: (slug, rows, signal) => preview(source, slug, rows, signal),
    acceptPush: (push) => ledger.accept(push),
    readPush: (id, read) => ledger.read(id, read),
    cancelPush: (id, by) => ledger.cancel(id, by),
    lookup: (kind, query, signal) => lookup(source, kind, query, signal),
    health: () => syncHealth(db, tenant),
    coverage: async () => {
      const parts = ["layer-lists", "layer-customers", "sage-companies"] as const;
      await freshen(refresher, parts.map((kind) => ({ kind })), AbortSignal.timeout(coveragePatience));
      return coverage(db, tenant);
    },
    audit: (query) => db.read((handle) => readAudit(handle, tenant, query)),
    work: async (signal) => {
      await Promise.all([worker.work(signal), documents.work(signal), receipts.work(signal), refreshEvery === null ? undefined : keepFresh(source, refreshEvery, signal, logger)]);
    },
    async close() {
      await documents.close();
      await receipts.close();
      await refresher.close();
      await poster.close();
    },
  };
};
