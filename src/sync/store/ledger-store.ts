/** The ledger in SQL: any number of workers in any number of processes share it. */
import { sql } from "kysely";
import type { Posting } from "../documents/posting";
import type { LedgerEvent, Refused, Step } from "../ledger/after";
import type { Instant, LedgerPolicy } from "../ledger/intent";
import type { PostingKey } from "../ledger/posting-key";
import type { Accepted, ClaimingStore, NewIntent } from "../ledger/store";
import type { Database, Tx } from "./database";
import { createKeyLocks } from "./key-locks";
import { acceptAllIn } from "./ledger-accept";
import { claimDueIn } from "./ledger-claims";
import { applyIn, readPosting, replacePayload, type Follow, type Ledger } from "./ledger-events";
import { createRecording } from "./ledger-recording";
import { clock, withoutBank } from "./ledger-rows";

export type SqlLedgerStore = Omit<ClaimingStore<Posting>, "apply"> & {
  /** `follow` in place of the store's own. */
  apply(key: PostingKey, event: LedgerEvent, follow?: Follow): Promise<Step | Refused>;
  /** As `apply`, inside the caller's transaction. */
  applyIn(tx: Tx, key: PostingKey, event: LedgerEvent, follow?: Follow): Promise<Step | Refused>;
  /** As `accept`, inside the caller's transaction: nothing is promised before that has committed. */
  acceptIn(tx: Tx, intent: NewIntent<Posting>): Promise<Accepted>;
  /** Many at once, answered in order. */
  acceptAllIn(tx: Tx, intents: readonly NewIntent<Posting>[]): Promise<readonly Accepted[]>;
  /** Gives a refused posting other content under its key. In any other state nothing is changed. */
  replacePayload(tx: Tx, key: PostingKey, payload: Posting): Promise<"replaced" | "not refused">;
};

export type SqlLedgerOptions = {
  readonly db: Database;
  readonly tenant: string;
  readonly policy: LedgerPolicy;
  /** What of a posting is kept in the history of attempts; everything but the bank unless told. */
  readonly describe?: (posting: Posting) => object;
  /** What follows from each step that tells something new; see `Follow`. */
  readonly follow?: Follow;
};

const nothing: Follow = async () => undefined;

export const createSqlLedgerStore = ({ db, tenant, policy, describe = withoutBank, follow = nothing }: SqlLedgerOptions): SqlLedgerStore => {
  const ledger: Ledger = { tenant, policy, describe, follow };
  const locks = createKeyLocks(db, tenant, policy);
  const record = createRecording(db, ledger);
  const acceptIn = async (tx: Tx, intent: NewIntent<Posting>): Promise<Accepted> => {
    const [answer] = await acceptAllIn(tx, tenant, [intent]);
    if (answer === undefined) throw new Error(`Posting ${intent.key} was neither accepted nor refused.`);
    return answer;
  };

  return {
    accept: (intent) => db.transaction("accept a posting", (tx) => acceptIn(tx, intent)),
    acceptIn,
    acceptAllIn: (tx, intents) => acceptAllIn(tx, tenant, intents),
    read: (key) => db.read((handle) => readPosting(handle, tenant, key)),
    apply: (key, event, own) => {
      if (event.kind === "sent" && own === undefined) return record(key, event);
      return db.transaction(`record "${event.kind}"`, (tx) => applyIn(tx, { ...ledger, follow: own ?? follow }, key, event));
    },
    applyIn: (tx, key, event, own = follow) => applyIn(tx, { ...ledger, follow: own }, key, event),
    replacePayload: (tx, key, payload) => replacePayload(tx, tenant, key, payload),
    due: (limit) =>
      db.read(async (handle) => {
        const { rows } = await sql<{ key: PostingKey }>`
          select key from posting where tenant = ${tenant} and claimable_at is not null and open_parents = 0 and claimable_at <= (select ${clock})
          order by claimable_at, position limit ${limit}`.execute(handle);
        return rows.map((row) => row.key);
      }),
    nextDue: () =>
      db.read(async (handle) => {
        const { rows } = await sql<{ at: Instant | null }>`
          select min(claimable_at) as at from posting where tenant = ${tenant} and claimable_at is not null and open_parents = 0`.execute(handle);
        return rows[0]?.at ?? null;
      }),
    now: () =>
      db.read(async (handle) => {
        const { rows } = await sql<{ now: Instant }>`select ${clock} as now`.execute(handle);
        if (!rows[0]) throw new Error("The database told no time.");
        return rows[0].now;
      }),
    claimDue: (worker, options) => db.transaction("claim postings", (tx) => claimDueIn(tx, ledger, worker, options)),
    withKeyLock: (key, work) => locks.during(key, work),
  };
};

export type Attempt = {
  readonly what: "send" | "look-up";
  readonly worker: string;
  readonly at: string;
  readonly request: object | null;
  /** Null while the worker is at it, and for good where it was lost. */
  readonly outcome: object | null;
  readonly answeredAt: string | null;
};

/** Every attempt at a posting, first to last: what a person decides by when it needs review. */
export const attemptsOf = (handle: Parameters<typeof readPosting>[0], tenant: string, key: PostingKey): Promise<readonly Attempt[]> =>
  handle
    .selectFrom("posting_attempt")
    .select(["what", "worker", "at", "request", "outcome", "answered_at as answeredAt"])
    .where("tenant", "=", tenant)
    .where("key", "=", key)
    .orderBy("fence")
    .execute();
