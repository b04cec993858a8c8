/**
 * The connector contract's wire shapes: what The Layer answers, field for field. No public API of The Layer exists,
 * so this contract is ours; `docs/layer-connector.md` explains it and its OpenAPI file is made from these shapes. Lists page by
 * opaque cursor: `{ items, next }`, `next` null on the last page. Times are UTC with a `Z`. Money is text with two decimals.
 * A server may add fields; they are ignored.
 */
import { z } from "zod";

export const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable().describe("The cursor of the next page; null on the last.") });

const instant = z.iso.datetime();

/** GET /v1/customers?updatedSince=&cursor=&limit= (limit at most 1,000; ordered by updatedAt, then id) */
export const wireContact = z.object({
  id: z.string().describe("Stable for the life of the contact."),
  firstName: z.string(),
  lastName: z.string(),
  email: z.string(),
  telephone: z.string(),
});
export const wireCustomer = z.object({
  id: z.string().describe("The CustomerId of The Layer's export, as text."),
  name: z.string(),
  email: z.string(),
  website: z.string(),
  telephone: z.string(),
  fax: z.string(),
  vatNumber: z.string(),
  postcode: z.string().describe("Of the main address."),
  /** Names of the sub-companies its orders belong to; empty where the feature is not used. */
  subCompanies: z.array(z.string()).describe("Names of the sub-companies its orders belong to; empty where the feature is not used."),
  contacts: z.array(wireContact),
  isArchived: z.boolean().describe("True once it is deleted or archived; it stays in the list, so that others learn of it."),
  updatedAt: instant.describe("Rises with every change of any field here, contacts included."),
});
export type WireCustomer = z.infer<typeof wireCustomer>;

/** GET /v1/sub-companies */
export const wireSubCompany = z.object({ id: z.string(), name: z.string(), vatNumber: z.string() });
export type WireSubCompany = z.infer<typeof wireSubCompany>;
/** GET /v1/payment-methods */
export const wirePaymentMethod = z.object({
  id: z.string(),
  name: z.string(),
  isEnabled: z.boolean(),
  accountName: z.string().describe("The label in the column Payment Account Name."),
  accCode: z.string().describe("The bank account's code in Sage, from the column Acc - Code."),
});
export type WirePaymentMethod = z.infer<typeof wirePaymentMethod>;
/** GET /v1/tax-rates: `percent` as text, "20" or "17.5" */
export const wireTaxRate = z.object({ id: z.string(), name: z.string(), percent: z.string().describe('Text, such as "20" or "17.5".') });
export type WireTaxRate = z.infer<typeof wireTaxRate>;

/**
 * GET /v1/links?updatedSince=&cursor=&limit=, and PUT /v1/links/{customerId}/{companyKey} with an Idempotency-Key header, where
 * the company key is `sageSiteId:sageCompanyName`. Customer, site and company name together identify a link.
 */
export const wireLink = z.object({
  customerId: z.string(),
  sageCompanyName: z.string(),
  sageSiteId: z.string(),
  sageAccountNumber: z.string().describe("The account's reference in Sage; empty where only the id is known."),
  sageCustomerId: z.string().describe("Sage's record id of the account as text; empty where only the reference is known."),
  /** Whether the customer has ever been synced with that company. */
  synced: z.boolean().describe("Whether the customer has ever been synced with that company."),
  lastSyncedAt: instant.nullable(),
  updatedAt: instant,
});
export type WireLink = z.infer<typeof wireLink>;
export const wireLinkWrite = wireLink.omit({ updatedAt: true, lastSyncedAt: true }).extend({
  lastSyncedAt: instant.optional().describe("When the customer's fields were last sent to Sage; left out, what is known stays."),
});
export type WireLinkWrite = z.infer<typeof wireLinkWrite>;
/** POST /v1/links/batch with an Idempotency-Key: up to 500 writes, each answered in order. */
export const wireLinkBatch = z.object({ links: z.array(wireLinkWrite).min(1).max(500) });
export const wireLinkBatchAnswer = z.object({
  results: z.array(
    z.discriminatedUnion("status", [
      z.object({ status: z.literal("saved"), link: wireLink }),
      z.object({ status: z.literal("refused"), code: z.string(), message: z.string().describe("For people: what is wrong, naming the value.") }),
    ]),
  ),
});

/** GET /v1/about: proves the token and names the instance. */
export const wireAbout = z.object({
  instance: z.string().describe("How people call this installation."),
  contract: z.literal("1"),
  tokenExpiresAt: instant.nullable().describe("Null where the token does not expire."),
});

/** Every refusal, with a 4xx or 5xx status. */
export const wireRefusal = z.object({
  error: z.object({ code: z.string().describe("For programs, in lower case with hyphens."), message: z.string().describe("For people: what is wrong, naming the value.") }),
});
