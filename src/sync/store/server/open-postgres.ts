/** A pool on a PostgreSQL server that reads values as the embedded engine does. */
import { Pool, types, type CustomTypesConfig } from "pg";
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
  return pool;
};
