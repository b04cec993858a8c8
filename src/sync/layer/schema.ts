/**
 * The connector contract's wire shapes: what The Layer answers, field for field. No public API of The Layer exists,
 * so this contract is ours; `docs/layer-connector.md` explains it. Lists page by opaque cursor:
 * `{ items, next }`, `next` null on the last page. Times are UTC with a `Z`. Money is text with two decimals.
 */
import { z } from "zod";

export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });

/** GET /v1/customers?updatedSince=&cursor=&limit= (limit at most 1,000; ordered by updatedAt, then id) */
export const wireContact = z.object({
  id: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  email: z.string(),
  telephone: z.string(),
});
export const wireCustomer = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  website: z.string(),
  telephone: z.string(),
  fax: z.string(),
  vatNumber: z.string(),
  postcode: z.string(),
  /** Names of the sub-companies its orders belong to; empty where the feature is not used. */
  subCompanies: z.array(z.string()),
  contacts: z.array(wireContact),
  isArchived: z.boolean(),
  updatedAt: z.iso.datetime(),
});
export type WireCustomer = z.infer<typeof wireCustomer>;

/** GET /v1/sub-companies */
export const wireSubCompany = z.object({ id: z.string(), name: z.string(), vatNumber: z.string() });
/** GET /v1/payment-methods */
export const wirePaymentMethod = z.object({ id: z.string(), name: z.string(), isEnabled: z.boolean(), accountName: z.string(), accCode: z.string() });
/** GET /v1/tax-rates: `percent` as text, "20" or "17.5" */
export const wireTaxRate = z.object({ id: z.string(), name: z.string(), percent: z.string() });

/** GET /v1/links?updatedSince=&cursor=&limit= and PUT /v1/links/{customerId}/{companyKey} with an Idempotency-Key header */
export const wireLink = z.object({
  customerId: z.string(),
  sageCompanyName: z.string(),
  sageSiteId: z.string(),
  sageAccountNumber: z.string(),
  sageCustomerId: z.string(),
  /** Whether the customer has ever been synced with that company. */
  synced: z.boolean(),
  lastSyncedAt: z.iso.datetime().nullable(),
  updatedAt: z.iso.datetime(),
});
export type WireLink = z.infer<typeof wireLink>;
export const wireLinkWrite = wireLink.omit({ updatedAt: true, lastSyncedAt: true });
export type WireLinkWrite = z.infer<typeof wireLinkWrite>;
/** POST /v1/links/batch with an Idempotency-Key: up to 500 writes, each answered in order. */
export const wireLinkBatch = z.object({ links: z.array(wireLinkWrite).min(1).max(500) });
export const wireLinkBatchAnswer = z.object({
  results: z.array(
    z.discriminatedUnion("status", [
      z.object({ status: z.literal("saved"), link: wireLink }),
      z.object({ status: z.literal("refused"), code: z.string(), message: z.string() }),
    ]),
  ),
});

/** GET /v1/about: proves the token and names the instance. */
export const wireAbout = z.object({ instance: z.string(), contract: z.literal("1"), tokenExpiresAt: z.iso.datetime().nullable() });

/** Every refusal, with a 4xx or 5xx status. */
export const wireRefusal = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
