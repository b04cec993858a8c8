/**
 * What the gateway's processes share about receipts, in memory beside a ledger: Sage's transactions and The Layer's invoices as they were
 * last read, and the rows made of them. It does what the store in SQL does, each call whole or not at all; how a row stands is judged
 * by the product's own rules.
 */
import type { Invoice } from "../../../src/sync/documents/document";
import type { LayerPayment, Posting } from "../../../src/sync/documents/posting";
import type { Intent } from "../../../src/sync/ledger/intent";
import type { PostingKey } from "../../../src/sync/ledger/posting-key";
import type { StoredIntent } from "../../../src/sync/ledger/store";
import { baseCurrency } from "../../../src/sync/model/base-currency";
import { addMoney, negateMoney, zero, type Money } from "../../../src/sync/model/money";
import { methodsOfBank, type MethodsOfBank } from "../../../src/sync/receipts/methods";
import { pairsOf, unexplained } from "../../../src/sync/receipts/pairs";
import { rowStanding, type InvoiceMatch, type RowSync } from "../../../src/sync/receipts/row-state";
import { bearsOurKey, isReceipt, type ReadTransaction, type TransactionType } from "../../../src/sync/receipts/transaction";
import type { SweptTransaction } from "../../../src/sync/sage200";
import type { ReceiptRowState } from "../../../src/sync/sheets/sage-transactions";
import { rowId } from "../../../src/sync/store/receipt-rows";
import type { RowToSync } from "../../../src/sync/store/receipt-syncs";
import type { SimulatedCompany } from "../set-up";
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
  begin(row: HeldRow, key: PostingKey, payment: LayerPayment, isAgain: boolean): void;
  /** What a step of the ledger means for the row behind it. */
  follow(stored: StoredIntent<Posting>): void;
};

const assigned = <T extends object>(to: T, change: Partial<T>): T => Object.assign(to, change);

export const createReceiptStore = (setUp: ReceiptSetUp): ReceiptStore => {
  const transactions: ReceiptStore["transactions"] = new Map();
  const rows: ReceiptStore["rows"] = new Map();
  const invoices: ReceiptStore["invoices"] = new Map();
  const payments = new Map<PostingKey, HeldPayment>();

  // Nobody changes the mapping during a run, and finding methods takes most of the time of judging a row.
  const methodsFound = new Map<string, MethodsOfBank>();
  const methodsOf = (company: SimulatedCompany, bankCode: string): MethodsOfBank => {
    const at = `${company.ref} ${bankCode}`;
    const found = methodsFound.get(at) ?? methodsOfBank(setUp.methods, bankCode, company.name);
    methodsFound.set(at, found);
    return found;
  };

  const receiptOf = (row: HeldRow): ReadTransaction => {
    const held = transactions.get(numberIn(row.company.ref, row.receiptId));
    if (held === undefined) throw new Error(`Row ${row.id} has no receipt.`);
    return held.record;
  };

  const matchOf = (row: HeldRow, receipt: ReadTransaction): InvoiceMatch => {
    if (row.kind !== "allocated") return { kind: "none" };
    const here = [...invoices.values()].filter(({ company }) => company === row.company);
    const found = ({ record: { id, reference, outstanding, currency } }: HeldInvoice): InvoiceMatch => ({ kind: "found", id, reference, outstanding, currency });
    const byUrn = here.find(({ sageUrn }) => sageUrn !== null && sageUrn === row.invoiceUrn);
    if (byUrn) return found(byUrn);
    const customer = setUp.accounts.find(({ company, id }) => company === row.company && String(id) === receipt.sageCustomerId);
    if (customer === undefined) return { kind: "not linked" };
    const [first, second] = here.filter(({ record }) => record.reference === row.invoiceReference && record.customerId === customer.customerId);
    if (first === undefined) return { kind: "none" };
    if (second !== undefined) return { kind: "several" };
    return first.sageUrn !== null && first.sageUrn !== row.invoiceUrn ? { kind: "other posting", urn: first.sageUrn } : found(first);
  };

  const restate = (row: HeldRow): void => {
    if (row.isGone) return;
    const receipt = receiptOf(row);
    const match = matchOf(row, receipt);
    const isOurs = bearsOurKey(receipt);
    const { kind, invoiceUrn, invoiceType, invoiceReference, isInferred } = row;
    const standing = rowStanding({
      company: row.company.name,
      baseCurrency,
      receipt: receipt.reference === "" ? `URN ${receipt.urn}` : receipt.reference,
      isOurs,
      content: kind === "allocated" ? { kind, invoice: { urn: invoiceUrn ?? "", type: invoiceType ?? "other", reference: invoiceReference ?? "" }, isInferred } : { kind },
      allocated: row.allocated,
      synced: row.synced,
      sync: row.phase === null ? null : { phase: row.phase, why: row.why },
      match,
      methods: methodsOf(row.company, receipt.bankCode),
      bankCode: receipt.bankCode,
    });
    assigned(row, { isOurs, layerInvoiceId: match.kind === "found" ? match.id : null, ...standing });
  };

  const isKept = (row: HeldRow): boolean => row.synced > zero || row.phase === "syncing" || row.phase === "in doubt" || row.phase === "needs review";

  const saveReceipt = (company: SimulatedCompany, receipt: ReadTransaction): void => {
    const pairs = pairsOf(receipt.urn, receipt.sessions);
    const put = (kind: HeldRow["kind"], urn: string | null, of: Pick<HeldRow, "invoiceType" | "invoiceReference" | "allocated" | "isInferred">): HeldRow => {
      const id = rowId(company.ref, receipt.id, kind === "allocated" ? { kind, urn: urn ?? "" } : { kind });
      const fresh = { id, company, receiptId: receipt.id, kind, invoiceUrn: urn, synced: zero, syncs: 0, phase: null, why: null, postingKey: null, isOurs: false, layerInvoiceId: null, state: "Unallocated", result: "" } as const;
      const row = assigned(rows.get(id) ?? { ...fresh, ...of, isGone: false }, { ...of, isGone: false });
      rows.set(id, row);
      return row;
    };
    const present = new Map<string, HeldRow>();
    for (const { urn, type, reference, amount, isInferred } of pairs) {
      const before = present.get(urn);
      present.set(urn, put("allocated", urn, { invoiceType: type, invoiceReference: reference, allocated: addMoney(before?.allocated ?? zero, amount), isInferred: isInferred || (before?.isInferred ?? false) }));
    }
    const bare = { invoiceType: null, invoiceReference: null, isInferred: false };
    const lost = unexplained(negateMoney(receipt.allocated), pairs);
    const left = negateMoney(receipt.outstanding);
    if (lost > zero) present.set("unknown", put("unknown", null, { ...bare, allocated: lost }));
    if (left > zero) present.set("rest", put("rest", null, { ...bare, allocated: left }));
    const now = new Set(present.values());
    for (const row of rows.values()) {
      if (row.company !== company || row.receiptId !== receipt.id) continue;
      if (!now.has(row)) assigned(row, { allocated: zero, isGone: row.isGone || !isKept(row) });
      restate(row);
    }
  };

  const kept = (row: HeldRow, phase: HeldRow["phase"], why: HeldRow["why"]): void => {
    assigned(row, { phase, why });
    restate(row);
  };

  const followPayment = (key: PostingKey, intent: Intent): void => {
    const payment = payments.get(key);
    const row = payment && rows.get(payment.rowId);
    if (payment === undefined || row === undefined) return;
    if (intent.state === "done") {
      if (payment.isRecorded) return;
      payment.isRecorded = true;
      assigned(row, { synced: addMoney(row.synced, payment.amount), ...(row.postingKey === key ? { phase: null, why: null } : {}) });
      restate(row);
      return;
    }
    if (row.postingKey !== key) return;
    if (intent.state === "refused") kept(row, "failed", intent.failure);
    else if (intent.state === "needs review") kept(row, "needs review", intent.failure);
    else if (intent.state === "in doubt") kept(row, "in doubt", { cause: intent.doubt.why, cure: "" });
    else kept(row, "syncing", null);
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
    begin(row, key, payment, isAgain) {
      const { amount, method, nth } = payment;
      if (!payments.has(key)) payments.set(key, { rowId: row.id, amount, method, isRecorded: false });
      else if (isAgain) assigned(payments.get(key) as HeldPayment, { amount, method });
      assigned(row, isAgain || row.syncs < nth ? { postingKey: key, syncs: Math.max(row.syncs, nth), phase: "syncing", why: null } : {});
      restate(row);
    },
    follow({ key, payload, intent }) {
      if (payload.kind === "layer-payment") followPayment(key, intent);
    },
  };
};
