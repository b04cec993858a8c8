/**
 * The one database behind the core: PostgreSQL, embedded (PGlite) or a server, behind one Kysely dialect each and one SQL.
 *
 * Inside a transaction only the transaction's handle exists: every function of this folder takes the handle as its first
 * argument. On PGlite, which has a single connection, a query on any other handle would wait for the transaction for ever,
 * so `Database` refuses it at once, on both engines.
 */
import type { Kysely, Transaction } from "kysely";
import type { Schema } from "./schema";

/** Reads, inside a transaction or outside. */
export type Handle = Kysely<Schema>;
/** A transaction. */
export type Tx = Transaction<Schema>;

declare const changing: unique symbol;
/**
 * A transaction that may change rows which clients pull by `since`. It holds its tenant's change lock from its first
 * statement to its end; see `change` below for why.
 */
export type ChangeTx = Tx & { readonly [changing]: true };

export type TransactionOptions = {
  /** Milliseconds after which the transaction is rolled back and an error names it. 30,000 unless told. */
  readonly timeout?: number;
  /** The work calls code that knows nothing of the transaction and may use the database by itself. Only where there are several connections. */
  readonly callsOut?: true;
};

export type Durability = "proven" | "unproven";

export type Database = {
  readonly engine: "pglite" | "postgres";
  /** "proven" when a commit was seen to reach the disk at start (embedded), or when the server has `fsync` on. */
  readonly durability: Durability;
  /** One or more reads outside any transaction. */
  read<T>(work: (handle: Handle) => Promise<T>): Promise<T>;
  /** `label` names the transaction in the watchdog's error. */
  transaction<T>(label: string, work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /**
   * A transaction that may draw change numbers (`seq`). It takes the tenant's change lock first and keeps it until it has
   * committed, so numbers become visible in the order in which they were drawn: whoever has seen number n has seen, or
   * will never see, every number below n. Without the lock a slow transaction could commit 7 after a reader had gone
   * past 8, and that row would be missed for ever.
   */
  change<T>(tenant: string, label: string, work: (tx: ChangeTx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /**
   * Tells the planner what tables hold now, after many rows were written. The embedded engine never would by itself, a server
   * only minutes later; until then tables of thousands are joined as if they were empty.
   */
  recount(tables: readonly (keyof Schema)[]): Promise<void>;
  close(): Promise<void>;
};
