import type { SyncCore } from "../core";
import type { LayerApi } from "../layer";
import type { Sage200Api } from "../sage200";
import type { Database, StoreLogger } from "../store";
import { readAudit } from "../store/audit";
import { createBell } from "./bell";
import { createConnections } from "./connections";
import { coverage } from "./coverage";
import { freshen } from "./freshen";
import { syncHealth } from "./health";
import { createLinkPush } from "./link-push";
import { lookup } from "./lookups";
import { createMappingPush } from "./mapping-push";
import { preview } from "./preview";
import { pullCustomers } from "./pull-customers";
import { pullMappings } from "./pull-mappings";
import { createPushLedger } from "./push-ledger";
import { createRefresher } from "./refresh";
import { keepFresh } from "./keep-fresh";
import { createWorker } from "./worker";

export type SyncCoreOptions = {
  readonly db: Database;
  readonly layer: LayerApi;
  readonly sage200: Sage200Api;
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
  /** Rows claimed, verified and saved together, at most 500. */
  readonly batchSize?: number;
  /** Pauses between attempts of a batch, in milliseconds; after the last its rows are answered `later`. */
  readonly pauses?: readonly number[];
  /** For how long a batch is one worker's, in milliseconds. A killed process's batch is taken up again after it. */
  readonly leaseMs?: number;
};

/** Coverage is looked at, so it is told of what is known when this is over. */
const coveragePatience = 10_000;

/** The core over one database and one pair of systems. Any number of processes may each have one over the same database. */
export const createSyncCore = (options: SyncCoreOptions): SyncCore => {
  const { db, layer, sage200, tenant = "default", clock = { now: () => new Date() }, logger, refreshEvery = 5 * 60_000 } = options;
  const bell = createBell();
  const refresher = createRefresher({ db, layer, sage200, tenant, logger });
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

  return {
    connections,
    sheet: (slug, query, signal) => (slug === "customers" || slug === "customer-links" ? pullCustomers(source, slug, query, signal) : pullMappings(source, slug, signal)),
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
      await Promise.all([worker.work(signal), refreshEvery === null ? undefined : keepFresh(source, refreshEvery, signal, logger)]);
    },
    close: () => refresher.close(),
  };
};
