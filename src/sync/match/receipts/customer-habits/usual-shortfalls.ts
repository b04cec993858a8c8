/** How a customer pays, as far as the past says and the receipts now open that name what they pay. */
import { minorUnits, type Money } from "../../../model/money";
import type { Reading } from "../open-items/book";
import { daysBetween } from "../open-items/days";
import { isSure } from "../reading-references/naming-grades";
import { paceOf, type Pace } from "./days-to-pay";
import type { CustomerHabits, OpenCredit, OpenDebit } from "../types";

/** No bank takes more than this from a payment, nor a twentieth of it. */
const largestCharge = 2500;
export const isPossibleCharge = (amount: number, of: number): boolean => amount > 0 && amount <= largestCharge && amount * 20 < of;

/** Small amounts that went missing on the way, commonest first, and of how many payments. */
export type Shortfalls = Pick<CustomerHabits, "payments" | "shortfalls">;

/** Habits drawn from fewer payments than this are not counted. */
export const fewestPayments = 4;
/** A shortfall seen once may be chance. */
const fewestTimes = 2;

/** `now`: shortfalls among receipts that are open, of which there are so many. */
const shortfallsWith = (habits: CustomerHabits | null, payments: number, now: readonly (readonly [Money, number])[]): Shortfalls | null => {
  if (now.length === 0) return habits;
  const times = new Map((habits?.shortfalls ?? []).map((known) => [known.amount, known.times]));
  for (const [amount, count] of now) times.set(amount, (times.get(amount) ?? 0) + count);
  return { payments: (habits?.payments ?? 0) + payments, shortfalls: [...times].map(([amount, count]) => ({ amount, times: count })).sort((one, other) => other.times - one.times || one.amount - other.amount) };
};

/** Each receipt that names one document only, with that document. */
const namedPayments = (debits: readonly OpenDebit[], receipts: readonly OpenCredit[], readings: readonly Reading[]) =>
  receipts.flatMap((receipt, place): { receipt: OpenCredit; debit: OpenDebit; isSure: boolean }[] => {
    const [only, ...others] = readings[place]?.debits ?? [];
    const debit = debits[only?.[0] ?? -1];
    return only && debit && others.length === 0 ? [{ receipt, debit, isSure: isSure(only[1].grade) }] : [];
  });

/** `habits`: from before; the rest is open now. Null is what nothing is known of. */
export const knownHabits = (habits: CustomerHabits | null, debits: readonly OpenDebit[], receipts: readonly OpenCredit[], readings: readonly Reading[]): { readonly shortfalls: Shortfalls | null; readonly pace: Pace } => {
  const payments = namedPayments(debits, receipts, readings);
  const seen = new Map<Money, number>();
  for (const { receipt, debit } of payments) {
    const short = minorUnits(debit.outstanding - receipt.outstanding);
    if (isPossibleCharge(short, debit.outstanding) && short !== debit.discount?.amount) seen.set(short, (seen.get(short) ?? 0) + 1);
  }
  return { shortfalls: shortfallsWith(habits, payments.length, [...seen].filter(([, times]) => times >= fewestTimes)), pace: paceOf(habits?.daysTaken ?? null, debits, payments.flatMap(({ receipt, debit, isSure: sure }) => (sure ? [daysBetween(debit.date, receipt.date)] : []))) };
};
