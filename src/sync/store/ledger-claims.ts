/** Claiming many postings at once: one query to lock what is due, one to write what `after` made of it. */
import { sql } from "kysely";
import { after, claimableFrom, type LedgerEvent, type Step } from "../ledger/after";
import type { Instant, Intent } from "../ledger/intent";
import type { Claim, ClaimOptions } from "../ledger/store";
import type { Posting } from "../documents/posting";
import { json, prepared } from "./bulk";
import type { Tx } from "./database";
import { attemptBegun, isNews, type Ledger } from "./ledger-events";
import { clock, postingColumns, sendingLock, storedOf, type PostingRow } from "./ledger-rows";

type Due = PostingRow & { readonly now: Instant; readonly isFree: boolean };

/** Oldest first. What another transaction has locked is being claimed there. */
const lockDue = async (tx: Tx, tenant: string, { limit, company }: ClaimOptions): Promise<readonly Due[]> => {
  const { rows } = await sql<Due>`${prepared}
    with held as materialized (
      select * from posting
      where tenant = ${tenant} and claimable_at is not null and open_parents = 0 and claimable_at <= (select ${clock})
        ${company === undefined ? sql`` : sql`and company = ${company}`}
      order by claimable_at, position limit ${limit} for update skip locked)
    select ${postingColumns}, ${clock} as now,
      case when state = 'sending' then pg_try_advisory_xact_lock(${sendingLock(tenant, sql`held.key`)}) else true end as "isFree"
    from held order by claimable_at, position`.execute(tx);
  return rows;
};

type TakenUp = { readonly intent: Intent; readonly begun: "send" | "look-up" | null; readonly news: Step | null };

/** The events that lie between a posting that is due and a worker at it, as far as `after` lets them. */
const takeUp = (row: Due, worker: string, { policy }: Ledger): TakenUp => {
  let taken: TakenUp = { intent: row.intent, begun: null, news: null };
  const apply = (event: LedgerEvent): void => {
    const step = after(taken.intent, event, row.now, policy);
    if ("refused" in step) return;
    taken = { intent: step.intent, begun: attemptBegun(event, step.intent) ?? taken.begun, news: isNews(event, step.intent) ? step : taken.news };
  };
  apply({ kind: "claimed", worker });
  if (taken.intent.state === "planned") apply({ kind: "attempt recorded", token: taken.intent.fence });
  return taken;
};

export const claimDueIn = async (tx: Tx, ledger: Ledger, worker: string, options: ClaimOptions): Promise<readonly Claim<Posting>[]> => {
  const { tenant, policy, describe, follow } = ledger;
  const due = await lockDue(tx, tenant, options);
  if (due.length === 0) return [];
  const taken = due.filter((row) => row.isFree).map((row) => ({ row, ...takeUp(row, worker, ledger) }));
  const written = [
    ...taken.map(({ row, intent, begun }) => ({
      key: row.key,
      intent,
      claimable: claimableFrom(intent),
      what: begun,
      request: begun === "send" ? describe(row.payload) : null,
    })),
    // Their senders are late and still there. They are looked at again soon, and stand in nobody's way until then.
    ...due.filter((row) => !row.isFree).map((row) => ({ key: row.key, intent: row.intent, claimable: row.now + policy.sendWithin, what: null, request: null })),
  ];
  await sql`${prepared}
    with new as materialized (
      select * from jsonb_to_recordset(${json(written)}) as new (key text, intent jsonb, claimable bigint, what text, request jsonb)),
    attempts as (
      insert into posting_attempt (tenant, key, fence, what, worker, at, request)
      select ${tenant}, key, cast(intent ->> 'fence' as int), what, ${worker}, clock_timestamp(), nullif(request, 'null') from new where what is not null)
    update posting set intent = new.intent, claimable_at = new.claimable from new where posting.tenant = ${tenant} and posting.key = new.key`.execute(tx);
  for (const { row, intent, news } of taken) if (news) await follow(tx, news, storedOf({ ...row, intent }));
  return taken.flatMap(({ row, intent, begun }) => (begun ? [{ to: begun === "send" ? "send" : "look up", token: intent.fence, stored: storedOf({ ...row, intent }) }] : []));
};
