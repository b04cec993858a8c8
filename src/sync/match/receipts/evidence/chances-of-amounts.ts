/** Chances that need arithmetic: of an amount, of a choice among many. All as natural logs. */
import type { Shortfalls } from "../customer-habits/usual-shortfalls";
import { charge, commonCharges, prior, strayAmount } from "./points";

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
export const ofOverpayment = (pence: number, owed: number): number => (pence <= 5_000 && isRound(owed + pence, 5_000) ? prior.roundedUp : ofStray(pence));

/** Of a bank taking just this much, from a customer whose payments fell short before. */
export const ofCharge = (pence: number, known: Shortfalls | null): number => {
  const general = commonCharges.includes(pence) ? charge.common : charge.odd;
  const times = known?.shortfalls.find(({ amount }) => amount === pence)?.times ?? 0;
  return known === null || times === 0 ? general : Math.log(0.3 * Math.exp(general) + (0.7 * times) / known.shortfalls.reduce((sum, one) => sum + one.times, 0));
};

/** How often this customer's payments fall short at all, beside the general rate `rate`. */
export const ofShortfall = (rate: number, known: Shortfalls | null): number => {
  if (known === null) return rate;
  const times = known.shortfalls.reduce((sum, one) => sum + one.times, 0);
  // As if five payments of an unknown customer came first.
  return Math.log((times + 5 * Math.exp(rate)) / (known.payments + 5));
};
