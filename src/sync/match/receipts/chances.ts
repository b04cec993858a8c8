/** Chances that need arithmetic: of an amount, of a choice among many, of a date. All as natural logs. */
import type { CustomerHabits } from "./types";
import { charge, commonCharges, paidBeforeInvoice, prior, strayAmount, unknownCustomer } from "./weights";

/** Of picking one set of `some` out of `all` when each is as likely. */
export const ofChoosing = (all: number, some: number): number => {
  let sum = 0;
  for (let step = 1; step <= some; step += 1) sum -= Math.log((all - some + step) / step);
  return sum;
};

const isRound = (pence: number, to: number) => pence % to === 0;

/** Of an amount that has nothing to do with what is open. Round ones meet by chance more often. */
export const ofStray = (pence: number): number => (isRound(pence, 5000) ? strayAmount.round : strayAmount.odd);

/** Of paying just this much of what is owed: people pay halves, thirds and round sums. */
export const ofPart = (pence: number, of: number): number => {
  for (const parts of [2, 3, 4]) if (Math.abs(pence * parts - of) < parts) return Math.log(0.12);
  if (isRound(pence, 10_000)) return Math.log(0.3) - Math.log(of / 10_000 + 1);
  // No rarer than an amount from nowhere: both may be anything.
  return strayAmount.odd + (isRound(pence, 1_000) ? 2 : 1);
};

/** Of this much too much: people round up, and otherwise it may be anything. */
export const ofOverpayment = (pence: number, owed: number): number => (pence < 5_000 && isRound(owed + pence, 5_000) ? prior.roundedUp : ofStray(pence));

/** Of a bank taking just this much, for a customer with these habits. */
export const ofCharge = (pence: number, habits: CustomerHabits | null): number => {
  const general = commonCharges.includes(pence) ? charge.common : charge.odd;
  const times = habits?.shortfalls.find(({ amount }) => amount === pence)?.times ?? 0;
  return habits === null || times === 0 ? general : Math.log(0.3 * Math.exp(general) + (0.7 * times) / habits.shortfalls.reduce((sum, known) => sum + known.times, 0));
};

/** How often this customer's payments fall short at all, beside the general rate `rate`. */
export const ofShortfall = (rate: number, habits: CustomerHabits | null): number => {
  if (habits === null) return rate;
  const times = habits.shortfalls.reduce((sum, known) => sum + known.times, 0);
  // As if five payments of an unknown customer came first.
  return Math.log((times + 5 * Math.exp(rate)) / (habits.payments + 5));
};

/** Habits drawn from fewer payments than this are not counted. */
export const fewestPayments = 4;
/** No date speaks louder than this against an invoice. */
const mostAgainst = -4;

/** How well a payment `days` after the invoice fits. At most 0. */
export const ofDays = (days: number, habits: CustomerHabits | null): number => {
  if (days < -paidBeforeInvoice.longDays) return paidBeforeInvoice.longBefore;
  const isKnown = habits !== null && habits.payments >= fewestPayments;
  const typical = isKnown ? habits.daysToPay.typical : unknownCustomer.typicalDays;
  const spread = isKnown ? Math.max(4, habits.daysToPay.spread) : unknownCustomer.spreadDays;
  const off = (days - typical) / spread;
  // Heavier at the ends than a bell: some payments are very late for reasons of their own.
  const fit = Math.max(mostAgainst, -1.5 * Math.log(1 + (off * off) / 2.5));
  return days < -paidBeforeInvoice.days ? Math.min(fit, paidBeforeInvoice.weight) : fit;
};
