/**
 * Holds a lock on a posting's key on the server while it is sent, so that nobody can take the posting over from a process
 * that is paused and may yet send. All locks of a process live in one session, whatever the number of sends under way, and
 * travel together: what is asked for while a statement runs goes with the next one.
 */
import { sql } from "kysely";
import type { LedgerPolicy } from "../ledger/intent";
import type { PostingKey } from "../ledger/posting-key";
import type { Database, Handle } from "./database";
import { json, prepared } from "./bulk";
import { sendingLock } from "./ledger-rows";

export type KeyLocks = {
  /** Null, and `work` not run, where this or another process holds the key. */
  during<T>(key: PostingKey, work: () => Promise<T>): Promise<T | null>;
};

type Ask = { readonly key: PostingKey; readonly lock: boolean; readonly settle: (granted: boolean) => void; readonly fail: (error: unknown) => void };

/** So many leases long may a process be silent while it holds locks. Then the server ends its session, and nothing is in doubt for ever. */
const silence = 5;

const execute = async (session: Handle, tenant: string, asks: readonly Ask[]): Promise<void> => {
  const { rows } = await sql<{ done: boolean }>`${prepared}
    select case when ask.lock then pg_try_advisory_lock(${sendingLock(tenant, sql`ask.key`)}) else pg_advisory_unlock(${sendingLock(tenant, sql`ask.key`)}) end as done
    from rows from (jsonb_to_recordset(${json(asks.map(({ key, lock }) => ({ key, lock })))}) as (key text, lock boolean)) with ordinality as ask (key, lock, at)
    order by ask.at`.execute(session);
  asks.forEach((ask, at) => ask.settle(rows[at]?.done ?? false));
};

/** 0 for never. Unknown before PostgreSQL 14: there a silent process keeps its locks for as long as it is connected. */
const endAfterSilence = (session: Handle, ms: number) =>
  sql`select set_config('idle_session_timeout', ${String(ms)}, false) where current_setting('idle_session_timeout', true) is not null`.execute(session);

const onServer = (db: Database, tenant: string, policy: LedgerPolicy): KeyLocks => {
  const held = new Set<PostingKey>();
  let asks: Ask[] = [];
  let isServing = false;
  let wake: () => void = () => undefined;

  const serve = async (session: Handle): Promise<void> => {
    await endAfterSilence(session, silence * policy.lease);
    try {
      while (asks.length > 0 || held.size > 0) {
        if (asks.length === 0) {
          await new Promise<void>((resolve) => (wake = resolve));
          continue;
        }
        const some = asks;
        asks = [];
        try {
          await execute(session, tenant, some);
        } catch (error) {
          for (const ask of some) ask.fail(error);
          throw error;
        }
      }
    } finally {
      // The session goes back to the pool, whoever uses it next.
      await sql`select pg_advisory_unlock_all()`.execute(session);
      await endAfterSilence(session, 0);
    }
  };

  const keepServing = async (): Promise<void> => {
    isServing = true;
    try {
      await db.read((handle) => handle.connection().execute(serve));
    } catch (error) {
      // The session is gone, and its locks with it. Leases and fences go on guarding what is under way.
      for (const ask of asks.splice(0)) ask.fail(error);
    } finally {
      isServing = false;
    }
    if (asks.length > 0) void keepServing();
  };

  const ask = (key: PostingKey, lock: boolean): Promise<boolean> =>
    new Promise((settle, fail) => {
      asks.push({ key, lock, settle, fail });
      wake();
      if (!isServing) void keepServing();
    });

  return {
    during: async (key, work) => {
      if (held.has(key)) return null;
      held.add(key);
      try {
        if (!(await ask(key, true))) return null;
        try {
          return await work();
        } finally {
          // Not waited for: what was sent is recorded meanwhile. A session that broke has let go by itself.
          ask(key, false).catch(() => undefined);
        }
      } finally {
        held.delete(key);
        wake();
      }
    },
  };
};

/** The embedded database belongs to one process: there is nobody to take a posting over while that one is paused. */
const embedded: KeyLocks = { during: (_, work) => work() };

export const createKeyLocks = (db: Database, tenant: string, policy: LedgerPolicy): KeyLocks => (db.engine === "pglite" ? embedded : onServer(db, tenant, policy));
