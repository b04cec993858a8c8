/** The tables of migration 0003 as Kysely sees them. Instants are ISO 8601 text in UTC, days plain text, money minor units. */
import type { GeneratedAlways, JSONColumnType } from "kysely";
import type { TransactionType } from "../receipts/transaction";
import type { ReceiptRowState } from "../sheets/sage-transactions";

type Nullable<T extends object> = JSONColumnType<T | null, string | null, string | null>;

export type SageTransactionTable = {
  tenant: string;
  company_ref: string;
  id: string;
  /** Sorts as the number does. */
  id_order: GeneratedAlways<string>;
  urn: string;
  type: TransactionType;
  sage_customer_id: string;
  reference: string;
  second_reference: string;
  date: string;
  due_date: string | null;
  gross: number;
  allocated: number;
  outstanding: number;
  discount: number;
  discount_days: number;
  queried: string;
  user_name: string;
  bank_code: string;
  /** Brings money in: a receipt that is no refund of negative value. */
  is_receipt: GeneratedAlways<boolean>;
  hash: string;
  updated_at: string;
  stored_at: string;
  /** Archived or deleted in Sage. */
  gone: boolean;
};

export type ReceiptAllocationTable = {
  tenant: string;
  company_ref: string;
  receipt_id: string;
  position: number;
  urn: string;
  type: TransactionType;
  reference: string;
  amount: number;
  /** The day on which it counts: that of the allocation, and never before that of the receipt. */
  date: string;
  user_name: string;
  is_inferred: boolean;
};

export type RowKind = "allocated" | "rest" | "unknown";
export type SyncPhase = "syncing" | "in doubt" | "needs review" | "failed";

export type ReceiptRowTable = {
  tenant: string;
  id: string;
  company_ref: string;
  receipt_id: string;
  receipt_order: GeneratedAlways<string>;
  date: string;
  sage_customer_id: string;
  kind: RowKind;
  invoice_urn: string | null;
  invoice_type: TransactionType | null;
  invoice_reference: string | null;
  allocated: number;
  is_inferred: boolean;
  is_ours: boolean;
  layer_invoice_id: string | null;
  layer_outstanding: number | null;
  method: string | null;
  state: ReceiptRowState;
  /** For the Result cell. */
  result: string;
  /** Of its latest recording in The Layer. */
  posting_key: string | null;
  /** How often a recording was begun. */
  syncs: number;
  /** Recorded in The Layer so far. */
  synced_amount: number;
  /** Of the recording under way, or of the last where it came to nothing. */
  sync_phase: SyncPhase | null;
  sync_why: Nullable<object>;
  seq: number | null;
  gone: boolean;
};

export type ReceiptPaymentTable = {
  tenant: string;
  posting_key: string;
  row_id: string;
  nth: number;
  company_ref: string;
  layer_invoice_id: string;
  amount: number;
  method: string;
  by_id: string;
  by_name: string;
  asked_at: string;
  layer_payment_id: string | null;
  recorded_at: string | null;
};

export type SageBalanceTable = {
  tenant: string;
  company_ref: string;
  sage_customer_id: string;
  balance: number;
  /** Null where Sage has no limit. */
  credit_limit: number | null;
  is_on_hold: boolean;
  stored_at: string;
};

export type ReceiptTables = {
  sage_transaction: SageTransactionTable;
  receipt_allocation: ReceiptAllocationTable;
  receipt_row: ReceiptRowTable;
  receipt_payment: ReceiptPaymentTable;
  sage_balance: SageBalanceTable;
};
