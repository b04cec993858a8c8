/** Sage 200's posted transactions and balances in the model's words. Pure. */
import { zero, type Money } from "../model/money";
import type { ReadTransaction, TransactionType } from "../receipts/transaction";
import { instantOf } from "./transform";
import type { WireBalance, WireSweptTransaction, WireTransaction } from "./transactions-schema";

/** What an account owes, as Sage has it. */
export type SageBalance = {
  readonly sageCustomerId: string;
  /** Below zero where the account is in credit. */
  readonly balance: Money;
  /** Null where there is none. */
  readonly creditLimit: Money | null;
  readonly isOnHold: boolean;
};

export type SweptTransaction = Pick<ReadTransaction, "id" | "allocated" | "outstanding" | "updatedAt">;

const types: Readonly<Record<string, TransactionType>> = {
  TradingAccountEntryTypeInvoice: "invoice",
  TradingAccountEntryTypeCreditNote: "credit-note",
  TradingAccountEntryTypePurchasePaymentSalesReceipt: "receipt",
  TradingAccountEntryTypePurchaseReceiptSalesPayment: "refund",
  TradingAccountEntryTypeOpeningBalanceInvoice: "opening-invoice",
  TradingAccountEntryTypeOpeningBalanceCreditNote: "opening-credit-note",
};
const toType = (wire: string): TransactionType => types[wire] ?? "other";

export const toTransaction = (wire: WireTransaction): ReadTransaction => ({
  id: wire.id,
  urn: wire.urn,
  type: toType(wire.trader_transaction_type),
  sageCustomerId: wire.customer_id,
  reference: wire.reference,
  secondReference: wire.second_reference,
  date: wire.transaction_date,
  dueDate: wire.due_date,
  gross: wire.document_gross_value,
  allocated: wire.document_allocated_value,
  outstanding: wire.document_outstanding_value,
  discount: wire.document_discount_value,
  discountDays: wire.discount_days,
  queried: wire.queried,
  userName: wire.user_name,
  bankCode: wire.bank_items[0]?.bank_code ?? "",
  updatedAt: instantOf(wire.date_time_updated),
  sessions: wire.allocation_session_items.map((item) => ({
    urn: item.urn,
    type: toType(item.trader_transaction_type),
    reference: item.reference,
    value: item.allocation_value,
    date: item.allocation_date ?? wire.transaction_date,
    userName: item.user_name,
  })),
});

export const toSwept = (wire: WireSweptTransaction): SweptTransaction => ({
  id: wire.id,
  allocated: wire.document_allocated_value,
  outstanding: wire.document_outstanding_value,
  updatedAt: instantOf(wire.date_time_updated),
});

export const toBalance = (wire: WireBalance): SageBalance => ({
  sageCustomerId: wire.id,
  balance: wire.balance,
  creditLimit: wire.credit_limit === zero ? null : wire.credit_limit,
  isOnHold: wire.account_is_on_hold,
});
