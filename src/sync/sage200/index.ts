export { createSage200Api, type Sage200Api } from "./api";
export { createCompanyTurns, type CompanyTurns } from "./company-turns";
export type { LinkedContact } from "./contact-changes";
export { createSage200Customers, type ContactId, type Sage200Customers } from "./customers";
export { createSage200Poster, type PostingExchange, type Sage200Poster } from "./poster";
export { postingRequest } from "./posting-request";
export { redactedRequest, redactedText } from "./redaction";
export type { SageAccount, SageAccountId, SageNominalCode } from "./transform";
