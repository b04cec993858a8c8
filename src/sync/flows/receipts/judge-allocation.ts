/** Whether chosen pairs can be allocated in Sage as its ledger stands now, and what is then asked of it. Pure. */
import type { AllocationLine } from "../../documents/posting";
import { failed, failure, ok, type Failure, type Result } from "../../model/failure";
import { addMoney, formatMoney, negateMoney, subtractMoney, zero, type Money } from "../../model/money";

/** A posted transaction of a Sage company. Money is signed as Sage has it: what a customer owes is above zero. */
export type LedgerTransaction = {
  readonly id: string;
  readonly urn: string;
  readonly sageCustomerId: string;
  readonly reference: string;
  readonly gross: Money;
  readonly allocated: Money;
  /** Archived or deleted in Sage. */
  readonly isGone: boolean;
};

/** `amount` of the credit is set against the debit. */
export type Pair = { readonly creditId: string; readonly debitId: string; readonly amount: Money };

export const outstandingOf = ({ gross, allocated }: Pick<LedgerTransaction, "gross" | "allocated">): Money => subtractMoney(gross, allocated);
export const nameOf = ({ reference, urn }: Pick<LedgerTransaction, "reference" | "urn">): string => (reference === "" ? `URN ${urn}` : reference);

const pullAgain = "Pull the receipts again and choose anew.";
const refused = (cause: string, cure: string, value: string): Failure => failure("allocation-refused", cause, cure, value);

type Side = "credit" | "debit";
const sideWords: Readonly<Record<Side, string>> = { credit: "money or credit that the customer has given", debit: "what the customer owes" };

const judgeOne = (id: string, side: Side, sageCustomerId: string, transaction: LedgerTransaction | undefined): Failure | null => {
  if (transaction === undefined) return refused(`Sage shows no posted transaction with the record id ${id} on this account.`, pullAgain, id);
  const name = nameOf(transaction);
  if (transaction.sageCustomerId !== sageCustomerId) return refused(`${name} is on another account in Sage, and only transactions of one account can be allocated to each other.`, pullAgain, name);
  if (transaction.isGone) return refused(`${name} has been archived or deleted in Sage, so nothing can be allocated to it.`, pullAgain, name);
  const isCredit = transaction.gross < zero;
  return isCredit === (side === "credit") ? null : refused(`${name} is not ${sideWords[side]}, so it cannot stand on that side of an allocation.`, "Choose receipts and credit notes on one side, invoices and refunds on the other.", name);
};

const tooMuch = (transaction: LedgerTransaction, wanted: Money): Failure => {
  const left = outstandingOf(transaction);
  const open = left < zero ? negateMoney(left) : left;
  return refused(
    open === zero ? `${nameOf(transaction)} is fully allocated in Sage already.` : `${nameOf(transaction)} has ${formatMoney(open)} outstanding in Sage, and ${formatMoney(wanted)} was to be allocated.`,
    pullAgain,
    nameOf(transaction),
  );
};

/** One line a transaction, whose values come to zero. Failure: `allocation-refused`. */
export const judgeAllocation = (sageCustomerId: string, pairs: readonly Pair[], find: (id: string) => LedgerTransaction | undefined): Result<readonly AllocationLine[]> => {
  const wanted = new Map<string, Money>();
  for (const { creditId, debitId, amount } of pairs) {
    if (amount <= zero) return failed(refused(`${formatMoney(amount)} cannot be allocated: an amount must be above 0.00.`, "Correct the amount.", formatMoney(amount)));
    for (const [id, side] of [[creditId, "credit"], [debitId, "debit"]] as const) {
      const wrong = judgeOne(id, side, sageCustomerId, find(id));
      if (wrong) return failed(wrong);
      wanted.set(id, addMoney(wanted.get(id) ?? zero, amount));
    }
  }
  const lines: AllocationLine[] = [];
  for (const [id, amount] of wanted) {
    const transaction = find(id);
    if (transaction === undefined) throw new Error(`Transaction ${id} was judged and is gone.`);
    if (amount > Math.abs(outstandingOf(transaction))) return failed(tooMuch(transaction, amount));
    const { urn, reference, gross, allocated } = transaction;
    lines.push({ transactionId: id, urn, reference, value: gross < zero ? negateMoney(amount) : amount, allocatedBefore: allocated });
  }
  // Debits first, as Sage's own examples have it; within a side as they were chosen.
  return ok([...lines.filter(({ value }) => value > zero), ...lines.filter(({ value }) => value < zero)]);
};
