/**
 * The part of the gateway's HTTP contract that is about The Layer's documents: POST /api/sync/run, POST /api/retry,
 * GET /api/errors, GET /api/documents/counts, POST /api/sync/runs/:id/cancel, GET and POST /api/new-customers and /api/company-settings.
 */
import { z } from "zod";
import { failureShape } from "./failure-shape";
import { documentSlugs, sheetSlugs } from "./sheets/sheet";

export const documentSlug = z.enum(documentSlugs);

/** `company` as the worksheets name it: absent for every company, so that a misspelt field is refused and never ignored. A `document` or `customer` alone is synced whether or not a trigger called for it. */
export const runBody = z
  .strictObject({
    company: z.string().optional(),
    document: z.strictObject({ sheet: documentSlug, id: z.string().min(1) }).optional(),
    customer: z.string().optional(),
    /** Posts nothing: looks in Sage's ledger for every document that was posted, and for what bears a key of ours and is not known here. */
    compare: z.literal(true).optional(),
  })
  .refine(({ compare, document, customer }) => !compare || (document === undefined && customer === undefined), "A comparison is of a whole company: leave out the document and the customer.");
export type RunBody = z.infer<typeof runBody>;

export const runSummary = z.object({
  id: z.string(),
  /** Null while every company is in it. */
  company: z.string().nullable(),
  trigger: z.enum(["schedule", "person", "retry", "comparison"]),
  by: z.string(),
  state: z.enum(["running", "done", "failed"]),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  counts: z.object({ read: z.number(), posted: z.number(), nothing: z.number(), waiting: z.number(), failed: z.number(), inDoubt: z.number(), told: z.number(), compared: z.number(), differing: z.number() }),
  failure: failureShape.nullable(),
});
export type RunSummary = z.infer<typeof runSummary>;
export const runPage = z.object({ runs: z.array(runSummary) });
export const runQuery = z.object({ limit: z.coerce.number().int().min(1).max(200).default(20) });

/** What to try again: rows of a document worksheet, entries of the Error Queue, one group of errors, or everything open. */
export const retryBody = z.discriminatedUnion("what", [
  z.strictObject({ what: z.literal("documents"), sheet: documentSlug, ids: z.array(z.string()).min(1).max(10_000) }),
  z.strictObject({ what: z.literal("errors"), ids: z.array(z.string()).min(1).max(10_000) }),
  z.strictObject({ what: z.literal("group"), group: z.string() }),
  z.strictObject({ what: z.literal("all") }),
  /** A posting that was in doubt too often: a person has looked in Sage. */
  z.strictObject({ what: z.literal("review"), sheet: documentSlug, id: z.string(), decision: z.enum(["send again", "look again"]) }),
]);
export type RetryBody = z.infer<typeof retryBody>;
export const retryAnswer = z.object({ retried: z.number().int(), run: runSummary });
export type RetryAnswer = z.infer<typeof retryAnswer>;

/** Open errors with one cause: "14 payments: method Card has no Acc - Code for Acme UK". */
export const errorGroup = z.object({
  id: z.string(),
  count: z.number().int(),
  /** Counted by what they are: "14 payments". */
  what: z.string(),
  cause: z.string(),
  cure: z.string(),
  company: z.string().nullable(),
  /** The mapping row that would cure it, and what it should be opened at. */
  fixAt: z.object({ sheet: z.enum(sheetSlugs), column: z.string(), value: z.string(), company: z.string().nullable() }).nullable(),
  /** What a retry does, in one sentence. */
  onRetry: z.string(),
  firstAt: z.iso.datetime(),
  lastAt: z.iso.datetime(),
});
export type ErrorGroup = z.infer<typeof errorGroup>;
export const errorGroups = z.object({ groups: z.array(errorGroup), open: z.number().int(), asOf: z.iso.datetime() });
export type ErrorGroups = z.infer<typeof errorGroups>;

/** Customers about to be created in Sage that resemble accounts there already: a person decides. */
export const newCustomer = z.object({
  customerId: z.string(),
  name: z.string(),
  company: z.string(),
  companyRef: z.string(),
  /** How many of its documents wait for the decision. */
  documents: z.number().int(),
  candidates: z.array(z.object({ sageCustomerId: z.string(), accountNumber: z.string(), name: z.string(), reasons: z.array(z.string()) })),
  since: z.iso.datetime(),
});
export type NewCustomer = z.infer<typeof newCustomer>;
export const newCustomers = z.object({ customers: z.array(newCustomer) });
export const newCustomerDecision = z.strictObject({
  customerId: z.string(),
  companyRef: z.string(),
  choice: z.discriminatedUnion("kind", [z.strictObject({ kind: z.literal("link"), sageCustomerId: z.string().min(1) }), z.strictObject({ kind: z.literal("create") }), z.strictObject({ kind: z.literal("skip") })]),
});
export type NewCustomerDecision = z.infer<typeof newCustomerDecision>;
/** The run that now posts what waited for the decision; null where nothing did. */
export const newCustomerAnswer = z.object({ run: runSummary.nullable() });

/** Documents by company and kind: what the Documents panel counts live. */
export const documentCounts = z.object({
  counts: z.array(
    z.object({
      company: z.string(),
      sheet: documentSlug,
      posted: z.number(),
      nothing: z.number(),
      waiting: z.number(),
      posting: z.number(),
      inDoubt: z.number(),
      needsReview: z.number(),
      failed: z.number(),
      drafts: z.number(),
    }),
  ),
  running: z.array(runSummary),
  asOf: z.iso.datetime(),
});
export type DocumentCounts = z.infer<typeof documentCounts>;

/** GET /api/documents/reviews: what was tried with each posting that stayed in doubt. A person decides by it; nothing here is a secret or a bank detail. */
export const reviewAttempt = z.object({
  at: z.iso.datetime(),
  did: z.enum(["sent", "looked up"]),
  /** In words, such as "sales receipt of 1,200.50, 20 Nov 2026, reference PAY-7"; blank for a look-up. */
  sent: z.string(),
  /** What came back, in words. */
  answer: z.string(),
});
export type ReviewAttempt = z.infer<typeof reviewAttempt>;
/** First attempt first. */
export const review = z.object({ sheet: documentSlug, id: z.string(), attempts: z.array(reviewAttempt) });
export type Review = z.infer<typeof review>;
export const reviewPage = z.object({ reviews: z.array(review) });

/** How a company is synced, where users may choose. */
export const companySettings = z.object({
  company: z.string(),
  companyRef: z.string(),
  /** What happens to a customer without a link: created unless something resembles it, always created, or always asked. */
  newCustomers: z.enum(["unless alike", "always", "ask"]),
  refunds: z.enum(["negative receipt", "sales payment"]),
});
export type CompanySettings = z.infer<typeof companySettings>;
export const companySettingsPage = z.object({ companies: z.array(companySettings) });
export const companySettingsChange = companySettings
  .omit({ company: true })
  .partial({ newCustomers: true, refunds: true })
  .strict()
  .refine((change) => change.newCustomers !== undefined || change.refunds !== undefined, "it names neither newCustomers nor refunds, so that nothing would change");
export type CompanySettingsChange = z.infer<typeof companySettingsChange>;
