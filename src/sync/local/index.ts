export { openLocalStore, type OpenedStore } from "./open";
export { createMemoryStore } from "./memory-store";
export { refId, type BaseRow, type CachedLookup, type Changes, type Draft, type LocalStore, type OutboxPush, type SheetOf } from "./store";
