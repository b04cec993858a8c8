/** Suggests which invoices a customer's unallocated receipts pay. Pure: no clock, no store, no network. */
export * from "./types";
export { allocationValues, applyBar, precisionAt, type AllocationValue, type BarPrecision } from "./memory/bar";
export { habitsFrom, type PastPayment } from "./customer-habits/past-payments";
export { noMemory, rememberedFrom, type MatchMemory } from "./memory/decisions";
export { suggestAll, suggestForCustomer } from "./suggest";
