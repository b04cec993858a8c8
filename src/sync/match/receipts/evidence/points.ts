/**
 * How much each piece of evidence counts, in natural-log odds: 1 multiplies the odds by 2.7, 5 by 150, 9 by 8,000. They are
 * estimates of how much likelier the evidence is when the explanation is right than when it is not; docs/matching.md has
 * them as a table.
 */
import type { Grade } from "../reading-references/naming-grades";

/** A document of the explanation is named on the receipt. */
export const named: Readonly<Record<Grade, number>> = {
  "in full": 9.5,
  number: 9,
  completed: 7,
  "letters for digits": 8,
  "short number": 3.5,
  swapped: 5.5,
  missing: 4.5,
  extra: 4.5,
  wrong: 3.5,
  "cut off": 4.5,
  range: 3,
};

export const text = {
  /** The receipt names documents, but not this one. */
  notNamed: -2.5,
  /** The same where the text fills its field, so that more names may have been cut off. */
  notNamedInFullField: -0.8,
  /** The same within a statement, where people name one number or none. */
  notNamedInStatement: -0.8,
  /** Another receipt surely names the document, and this one does not. */
  namedByAnother: -2,
  /** One of several receipts names documents, but not the one that they are to pay together. */
  partOfAnother: -6,
  /** A number like ours that is not among the open documents stays unexplained. */
  unknownNumber: -2.5,
  /** "Statement", "balance" on a receipt that pays one. */
  statement: 2.5,
  /** The month named is that of the documents. */
  month: 2.5,
  otherMonth: -0.7,
  /** Of several documents, none older and due is left behind; and so much less for each that is. */
  nothingLeftBehind: 1.8,
  leftBehind: -1.3,
  /** A credit note's own text names an invoice that it is netted against. */
  creditedInvoice: 2,
  /** A credit note older than the invoice that it is netted with alone; raised on its day; or weeks after. */
  noteBeforeInvoice: -3,
  noteSoonAfter: 1.5,
  noteLongAfter: -2,
  /** Of several receipts that pay one document, one that may repeat an earlier receipt. */
  laterOfEqual: -0.7,
};

const ln = Math.log;

/** How often receipts are of each kind, before looking at one. */
export const prior = {
  none: ln(0.05),
  /** Of receipts that nothing open explains, those that pay for the second time: in place of the chance of the amount. */
  repeated: ln(0.2),
  one: ln(0.6),
  severalUnstructured: ln(0.08),
  structure: { "all open": ln(0.06), "up to date": ln(0.04), month: ln(0.05), run: ln(0.05), "run less one": ln(0.015), "row but one": ln(0.01) },
  /** Everything that is due to who pays several at once; and each document of it that is left out. */
  allDue: ln(0.15),
  disputed: ln(0.08),
  /** Each credit note netted. */
  creditNote: ln(0.05),
  /** Credit notes that belong to a statement are netted as a rule. */
  creditNotesOfStatement: ln(0.6),
  /** Each receipt beyond the first. */
  anotherReceipt: ln(0.03),
  /** An invoice that offers a discount, in time. */
  discountTaken: ln(0.5),
  discountNotTaken: ln(0.5),
  discountLate: ln(0.04),
  bankCharge: ln(0.05),
  partPayment: ln(0.12),
  overpayment: ln(0.02),
  /** Of overpayments, those that round the whole up to the next 50.00. */
  roundedUp: ln(0.4),
};

/** An amount that has nothing to do with the open documents equals a given one by chance this often. */
export const strayAmount = { round: -6.5, odd: -8.5 };

/** Charges that banks commonly take, in pence. */
export const commonCharges: readonly number[] = [100, 150, 200, 250, 300, 400, 450, 500, 550, 600, 650, 700, 750, 800, 900, 1000, 1200, 1250, 1500, 1700, 1750, 2000, 2200, 2500];
export const charge = { common: ln(0.7 / 24), odd: ln(0.3 / 2500) };

/** How an average customer pays: what is known of one counts as if added to so many payments, and so many measures of the spread. */
export const unknownCustomer = { typicalDays: 36, asManyPayments: 0.3, spreadDays: 9, asManySpreads: 4 };

/** Paid before it was invoiced, by up to so many days or more: rare, and rarer the earlier. */
export const paidBeforeInvoice = { days: 3, weight: -2, longBefore: -5 };

export const memory = {
  /** Refused for this very receipt and document. */
  refusedPair: -20,
  /** Most that a payer's earlier decisions on the same shape count. */
  most: 1.5,
  acceptedCharge: 2,
  refusedCharge: -2,
  onAccountMost: 3,
};

/**
 * Named documents that do not come to the amount may stand for a list that was cut off or left unfinished. The rest of the
 * chance belongs to an answer that cannot be found, so these explanations never become certain. Nor does a sum that would be the
 * same with another document of the same amount.
 */
export const ceiling = { overpaymentOfOne: 0.7, overpaymentOfSeveral: 0.2, partOfSeveral: 0.6, setWithTwin: 0.96 };
