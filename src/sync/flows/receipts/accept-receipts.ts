/** Accepts chosen rows of Sage Transactions as payments in The Layer: judged by what is stored now, each once, and committed before anybody is told. */
import type { Actor } from "../../core";
import type { LayerPayment, Posting } from "../../documents/posting";
import type { PostingKey } from "../../ledger/posting-key";
import type { NewIntent } from "../../ledger/store";
import { pieces } from "../../store/bulk";
import type { Tx } from "../../store/database";
import { readDocuments } from "../../store/documents";
import { beginReceiptPayments, type NewReceiptPayment } from "../../store/receipt-payments";
import { beginAgain, lockInvoices, lockRowsToSync, paymentsUnderWay } from "../../store/receipt-syncs";
import { loadRowWorld } from "../../store/receipt-world";
import type { ReceiptEffectParts } from "./effect-parts";
import { planPayments, type ChosenRow, type PaymentState, type PlannedPayment } from "./plan-payments";

type Accepting = Pick<ReceiptEffectParts, "db" | "tenant" | "store">;

const atOnce = 500;

/** Locks the rows and their invoices until the transaction ends, so that two who choose the same make one payment of each. */
const loadState = async (tx: Tx, tenant: string, chosen: readonly ChosenRow[]): Promise<PaymentState> => {
  const rows = await lockRowsToSync(tx, tenant, chosen.map(({ id }) => id));
  const invoiceIds = [...new Set(rows.flatMap(({ layerInvoiceId }) => layerInvoiceId ?? []))].sort();
  await lockInvoices(tx, tenant, invoiceIds);
  // Before the invoices: a payment that is recorded in between is then counted twice, and not left out.
  const underWay = await paymentsUnderWay(tx, tenant, invoiceIds);
  const documents = await readDocuments(tx, tenant, invoiceIds.map((id) => ({ kind: "invoice", id })));
  return {
    rows: new Map(rows.map((row) => [row.id, row])),
    invoices: new Map(documents.flatMap(({ record }) => (record.kind === "invoice" ? [[record.id, record] as const] : []))),
    underWay,
    methods: (await loadRowWorld(tx, tenant)).methods,
  };
};

type Begun = { readonly row: { readonly id: string }; readonly key: PostingKey; readonly payment: LayerPayment };

const recordOf = ({ row, key, payment }: Begun, by: Actor): NewReceiptPayment => ({
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

const store = async (tx: Tx, { tenant, store: ledger }: Accepting, planned: readonly PlannedPayment[], by: Actor): Promise<void> => {
  const begun = planned.filter((one) => one.kind === "begin");
  const answers = await ledger.acceptAllIn(tx, begun.map(intentOf));
  answers.forEach((answer, at) => {
    if (answer === "another key for this document") throw new Error(`Row ${begun[at]?.row.id} has a payment under another key.`);
  });
  await beginReceiptPayments(tx, tenant, begun.map((one) => recordOf(one, by)));
  const again = planned.filter((one) => one.kind === "begin again");
  for (const { key, payment } of again) {
    if ((await ledger.replacePayload(tx, key, payment)) !== "replaced") throw new Error(`Payment ${key} failed, and is not refused.`);
    await ledger.applyIn(tx, key, { kind: "retried", decision: "send again" });
  }
  await beginAgain(tx, tenant, again.map((one) => recordOf(one, by)));
  for (const one of planned) if (one.kind === "look again") await ledger.applyIn(tx, one.key, { kind: "retried", decision: "look up first" });
};

/** In the order chosen; a row that is named twice counts once. */
export async function* acceptReceipts(parts: Accepting, chosen: readonly ChosenRow[], by: Actor): AsyncGenerator<readonly PlannedPayment[]> {
  const { db, tenant } = parts;
  const once = [...new Map(chosen.map((row) => [row.id, row])).values()];
  for (const some of pieces(once, atOnce)) {
    yield await db.transaction("accept receipts", async (tx) => {
      const planned = planPayments(tenant, some, await loadState(tx, tenant, some));
      await store(tx, parts, planned, by);
      return planned;
    });
  }
}
