/**
 * Whether a row of Sage Transactions can be recorded in The Layer as Sage, The Layer and the ledger stand now, and as what. Every refusal
 * says why and what to do; the first that applies is told. Pure.
 */
import type { Invoice } from "../../documents/document";
import type { LayerPayment } from "../../documents/posting";
import { failure, type Failure } from "../../model/failure";
import { formatMoney, subtractMoney, zero, type Money } from "../../model/money";
import { folded } from "../../model/spelling";
import { methodsOfBank, paysInto, type MethodSource } from "../../receipts/methods";
import type { ReceiptRowState } from "../../sheets/sage-transactions";
import type { RowToSync } from "../../store/receipt-syncs";
import { spreadPayment, type OpenLine } from "./spread-payment";

/** What is left to pay of an invoice and of its lines. */
export type Left = { readonly outstanding: Money; readonly lines: readonly OpenLine[] };

/** What the rows of one request draw on together, and use up in their order. */
export type SyncWorld = {
  readonly methods: MethodSource;
  /** ISO code of the currency that the company keeps its books in. */
  baseCurrency(companyRef: string): string;
  invoice(id: string): Invoice | null;
  /** What is left of the invoice, payments that are on their way taken off. */
  readonly left: Map<string, Left>;
};

export type RowJudgement =
  | { readonly kind: "sync"; readonly payment: LayerPayment }
  /** On its way already: the row's latest posting tells how it ends. */
  | { readonly kind: "under way" }
  /** A person decides, and asks for another look. */
  | { readonly kind: "look again" }
  | { readonly kind: "already"; readonly message: string }
  | { readonly kind: "refused"; readonly failure: Failure; readonly state?: ReceiptRowState };

const refused = (cause: string, cure: string, value: string, state?: ReceiptRowState): RowJudgement => ({ kind: "refused", failure: failure("receipt-refused", cause, cure, value), ...(state ? { state } : {}) });

const pullAgain = "Pull Sage Transactions again to see how it is allocated now.";
export const receiptName = ({ reference, urn }: { readonly reference: string; readonly urn: string }): string => (reference === "" ? `receipt ${urn}` : `receipt ${reference}`);

/** Why the row is nothing to record, whatever The Layer has; null where it may be. */
const standingInSage = (row: RowToSync): RowJudgement | null => {
  const name = receiptName(row.receipt);
  if (row.isGone || row.receipt.isGone)
    return row.synced > zero
      ? refused(`Sage no longer shows ${name} as it was synced: it was archived, deleted or allocated otherwise.`, "Nothing is recorded again. Correct The Layer with a credit note against the payment if it was de-allocated.", name)
      : refused(`Sage no longer allocates ${name} to this invoice, or has archived it.`, pullAgain, name);
  if (row.isOurs) return { kind: "already", message: "Posted to Sage from The Layer, so it is there already." };
  if (row.allocated < row.synced)
    return refused(
      `Sage has taken ${formatMoney(subtractMoney(row.synced, row.allocated))} of this allocation back since it was synced; nothing is recorded for it again.`,
      "Allocate it again in Sage, or correct The Layer with a credit note against the payment and a refund.",
      name,
      "De-allocated after sync",
    );
  if (row.kind === "rest") return refused(`${formatMoney(row.allocated)} of ${name} is not allocated in Sage, so it belongs to no invoice and cannot be synced.`, "Allocate it in Sage or from Receipts, then sync it.", name, "Unallocated");
  if (row.kind === "unknown" || row.invoiceUrn === null) return refused(`Sage lists no invoice that took this part of ${name}.`, "Look at the allocation in Sage.", name);
  return row.synced > zero && row.synced === row.allocated ? { kind: "already", message: `${formatMoney(row.synced)} was recorded in The Layer before. It is not recorded twice.` } : null;
};

/** The method by name, or why none can be taken. */
const methodOf = (row: RowToSync, chosen: string | undefined, world: SyncWorld): string | RowJudgement => {
  const { bankCode } = row.receipt;
  const { name: company } = row.company;
  if (chosen === undefined) {
    const found = methodsOfBank(world.methods, bankCode, company);
    if (found.kind === "one") return found.method;
    // Chosen for the attempt that failed: it need not be chosen again.
    if (row.askedMethod !== null && row.phase === "failed") return methodOf({ ...row, askedMethod: null }, row.askedMethod, world);
    const bank = bankCode === "" ? "Sage names no bank account on this receipt" : `Bank account ${bankCode} of ${company}`;
    return found.kind === "several"
      ? refused(`${bank} is that of several payment methods: ${found.methods.join(", ")}.`, "Choose one of them in Payment Method, then sync the row again.", bankCode, "Choose a method")
      : refused(bankCode === "" ? `${bank}, so its payment method is not known.` : `${bank} is that of no enabled payment method.`, "Choose one in Payment Method, or enter the bank's code on the Payment Methods sheet; then sync the row again.", bankCode, "Choose a method");
  }
  const known = world.methods.methods.find((one) => folded(one.name) === folded(chosen));
  if (known === undefined) return refused(`The Layer has no payment method called “${chosen}”.`, "Choose one from the list in Payment Method.", chosen, "Choose a method");
  const fitting = methodsOfBank(world.methods, bankCode, company);
  const fits = fitting.kind === "one" ? [fitting.method] : fitting.kind === "several" ? fitting.methods : [];
  if (fits.some((one) => folded(one) === folded(known.name))) return known.name;
  const bank = paysInto(world.methods, known.name, company);
  if (bank === null) return refused(`Payment method “${known.name}” is switched off for ${company}.`, "Enable it, or choose another one in Payment Method.", known.name, "Choose a method");
  if (bank !== "" && folded(bank) !== folded(bankCode))
    return refused(
      `Payment method “${known.name}” is that of bank account ${bank} in ${company}, and this receipt came into ${bankCode === "" ? "none that Sage names" : bankCode}.`,
      fits.length > 0 ? `Choose ${fits.join(" or ")} in Payment Method.` : "Choose a method of that bank account, or correct its Acc - Code on the Payment Methods sheet.",
      known.name,
      "Choose a method",
    );
  return known.name;
};

const isRefusal = (value: string | RowJudgement): value is RowJudgement => typeof value !== "string";

const exceeds = (row: RowToSync, due: Money, invoice: Invoice, left: Money): RowJudgement =>
  refused(
    `${formatMoney(due)} would be recorded on invoice ${invoice.reference}, of which The Layer has ${formatMoney(left < zero ? zero : left)} left to pay${left === invoice.outstanding ? "" : ", what is being recorded now taken off"}. Nothing was written.`,
    "Look for a payment or credit note that The Layer has already, and correct whichever is wrong; or leave the row unsynced.",
    receiptName(row.receipt),
    "Exceeds what is outstanding",
  );

/** Uses up what the row takes of its invoice where it can be synced. `chosen` is the method that the user chose. */
export const judgeRow = (row: RowToSync, chosen: string | undefined, world: SyncWorld): RowJudgement => {
  if (row.phase === "syncing" || row.phase === "in doubt") return { kind: "under way" };
  if (row.phase === "needs review") return { kind: "look again" };
  const standing = standingInSage(row);
  if (standing) return standing;
  const name = receiptName(row.receipt);
  const invoice = row.layerInvoiceId === null ? null : world.invoice(row.layerInvoiceId);
  if (invoice === null || row.invoiceUrn === null)
    return refused(row.result === "" ? `The Layer has no invoice that ${name} is allocated to.` : row.result, "Only receipts of The Layer's own invoices can be synced.", row.invoiceReference ?? "", "No matching invoice");
  if (!invoice.isFinal) return refused(`Invoice ${invoice.reference} is still a draft in The Layer, which takes no payments.`, "Finalise it in The Layer, then sync the row again.", invoice.reference, "No matching invoice");
  const currency = world.baseCurrency(row.company.ref);
  if (invoice.currency !== currency) return refused(`Invoice ${invoice.reference} is in ${invoice.currency}, and ${row.company.name} keeps its books in ${currency}.`, "Record this payment in The Layer by hand.", invoice.reference);
  const method = methodOf(row, chosen, world);
  if (isRefusal(method)) return method;

  const due = subtractMoney(row.allocated, row.synced);
  const left: Left = world.left.get(invoice.id) ?? invoice;
  const spread = due > left.outstanding ? null : spreadPayment(due, left.lines);
  if (spread === null || spread.kind === "too much") return exceeds(row, due, invoice, spread === null ? left.outstanding : spread.takes);
  world.left.set(invoice.id, { outstanding: subtractMoney(left.outstanding, due), lines: spread.left });
  return {
    kind: "sync",
    payment: {
      kind: "layer-payment",
      company: row.company.ref,
      customerId: invoice.customerId,
      rowId: row.id,
      nth: row.phase === "failed" ? row.syncs : row.syncs + 1,
      receiptId: row.receipt.id,
      receiptUrn: row.receipt.urn,
      sageInvoiceUrn: row.invoiceUrn,
      sageCompanyName: row.company.name,
      sageSiteId: row.company.siteId,
      invoiceId: invoice.id,
      invoiceReference: invoice.reference,
      date: row.receipt.date,
      method,
      amount: due,
      currency,
      reference: row.receipt.reference,
      lines: spread.lines,
    },
  };
};
