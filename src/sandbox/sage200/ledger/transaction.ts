/**
 * A transaction as the sales ledger keeps it. Money is in pence and signed as the ledger sees it: what a customer owes
 * is positive (invoices, refunds), what it has to its credit is negative (receipts, credit notes).
 */
import type { PlainDate } from "../../../sync/model/dates";

export const transactionTypes = ["invoice", "credit-note", "receipt", "refund", "opening-invoice", "opening-credit-note"] as const;
export type TransactionType = (typeof transactionTypes)[number];

export type TaxItem = { readonly taxCodeId: number; readonly goods: number; readonly tax: number };
export type NominalItem = { readonly code: string; readonly value: number; readonly narrative: string; readonly costCentre: string; readonly department: string };
/** `value` is positive for money in, whatever the sign of the transaction. */
export type BankLeg = { readonly bankId: number; readonly value: number };
/** One side of the double entry: debits positive, credits negative. Those of a transaction sum to nothing. */
export type NominalEntry = { readonly code: string; readonly value: number; readonly narrative: string };

/** What one call to allocate set against each other. */
export type AllocationSession = {
  /** The first record id of its history items; Sage shows none. */
  readonly id: number;
  readonly user: string;
  readonly date: PlainDate;
  readonly members: readonly { readonly transactionId: number; readonly value: number }[];
};
export type AllocationHistory = { readonly id: number; readonly date: PlainDate; readonly value: number; readonly at: number };

export type PostedTransaction = {
  readonly id: number;
  readonly urn: number;
  readonly type: TransactionType;
  readonly customerId: number;
  readonly date: PlainDate;
  readonly postedDate: PlainDate;
  readonly dueDate: PlainDate | null;
  readonly fullSettlementDate: PlainDate | null;
  readonly reference: string;
  readonly secondReference: string;
  readonly queried: string;
  readonly goods: number;
  readonly tax: number;
  readonly gross: number;
  /** Of the same sign as gross; what is outstanding is gross less this. */
  readonly allocated: number;
  readonly taxItems: readonly TaxItem[];
  readonly nominalItems: readonly NominalItem[];
  readonly bank: BankLeg | null;
  /** Settlement discount given with a receipt, positive: the account is credited with the money and this. */
  readonly discount: number;
  /** Who entered it. */
  readonly user: string;
  readonly entries: readonly NominalEntry[];
  readonly sessions: readonly AllocationSession[];
  readonly history: readonly AllocationHistory[];
  /** Change stamps, milliseconds since 1970: never earlier than one given before. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** The clock when it was committed: lists that lag count from here. */
  readonly committedAt: number;
};

export const outstandingOf = (transaction: Pick<PostedTransaction, "gross" | "allocated">): number => transaction.gross - transaction.allocated;

export const isOpening = (transaction: Pick<PostedTransaction, "type">): boolean => transaction.type === "opening-invoice" || transaction.type === "opening-credit-note";
