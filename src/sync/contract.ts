/**
 * The gateway's HTTP contract, used by both ends: the gateway validates with it and serves its OpenAPI from it,
 * the pane reads with it. Bodies are JSON; lists and pushes stream NDJSON, one of the `*Line` shapes a line.
 * Any route may answer with a `Refusal` and a 4xx or 5xx status instead.
 */
import { z } from "zod";
import { failureShape } from "./failure-shape";
import { customerStates } from "./sheets/customers";
import { documentStates } from "./sheets/documents";
import { receiptRowStates } from "./sheets/sage-transactions";
import { lookupKinds, sheetSlugs } from "./sheets/sheet";

export * from "./document-contract";
export * from "./receipt-contract";
export { failureShape };

const cellValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const rowRef = z.object({ key: z.string(), nth: z.number().int().nonnegative() });

export const refusal = z.object({ failure: failureShape, requestId: z.string().optional() });
export type Refusal = z.infer<typeof refusal>;

// ---- GET /api/session

export const role = z.enum(["viewer", "editor", "admin"]);
export type Role = z.infer<typeof role>;

export const connectionShape = z.object({
  /** "layer" or a Sage product. */
  system: z.enum(["layer", "sage200", "intacct"]),
  name: z.string(),
  /** Practice data, not somebody's books. */
  isPractice: z.boolean(),
  state: z.enum(["connected", "expired", "unreachable", "refused", "not set up"]),
  /** Seconds until the grant must be renewed by a person; null where nothing is known. */
  grantSecondsLeft: z.number().nullable(),
  companies: z.array(z.object({ name: z.string(), siteId: z.string(), siteName: z.string(), companyId: z.string() })),
  failure: failureShape.nullable(),
  checkedAt: z.iso.datetime(),
});
export type Connection = z.infer<typeof connectionShape>;

export const session = z.object({
  user: z.object({ id: z.string(), name: z.string() }),
  roles: z.array(role),
  tenant: z.string(),
  version: z.string(),
  connections: z.array(connectionShape),
});
export type Session = z.infer<typeof session>;

// ---- GET /api/sheets/:sheet

export const sheetSlug = z.enum(sheetSlugs);
export const sheetQuery = z.object({
  /** A cursor from an earlier trailer: only what changed since. */
  since: z.string().optional(),
  company: z.string().optional(),
  synced: z.enum(["yes", "no"]).optional(),
  /** A customer's state, a document's, an error's, or that of a receipt's row. */
  state: z.enum([...new Set([...customerStates, ...documentStates, "Open", "Resolved", ...receiptRowStates])]).optional(),
  /** Customers that are failing, unlinked or never synced; documents that failed, need review or are in doubt. */
  attention: z.enum(["yes"]).optional(),
  /** The errors of one group, as in `errorGroup`. */
  group: z.string().optional(),
  /** Receipts in blocks of 500, the newest first: 1 for the newest 500. All of them where it is absent. */
  range: z.string().regex(/^[1-9]\d{0,3}$/, 'a number of a block such as "2"').optional(),
  /** Of the reconciliation: a month such as 2026-10. */
  month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month such as "2026-10"').optional(),
});
export type SheetQuery = z.infer<typeof sheetQuery>;

/** One row. `version` rises with each change of the record behind it; 0 where nothing is stored yet. */
export const rowLine = z.object({ type: z.literal("row"), key: z.string(), version: z.number().int(), cells: z.record(z.string(), cellValue) });
/** A row that a `since` pull no longer finds. */
export const goneLine = z.object({ type: z.literal("gone"), key: z.string() });
export const rowsTrailer = z.object({
  type: z.literal("trailer"),
  count: z.number().int(),
  cursor: z.string(),
  /** Said beside the data: for example that Sage could not be reached and the rows are as of an earlier time. */
  notes: z.array(z.string()),
  asOf: z.iso.datetime(),
});
export const streamFault = z.object({ type: z.literal("fault"), failure: failureShape });
export const sheetLine = z.discriminatedUnion("type", [rowLine, goneLine, rowsTrailer, streamFault]);
export type SheetLine = z.infer<typeof sheetLine>;

// ---- POST /api/sheets/:sheet/preview and /push

/** A row as pushed: literal values of the sheet's user columns only. `version` is what the pull gave, absent for a row never pulled. */
export const pushedRow = z.object({ ref: rowRef, version: z.number().int().optional(), cells: z.record(z.string(), cellValue) });
export type PushedRow = z.infer<typeof pushedRow>;
export const pushBody = z.object({ rows: z.array(pushedRow).min(1).max(100_000) });
export type PushBody = z.infer<typeof pushBody>;

export const problemShape = z.object({
  row: rowRef,
  columns: z.array(z.string()),
  severity: z.enum(["error", "warning", "info"]),
  code: z.string(),
  cause: z.string(),
  cure: z.string(),
  fixes: z.array(
    z.object({
      label: z.string(),
      changes: z.array(z.object({ row: rowRef, column: z.string(), from: cellValue, to: cellValue })),
      group: z.object({ id: z.string(), label: z.string() }).optional(),
    }),
  ),
});

export const previewLine = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("preview"),
    ref: rowRef,
    outcome: z.enum(["create", "change", "same", "refuse", "conflict"]),
    /** Field by field. `from` is what is stored now. For a conflict `base` is not known to the server; the pane has it. */
    changes: z.array(z.object({ column: z.string(), from: cellValue, to: cellValue })),
    problems: z.array(problemShape),
    version: z.number().int(),
  }),
  z.object({
    type: z.literal("trailer"),
    counts: z.object({ create: z.number(), change: z.number(), same: z.number(), refuse: z.number(), conflict: z.number() }),
  }),
  streamFault,
]);
export type PreviewLine = z.infer<typeof previewLine>;

export const idempotencyKey = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/, "8 to 64 letters, digits, _ or -");

/** What became of one pushed row. `saved` and `same` are final and good; `later` can be pushed again as it is. */
export const rowOutcome = z.enum(["saved", "same", "refused", "conflict", "later", "cancelled"]);
export type RowOutcome = z.infer<typeof rowOutcome>;

export const resultLine = z.object({
  type: z.literal("result"),
  /** Position in the order of finishing, from 1: `after=` resumes behind it. */
  seq: z.number().int(),
  ref: rowRef,
  outcome: rowOutcome,
  /** For the Result cell: "Linked to NORTH001 in Acme UK", or the cause and cure of a refusal. */
  message: z.string(),
  /** What the other systems filled in, such as the missing Sage id, for the row's cells. */
  fills: z.record(z.string(), cellValue),
  version: z.number().int(),
  problems: z.array(problemShape),
});
export type ResultLine = z.infer<typeof resultLine>;

export const pushState = z.enum(["accepted", "working", "done", "cancelled"]);
export const pushSummary = z.object({
  pushId: z.string(),
  sheet: sheetSlug,
  state: pushState,
  by: z.string(),
  acceptedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  rows: z.number().int(),
  counts: z.object({
    saved: z.number(),
    same: z.number(),
    refused: z.number(),
    conflict: z.number(),
    later: z.number(),
    cancelled: z.number(),
    waiting: z.number(),
  }),
});
export type PushSummary = z.infer<typeof pushSummary>;

/** A push streams `accepted`, then results as they come, then a trailer. A reader that loses it asks GET /api/pushes/:id. */
export const pushLine = z.discriminatedUnion("type", [
  z.object({ type: z.literal("accepted"), push: pushSummary, replay: z.boolean() }),
  resultLine,
  z.object({ type: z.literal("trailer"), push: pushSummary }),
  streamFault,
]);
export type PushLine = z.infer<typeof pushLine>;

/** GET /api/pushes/:id streams the same lines; `follow=yes` stays until the push is finished. */
export const pushQuery = z.object({ after: z.coerce.number().int().nonnegative().default(0), follow: z.enum(["yes"]).optional() });

// ---- GET /api/lookups/:kind

export const lookupKind = z.enum(lookupKinds);
export const lookupQuery = z.object({ company: z.string().optional(), since: z.string().optional() });

/** One line a record, shaped as `rules/reference.ts` has it for that kind, then a trailer. */
export const lookupRecords = {
  "sage-company": z.object({ name: z.string(), siteId: z.string(), companyId: z.string(), siteName: z.string() }),
  "sage-site": z.object({ siteId: z.string(), siteName: z.string() }),
  "sage-account": z.object({
    id: z.string(),
    reference: z.string(),
    name: z.string(),
    companyName: z.string(),
    status: z.enum(["active", "hidden"]),
    vatNumber: z.string(),
    postcode: z.string(),
    email: z.string(),
    telephone: z.string(),
  }),
  "sage-bank": z.object({ code: z.string(), name: z.string(), companyName: z.string(), status: z.enum(["active", "hidden"]) }),
  "sage-tax-code": z.object({ code: z.string(), name: z.string(), ratePercent: z.string(), companyName: z.string() }),
  "layer-customer": z.object({
    id: z.string(),
    name: z.string(),
    subCompanies: z.array(z.string()),
    vatNumber: z.string(),
    postcode: z.string(),
    email: z.string(),
    telephone: z.string(),
  }),
  "layer-sub-company": z.object({ name: z.string() }),
  "layer-payment-method": z.object({ name: z.string(), isEnabled: z.boolean(), accountName: z.string(), accCode: z.string() }),
  "layer-tax-rate": z.object({ percent: z.string(), name: z.string() }),
} as const;

export const lookupLine = z.discriminatedUnion("type", [
  z.object({ type: z.literal("record"), record: z.record(z.string(), z.unknown()) }),
  z.object({ type: z.literal("gone"), id: z.string(), companyName: z.string().optional() }),
  rowsTrailer,
  streamFault,
]);
export type LookupLine = z.infer<typeof lookupLine>;

// ---- GET /api/health/sync, GET /api/audit, GET /api/coverage

export const syncHealth = z.object({
  companies: z.array(
    z.object({ company: z.string(), synced: z.number(), linkedNeverSynced: z.number(), unlinked: z.number(), failing: z.number() }),
  ),
  /** Customers whose sub-company is mapped to no Sage company, so that no bar above can hold them. */
  unmapped: z.number(),
  asOf: z.iso.datetime(),
});
export type SyncHealth = z.infer<typeof syncHealth>;

/** How much of each mapping sheet is filled in, and what would fail for want of the rest. */
export const coverage = z.object({
  subCompanies: z.object({ mapped: z.number(), total: z.number(), missing: z.array(z.string()), customersAffected: z.number() }),
  paymentMethods: z.object({ mapped: z.number(), total: z.number(), missing: z.array(z.string()) }),
  taxCodes: z.object({ mapped: z.number(), total: z.number(), missing: z.array(z.string()) }),
});
export type Coverage = z.infer<typeof coverage>;

export const auditEntry = z.object({
  id: z.number().int(),
  at: z.iso.datetime(),
  who: z.string(),
  what: z.string(),
  sheet: z.string(),
  key: z.string(),
  from: z.record(z.string(), cellValue).nullable(),
  to: z.record(z.string(), cellValue).nullable(),
  pushId: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof auditEntry>;
export const auditQuery = z.object({
  key: z.string().optional(),
  sheet: z.string().optional(),
  pushId: z.string().optional(),
  /** "true": also what readings brought from The Layer and Sage, with what it was before. */
  readings: z.stringbool({ truthy: ["true"], falsy: ["false"] }).default(false),
  before: z.coerce.number().int().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const auditPage = z.object({ entries: z.array(auditEntry), next: z.number().int().nullable() });

/** Every route by name, so that neither end spells a path twice. */
export const paths = {
  session: "/api/session",
  sheet: (slug: string) => `/api/sheets/${slug}`,
  preview: (slug: string) => `/api/sheets/${slug}/preview`,
  push: (slug: string) => `/api/sheets/${slug}/push`,
  pushById: (id: string) => `/api/pushes/${encodeURIComponent(id)}`,
  cancelPush: (id: string) => `/api/pushes/${encodeURIComponent(id)}/cancel`,
  lookup: (kind: string) => `/api/lookups/${kind}`,
  health: "/api/health/sync",
  coverage: "/api/coverage",
  audit: "/api/audit",
  run: "/api/sync/run",
  runs: "/api/sync/runs",
  cancelRun: (id: string) => `/api/sync/runs/${encodeURIComponent(id)}/cancel`,
  retry: "/api/retry",
  errors: "/api/errors",
  newCustomers: "/api/new-customers",
  documentCounts: "/api/documents/counts",
  reviews: "/api/documents/reviews",
  companySettings: "/api/company-settings",
  receiptTotals: "/api/receipts/totals",
  receiptSync: "/api/receipts/sync",
  suggestions: "/api/receipts/suggestions",
  allocate: "/api/receipts/allocate",
  rejectSuggestion: "/api/receipts/reject",
  matchBars: "/api/receipts/bar",
  balances: "/api/balances",
  openapi: "/api/openapi.json",
} as const;
