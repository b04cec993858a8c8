/** What is open on a customer's account, as the matching engine reads it and as people see it; and how that customer has paid before. Pure. */
import type { OpenItem } from "../../contract";
import { habitsFrom, type CustomerOpenItems, type OpenCredit, type OpenDebit, type PastPayment, type SettlementDiscount } from "../../match/receipts";
import type { PlainDate } from "../../model/dates";
import { sageAccountNumber } from "../../model/ids";
import { minorUnits, zero, type Money } from "../../model/money";
import { folded } from "../../model/spelling";
import type { TransactionType } from "../../receipts/transaction";
import type { OpenAccount, PastAllocation, StoredTransaction } from "../../store/sage-transactions";
import { tellItem } from "./suggestion-shapes";

const day = 86_400_000;
const daysAfter = (date: PlainDate, days: number): PlainDate => new Date(Date.parse(`${date}T00:00:00Z`) + days * day).toISOString().slice(0, 10) as PlainDate;
const size = (amount: Money): Money => minorUnits(Math.abs(amount));

/** Money paid back that was entered as a receipt of negative value stands on the other side. */
const kindOf = (type: TransactionType, gross: Money): OpenItem["kind"] => {
  switch (type) {
    case "invoice":
    case "opening-invoice":
      return "invoice";
    case "credit-note":
    case "opening-credit-note":
      return "credit note";
    case "receipt":
      return gross < zero ? "receipt" : "refund";
    case "refund":
      return "refund";
    case "other":
      return "other";
  }
};

/** Offered on the whole invoice: where a part is paid already, what it comes to is for Sage to say. */
const discountOf = ({ discount, discountDays, date, allocated }: StoredTransaction): SettlementDiscount | null =>
  discount > zero && discountDays > 0 && allocated === zero ? { amount: discount, lastDay: daysAfter(date, discountDays) } : null;

const common = ({ id, reference, secondReference, date, outstanding }: StoredTransaction) => ({ id, reference, secondReference, date, outstanding: size(outstanding) });

const debitOf = (one: StoredTransaction): readonly OpenDebit[] => {
  const kind = kindOf(one.type, one.gross);
  if ((kind !== "invoice" && kind !== "refund") || one.outstanding <= zero) return [];
  return [{ ...common(one), kind, dueDate: one.dueDate, discount: kind === "invoice" ? discountOf(one) : null }];
};

const creditOf = (one: StoredTransaction): readonly OpenCredit[] => {
  const kind = kindOf(one.type, one.gross);
  return (kind === "receipt" || kind === "credit note") && one.outstanding < zero ? [{ ...common(one), kind }] : [];
};

export const toldItems = (open: readonly StoredTransaction[]): readonly OpenItem[] =>
  open.map((one) => tellItem({ id: one.id, kind: kindOf(one.type, one.gross), reference: one.reference === "" ? `URN ${one.urn}` : one.reference, date: one.date, gross: one.gross, outstanding: one.outstanding }));

/** Sage does not say whether a bank charge was left on a document for good: what is open today is no habit, and what is closed is paid. */
const paymentOf = (allocations: readonly PastAllocation[], openOn: (on: string, except: ReadonlySet<string>) => string | null): PastPayment | null => {
  const [first] = allocations;
  if (!first) return null;
  const paid = allocations.flatMap(({ documentDate, reference, receiptReference, isInferred }) =>
    documentDate === null || isInferred ? [] : [{ date: documentDate as PlainDate, isNamed: reference !== "" && folded(receiptReference).includes(folded(reference)), shortfall: zero }],
  );
  return { date: first.receiptDate as PlainDate, paid, oldestLeft: openOn(first.receiptDate, new Set(allocations.map(({ urn }) => urn))) as PlainDate | null, tookLateDiscount: null };
};

const historyOf = (past: readonly PastAllocation[], open: readonly StoredTransaction[]): readonly PastPayment[] => {
  const byReceipt = new Map<string, PastAllocation[]>();
  for (const one of past) byReceipt.set(one.receiptId, [...(byReceipt.get(one.receiptId) ?? []), one]);
  // A document was open from its own day to that of the receipt that paid it, or is open still.
  const documents = [
    ...past.flatMap(({ urn, documentDate, receiptDate }) => (documentDate === null ? [] : [{ urn, from: documentDate, to: receiptDate as string | null }])),
    ...open.filter((one) => kindOf(one.type, one.gross) === "invoice").map(({ urn, date }) => ({ urn, from: date as string, to: null })),
  ];
  const openOn = (on: string, except: ReadonlySet<string>): string | null =>
    documents.filter(({ urn, from, to }) => !except.has(urn) && from <= on && (to === null || to > on)).reduce<string | null>((oldest, { from }) => (oldest === null || from < oldest ? from : oldest), null);
  return [...byReceipt.values()].flatMap((allocations) => paymentOf(allocations, openOn) ?? []);
};

/** Everything of one account. */
export const openItems = (account: OpenAccount, open: readonly StoredTransaction[], past: readonly PastAllocation[]): CustomerOpenItems => ({
  account: sageAccountNumber(account.accountNumber === "" ? account.sageCustomerId : account.accountNumber),
  name: account.name,
  debits: open.flatMap(debitOf),
  credits: open.flatMap(creditOf),
  habits: habitsFrom(historyOf(past, open)),
});
