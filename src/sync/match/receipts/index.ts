/** Suggests which invoices a customer's unallocated receipts pay. Pure: no clock, no store, no network. */
export * from "./types";
export { allocationValues, applyBar, precisionAt, type AllocationValue, type BarPrecision } from "./apply-bar";
export { habitsFrom, type PastPayment } from "./habits";
export { noMemory, rememberedFrom, type MatchMemory } from "./memory";
export { suggestAll, suggestForCustomer } from "./suggest";
