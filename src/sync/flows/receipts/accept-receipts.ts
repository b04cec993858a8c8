/** Accepts chosen rows of Sage Transactions as payments in The Layer: judged by what is stored now, each once, and committed before anybody is told. */
import type { Actor } from "../../core";
import type { Invoice } from "../../documents/document";
import type { LayerPayment, Posting } from "../../documents/posting";
import { postingKey, type PostingKey } from "../../ledger/posting-key";
import type { NewIntent } from "../../ledger/store";
import { baseCurrency } from "../../model/base-currency";
import { minorUnits, subtractMoney } from "../../model/money";
import { pieces } from "../../store/bulk";
import type { Tx } from "../../store/database";
import { readDocuments } from "../../store/documents";
import { beginReceiptPayments, type NewReceiptPayment } from "../../store/receipt-payments";
import { beginAgain, lockInvoices, lockRowsToSync, paymentsUnderWay, type RowToSync } from "../../store/receipt-syncs";
import { loadRowWorld } from "../../store/receipt-world";
import type { ReceiptEffectParts } from "./effect-parts";
import { judgeRow, type RowJudgement, type SyncWorld } from "./judge-row";
import type { OpenLine } from "./spread-payment";

/** `method` where the user chose one. */
export type ChosenRow = { readonly id: string; readonly method?: string | undefined };

export type AcceptedRow =
  /** Its posting was accepted now, or was under way before. */
  | { readonly kind: "pending"; readonly row: RowToSync; readonly key: PostingKey; readonly payment: LayerPayment | null }
  | { readonly kind: "told"; readonly row: RowToSync; readonly judgement: Extract<RowJudgement, { kind: "already" | "refused" }> }
  /** There is no such row. */
  | { readonly kind: "unknown"; readonly id: string };

const atOnce = 500;

/** A row is recorded anew each time more is allocated to its invoice: `nth` tells one time from another. */
export const paymentKey = (tenant: string, { company, receiptId, sageInvoiceUrn, nth }: Pick<LayerPayment, "company" | "receiptId" | "sageInvoiceUrn" | "nth">): PostingKey =>
  postingKey({ tenant, company, kind: "layer-payment", id: `${receiptId} ${sageInvoiceUrn}`, revision: nth });

const takeOff = (left: { outstanding: Invoice["outstanding"]; lines: readonly OpenLine[] }, payment: LayerPayment) => ({
  outstanding: subtractMoney(left.outstanding, payment.amount),
  lines: left.lines.map((line) => {
    const part = payment.lines.find(({ lineId }) => lineId === line.id);
    return part ? { ...line, outstanding: minorUnits(Math.max(0, line.outstanding - part.amount)) } : line;
  }),
});

const loadWorld = async (tx: Tx, tenant: string, rows: readonly RowToSync[]): Promise<SyncWorld> => {
  const { methods } = await loadRowWorld(tx, tenant);
  const ids = [...new Set(rows.flatMap((row) => row.layerInvoiceId ?? []))].sort();
  const invoices = new Map((await readDocuments(tx, tenant, ids.map((id) => ({ kind: "invoice", id })))).flatMap(({ record }) => (record.kind === "invoice" ? [[record.id, record] as const] : [])));
  const left: SyncWorld["left"] = new Map();
  await lockInvoices(tx, tenant, ids);
  for (const payment of await paymentsUnderWay(tx, tenant, ids)) {
    const invoice = invoices.get(payment.invoiceId);
    if (invoice) left.set(invoice.id, takeOff(left.get(invoice.id) ?? invoice, payment));
  }
  return {
    methods,
    baseCurrency: () => baseCurrency,
    invoice: (id) => invoices.get(id) ?? null,
    left,
  };
};

type Begun = { readonly row: RowToSync; readonly key: PostingKey; readonly payment: LayerPayment };

const asPayment = ({ row, key, payment }: Begun, by: Actor): NewReceiptPayment => ({
  rowId: row.id,
  nth: payment.nth,
  postingKey: key,
  companyRef: payment.company,
  layerInvoiceId: payment.invoiceId,
  amount: payment.amount,
  method: payment.method,
  by,
});

const intentOf = ({ key, payment }: Begun): NewIntent<Posting> => ({ key, kind: "layer-payment", company: payment.company, parents: [], payload: payment });

/** Locks what it judges until it has committed, so that two who choose the same rows make one payment of each. */
const acceptSome = async (tx: Tx, { tenant, store }: Pick<ReceiptEffectParts, "tenant" | "store">, chosen: readonly ChosenRow[], by: Actor): Promise<readonly AcceptedRow[]> => {
  const rows = new Map((await lockRowsToSync(tx, tenant, chosen.map(({ id }) => id))).map((row) => [row.id, row]));
  const world = await loadWorld(tx, tenant, [...rows.values()]);
  const begun: Begun[] = [];
  const again: Begun[] = [];
  const accepted: AcceptedRow[] = [];
  for (const { id, method } of chosen) {
    const row = rows.get(id);
    if (!row) {
      accepted.push({ kind: "unknown", id });
      continue;
    }
    const judgement = judgeRow(row, method, world);
    switch (judgement.kind) {
      case "already":
      case "refused":
        accepted.push({ kind: "told", row, judgement });
        break;
      case "look again":
        if (row.postingKey) await store.applyIn(tx, row.postingKey, { kind: "retried", decision: "look up first" });
        if (row.postingKey) accepted.push({ kind: "pending", row, key: row.postingKey, payment: null });
        break;
      case "under way":
        if (row.postingKey) accepted.push({ kind: "pending", row, key: row.postingKey, payment: null });
        break;
      case "sync": {
        const { payment } = judgement;
        const key = paymentKey(tenant, payment);
        const isAgain = row.phase === "failed" && row.postingKey === key;
        (isAgain ? again : begun).push({ row, key, payment });
        accepted.push({ kind: "pending", row, key, payment });
      }
    }
  }
  await begin(tx, { tenant, store }, begun, again, by);
  return accepted;
};

const begin = async (tx: Tx, { tenant, store }: Pick<ReceiptEffectParts, "tenant" | "store">, begun: readonly Begun[], again: readonly Begun[], by: Actor): Promise<void> => {
  const answers = await store.acceptAllIn(tx, begun.map(intentOf));
  answers.forEach((answer, at) => {
    if (answer === "another key for this document") throw new Error(`Row ${begun[at]?.row.id} has a payment under another key.`);
  });
  await beginReceiptPayments(tx, tenant, begun.map((one) => asPayment(one, by)));
  for (const { key, payment } of again) {
    if ((await store.replacePayload(tx, key, payment)) !== "replaced") throw new Error(`Payment ${key} failed, and is not refused.`);
    await store.applyIn(tx, key, { kind: "retried", decision: "send again" });
  }
  await beginAgain(tx, tenant, again.map((one) => asPayment(one, by)));
};

/** In the order chosen; a row that is named twice counts once. */
export async function* acceptReceipts(parts: Pick<ReceiptEffectParts, "db" | "tenant" | "store">, chosen: readonly ChosenRow[], by: Actor): AsyncGenerator<readonly AcceptedRow[]> {
  const once = [...new Map(chosen.map((row) => [row.id, row])).values()];
  for (const some of pieces(once, atOnce)) yield await parts.db.transaction("accept receipts", (tx) => acceptSome(tx, parts, some, by));
}
