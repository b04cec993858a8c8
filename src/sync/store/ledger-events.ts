/** One event of one posting: its row is read under lock, `after` is asked, what it says is written. */
import { sql, type RawBuilder } from "kysely";
import { after, claimableFrom, type LedgerEvent, type Refused, type Step } from "../ledger/after";
import type { Instant, Intent, LedgerPolicy } from "../ledger/intent";
import type { PostingKey } from "../ledger/posting-key";
import type { StoredIntent } from "../ledger/store";
import type { Posting } from "../documents/posting";
import { json, prepared } from "./bulk";
import type { Handle, Tx } from "./database";
import { clock, postingColumns, sendingLock, storedOf, thingOf, type PostingRow } from "./ledger-rows";

/**
 * What follows from a step, in the step's own transaction: both are kept, or neither. Called for steps that tell something
 * about the posting, not for a worker's taking it up. `stored` is as it is after the step.
 */
export type Follow = ((tx: Tx, step: Step, stored: StoredIntent<Posting>) => Promise<void>) & {
  /** The same for several postings at once, in fewer statements; left out where there is no quicker way. */
  readonly together?: (tx: Tx, followed: readonly Followed[]) => Promise<void>;
};
export type Followed = { readonly step: Step; readonly stored: StoredIntent<Posting> };

export type Ledger = {
  readonly tenant: string;
  readonly policy: LedgerPolicy;
  /** What of a posting is kept in the history of attempts. */
  readonly describe: (posting: Posting) => object;
  readonly follow: Follow;
};

/** Whether a step tells something about the posting. A claim does where it finds that the sender was lost. */
export const isNews = (event: LedgerEvent, next: Intent): boolean => {
  if (event.kind === "claimed") return next.state === "in doubt" && next.lease === null;
  return event.kind !== "attempt recorded";
};

/** The attempt that an event begins. A look-up begins with its claim, a send when it is recorded. */
export const attemptBegun = (event: LedgerEvent, next: Intent): "send" | "look-up" | null => {
  if (event.kind === "attempt recorded") return "send";
  return event.kind === "claimed" && next.state === "in doubt" && next.lease !== null ? "look-up" : null;
};

const lock = async (tx: Tx, tenant: string, key: PostingKey): Promise<(PostingRow & { now: Instant }) | null> => {
  // The clock is read outside the locking query, so that it is read after the wait for the row.
  const { rows } = await sql<PostingRow & { now: Instant }>`${prepared}
    with held as materialized (select * from posting where tenant = ${tenant} and key = ${key} for update)
    select ${postingColumns}, ${clock} as now from held`.execute(tx);
  return rows[0] ?? null;
};

/** Whether the worker that was sending still holds the lock on its send; see key-locks.ts. */
const isBeingSent = async (tx: Tx, tenant: string, key: PostingKey): Promise<boolean> => {
  const { rows } = await sql<{ free: boolean }>`select pg_try_advisory_xact_lock(${sendingLock(tenant, sql`cast(${key} as text)`)}) as free`.execute(tx);
  return rows[0]?.free === false;
};

const attempt = ({ tenant, describe }: Ledger, row: PostingRow, event: LedgerEvent, next: Intent): RawBuilder<unknown> | null => {
  const begun = attemptBegun(event, next);
  if (begun && "lease" in next && next.lease) {
    return sql`insert into posting_attempt (tenant, key, fence, what, worker, at, request)
      values (${tenant}, ${row.key}, ${next.fence}, ${begun}, ${next.lease.worker}, clock_timestamp(), ${begun === "send" ? json(describe(row.payload)) : null})`;
  }
  if (event.kind !== "sent" && event.kind !== "looked up") return null;
  return sql`update posting_attempt set outcome = ${json(event.outcome)}, answered_at = clock_timestamp()
    where tenant = ${tenant} and key = ${row.key} and fence = ${event.token} and outcome is null`;
};

/** The parent's own row is locked already, so no child can be accepted meanwhile without counting it as done or being found here. */
const letChildrenGo = (tenant: string, key: PostingKey) => sql`
  update posting child set open_parents = child.open_parents - 1
  from posting_parent p where p.tenant = ${tenant} and p.parent = ${key} and child.tenant = ${tenant} and child.key = p.key`;

const write = async (tx: Tx, ledger: Ledger, row: PostingRow, event: LedgerEvent, next: Intent): Promise<void> => {
  const beside = [attempt(ledger, row, event, next), next.state === "done" ? letChildrenGo(ledger.tenant, row.key) : null].filter((part) => part !== null);
  const parts = beside.map((part, at) => sql`${sql.ref(`beside${at}`)} as (${part})`);
  const change = sql`update posting set intent = ${json(next)}, claimable_at = ${claimableFrom(next)} where tenant = ${ledger.tenant} and key = ${row.key}`;
  await (parts.length > 0 ? sql`${prepared} with ${sql.join(parts)} ${change}` : change).execute(tx);
};

/** Applies an event, and what follows from it, inside the caller's transaction. The row stays locked to its end. */
export const applyIn = async (tx: Tx, ledger: Ledger, key: PostingKey, event: LedgerEvent): Promise<Step | Refused> => {
  const row = await lock(tx, ledger.tenant, key);
  if (!row) return { refused: true, why: "There is no such intent." };
  if (event.kind === "claimed") {
    if (row.openParents > 0) return { refused: true, why: "What it depends on is not done." };
    if (row.intent.state === "sending" && row.now >= row.intent.lease.until && (await isBeingSent(tx, ledger.tenant, key)))
      return { refused: true, why: "Its sender is late, and still there." };
  }
  const step = after(row.intent, event, row.now, ledger.policy);
  if ("refused" in step) {
    // An answer that comes too late changes nothing, and is evidence all the same.
    const late = attempt(ledger, row, event, row.intent);
    if (late && (event.kind === "sent" || event.kind === "looked up")) await late.execute(tx);
    return step;
  }
  await write(tx, ledger, row, event, step.intent);
  if (isNews(event, step.intent)) await ledger.follow(tx, step, storedOf({ ...row, intent: step.intent }));
  return step;
};

/**
 * Gives a refused posting what it should have been: the same document, to the same company, under the same key. Only a
 * refusal is certain not to be in Sage; in any other state the old content may be there, and nothing is changed.
 */
export const replacePayload = async (tx: Tx, tenant: string, key: PostingKey, payload: Posting): Promise<"replaced" | "not refused"> => {
  const thing = thingOf(payload);
  const { rows } = await sql`
    update posting set payload = ${json(payload)}
    where tenant = ${tenant} and key = ${key} and state = 'refused'
      and company = ${payload.company} and document_kind = ${thing.kind} and document_id = ${thing.id} returning key`.execute(tx);
  return rows.length > 0 ? "replaced" : "not refused";
};

export const readPosting = async (handle: Handle, tenant: string, key: PostingKey): Promise<StoredIntent<Posting> | null> => {
  const { rows } = await sql<PostingRow>`select ${postingColumns} from posting held where held.tenant = ${tenant} and held.key = ${key}`.execute(handle);
  return rows[0] ? storedOf(rows[0]) : null;
};
