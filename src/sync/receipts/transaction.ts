/** Posted transactions of Sage's sales ledger in the model's words. Money keeps the sign that Sage gives it: what a customer owes is above zero. */
import type { PlainDate } from "../model/dates";
import { negateMoney, type Money } from "../model/money";

export const transactionTypes = ["invoice", "credit-note", "receipt", "refund", "opening-invoice", "opening-credit-note", "other"] as const;
/** "refund": Sage's "sales payment", money back to the customer. "other": a kind that Sage may add. */
export type TransactionType = (typeof transactionTypes)[number];

export type SageTransaction = {
  /** Sage's record id: what allocations are posted with. */
  readonly id: string;
  /** Of the company's own counter: what Sage's allocations name it by. */
  readonly urn: string;
  readonly type: TransactionType;
  readonly sageCustomerId: string;
  readonly reference: string;
  readonly secondReference: string;
  readonly date: PlainDate;
  readonly dueDate: PlainDate | null;
  readonly gross: Money;
  readonly allocated: Money;
  readonly outstanding: Money;
  /** What early payment allows off, as Sage has it, and for how many days. */
  readonly discount: Money;
  readonly discountDays: number;
  /** One character that somebody set in Sage, as "Q" for disputed; mostly blank. */
  readonly queried: string;
  /** Who posted it, by Sage's own name of them. */
  readonly userName: string;
  /** Of the bank account that a receipt was paid into; blank where there is none. */
  readonly bankCode: string;
  /** UTC instant with milliseconds and `Z`. */
  readonly updatedAt: string;
};

/** One member of an allocation in Sage. A session lists them all, on each of them, and they come to zero. */
export type SessionItem = {
  readonly urn: string;
  readonly type: TransactionType;
  readonly reference: string;
  /** Above zero on what receives (invoice, refund), below on what gives (receipt, credit note). */
  readonly value: Money;
  readonly date: PlainDate;
  readonly userName: string;
};

/** As it is read: with the members of every session that it took part in, one session after the other. */
export type ReadTransaction = SageTransaction & { readonly sessions: readonly SessionItem[] };

/** A receipt that brings money in. Money back that was entered as a receipt of negative value is a refund in all but name. */
export const isReceipt = ({ type, gross }: Pick<SageTransaction, "type" | "gross">): boolean => type === "receipt" && gross < 0;

/** What a receipt gave, above zero. */
export const received = ({ gross }: Pick<SageTransaction, "gross">): Money => negateMoney(gross);

/** Our keys begin with T and a letter of what they stand for: see posting-key.ts. Nobody types such a text by chance. */
const ourKey = /^T[A-Z]-[0-9A-HJKMNP-TV-Z]{17}$/;

/** Posted by Tieout, also where its own database has forgotten it. */
export const bearsOurKey = ({ secondReference }: Pick<SageTransaction, "secondReference">): boolean => ourKey.test(secondReference);
