/**
 * The part of the gateway's HTTP contract that is about receipts entered in Sage: /api/receipts/* and /api/balances. Amounts are decimal text
 * such as "1234.50" in the company's currency, always positive unless a line says otherwise; `row` ids are those of the worksheet Sage Transactions.
 */
import { z } from "zod";
import { failureShape } from "./failure-shape";
import { receiptRowStates } from "./sheets/sage-transactions";

const amount = z.string().regex(/^-?\d{1,15}\.\d{2}$/, 'an amount such as "1234.50"');
const companyQuery = z.strictObject({ company: z.string().optional() });

// ---- GET /api/receipts/totals

/** Days that a receipt is old at most; what is older than the last stands alone. */
export const receiptAges = [30, 60, 90] as const;

/** Control totals of one Sage company, over all its receipts: never of the rows that happen to be shown. */
export const receiptTotals = z.object({
  company: z.string(),
  companyRef: z.string(),
  receipts: z.object({ count: z.number().int(), amount }),
  allocated: amount,
  unallocated: amount,
  /** Recorded in The Layer from Sage. */
  synced: amount,
  /** Allocated, and posted to Sage from The Layer: there already. */
  fromLayer: amount,
  /** Allocated, but neither synced nor The Layer's own. */
  open: amount,
  /** The sales ledger: what the accounts' balances add up to, and what the transactions read here leave outstanding. Signed. */
  control: z.object({ accounts: amount, transactions: amount, difference: amount }),
  states: z.array(z.object({ state: z.enum(receiptRowStates), rows: z.number().int(), amount })),
  /** What has not been dealt with, by the age of the receipt in days: one of `receiptAges`, null for older ones. Ages without any are left out. */
  ages: z.array(z.object({ upTo: z.number().int().nullable(), state: z.enum(receiptRowStates), amount })),
  readAt: z.iso.datetime().nullable(),
});
export type ReceiptTotals = z.infer<typeof receiptTotals>;
export const receiptTotalsPage = z.object({ companies: z.array(receiptTotals), asOf: z.iso.datetime() });
export type ReceiptTotalsPage = z.infer<typeof receiptTotalsPage>;
export const receiptTotalsQuery = companyQuery;

// ---- POST /api/receipts/sync: chosen rows become payments in The Layer

export const receiptSyncBody = z.strictObject({
  /** `method` where the user chose one: The Layer's name of it. */
  rows: z.array(z.strictObject({ id: z.string().min(1).max(120), method: z.string().min(1).max(200).optional() })).min(1).max(10_000),
});
export type ReceiptSyncBody = z.infer<typeof receiptSyncBody>;

/** "later": still under way or in doubt; it goes on by itself, and the next pull shows what became of it. */
export const receiptOutcome = z.enum(["synced", "already", "refused", "later"]);
export const receiptResult = z.object({
  type: z.literal("result"),
  id: z.string(),
  outcome: receiptOutcome,
  state: z.enum(receiptRowStates),
  /** For the Result cell. */
  message: z.string(),
});
export type ReceiptResult = z.infer<typeof receiptResult>;
/** Streams one result a row as it comes, then a trailer. Sending the same rows again repeats nothing. */
export const receiptSyncLine = z.discriminatedUnion("type", [
  receiptResult,
  z.object({ type: z.literal("trailer"), counts: z.object({ synced: z.number(), already: z.number(), refused: z.number(), later: z.number() }) }),
  z.object({ type: z.literal("fault"), failure: failureShape }),
]);
export type ReceiptSyncLine = z.infer<typeof receiptSyncLine>;

// ---- GET /api/receipts/suggestions

export const openItem = z.object({
  /** Sage's record id of the posted transaction. */
  id: z.string(),
  kind: z.enum(["invoice", "refund", "receipt", "credit note", "other"]),
  reference: z.string(),
  date: z.iso.date(),
  gross: amount,
  outstanding: amount,
});
export type OpenItem = z.infer<typeof openItem>;
/** `credit` is set against `debit`. */
export const allocationPair = z.object({ creditId: z.string(), debitId: z.string(), amount });
export type AllocationPair = z.infer<typeof allocationPair>;

export const proposal = z.object({
  pairs: z.array(allocationPair),
  /** 0 to 1: how sure, as a probability. */
  score: z.number().min(0).max(1),
  /** Plain sentences, the strongest first. */
  reasons: z.array(z.string()),
  /** What stays on an invoice and why: "1.50 stays on INV-10442, as a bank charge would". */
  remainders: z.array(z.object({ id: z.string(), amount, why: z.string() })),
});
export type Proposal = z.infer<typeof proposal>;

export const suggestion = z.object({
  id: z.string(),
  company: z.string(),
  companyRef: z.string(),
  /** Sage's record id and reference of the account, and the names. */
  sageCustomerId: z.string(),
  accountNumber: z.string(),
  customer: z.string(),
  receipts: z.array(openItem).min(1),
  outcome: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("suggested"), best: proposal, next: proposal.nullable(), whyNotNext: z.string().nullable(), aboveBar: z.boolean() }),
    /** Equally good: never chosen for the user. */
    z.object({ kind: z.literal("tie"), choices: z.array(proposal).min(2), why: z.string() }),
    z.object({ kind: z.literal("none"), why: z.string() }),
  ]),
  /** Everything open on the account, for allocating by hand. */
  open: z.array(openItem),
});
export type Suggestion = z.infer<typeof suggestion>;
export const suggestionQuery = z.strictObject({ company: z.string(), limit: z.coerce.number().int().min(1).max(500).default(50), after: z.string().optional() });
export const suggestionPage = z.object({ suggestions: z.array(suggestion), next: z.string().nullable(), total: z.number().int(), asOf: z.iso.datetime() });
export type SuggestionPage = z.infer<typeof suggestionPage>;

// ---- POST /api/receipts/allocate: allocates in Sage, then syncs where it can

export const allocateBody = z.strictObject({
  allocations: z
    .array(
      z.strictObject({
        companyRef: z.string(),
        sageCustomerId: z.string(),
        pairs: z.array(z.strictObject({ creditId: z.string(), debitId: z.string(), amount })).min(1).max(500),
        /** What the user did with the suggestion: taken as it stood, an alternative of it, or made by hand. */
        decided: z.strictObject({ suggestionId: z.string(), as: z.enum(["accepted", "alternative", "by hand"]), score: z.number().min(0).max(1).nullable() }).optional(),
      }),
    )
    .min(1)
    .max(500),
  /** Records the allocated receipts in The Layer in the same go. */
  thenSync: z.boolean().default(true),
});
export type AllocateBody = z.infer<typeof allocateBody>;
export const allocationResult = z.object({
  type: z.literal("allocation"),
  /** Its place in the request. */
  nth: z.number().int(),
  outcome: z.enum(["allocated", "already", "refused", "later"]),
  message: z.string(),
});
export type AllocationResult = z.infer<typeof allocationResult>;
export const allocateLine = z.discriminatedUnion("type", [
  allocationResult,
  receiptResult,
  z.object({ type: z.literal("trailer"), counts: z.object({ allocated: z.number(), already: z.number(), refused: z.number(), later: z.number(), synced: z.number() }) }),
  z.object({ type: z.literal("fault"), failure: failureShape }),
]);
export type AllocateLine = z.infer<typeof allocateLine>;

// ---- POST /api/receipts/reject: a suggestion that a person says is wrong, remembered for that payer

export const rejectBody = z.strictObject({ companyRef: z.string(), suggestionId: z.string(), sageCustomerId: z.string(), receiptIds: z.array(z.string()).min(1), score: z.number().min(0).max(1), pairs: z.array(allocationPair) });
export type RejectBody = z.infer<typeof rejectBody>;

// ---- GET and POST /api/receipts/bar: from which score on suggestions apply by themselves

/** The precision that a bar has had: of the suggestions at or above it that people decided on, how many were accepted as they stood. */
export const barRecord = z.object({ bar: z.number().min(0).max(1), decided: z.number().int(), right: z.number().int() });
export const matchBar = z.object({ company: z.string(), companyRef: z.string(), bar: z.number().min(0.5).max(1).nullable(), record: z.array(barRecord) });
export type MatchBar = z.infer<typeof matchBar>;
export const matchBars = z.object({ companies: z.array(matchBar) });
export const matchBarChange = z.strictObject({ companyRef: z.string(), bar: z.number().min(0.5).max(1).nullable() });
export type MatchBarChange = z.infer<typeof matchBarChange>;

// ---- GET /api/balances?customer=

export const balanceQuery = z.strictObject({ customer: z.string().min(1) });
export const customerBalance = z.object({
  company: z.string(),
  /** The company that the customer's sub-company is mapped to comes first. */
  isDefault: z.boolean(),
  standing: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("linked"), accountNumber: z.string(), balance: amount, creditLimit: amount.nullable(), onHold: z.boolean(), asAt: z.iso.datetime() }),
    z.object({ kind: z.literal("not linked") }),
    z.object({ kind: z.literal("not read"), failure: failureShape }),
  ]),
});
export type CustomerBalance = z.infer<typeof customerBalance>;
export const customerBalances = z.object({ customerId: z.string(), customer: z.string(), balances: z.array(customerBalance) });
export type CustomerBalances = z.infer<typeof customerBalances>;
