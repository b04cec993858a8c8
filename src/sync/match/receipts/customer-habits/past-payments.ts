/** How a customer pays, worked out from what was allocated before. */
import type { PlainDate } from "../../../model/dates";
import type { Money } from "../../../model/money";
import { daysBetween } from "../open-items/days";
import type { CustomerHabits } from "../types";

/** A receipt that has been allocated. */
export type PastPayment = {
  readonly date: PlainDate;
  /** The invoices it paid, with what of each was left short for good (a bank charge), if anything. */
  readonly paid: readonly { readonly date: PlainDate; readonly isNamed: boolean; readonly shortfall: Money }[];
  /** Date of the oldest invoice that was open on that day and that it did not pay; null when it paid them all. */
  readonly oldestLeft: PlainDate | null;
  /** Whether a settlement discount was taken after its last day; null when none was on offer. */
  readonly tookLateDiscount: boolean | null;
};

/** Days to pay are kept this far from certainty: nobody pays by clockwork. */
const leastSpread = 3;

const share = (count: number, of: number) => (of === 0 ? 0 : count / of);

/** From the days that each payment took; one or more. */
export const daysToPayOf = (days: readonly number[]): CustomerHabits["daysToPay"] => {
  const typical = days.reduce((sum, count) => sum + count, 0) / days.length;
  const variance = days.reduce((sum, count) => sum + (count - typical) ** 2, 0) / Math.max(1, days.length - 1);
  return { typical, spread: Math.max(leastSpread, Math.sqrt(variance)) };
};

const daysTakenOf = (payments: readonly PastPayment[]): CustomerHabits["daysTaken"] => {
  const [alone, together]: [number[], { soonest: number; latest: number }[]] = [[], []];
  for (const { date, paid } of payments) {
    const days = paid.map((invoice) => daysBetween(invoice.date, date));
    if (days.length === 1) alone.push(...days);
    else together.push({ soonest: Math.min(...days), latest: Math.max(...days) });
  }
  return { alone, together };
};

/** Null when there is nothing to go by. */
export const habitsFrom = (history: readonly PastPayment[]): CustomerHabits | null => {
  const payments = history.filter(({ paid }) => paid.length > 0);
  if (payments.length === 0) return null;
  const days = payments.flatMap(({ date, paid }) => paid.map((invoice) => daysBetween(invoice.date, date)));
  const times = new Map<Money, number>();
  for (const { paid } of payments) for (const { shortfall } of paid) if (shortfall > 0) times.set(shortfall, (times.get(shortfall) ?? 0) + 1);
  const offered = payments.filter(({ tookLateDiscount }) => tookLateDiscount !== null);
  return {
    payments: payments.length,
    daysToPay: daysToPayOf(days),
    daysTaken: daysTakenOf(payments),
    oldestFirst: share(payments.filter(({ paid, oldestLeft }) => oldestLeft === null || paid.every(({ date }) => date <= oldestLeft)).length, payments.length),
    lumpSums: share(payments.filter(({ paid }) => paid.length > 1).length, payments.length),
    namesDocuments: share(payments.filter(({ paid }) => paid.some(({ isNamed }) => isNamed)).length, payments.length),
    shortfalls: [...times].map(([amount, count]) => ({ amount, times: count })).sort((one, other) => other.times - one.times || one.amount - other.amount),
    lateDiscounts: share(offered.filter(({ tookLateDiscount }) => tookLateDiscount === true).length, offered.length),
  };
};
