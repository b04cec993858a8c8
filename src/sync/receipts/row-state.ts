/**
 * Where a row of Sage Transactions stands, and what its Result cell says: the cause, and what to do. A pure function of what Sage, The
 * Layer and the ledger say; of every state it gives the reason in words.
 */
import { formatMoney, subtractMoney, zero, type Money } from "../model/money";
import type { ReceiptRowState } from "../sheets/sage-transactions";
import type { MethodsOfBank } from "./methods";
import type { TransactionType } from "./transaction";

/** What the row says of its receipt. */
export type RowContent =
  | { readonly kind: "allocated"; readonly invoice: { readonly urn: string; readonly type: TransactionType; readonly reference: string }; readonly isInferred: boolean }
  /** What no invoice has taken. */
  | { readonly kind: "rest" }
  /** Sage counts it as allocated, and lists no document that took it. */
  | { readonly kind: "unknown" };

/** The invoice of The Layer that a row belongs to, or why none is known. */
export type InvoiceMatch =
  | { readonly kind: "found"; readonly id: string; readonly reference: string; readonly outstanding: Money; readonly currency: string }
  /** The customer of The Layer is not known: its Sage account is linked to nobody. */
  | { readonly kind: "not linked" }
  | { readonly kind: "none" }
  | { readonly kind: "draft" }
  /** The Layer's invoice of that reference is in Sage under another number. */
  | { readonly kind: "other posting"; readonly urn: string }
  | { readonly kind: "several" };

/** A recording in The Layer that is under way, or that came to nothing. */
export type RowSync = { readonly phase: "syncing" | "in doubt" | "needs review" | "failed"; readonly why: { readonly cause: string; readonly cure: string } | null };

export type RowFacts = {
  readonly company: string;
  /** ISO code of the currency that the company keeps its books in. */
  readonly baseCurrency: string;
  /** As an accountant would call it: its reference in Sage, or its number there. */
  readonly receipt: string;
  readonly isOurs: boolean;
  readonly content: RowContent;
  readonly allocated: Money;
  /** Recorded in The Layer so far. */
  readonly synced: Money;
  readonly sync: RowSync | null;
  readonly match: InvoiceMatch;
  readonly methods: MethodsOfBank;
  readonly bankCode: string;
};

export type RowStanding = { readonly state: ReceiptRowState; readonly result: string };

const names = (list: readonly string[]): string => (list.length < 2 ? list.join("") : `${list.slice(0, -1).join(", ")} and ${list.at(-1)}`);

const typeWords: Readonly<Record<TransactionType, string>> = {
  invoice: "invoice",
  "credit-note": "credit note",
  receipt: "a receipt of negative value, which pays money back",
  refund: "a refund",
  "opening-invoice": "an opening balance",
  "opening-credit-note": "an opening balance",
  other: "a transaction of another kind",
};

const isInvoice = (type: TransactionType): boolean => type === "invoice" || type === "opening-invoice";

const inferredWords = " Sage does not record which of several receipts paid which of several invoices allocated together: the amounts were filled in in the order in which they were posted.";

const unmatched = ({ company, baseCurrency, content, match }: RowFacts): string | null => {
  if (content.kind === "unknown") return "Sage counts this much as allocated and lists no document that took it. Look at the allocation in Sage.";
  if (content.kind === "rest") return null;
  const { urn, type, reference } = content.invoice;
  const name = reference === "" ? `invoice ${urn}` : `invoice ${reference}`;
  if (!isInvoice(type)) return `Sage allocated this to ${typeWords[type]}${reference === "" ? "" : ` (${reference})`}, which is no invoice of The Layer. Nothing is to be synced.`;
  switch (match.kind) {
    case "found":
      return match.currency === baseCurrency ? null : `The Layer's invoice ${match.reference} is in ${match.currency}, and ${company} keeps its books in ${baseCurrency}. Record this payment in The Layer by hand.`;
    case "not linked":
      return `The Sage account is linked to no customer of The Layer, so ${name} cannot be found there. Link the customer on the Customer Links sheet.`;
    case "none":
      return `The Layer has no ${name} of this customer in ${company}: it was raised in Sage. Nothing is to be synced.`;
    case "draft":
      return `The Layer's ${name} is still a draft, which takes no payments. Finalise it in The Layer.`;
    case "other posting":
      return `The Layer's ${name} is in ${company} as transaction ${match.urn}; this receipt was allocated to transaction ${urn}, which bears the same reference. Correct the allocation in Sage.`;
    case "several":
      return `The Layer has several invoices with the reference ${reference} of this customer, so none was chosen. Give them different references in The Layer.`;
  }
};

const methodWords = ({ company, methods, bankCode }: RowFacts): string | null => {
  if (methods.kind === "one") return null;
  if (methods.kind === "several") return `Bank account ${bankCode} of ${company} is that of several payment methods: ${names(methods.methods)}. Choose one in Payment Method.`;
  return bankCode === ""
    ? "Sage names no bank account on this receipt, so its payment method is not known. Choose one in Payment Method."
    : `No enabled payment method has the Acc - Code ${bankCode} for ${company}. Choose one in Payment Method, or enter the code on the Payment Methods sheet.`;
};

const syncWords = (sync: RowSync): string => (sync.why === null ? "" : `${sync.why.cause} ${sync.why.cure}`.trim());

/** Of what no invoice has taken. */
const unallocatedWords = "Not allocated in Sage, so it belongs to no invoice yet. Allocate it in Sage or from Receipts, then sync it.";

export const rowStanding = (facts: RowFacts): RowStanding => {
  const { content, allocated, synced, sync, match } = facts;
  const inferred = content.kind === "allocated" && content.isInferred ? inferredWords : "";
  const is = (state: ReceiptRowState, result: string): RowStanding => ({ state, result: `${result}${inferred}`.trim() });
  if (facts.isOurs) return is("Already in The Layer", "Posted to Sage from The Layer, so it is there already. Nothing is to be synced.");
  if (sync?.phase === "syncing") return is("Syncing", "Being recorded in The Layer.");
  if (sync?.phase === "in doubt") return is("Syncing", syncWords(sync));
  if (sync?.phase === "needs review") return is("Needs review", syncWords(sync));
  if (allocated < synced) {
    const less = formatMoney(subtractMoney(synced, allocated));
    const name = content.kind === "allocated" && content.invoice.reference !== "" ? content.invoice.reference : "this invoice";
    return is(
      "De-allocated after sync",
      `Sage no longer allocates ${less} of this receipt to ${name}; The Layer still counts it as paid. Allocate it again in Sage, or correct The Layer with a credit note against the payment and a refund.`,
    );
  }
  if (content.kind === "rest") return is("Unallocated", unallocatedWords);
  if (synced > zero && allocated === synced) return is("Synced", "Recorded in The Layer.");
  const noInvoice = unmatched(facts);
  if (noInvoice !== null) return is("No matching invoice", noInvoice);
  const due = subtractMoney(allocated, synced);
  if (match.kind === "found" && due > match.outstanding) {
    return is(
      "Exceeds what is outstanding",
      `${formatMoney(due)} would be recorded on invoice ${match.reference}, of which The Layer has ${formatMoney(match.outstanding)} outstanding. Look for a payment or credit note that The Layer has already, and correct whichever is wrong.`,
    );
  }
  if (sync?.phase === "failed") return is("Failed", syncWords(sync));
  const part = synced > zero ? ` ${formatMoney(synced)} of it is in The Layer already; ${formatMoney(due)} is to be recorded.` : "";
  const noMethod = methodWords(facts);
  if (noMethod !== null) return is("Choose a method", `${noMethod}${part}`);
  return is("Ready", part.trim());
};

/** What would be recorded now: what is allocated and not yet recorded. */
export const dueOf = ({ allocated, synced }: Pick<RowFacts, "allocated" | "synced">): Money => {
  const due = subtractMoney(allocated, synced);
  return due < zero ? zero : due;
};
