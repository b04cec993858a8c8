export type { ChangeTx, Database, Durability, Handle, TransactionOptions, Tx } from "./database";
export { openDatabase, type OpenOptions, type StoreLogger } from "./open";
export { createSqlCredentialStore } from "./credentials";
