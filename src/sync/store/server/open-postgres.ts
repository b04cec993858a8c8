/** A pool on a PostgreSQL server that reads values as the embedded engine does. */
import { createHash } from "node:crypto";
import type { PostgresPool } from "kysely";
import { Pool, types, type CustomTypesConfig, type PoolClient } from "pg";
import { isPrepared } from "../bulk";
import { instantText } from "../instants";
import type { StoreLogger } from "../open";

const { INT8, TIMESTAMPTZ } = types.builtins;

const readers: CustomTypesConfig = {
  getTypeParser: ((type: number, format?: "text" | "binary") => {
    if (format !== "binary" && type === INT8) return Number;
    if (format !== "binary" && type === TIMESTAMPTZ) return instantText;
    return types.getTypeParser(type, format);
  }) as CustomTypesConfig["getTypeParser"],
};

/** `connections` at most; a transaction abandoned by a hung process is ended by the server after two minutes. */
export const openPool = (url: string, logger: StoreLogger | undefined, connections = 10): Pool => {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 10_000,
    idle_in_transaction_session_timeout: 120_000,
    types: readers,
    application_name: "tieout",
  });
  // A connection that breaks while idle is replaced at its next use; without a listener it would end the process.
  pool.on("error", (error) => logger?.warn({ error }, "An idle connection to PostgreSQL was lost"));
  // The same while it is in use and no statement runs on it: the pool listens only to those it has lent to nobody.
  pool.on("connect", (client) => {
    client.on("error", (error) => logger?.warn({ error }, "A connection to PostgreSQL was lost"));
  });
  return pool;
};

const nameOf = (statement: string): string => `tieout_${createHash("sha1").update(statement).digest("hex")}`;

/** The connection, giving a name to statements marked by `prepared`; see there. */
const naming = (client: PoolClient, names: Map<string, string>): PoolClient => {
  const query = (statement: unknown, ...rest: readonly unknown[]): unknown => {
    if (typeof statement !== "string" || !isPrepared(statement)) return Reflect.apply(client.query, client, [statement, ...rest]);
    const name = names.get(statement) ?? nameOf(statement);
    names.set(statement, name);
    return client.query({ name, text: statement, values: [...(rest[0] as readonly unknown[])] });
  };
  return new Proxy(client, { get: (target, property) => (property === "query" ? query : Reflect.get(target, property)) });
};

/** The pool for Kysely, on whose connections marked statements are planned once. */
export const planningOnce = (pool: Pool): PostgresPool => {
  const names = new Map<string, string>();
  const known = new WeakMap<PoolClient, PoolClient>();
  return {
    options: pool.options,
    connect: async () => {
      const client = await pool.connect();
      const named = known.get(client) ?? naming(client, names);
      known.set(client, named);
      return named;
    },
    end: () => pool.end(),
  };
};
