export { createSage200Api, type Sage200Api } from "./api";
export type { SageAccount, SageAccountId } from "./transform";
