export { createSyncCore, type PostingOptions, type SyncCoreOptions } from "./sync-core";
