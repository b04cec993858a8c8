/** Excel's side of Office.js: request batches in, changes to the workbook and answers out. */
export type { HostCounters, HostLimits, HostOptions } from "./host";
export { BatchHost, webLimits } from "./host";
export type { BatchErrorCode } from "./errors";
export type { EventEntry, RequestBody, ResponseBody, ResponseMessage, WireAction, WirePath } from "./wire";
export { actionType, eventCategory, pathType, requestFlag, toCamel, toPascal } from "./wire";
export { supportedMembers } from "./supported";
