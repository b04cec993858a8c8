import { outstandingOf, type AllocationHistory, type PostedTransaction, type SalesLedger, type TransactionType } from "./ledger";
import { boolean, choice, datetime, decimal, entity, int, many, one, string, type Entity, type Field } from "../odata/entity";
import type { AccountRecord } from "../data/accounts";
import { sterling } from "./reference-data";

/** Sage's names. The receipt's has 50 characters although its own description allows 30. */
export const typeNames: Readonly<Record<TransactionType, string>> = {
  invoice: "TradingAccountEntryTypeInvoice",
  "credit-note": "TradingAccountEntryTypeCreditNote",
  receipt: "TradingAccountEntryTypePurchasePaymentSalesReceipt",
  refund: "TradingAccountEntryTypePurchaseReceiptSalesPayment",
  "opening-invoice": "TradingAccountEntryTypeOpeningBalanceInvoice",
  "opening-credit-note": "TradingAccountEntryTypeOpeningBalanceCreditNote",
};
const allTypeNames = [...Object.values(typeNames), "TradingAccountEntryTypeDeletedRecord", "TradingAccountEntryTypeNOTUSED"];

const midnight = (day: string | null): number | null => (day === null ? null : Date.parse(day));

/** Money, references and dates, named alike in both resources. */
const common: Record<string, Field<PostedTransaction>> = {
  reference: string(20, (row) => row.reference),
  second_reference: string(20, (row) => row.secondReference),
  transaction_date: datetime((row) => midnight(row.date)),
  posted_date: datetime((row) => midnight(row.postedDate)),
  due_date: datetime((row) => midnight(row.dueDate)),
};
const documentMoney: Record<string, Field<PostedTransaction>> = {
  document_goods_value: decimal((row) => row.goods),
  document_gross_value: decimal((row) => row.gross),
  document_tax_value: decimal((row) => row.tax),
  document_discount_value: decimal(() => 0),
  document_tax_discount_value: decimal(() => 0),
  document_allocated_value: decimal((row) => row.allocated),
  document_outstanding_value: decimal(outstandingOf),
};
/** The practice companies trade in sterling alone, so base and document values are one. */
const baseMoney: Record<string, Field<PostedTransaction>> = {
  base_goods_value: decimal((row) => row.goods),
  base_gross_value: decimal((row) => row.gross),
  base_tax_value: decimal((row) => row.tax),
  base_discount_value: decimal(() => 0),
  base_tax_discount_value: decimal(() => 0),
  base_allocated_value: decimal((row) => row.allocated),
};

type Tax = PostedTransaction["taxItems"][number];
const taxItemEntity = (ledger: SalesLedger) =>
  entity<Tax>("tax_analysis_item", {
    id: int((row) => row.taxCodeId),
    code: int((row) => ledger.company.taxCode(row.taxCodeId)?.code ?? null),
    name: string(60, (row) => ledger.company.taxCode(row.taxCodeId)?.name ?? ""),
    entry_type: string(20, () => "TaxEntryTypeOutput"),
    goods_amount: decimal((row) => row.goods),
    tax_amount: decimal((row) => row.tax),
    tax_discount_amount: decimal(() => 0),
  });

type Nominal = PostedTransaction["entries"][number] & { readonly reference: string };
/** All sides of the double entry, the control accounts' too, as a record seen of a receipt has them. */
const nominalItemEntity = (ledger: SalesLedger) =>
  entity<Nominal>("nominal_analysis_item", {
    code: string(8, (row) => row.code),
    cost_centre: string(3, () => ""),
    department: string(3, () => ""),
    name: string(60, (row) => ledger.company.nominal(row.code)?.name ?? ""),
    location: string(30, () => "Current"),
    reference: string(20, (row) => row.reference),
    narrative: string(6000, (row) => row.narrative),
    value: decimal((row) => row.value),
    base_value: decimal((row) => row.value),
    transaction_analysis_code: string(20, () => ""),
    source: string(30, () => "LedgerSales"),
  });

const bankItemEntity = (ledger: SalesLedger) =>
  entity<PostedTransaction>("bank_item", {
    bank_code: string(8, (row) => ledger.company.bank(row.bank?.bankId ?? -1)?.code ?? ""),
    name: string(60, (row) => ledger.company.bank(row.bank?.bankId ?? -1)?.description ?? ""),
    bank_entry_type: string(30, (row) => (row.type === "refund" ? "Payment" : "Receipt")),
    reference: string(20, (row) => row.reference),
    cheque_value: decimal((row) => (row.type === "refund" ? -(row.bank?.value ?? 0) : (row.bank?.value ?? 0))),
    statement_date: datetime(() => null),
    statement_page_number: int(() => 0),
    urn: int((row) => row.urn),
  });

type SessionItem = { readonly transaction: PostedTransaction; readonly user: string; readonly date: string; readonly value: number };
const sessionItemEntity = entity<SessionItem>("allocation_session_item", {
  user_name: string(20, ({ user }) => user),
  ledger_type: string(30, () => "LedgerSales"),
  urn: int(({ transaction }) => transaction.urn),
  allocation_date: datetime(({ date }) => midnight(date)),
  trader_transaction_type: choice(50, allTypeNames, ({ transaction }) => typeNames[transaction.type]),
  reference: string(20, ({ transaction }) => transaction.reference),
  value: decimal(({ transaction }) => transaction.gross),
  allocation_value: decimal(({ value }) => value),
});

/** All members of every session that the transaction took part in, itself included. */
const sessionItems = (ledger: SalesLedger, row: PostedTransaction): SessionItem[] =>
  row.sessions.flatMap(({ date, user, members }) =>
    members.flatMap(({ transactionId, value }) => {
      // A member stays named when it was archived.
      const transaction = ledger.transaction(transactionId) ?? ledger.archivedTransaction(transactionId);
      return transaction === undefined ? [] : [{ transaction, user, date, value }];
    }),
  );

const historyItemEntity = entity<AllocationHistory>("allocation_history_item", {
  id: int((row) => row.id),
  trading_revaluation_allocation_entry_type: string(50, () => "TradingRevaluationAllocationEntryTypeAllocation"),
  entry_date: datetime((row) => midnight(row.date)),
  allocation_value: decimal((row) => row.value),
  nominal_updated: boolean(() => true),
  exchange_rate: decimal(() => 1_000_000, 6),
  exchange_gain_loss: decimal(() => 0),
  date_time_created: datetime((row) => row.at),
  date_time_updated: datetime((row) => row.at),
});

export type TransactionSurroundings = {
  readonly ledger: SalesLedger;
  /** The stamp that is shown: coarser than the real one while stamps are tied. */
  readonly shown: (stamp: number) => number;
  readonly customer: (id: number) => AccountRecord | undefined;
};

/** Field for field as Sage describes `sales_posted_transaction`. */
export const postedTransactionEntity = ({ ledger, shown, customer }: TransactionSurroundings, customers: Entity<AccountRecord>, name = "sales_posted_transaction") =>
  entity<PostedTransaction>(
    name,
    {
      id: int((row) => row.id),
      customer_id: int((row) => row.customerId),
      trader_transaction_type: choice(50, allTypeNames, (row) => typeNames[row.type]),
      queried: string(1, (row) => row.queried),
      ...common,
      full_settlement_date: datetime((row) => midnight(row.fullSettlementDate)),
      ...documentMoney,
      discount_percent: decimal(() => 0),
      ...baseMoney,
      control_value_in_base_currency: decimal((row) => row.gross),
      exchange_rate: decimal(() => 1_000_000, 6),
      settled_immediately: boolean(() => false),
      discount_days: int(() => 0),
      urn: int((row) => row.urn),
      user_name: string(20, (row) => row.user),
      date_time_created: datetime((row) => shown(row.createdAt)),
      date_time_updated: datetime((row) => shown(row.updatedAt)),
    },
    {
      tax_analysis_items: many(taxItemEntity(ledger), (row) => row.taxItems),
      nominal_analysis_items: many(nominalItemEntity(ledger), (row) => row.entries.map((entry) => ({ ...entry, reference: row.reference }))),
      bank_items: many(bankItemEntity(ledger), (row) => (row.bank === null ? [] : [row])),
      allocation_session_items: many(sessionItemEntity, (row) => sessionItems(ledger, row)),
      allocation_history_items: many(historyItemEntity, (row) => row.history),
      customer: one(customers, (row) => customer(row.customerId) ?? null),
    },
  );

/** Field for field as Sage describes `sales_transaction_view`: flat, its id and stamp under other names. */
export const transactionViewEntity = ({ shown, customer }: TransactionSurroundings) =>
  entity<PostedTransaction>("sales_transaction_view", {
    posted_customer_transaction_id: int((row) => row.id),
    transaction_type: choice(50, allTypeNames, (row) => typeNames[row.type]),
    ...common,
    discount_days: int(() => 0),
    query: string(1, (row) => row.queried),
    status: string(20, (row) => (outstandingOf(row) === 0 ? "Fully Allocated" : row.allocated === 0 ? "Unallocated" : "Part Allocated")),
    user_name: string(20, (row) => row.user),
    ledger_type: string(30, () => "LedgerSales"),
    urn: int((row) => row.urn),
    exchange_rate: decimal(() => 1_000_000, 6),
    settled_immediately: boolean(() => false),
    ...baseMoney,
    base_outstanding_value: decimal(outstandingOf),
    ...documentMoney,
    customer_id: int((row) => row.customerId),
    customer_reference: string(8, (row) => customer(row.customerId)?.reference ?? ""),
    customer_name: string(60, (row) => customer(row.customerId)?.name ?? ""),
    currency_name: string(30, () => sterling.name),
    currency_symbol: string(4, () => sterling.symbol),
    transaction_date_time_updated: datetime((row) => shown(row.updatedAt)),
  });
