/** How a document's posting stands in Sage's sales ledger. */
import { addMoney, type Money } from "../model/money";
import type { TransactionType } from "../receipts/transaction";
import type { DocumentPosting } from "./posting";

/** The kind that Sage keeps it under. A receipt below zero is still a receipt. */
export const typeInSage = (posting: DocumentPosting): TransactionType => (posting.kind === "refund" ? (posting.as === "sales-payment" ? "refund" : "receipt") : posting.kind);

/**
 * What it moves on the customer's account, always positive: invoices are seen positive and receipts negative in Sage, but for credit notes
 * and refunds the sign is inferred. The kind says the direction already.
 */
export const postingAmount = (posting: DocumentPosting): Money => (posting.kind === "receipt" || posting.kind === "refund" ? posting.amount : addMoney(posting.goods, posting.tax));
