export { createSyncCore, type SyncCoreOptions } from "./sync-core";
