/** The ledgers that runs are made on: in memory for the thousands, and in SQL for a few, as both must do the same. */
import { Kysely, PGliteDialect, sql } from "kysely";
import type { Posting } from "../../src/sync/documents/posting";
import type { Instant, LedgerPolicy } from "../../src/sync/ledger/intent";
import { createMemoryLedgerStore } from "../../src/sync/ledger/memory-store";
import type { PostingKey } from "../../src/sync/ledger/posting-key";
import type { StoredIntent } from "../../src/sync/ledger/store";
import { createSqlLedgerStore } from "../../src/sync/store/ledger-store";
import type { Schema } from "../../src/sync/store/schema";
import { databaseOver } from "../../src/sync/store/transactions";
import { migratedPglite } from "../support/clusters";
import { storeOf, type Around } from "./around";
import type { Ledger } from "./database";

/** @param real keeps virtual time from going on while real work is done. */
export type OpenLedger = {
  open(clock: () => Instant, policy: LedgerPolicy, real: <T>(work: Promise<T>) => Promise<T>): Ledger;
  readonly keepsCalendar: boolean;
};

const openInMemory: OpenLedger["open"] = (clock, policy) => {
  const replaced = new Map<PostingKey, Posting>();
  const memory = createMemoryLedgerStore<Posting>(clock, policy);
  const current = (stored: StoredIntent<Posting>): StoredIntent<Posting> => ({ ...stored, payload: replaced.get(stored.key) ?? stored.payload });
  return {
    ...memory,
    read: async (key) => {
      const stored = await memory.read(key);
      return stored && current(stored);
    },
    claimDue: async (worker, options) => (await memory.claimDue(worker, options)).map((claim) => ({ ...claim, stored: current(claim.stored) })),
    replacePayload: async (key, payload) => {
      if ((await memory.read(key))?.intent.state !== "refused") return "not refused";
      replaced.set(key, payload);
      return "replaced";
    },
  };
};

export const memoryLedger: OpenLedger = { open: openInMemory, keepsCalendar: false };

/**
 * The store in SQL on an embedded database whose clock is the run's: the product reads `clock_timestamp()`, and finds one that
 * stands before the database's own. One database serves all runs, each in a tenant of its own.
 */
export const openSqlLedgers = async (): Promise<OpenLedger & { close(): Promise<void> }> => {
  const pglite = await migratedPglite();
  const kysely = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) });
  await pglite.exec(`
    create schema simulated;
    create function simulated.clock_timestamp() returns timestamptz language sql volatile as $$ select to_timestamp(cast(current_setting('simulated.now') as double precision)) $$;
    set search_path = simulated, public, pg_catalog;`);
  const db = databaseOver({ engine: "pglite", durability: "unproven", kysely, close: () => kysely.destroy() });
  let runs = 0;
  const open: OpenLedger["open"] = (clock, policy, real) => {
    runs += 1;
    const store = createSqlLedgerStore({ db, tenant: `run ${runs}`, policy });
    const timed: Around = (work) =>
      real(
        (async () => {
          await sql`select set_config('simulated.now', ${String(clock() / 1000)}, false)`.execute(kysely);
          return work();
        })(),
      );
    return {
      ...storeOf(store, timed),
      replacePayload: (key, payload) => timed(() => db.transaction("replace a posting", (tx) => store.replacePayload(tx, key, payload))),
    };
  };
  return { open, keepsCalendar: true, close: () => db.close() };
};
