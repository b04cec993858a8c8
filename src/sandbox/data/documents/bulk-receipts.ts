import type { WireReconciliation } from "../../../sync/layer/document-schema";
import { parseDate, type PlainDate } from "../../../sync/model/dates";
import type { KeptInvoice } from "../../layer/kept";
import type { LedgerEntry } from "../../sage200/ledger";
import { historyEnds } from "../customers";
import { streams } from "../rng";
import { inText, taxOn } from "./amounts";
import { documentId, documentReference } from "./draft-batch";
import { LedgerHistory } from "./ledger-history";

const stream = streams("bulk receipt");
const enteredBy = "k.marsh";

/** A linked customer with its account, and a bank that money of its company comes in by. */
export type Payer = { readonly customerId: string; readonly subCompany: string; readonly accountId: number };

export type BulkReceiptOrder = {
  readonly seed: number;
  readonly receipts: number;
  /** The first so many are allocated in full, each to an invoice of its own, and of these the first `known` to an invoice of The Layer. */
  readonly allocated: number;
  readonly known: number;
  readonly payers: readonly Payer[];
  readonly company: { readonly name: string; readonly siteId: string; readonly bankIds: readonly number[]; readonly taxCodeId: number };
  readonly firstId: number;
  readonly firstUrn: number;
  /** The number of The Layer's first new invoice, counted from 0. */
  readonly firstInvoice: number;
  /** The stamp of the first; each receipt that follows is `spacingMs` later. */
  readonly at: number;
  readonly spacingMs: number;
};
export type MadeReceipts = { readonly entries: readonly LedgerEntry[]; readonly invoices: KeptInvoice[]; readonly reconciliations: WireReconciliation[]; readonly receiptUrns: number[] };

const dayOf = (at: number): PlainDate => {
  const date = parseDate(new Date(Math.max(at, historyEnds)).toISOString().slice(0, 10));
  if (!date.ok) throw new Error(date.failure.cause);
  return date.value;
};

/** Receipts in any number, as people enter them: from the same state the same ones, so that a journal needs no more than the order. */
export const makeReceipts = (order: BulkReceiptOrder): MadeReceipts => {
  const { seed, payers, company, spacingMs } = order;
  const made: Omit<MadeReceipts, "entries"> = { invoices: [], reconciliations: [], receiptUrns: [] };
  const history = new LedgerHistory(order);
  for (let n = 0; n < order.receipts; n++) {
    const rng = stream(seed, order.firstUrn + n);
    const payer = payers[n % payers.length];
    const bankId = company.bankIds[n % company.bankIds.length];
    if (payer === undefined || bankId === undefined) throw new Error("Nobody can pay: there is no linked customer or no bank.");
    const at = order.at + n * spacingMs;
    const date = dayOf(at);
    const net = rng.between(100, 500_000);
    const tax = taxOn(net, "Standard rate");
    const entered = { accountId: payer.accountId, date, at, user: enteredBy };
    if (n >= order.allocated) {
      made.receiptUrns.push(history.receipt({ ...entered, bankId, value: net + tax, reference: `BACS ${history.nextUrn}` }).urn);
      continue;
    }
    const number = order.firstInvoice + made.invoices.length;
    const isKnown = n < order.known;
    const reference = isKnown ? documentReference("invoices", number) : `SI-${history.nextUrn}`;
    const invoice = history.invoice({ ...entered, reference, goods: net, tax, taxCodeId: company.taxCodeId });
    if (isKnown) {
      const invoiceId = documentId("invoices", number);
      made.invoices.push({
        id: invoiceId,
        reference,
        customerId: payer.customerId,
        subCompany: payer.subCompany,
        status: "finalised",
        date,
        dueDate: null,
        currency: "GBP",
        nominalCode: "4000",
        lines: [{ id: `${invoiceId}-1`, description: "Goods", net: inText(net), discount: "0.00", tax: inText(tax), taxRate: "Standard rate", nominalCode: "" }],
        total: inText(net + tax),
        updatedAt: new Date(at).toISOString(),
      });
      made.reconciliations.push({ document: "invoices", id: invoiceId, sageCompanyName: company.name, sageSiteId: company.siteId, sageTransactionId: String(invoice.urn), reconciled: true });
    }
    const receipt = history.receipt({ ...entered, bankId, value: invoice.value, reference });
    made.receiptUrns.push(receipt.urn);
    history.allocate({ at, date, user: enteredBy, lines: [[invoice, invoice.value], [receipt, receipt.value]] });
  }
  return { ...made, entries: history.entries };
};
