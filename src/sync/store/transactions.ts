/** The `Database` over a Kysely instance: one transaction at a time in each asynchronous context, each with a watchdog. */
import { AsyncLocalStorage } from "node:async_hooks";
import { sql, type Kysely, type KyselyPlugin } from "kysely";
import type { ChangeTx, Database, Durability, Handle, TransactionOptions, Tx } from "./database";
import type { Schema } from "./schema";

const defaultTimeout = 30_000;
/** First half of the advisory lock's key; the second is the tenant. */
const changeLock = 0x7e0;

type Engine = {
  readonly engine: Database["engine"];
  readonly durability: Durability;
  readonly kysely: Kysely<Schema>;
  close(): Promise<void>;
};

/** Makes a handle useless once its transaction is over: on PGlite a late statement would otherwise run, and commit, on its own. */
const onlyWhile = (isOpen: () => boolean, label: string): KyselyPlugin => ({
  transformQuery: ({ node }) => {
    if (!isOpen()) throw new Error(`A statement came after the end of the transaction "${label}".`);
    return node;
  },
  transformResult: async ({ result }) => result,
});

export const databaseOver = ({ engine, durability, kysely, close }: Engine): Database => {
  const inside = new AsyncLocalStorage<string>();
  const refuseInside = (wanted: string) => {
    const outer = inside.getStore();
    if (outer) throw new Error(`"${wanted}" was asked for inside the transaction "${outer}": use that transaction's handle.`);
  };

  const transaction = <T>(label: string, work: (tx: Tx) => Promise<T>, options: TransactionOptions = {}): Promise<T> => {
    refuseInside(label);
    const timeout = options.timeout ?? defaultTimeout;
    if (options.callsOut && engine === "pglite") throw new Error(`"${label}" would keep the only connection while it calls out.`);
    const enter = <R>(run: () => Promise<R>) => (options.callsOut ? run() : inside.run(label, run));
    return kysely.transaction().execute((tx) =>
      enter(async () => {
        let isOpen = true;
        let timer: NodeJS.Timeout | undefined;
        const tooLong = new Promise<never>((_, reject) => {
          timer = setTimeout(() => reject(new Error(`The transaction "${label}" took longer than ${timeout} ms and was rolled back.`)), timeout);
        });
        try {
          if (engine === "postgres") await sql`select set_config('statement_timeout', ${`${timeout}ms`}, true)`.execute(tx);
          return await Promise.race([work(tx.withPlugin(onlyWhile(() => isOpen, label))), tooLong]);
        } finally {
          isOpen = false;
          clearTimeout(timer);
        }
      }),
    );
  };

  return {
    engine,
    durability,
    read: <T>(work: (handle: Handle) => Promise<T>) => {
      refuseInside("a read");
      return work(kysely);
    },
    transaction,
    change: (tenant, label, work, options) =>
      transaction(
        label,
        async (tx) => {
          await sql`select pg_advisory_xact_lock(${changeLock}, hashtext(${tenant}))`.execute(tx);
          return work(tx as ChangeTx);
        },
        options,
      ),
    recount: async (tables) => {
      refuseInside("a recount");
      for (const table of tables) await sql`analyze ${sql.table(table)}`.execute(kysely);
    },
    close,
  };
};
