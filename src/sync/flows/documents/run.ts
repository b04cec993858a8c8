/**
 * One run: read what changed in The Layer, plan, post, link new customers, tell The Layer; again until nothing moves. What is in doubt or
 * waits for its time is left to the sweep, which goes on after the run.
 */
import { ok, type Failure, type Result } from "../../model/failure";
import type { LayerApi } from "../../layer";
import type { Sage200Customers } from "../../sage200";
import type { Database, StoreLogger } from "../../store";
import { allCompanies } from "../../store/companies";
import type { RunCounts } from "../../store/runs";
import type { SqlLedgerStore } from "../../store/ledger-store";
import type { Refresher } from "../refresh";
import type { KnownLedgers } from "./known-ledgers";
import { linkNewCustomers } from "./link-customers";
import { planCustomers } from "./plan-customers";
import { nothingPlanned, planDocuments } from "./plan-documents";
import type { PostingWorker } from "./post-documents";
import { readLayerDocuments } from "./read-documents";
import { createTally, unreadFailure, type RunOutcome, type Unread } from "./run-work";
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
  readonly ledgers: KnownLedgers;
  readonly logger?: StoreLogger | undefined;
};

/** Reference data younger than this is not read again for a run. */
const youngEnough = 60_000;

const waiting = (count: number): string => (count === 1 ? "Its documents wait; the others went on." : "Their documents wait; the others went on.");

/** Mappings are judged and customers compared by what is there now. A company that cannot be read holds up no other. */
const refresh = async ({ db, tenant, refresher }: RunParts, companyRef: string | null, signal: AbortSignal): Promise<Result<readonly Unread[]>> => {
  const notBefore = new Date(Date.parse(await refresher.now()) - youngEnough).toISOString();
  for (const kind of ["layer-lists", "layer-customers", "layer-links", "sage-companies"] as const) {
    const read = await refresher.ensure({ kind }, { notBefore, swept: false }, signal);
    if (!read.ok) return read;
  }
  const unread: Unread[] = [];
  for (const company of await db.read((handle) => allCompanies(handle, tenant))) {
    // A run of one company has no use for the others.
    if (companyRef !== null && company.ref !== companyRef) continue;
    for (const kind of ["sage-accounts", "sage-lists"] as const) {
      const read = await refresher.ensure({ kind, company }, { notBefore, swept: false }, signal);
      if (read.ok) continue;
      if (signal.aborted) return read;
      unread.push({ company: company.name, failure: read.failure });
      break;
    }
  }
  return ok(unread);
};

/** Nobody cancelled it, or the run would have ended. */
const always = () => Promise.resolve(true);

/**
 * Plans and posts until nothing moves any more, for one company where it is named. Used by runs, and by the sweep between them.
 * @param mayPlan asked before each round: where nothing new is to be accepted, what was accepted is worked through.
 */
export const settleDocuments = async (parts: RunParts, count: (what: Partial<RunCounts>) => void, signal: AbortSignal, companyRef: string | null = null, mayPlan: () => Promise<boolean> = always): Promise<Result<void>> => {
  const only: { readonly companyRef?: string } = companyRef === null ? {} : { companyRef };
  const unreadLedgers = new Map<string, Failure>();
  // A round posts what the one before let go: customers, invoices, what belongs to them.
  for (let moved = true; moved && !signal.aborted; ) {
    const planned = (await mayPlan()) ? await planDocuments({ ...parts, ...only, unreadLedgers }, signal) : nothingPlanned;
    if (planned.unknownLedgers.size > 0) for (const [ref, why] of await parts.ledgers.read(planned.unknownLedgers, signal)) unreadLedgers.set(ref, why);
    count({ nothing: planned.nothing, failed: planned.failed });
    const met = await planCustomers(parts, planned.newcomers, signal);
    await updateCustomers(parts, planned.touched, false, signal);
    const worked = await parts.worker.workDue(signal, (what) => count(what === "posted" ? { posted: 1 } : what === "refused" ? { failed: 1 } : {}), only.companyRef);
    const linked = await linkNewCustomers(parts, signal);
    if (!linked.ok) return linked;
    moved = planned.unknownLedgers.size + planned.accepted + met + worked.posted + linked.value > 0;
  }
  const told = await tellLayer(parts, signal, (some) => count({ told: some }));
  return told.ok ? ok(undefined) : told;
};

/** @param show called with the counts as they grow. */
export const runOnce = async (parts: RunParts, companyRef: string | null, show: (counts: RunCounts) => void, signal: AbortSignal): Promise<RunOutcome> => {
  const { count, counts } = createTally(show);
  const refreshed = await refresh(parts, companyRef, signal);
  if (!refreshed.ok) return { counts: counts(), failure: refreshed.failure, unread: null };
  const unread = unreadFailure(refreshed.value, waiting);
  const steps = [() => readLayerDocuments(parts, signal, (read) => count({ read })), () => settleDocuments(parts, count, signal, companyRef)];
  for (const step of steps) {
    const done = await step();
    if (!done.ok) return { counts: counts(), failure: done.failure, unread };
  }
  return { counts: counts(), failure: null, unread };
};
