/**
 * Records what came of sends, several in one transaction: while one commits, the answers that arrive gather for the next. Each is
 * judged by itself and told only when it is committed. Where several cannot be recorded together, each is recorded alone.
 */
import { sql } from "kysely";
import { after, claimableFrom, type LedgerEvent, type Refused, type Step } from "../ledger/after";
import type { Instant, Intent } from "../ledger/intent";
import type { PostingKey } from "../ledger/posting-key";
import { json, prepared } from "./bulk";
import type { Database, Tx } from "./database";
import { applyIn, type Followed, type Ledger } from "./ledger-events";
import { clock, postingColumns, storedOf, type PostingRow } from "./ledger-rows";

export type SentEvent = Extract<LedgerEvent, { readonly kind: "sent" }>;
type Sent = { readonly key: PostingKey; readonly event: SentEvent };
type Ask = Sent & { readonly settle: (answer: Step | Refused) => void; readonly fail: (error: unknown) => void };

const mostAtOnce = 50;
/** Whoever holds several rows does not wait long for another: two who did so for each other would wait for ever, and all others with them. */
const lockPatience = "100ms";

const lockAll = async (tx: Tx, tenant: string, keys: readonly PostingKey[]): Promise<ReadonlyMap<string, PostingRow & { readonly now: Instant }>> => {
  const { rows } = await sql<PostingRow & { now: Instant }>`${prepared}
    with held as materialized (
      select * from posting where tenant = ${tenant} and key in (select jsonb_array_elements_text(${json(keys)})) order by key for update)
    select ${postingColumns}, ${clock} as now from held`.execute(tx);
  return new Map(rows.map((row) => [row.key, row]));
};

type Written = { readonly key: PostingKey; readonly token: number; readonly outcome: object; readonly isDone: boolean; readonly intent?: Intent; readonly claimable?: Instant | null };

/** Without an `intent` only the attempt's answer is kept. No child of these is among them: it would not have been sent. */
const writeAll = (tx: Tx, tenant: string, written: readonly Written[]) =>
  sql`${prepared}
    with new as materialized (
      select * from jsonb_to_recordset(${json(written)}) as new (key text, token int, outcome jsonb, "isDone" boolean, intent jsonb, claimable bigint)),
    attempts as (
      update posting_attempt a set outcome = new.outcome, answered_at = clock_timestamp()
      from new where a.tenant = ${tenant} and a.key = new.key and a.fence = new.token and a.outcome is null),
    let_go as (
      select p.key, cast(count(*) as int) as times from new join posting_parent p on p.tenant = ${tenant} and p.parent = new.key where new."isDone" group by p.key),
    children as (
      update posting child set open_parents = child.open_parents - let_go.times from let_go where child.tenant = ${tenant} and child.key = let_go.key)
    update posting set intent = new.intent, claimable_at = new.claimable
    from new where posting.tenant = ${tenant} and posting.key = new.key and new.intent is not null`.execute(tx);

/** Answers in the order given; no key may come twice. */
const applySentIn = async (tx: Tx, ledger: Ledger, sent: readonly Sent[]): Promise<readonly (Step | Refused)[]> => {
  const { tenant, policy, follow } = ledger;
  await sql`select set_config('lock_timeout', ${lockPatience}, true)`.execute(tx);
  const rows = await lockAll(tx, tenant, sent.map(({ key }) => key));
  const written: Written[] = [];
  const followed: Followed[] = [];
  const answers = sent.map(({ key, event }): Step | Refused => {
    const row = rows.get(key);
    if (!row) return { refused: true, why: "There is no such intent." };
    const step = after(row.intent, event, row.now, policy);
    const attempt = { key, token: event.token, outcome: event.outcome };
    if ("refused" in step) {
      // An answer that comes too late changes nothing, and is evidence all the same.
      written.push({ ...attempt, isDone: false });
      return step;
    }
    written.push({ ...attempt, isDone: step.intent.state === "done", intent: step.intent, claimable: claimableFrom(step.intent) });
    followed.push({ step, stored: storedOf({ ...row, intent: step.intent }) });
    return step;
  });
  await writeAll(tx, tenant, written);
  if (follow.together) await follow.together(tx, followed);
  else for (const { step, stored } of followed) await follow(tx, step, stored);
  return answers;
};

/** Takes from the front what may go together: no posting twice. */
const takeSome = (waiting: Ask[]): readonly Ask[] => {
  const taken = new Map<string, Ask>();
  const left: Ask[] = [];
  for (const ask of waiting.splice(0)) {
    if (taken.size < mostAtOnce && !taken.has(ask.key)) taken.set(ask.key, ask);
    else left.push(ask);
  }
  waiting.push(...left);
  return [...taken.values()];
};

/** @returns what records the answer to one send, and resolves once that is committed. */
export const createRecording = (db: Database, ledger: Ledger): ((key: PostingKey, event: SentEvent) => Promise<Step | Refused>) => {
  const waiting: Ask[] = [];
  let isRecording = false;

  const recordAlone = async ({ key, event, settle, fail }: Ask): Promise<void> => {
    try {
      settle(await db.transaction(`record "${event.kind}"`, (tx) => applyIn(tx, ledger, key, event)));
    } catch (error) {
      fail(error);
    }
  };

  const record = async (some: readonly Ask[]): Promise<void> => {
    let answers: readonly (Step | Refused)[] | null = null;
    try {
      answers = await db.transaction("record what was sent", (tx) => applySentIn(tx, ledger, some));
    } catch {
      // One of them stands in the way of all, or somebody else holds a row: alone each meets its own fate, and tells it.
      // Where the commit was lost on its way back, those that are recorded are told so by their state.
    }
    // Not waited for: one that has to wait for its row holds up no other.
    if (answers === null) for (const ask of some) void recordAlone(ask);
    else some.forEach((ask, at) => (answers[at] ? ask.settle(answers[at]) : ask.fail(new Error(`What came of sending ${ask.key} was not recorded.`))));
  };

  const keepRecording = async (): Promise<void> => {
    isRecording = true;
    while (waiting.length > 0) await record(takeSome(waiting));
    isRecording = false;
  };

  return async (key, event) => {
    // Refuses a caller that is inside a transaction, which would wait for itself on a single connection.
    await db.read(async () => undefined);
    return new Promise((settle, fail) => {
      waiting.push({ key, event, settle, fail });
      if (!isRecording) void keepRecording();
    });
  };
};
