/** A Sage 200 sales ledger in memory: the practice servers answer from it, and simulations drive it without them. */
export * from "./company";
export { ledgerEntry, type LedgerEntry } from "./entry";
export * from "./request";
export { SalesLedger, type LedgerOptions, type Posted } from "./sales-ledger";
export * from "./totals";
export * from "./transaction";
