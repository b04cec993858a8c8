/**
 * One run: read what changed in The Layer, plan, post, link new customers, tell The Layer; again until nothing moves. What is in doubt or
 * waits for its time is left to the sweep, which goes on after the run.
 */
import { ok, type Failure, type Result } from "../../model/failure";
import type { LayerApi } from "../../layer";
import type { Sage200Customers } from "../../sage200";
import type { Database, StoreLogger } from "../../store";
import { allCompanies } from "../../store/companies";
import { noRunCounts, type RunCounts } from "../../store/runs";
import type { SqlLedgerStore } from "../../store/ledger-store";
import type { Refresher } from "../refresh";
import { linkNewCustomers } from "./link-customers";
import { planCustomers } from "./plan-customers";
import { planDocuments } from "./plan-documents";
import type { PostingWorker } from "./post-documents";
import { readLayerDocuments } from "./read-documents";
import { tellLayer } from "./tell-layer";
import { updateCustomers } from "./update-customers";

export type RunParts = {
  readonly db: Database;
  readonly tenant: string;
  readonly layer: LayerApi;
  readonly customers: Sage200Customers;
  readonly store: SqlLedgerStore;
  readonly worker: PostingWorker;
  readonly refresher: Refresher;
  readonly logger?: StoreLogger | undefined;
};

/** Reference data younger than this is not read again for a run. */
const youngEnough = 60_000;

/** Mappings are judged and customers compared by what is there now. */
const refresh = async ({ db, tenant, refresher }: RunParts, signal: AbortSignal): Promise<Result<void>> => {
  const notBefore = new Date(Date.parse(await refresher.now()) - youngEnough).toISOString();
  for (const kind of ["layer-lists", "layer-customers", "layer-links", "sage-companies"] as const) {
    const read = await refresher.ensure({ kind }, { notBefore, swept: false }, signal);
    if (!read.ok) return read;
  }
  for (const company of await db.read((handle) => allCompanies(handle, tenant))) {
    for (const kind of ["sage-accounts", "sage-lists"] as const) {
      const read = await refresher.ensure({ kind, company }, { notBefore, swept: false }, signal);
      if (!read.ok) return read;
    }
  }
  return ok(undefined);
};

/** Plans and posts until nothing moves any more, for one company where it is named. Used by runs, and by the sweep between them. */
export const settleDocuments = async (parts: RunParts, count: (what: Partial<RunCounts>) => void, signal: AbortSignal, companyRef: string | null = null): Promise<Result<void>> => {
  const only: { readonly companyRef?: string } = companyRef === null ? {} : { companyRef };
  // A round posts what the one before let go: customers, invoices, what belongs to them.
  for (let moved = true; moved && !signal.aborted; ) {
    const planned = await planDocuments({ ...parts, ...only }, signal);
    count({ nothing: planned.nothing, failed: planned.failed });
    const made = await planCustomers(parts, planned.newcomers, signal);
    await updateCustomers(parts, planned.touched, false, signal);
    const worked = await parts.worker.workDue(signal, (what) => count(what === "posted" ? { posted: 1 } : what === "refused" ? { failed: 1 } : {}), only.companyRef);
    const linked = await linkNewCustomers(parts, signal);
    if (!linked.ok) return linked;
    moved = planned.accepted + made + worked.posted + linked.value > 0;
  }
  const told = await tellLayer(parts, signal, (some) => count({ told: some }));
  return told.ok ? ok(undefined) : told;
};

/** @param show called with the counts as they grow. The failure is of the run as a whole; what failed of a document stands with it. */
export const runOnce = async (parts: RunParts, companyRef: string | null, show: (counts: RunCounts) => void, signal: AbortSignal): Promise<{ readonly counts: RunCounts; readonly failure: Failure | null }> => {
  let counts: RunCounts = noRunCounts;
  const count = (more: Partial<RunCounts>) => {
    const next = { ...counts };
    for (const [what, n] of Object.entries(more)) next[what as keyof RunCounts] += n ?? 0;
    counts = next;
    show(counts);
  };
  const steps = [
    () => refresh(parts, signal),
    () => readLayerDocuments(parts, signal, (read) => count({ read })),
    () => settleDocuments(parts, count, signal, companyRef),
  ];
  for (const step of steps) {
    const done = await step();
    if (!done.ok) return { counts, failure: done.failure };
  }
  return { counts, failure: null };
};
