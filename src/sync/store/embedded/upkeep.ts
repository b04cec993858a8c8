/**
 * PGlite runs PostgreSQL in single-user mode, which neither makes checkpoints nor vacuums: the log of 50 updates of a whole
 * table grew to 1.7 GB, the table itself thirtyfold. Both are done here, each in some 100 ms, and only after writes.
 */
import type { PGlite } from "@electric-sql/pglite";
import type { StoreLogger } from "../open";

export type Upkeep = { stop(): Promise<void> };

const checkpointEvery = 5 * 60_000;
const vacuumEvery = 30 * 60_000;

const logPosition = async (pglite: PGlite): Promise<string> =>
  (await pglite.query<{ at: string }>("select pg_current_wal_insert_lsn()::text as at")).rows[0]?.at ?? "";

/** Table by table, so that nothing waits for longer than one of them takes. */
const vacuum = async (pglite: PGlite): Promise<void> => {
  const { rows } = await pglite.query<{ name: string }>("select quote_ident(tablename) as name from pg_tables where schemaname = current_schema()");
  for (const { name } of rows) if (!pglite.closed) await pglite.exec(`VACUUM (ANALYZE) ${name}`);
};

/** Runs until stopped. */
export const startUpkeep = (pglite: PGlite, logger: StoreLogger | undefined, every = { checkpoint: checkpointEvery, vacuum: vacuumEvery }): Upkeep => {
  let running = Promise.resolve();
  const schedule = (name: string, run: () => Promise<unknown>, interval: number) => {
    let seen = "";
    return setInterval(() => {
      running = running.then(async () => {
        try {
          if (pglite.closed || (await logPosition(pglite)) === seen) return;
          await run();
          seen = await logPosition(pglite);
        } catch (error) {
          logger?.error({ error }, `${name} of the embedded database failed; it is tried again later`);
        }
      });
    }, interval).unref();
  };
  const timers = [schedule("Checkpoint", () => pglite.exec("CHECKPOINT"), every.checkpoint), schedule("Vacuum", () => vacuum(pglite), every.vacuum)];
  return {
    stop: async () => {
      timers.forEach(clearInterval);
      await running;
    },
  };
};
