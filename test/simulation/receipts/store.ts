/**
 * What the gateway's processes share about receipts, in memory beside a ledger: Sage's transactions and The Layer's invoices as they were
 * last read, and the rows made of them. It keeps what the store in SQL keeps, each call whole or not at all. Which rows a receipt makes, how a
 * row stands, and what a step of the ledger means for it are the product's own decisions.
 */
import type { Invoice } from "../../../src/sync/documents/document";
import type { LayerPayment, Posting } from "../../../src/sync/documents/posting";
import type { Intent } from "../../../src/sync/ledger/intent";
import type { PostingKey } from "../../../src/sync/ledger/posting-key";
import type { StoredIntent } from "../../../src/sync/ledger/store";
import { addMoney, zero, type Money } from "../../../src/sync/model/money";
import { methodsOfBank, type MethodsOfBank } from "../../../src/sync/receipts/methods";
import { pairsOf } from "../../../src/sync/receipts/pairs";
import type { RowSync } from "../../../src/sync/receipts/row-state";
import { isReceipt, type ReadTransaction, type TransactionType } from "../../../src/sync/receipts/transaction";
import type { SweptTransaction } from "../../../src/sync/sage200";
import type { ReceiptRowState } from "../../../src/sync/sheets/sage-transactions";
import type { Candidate, RowFactsRead } from "../../../src/sync/store/receipt-facts";
import { rowsOf } from "../../../src/sync/store/receipt-rows";
import type { RowToSync } from "../../../src/sync/store/receipt-syncs";
import type { RowWorld } from "../../../src/sync/store/receipt-world";
import type { SimulatedCompany } from "../set-up";
import type { ReceiptDecisions } from "./acceptance";
import { numberIn, type ReceiptSetUp } from "./set-up";

export type HeldTransaction = { readonly company: SimulatedCompany; record: ReadTransaction; isGone: boolean; storedAt: number };

export type HeldRow = {
  readonly id: string;
  readonly company: SimulatedCompany;
  readonly receiptId: string;
  readonly kind: RowToSync["kind"];
  readonly invoiceUrn: string | null;
  invoiceType: TransactionType | null;
  invoiceReference: string | null;
  allocated: Money;
  isInferred: boolean;
  synced: Money;
  syncs: number;
  phase: RowSync["phase"] | null;
  why: RowSync["why"];
  postingKey: PostingKey | null;
  isOurs: boolean;
  layerInvoiceId: string | null;
  state: ReceiptRowState;
  result: string;
  isGone: boolean;
};

type HeldPayment = { readonly rowId: string; amount: Money; method: string; isRecorded: boolean };
type HeldInvoice = { record: Invoice; readonly sageUrn: string | null; readonly company: SimulatedCompany };

export type ReceiptStore = {
  readonly transactions: Map<string, HeldTransaction>;
  readonly rows: Map<string, HeldRow>;
  readonly invoices: Map<string, HeldInvoice>;
  /** The newest stamp read, by what was read. */
  readonly cursors: Map<string, string>;
  saveInvoices(invoices: readonly Invoice[]): void;
  saveTransactions(company: SimulatedCompany, transactions: readonly ReadTransaction[], now: number): void;
  /** Compares the complete list with what is stored; answers what stands otherwise. */
  compare(company: SimulatedCompany, listed: readonly SweptTransaction[], startedAt: number): readonly string[];
  toSync(row: HeldRow): RowToSync;
  /** A payment is on its way, whether a new one or one that failed before. */
  begin(key: PostingKey, payment: LayerPayment): void;
  /** What a step of the ledger means for the row behind it. */
  follow(stored: StoredIntent<Posting>): void;
};

const assigned = <T extends object>(to: T, change: Partial<T>): T => Object.assign(to, change);

export const createReceiptStore = (setUp: ReceiptSetUp, decisions: Pick<ReceiptDecisions, "judgeRow" | "recordingOutcome">): ReceiptStore => {
  const transactions: ReceiptStore["transactions"] = new Map();
  const rows: ReceiptStore["rows"] = new Map();
  const invoices: ReceiptStore["invoices"] = new Map();
  const payments = new Map<PostingKey, HeldPayment>();

  // Nobody changes the mapping during a run, and finding methods takes most of the time of judging a row.
  const methodsFound = new Map<string, MethodsOfBank>();
  const world: RowWorld = {
    company: (ref) => setUp.companies.find((company) => company.ref === ref) ?? null,
    methods: setUp.methods,
    methodsOfBank: (bankCode, companyName) => {
      const at = `${companyName} ${bankCode}`;
      const found = methodsFound.get(at) ?? methodsOfBank(setUp.methods, bankCode, companyName);
      methodsFound.set(at, found);
      return found;
    },
    companyOf: () => null,
  };

  const receiptOf = (row: HeldRow): ReadTransaction => {
    const held = transactions.get(numberIn(row.company.ref, row.receiptId));
    if (held === undefined) throw new Error(`Row ${row.id} has no receipt.`);
    return held.record;
  };

  const candidate = ({ record: { id, reference, outstanding, currency, isFinal }, company, sageUrn }: HeldInvoice): Candidate => ({ id, reference, outstanding, currency, isFinal, companyRef: company.ref, reconciledWith: null, subCompany: "", sageUrn });

  const factsOf = (row: HeldRow): RowFactsRead => {
    const { id, company, kind, invoiceUrn, invoiceType, invoiceReference, allocated, isInferred, synced, phase, why } = row;
    const { urn, reference, secondReference, bankCode, sageCustomerId } = receiptOf(row);
    const customers = setUp.accounts.flatMap((account) => (account.company === company && String(account.id) === sageCustomerId ? [account.customerId] : []));
    const posted = [...invoices.values()].find((one) => one.company === company && one.sageUrn !== null && one.sageUrn === invoiceUrn);
    const alike = invoiceReference === null || invoiceReference === "" ? [] : [...invoices.values()].filter(({ record }) => record.reference === invoiceReference && customers.includes(record.customerId));
    return {
      ...{ id, companyRef: company.ref, kind, invoiceUrn, invoiceType, invoiceReference, allocated, isInferred, synced, phase, why },
      ...{ receiptUrn: urn, receiptReference: reference, secondReference, bankCode, isFromLayer: false, isLinked: customers.length > 0 },
      byUrn: posted ? candidate(posted) : null,
      byReference: alike.map(candidate),
    };
  };

  const restate = (row: HeldRow): void => {
    if (row.isGone) return;
    const { isOurs, layerInvoiceId, state, result } = decisions.judgeRow(factsOf(row), world);
    assigned(row, { isOurs, layerInvoiceId, state, result });
  };

  const isKept = (row: HeldRow): boolean => row.synced > zero || row.phase === "syncing" || row.phase === "in doubt" || row.phase === "needs review";

  const saveReceipt = (company: SimulatedCompany, receipt: ReadTransaction): void => {
    const present = rowsOf(company.ref, receipt, pairsOf(receipt.urn, receipt.sessions)).map(({ id, kind, urn, type, reference, allocated, isInferred }): HeldRow => {
      const fresh = { id, company, receiptId: receipt.id, kind, invoiceUrn: urn, synced: zero, syncs: 0, phase: null, why: null, postingKey: null, isOurs: false, layerInvoiceId: null, state: "Unallocated", result: "" } as const;
      const said = { invoiceType: type, invoiceReference: reference, allocated, isInferred, isGone: false };
      const row = assigned(rows.get(id) ?? { ...fresh, ...said }, said);
      rows.set(id, row);
      return row;
    });
    const now = new Set(present);
    for (const row of rows.values()) {
      if (row.company !== company || row.receiptId !== receipt.id) continue;
      if (!now.has(row)) assigned(row, { allocated: zero, isGone: row.isGone || !isKept(row) });
      restate(row);
    }
  };

  /** A payment that was recorded before counts once; what is of an earlier payment says nothing about the latest. */
  const followPayment = (key: PostingKey, payload: LayerPayment, intent: Intent): void => {
    const payment = payments.get(key);
    const row = payment && rows.get(payment.rowId);
    if (payment === undefined || row === undefined) return;
    const outcome = decisions.recordingOutcome(payload, intent);
    const isLatest = row.postingKey === key;
    if (outcome.kind === "kept") assigned(row, isLatest ? outcome.sync : {});
    else if (!payment.isRecorded) {
      payment.isRecorded = true;
      assigned(row, { synced: addMoney(row.synced, payment.amount), ...(isLatest ? { phase: null, why: null } : {}) });
    }
    restate(row);
  };

  return {
    transactions,
    rows,
    invoices,
    cursors: new Map(),
    saveInvoices(read) {
      const changed = new Set<string>();
      for (const record of read) {
        const of = setUp.invoices.find(({ id }) => id === record.id);
        const held = invoices.get(record.id);
        if (held?.record.updatedAt === record.updatedAt && held.record.outstanding === record.outstanding) continue;
        if (held !== undefined) held.record = record;
        else if (of !== undefined) invoices.set(record.id, { record, sageUrn: of.isPostedByUs ? String(setUp.urns.get(record.id)) : null, company: of.company });
        changed.add(record.id);
      }
      // Rows are judged anew before they are read or chosen from.
      if (changed.size === 0) return;
      for (const row of rows.values()) if (row.layerInvoiceId === null || changed.has(row.layerInvoiceId)) restate(row);
    },
    saveTransactions(company, read, now) {
      for (const record of read) {
        const at = numberIn(company.ref, record.id);
        const held = transactions.get(at);
        if (held !== undefined && !held.isGone && JSON.stringify(held.record) === JSON.stringify(record)) continue;
        transactions.set(at, { company, record, isGone: false, storedAt: now });
        if (isReceipt(record)) saveReceipt(company, record);
      }
    },
    compare(company, listed, startedAt) {
      const there = new Map(listed.map((one) => [one.id, one]));
      const own = [...transactions.values()].filter((held) => held.company === company);
      // An empty list is not believed where there was something.
      if (listed.length === 0) return [];
      for (const held of own) {
        if (held.isGone || there.has(held.record.id) || held.storedAt >= startedAt) continue;
        held.isGone = true;
        for (const row of rows.values()) if (row.company === company && row.receiptId === held.record.id) row.isGone = true;
      }
      return listed.flatMap((one) => {
        const held = transactions.get(numberIn(company.ref, one.id));
        const isSame = held !== undefined && !held.isGone && held.record.allocated === one.allocated && held.record.outstanding === one.outstanding && held.record.updatedAt === one.updatedAt;
        return isSame ? [] : [one.id];
      });
    },
    toSync(row) {
      const held = transactions.get(numberIn(row.company.ref, row.receiptId));
      const { urn, reference, date, bankCode, id } = receiptOf(row);
      const { ref, name, siteId } = row.company;
      return {
        ...row,
        company: { ref, name, siteId },
        receipt: { id, urn, reference, date, bankCode, isGone: held?.isGone ?? true },
        askedMethod: (row.postingKey && payments.get(row.postingKey)?.method) ?? null,
      };
    },
    begin(key, payment) {
      const { rowId: id, amount, method, nth } = payment;
      const row = rows.get(id);
      if (row === undefined) throw new Error(`There is no row ${id}.`);
      payments.set(key, { rowId: id, amount, method, isRecorded: false });
      assigned(row, { postingKey: key, syncs: Math.max(row.syncs, nth), phase: "syncing", why: null });
      restate(row);
    },
    follow({ key, payload, intent }) {
      if (payload.kind === "layer-payment") followPayment(key, payload, intent);
    },
  };
};
