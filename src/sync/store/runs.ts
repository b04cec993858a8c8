/**
 * Runs of the sync, at most one at a time for a company. A run is leased on the database's clock: that of a process which
 * died is ended by whoever begins the next.
 */
import { sql } from "kysely";
import { failure, type Failure } from "../model/failure";
import { json } from "./bulk";
import type { Handle, Tx } from "./database";
import { holdPostings, releasePostings } from "./held-postings";

/** `compared` and `differing` are of a comparison with Sage's ledger; runs that were stored before there were any lack them. */
export type RunCounts = Readonly<Record<"read" | "posted" | "nothing" | "waiting" | "failed" | "inDoubt" | "told" | "compared" | "differing", number>>;
export const noRunCounts: RunCounts = { read: 0, posted: 0, nothing: 0, waiting: 0, failed: 0, inDoubt: 0, told: 0, compared: 0, differing: 0 };

export type StoredRun = {
  readonly id: string;
  /** Null while every company is in it. */
  readonly companyRef: string | null;
  readonly companyName: string | null;
  readonly trigger: "schedule" | "person" | "retry" | "comparison";
  readonly by: string;
  readonly state: "running" | "done" | "failed";
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly counts: RunCounts;
  readonly failure: Failure | null;
};

const columns = sql`r.id, r.company_ref as "companyRef", company.name as "companyName", r.trigger, r.by_name as by, r.state, r.started_at as "startedAt",
  r.finished_at as "finishedAt", r.counts, r.failure`;
const named = (tenant: string) => sql`left join sage_company company on company.tenant = ${tenant} and company.ref = r.company_ref`;

export type NewRun = {
  readonly id: string;
  readonly companyRef: string | null;
  readonly trigger: StoredRun["trigger"];
  readonly byId: string;
  readonly byName: string;
  readonly leaseMs: number;
};

const abandoned = failure("gateway-fault", "The process that ran it ended before it was done.", "Nothing is lost: the next run goes on where it stopped.");

const until = (leaseMs: number) => sql`clock_timestamp() + ${leaseMs} * interval '1 millisecond'`;

const takeTurns = (tx: Tx, tenant: string) => sql`select pg_advisory_xact_lock(hashtextextended('runs ' || cast(${tenant} as text), 0))`.execute(tx);

/** Begins a run; or tells which one is under way for that company, or for every company. */
export const beginRun = async (tx: Tx, tenant: string, run: NewRun): Promise<{ readonly begun: StoredRun } | { readonly running: StoredRun }> => {
  // A run of one company and a run of all exclude each other, which no unique index can say.
  await takeTurns(tx, tenant);
  await sql`
    update sync_run set state = 'failed', finished_at = clock_timestamp(), failure = ${json(abandoned)}
    where tenant = ${tenant} and state = 'running' and lease_until < clock_timestamp()`.execute(tx);
  const { rows: others } = await sql<StoredRun>`
    select ${columns} from sync_run r ${named(tenant)}
    where r.tenant = ${tenant} and r.state = 'running' and (r.company_ref is null or cast(${run.companyRef} as text) is null or r.company_ref = ${run.companyRef}) limit 1`.execute(tx);
  if (others[0]) return { running: others[0] };
  await sql`
    insert into sync_run (tenant, id, company_ref, trigger, by_id, by_name, state, started_at, lease_until, counts)
    values (${tenant}, ${run.id}, ${run.companyRef}, ${run.trigger}, ${run.byId}, ${run.byName}, 'running', clock_timestamp(), ${until(run.leaseMs)}, ${json(noRunCounts)})`.execute(tx);
  if (run.trigger !== "comparison") await releasePostings(tx, tenant, run.companyRef);
  const begun = await readRun(tx, tenant, run.id);
  if (!begun) throw new Error(`Run ${run.id} is gone right after it began.`);
  return { begun };
};

/** Shows how far it is, and keeps it for another while. False when it was ended by others: then it stops. */
export const extendRun = async (tx: Tx, tenant: string, id: string, counts: RunCounts, leaseMs: number): Promise<boolean> => {
  const { rows } = await sql`
    update sync_run set counts = ${json(counts)}, lease_until = ${until(leaseMs)} where tenant = ${tenant} and id = ${id} and state = 'running' returning 1`.execute(tx);
  return rows.length > 0;
};

/** How a run ends that somebody cancels. */
const isCancelled = sql`r.failure ->> 'code' = 'cancelled'`;

/** Ends it, as failed where there is a failure, unless told that it went on all the same. False when it had been ended by others: of one that was cancelled, what came of it is recorded still. */
export const finishRun = async (tx: Tx, tenant: string, id: string, counts: RunCounts, why: Failure | null, state: "done" | "failed" = why ? "failed" : "done"): Promise<boolean> => {
  const { rows } = await sql`
    update sync_run set state = ${state}, finished_at = clock_timestamp(), counts = ${json(counts)}, failure = ${why ? json(why) : null}
    where tenant = ${tenant} and id = ${id} and state = 'running' returning 1`.execute(tx);
  if (rows.length === 0) await sql`update sync_run r set counts = ${json(counts)} where r.tenant = ${tenant} and r.id = ${id} and ${isCancelled}`.execute(tx);
  return rows.length > 0;
};

/**
 * Ends a run that is under way; what it accepted and nobody has taken up is held until the next sync. Null where there is no such run.
 * `wasRunning` is false for one that had ended before.
 */
export const cancelRun = async (tx: Tx, tenant: string, id: string, whyOf: (run: StoredRun) => Failure): Promise<{ readonly run: StoredRun; readonly wasRunning: boolean } | null> => {
  await takeTurns(tx, tenant);
  const running = await readRun(tx, tenant, id);
  if (!running) return null;
  const why = whyOf(running);
  const { rows } = await sql`
    update sync_run set state = 'failed', finished_at = clock_timestamp(), failure = ${json(why)}
    where tenant = ${tenant} and id = ${id} and state = 'running' returning 1`.execute(tx);
  const wasRunning = rows.length > 0;
  if (wasRunning && running.trigger !== "comparison") await holdPostings(tx, tenant, running.companyRef, { cause: why.cause, cure: why.cure });
  return { run: (await readRun(tx, tenant, id)) ?? running, wasRunning };
};

/** Whether the last sync was cancelled: then nothing new is sent before the next. */
export const isHeld = async (handle: Handle, tenant: string): Promise<boolean> => {
  const { rows } = await sql<{ held: boolean }>`
    select coalesce(${isCancelled}, false) as held from sync_run r where r.tenant = ${tenant} and r.trigger <> 'comparison' order by r.position desc limit 1`.execute(handle);
  return rows[0]?.held ?? false;
};

export const readRun = async (handle: Handle, tenant: string, id: string): Promise<StoredRun | null> => {
  const { rows } = await sql<StoredRun>`select ${columns} from sync_run r ${named(tenant)} where r.tenant = ${tenant} and r.id = ${id}`.execute(handle);
  return rows[0] ?? null;
};

/** Newest first. */
export const newestRuns = async (handle: Handle, tenant: string, limit: number): Promise<readonly StoredRun[]> => {
  const { rows } = await sql<StoredRun>`select ${columns} from sync_run r ${named(tenant)} where r.tenant = ${tenant} order by r.position desc limit ${limit}`.execute(handle);
  return rows;
};

/** Whether a comparison of every company was begun after that instant; one that failed counts for an hour. */
export const wasCompared = async (handle: Handle, tenant: string, since: string): Promise<boolean> => {
  const { rows } = await sql<{ was: boolean }>`
    select exists (
      select 1 from sync_run where tenant = ${tenant} and trigger = 'comparison' and company_ref is null and started_at >= ${since}
        and (state <> 'failed' or started_at > clock_timestamp() - interval '1 hour')) as was`.execute(handle);
  return rows[0]?.was ?? false;
};

/** Those under way: running, and their processes alive. */
export const runsUnderWay = async (handle: Handle, tenant: string): Promise<readonly StoredRun[]> => {
  const { rows } = await sql<StoredRun>`
    select ${columns} from sync_run r ${named(tenant)} where r.tenant = ${tenant} and r.state = 'running' and r.lease_until >= clock_timestamp() order by r.position`.execute(handle);
  return rows;
};
