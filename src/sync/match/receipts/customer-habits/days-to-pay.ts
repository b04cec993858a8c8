/** How many days a customer takes: for one document at a time, for several at once, and where it takes a discount. */
import { daysBetween } from "../open-items/days";
import type { CustomerHabits, OpenDebit } from "../types";
import { paidBeforeInvoice, unknownCustomer } from "../evidence/points";

/** One document at a time: a bell around the usual day. `payments` is how many it is drawn from. */
export type UsualDay = { readonly payments: number; readonly typical: number; readonly spread: number };
/** Several at once, or in a discount's time: any day between two, and few outside. How far outside an end still counts is known the better, the more payments came near to it. */
export type UsualSpan = { readonly soonest: Edge; readonly latest: Edge };
type Edge = { readonly day: number; readonly width: number };

export type Pace = {
  readonly alone: UsualDay;
  /** Null where too few payments of several documents are known. */
  readonly together: UsualSpan | null;
  readonly withDiscount: UsualSpan;
};

const sumOf = (list: readonly number[]) => list.reduce((sum, one) => sum + one, 0);

/** The few payments of an unknown customer are taken for those of an average one, and the more there are, the more they speak for themselves. */
const usualDay = (days: readonly number[]): UsualDay => {
  const { typicalDays, asManyPayments, spreadDays, asManySpreads } = unknownCustomer;
  const payments = days.length;
  const mean = payments === 0 ? typicalDays : sumOf(days) / payments;
  const typical = (sumOf(days) + asManyPayments * typicalDays) / (payments + asManyPayments);
  const off = sumOf(days.map((count) => (count - mean) ** 2)) + ((asManyPayments * payments) / (asManyPayments + payments)) * (mean - typicalDays) ** 2;
  return { payments, typical, spread: Math.sqrt((off + asManySpreads * spreadDays ** 2) / (payments + asManySpreads)) };
};

/** Payments of several at once that a span is drawn from. */
const fewestTogether = 3;
/** Who pays several at once pays, as a rule, what became due within a month. */
const month = 30;
/** No edge is known better than to so many days. */
const leastWidth = 0.75;

/** The end of a span, from how near to it each payment came; `missing` days short of a month may lie beyond either end. */
const edge = (day: number, ends: readonly number[], missing: number): Edge => ({ day, width: Math.max(leastWidth, sumOf(ends.map((end) => Math.abs(end - day))) / ends.length ** 2, missing / 3) });

const usualSpan = (together: CustomerHabits["daysTaken"]["together"]): UsualSpan | null => {
  if (together.length < fewestTogether) return null;
  const soonest = together.map((one) => one.soonest);
  const latest = together.map((one) => one.latest).sort((one, other) => one - other);
  const first = Math.min(...soonest);
  // What was left out of one payment and paid with a later one is older than the rest.
  const isMonthly = (latest[latest.length >> 1] ?? 0) <= first + month;
  const last = Math.min(latest.at(-1) ?? 0, isMonthly ? first + month : Infinity);
  const missing = Math.max(0, month - (last - first));
  return { soonest: edge(first, soonest, missing), latest: edge(last, latest.map((days) => Math.min(days, last)), missing) };
};

/** Days within which the open documents allow a discount; null where none does. */
const discountDays = (debits: readonly OpenDebit[]): number | null => {
  const days = debits.flatMap(({ date, discount }) => (discount && discount.amount > 0 ? [daysBetween(date, discount.lastDay)] : []));
  return days.length === 0 ? null : Math.max(...days);
};

/** Before so many days an invoice has hardly arrived and been entered. */
const arrived = 3;
const fewestWithDiscount = 6;
/** Where fewer than this share of payments come after the days of the discount, the customer pays as soon as that without one, too. */
const fewestLater = 0.35;

/** `now`: days that open receipts took which surely pay one document each. */
export const paceOf = (known: CustomerHabits["daysTaken"] | null, debits: readonly OpenDebit[], now: readonly number[]): Pace => {
  const all = [...(known?.alone ?? []), ...now];
  const term = discountDays(debits);
  const inTime = term === null ? [] : all.filter((days) => days <= term);
  const later = term === null ? all : all.filter((days) => days > term);
  // Where discounts are offered, whoever pays within their days has taken one.
  const alone = later.length < fewestLater * all.length ? all : later;
  const soonest = inTime.length < fewestWithDiscount ? arrived : Math.min(...inTime);
  return { alone: usualDay(alone), together: usualSpan(known?.together ?? []), withDiscount: { soonest: { day: soonest, width: leastWidth }, latest: { day: term ?? 0, width: leastWidth } } };
};

/** How many payments in a hundred come on any day at all, and over how many days they spread. */
const outliers = { share: 1, of: 20, overDays: 180 };

/** ln Γ by Stirling's series, for the height of Student's t. */
const logGamma = (x: number): number => (x < 7 ? logGamma(x + 1) - Math.log(x) : (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x));

/** Against a receipt that came before the invoice was raised. */
const beforeInvoice = (days: number): number => (days >= 0 ? 0 : days < -paidBeforeInvoice.days ? paidBeforeInvoice.longBefore : paidBeforeInvoice.weight);

/** How well a payment of one document so many days after it fits. At most 0. */
export const ofUsualDay = (days: number, { payments, typical, spread }: UsualDay): number => {
  const { asManyPayments, asManySpreads } = unknownCustomer;
  const degrees = payments + asManySpreads;
  const wide = spread * Math.sqrt(1 + 1 / (payments + asManyPayments));
  const off = (days - typical) / wide;
  const height = Math.exp(logGamma((degrees + 1) / 2) - logGamma(degrees / 2)) / (Math.sqrt(degrees * Math.PI) * wide);
  const bell = (1 + (off * off) / degrees) ** (-(degrees + 1) / 2);
  const stray = outliers.share / (outliers.of + payments) / outliers.overDays / height;
  return Math.log((bell + stray) / (1 + stray)) + beforeInvoice(days);
};

/** Nothing says more than this against a document that is not yet due. */
const mostTooYoung = 6;
/** One that is too old may have been left out of the payment before, and less likely of one before that. */
const leftOutBefore = (beyond: number): number => 3 + beyond / 45;

/**
 * How well documents that waited so many days, youngest first, fit a span. At most 0. An end may lie further out than was seen,
 * which the document furthest outside tells; or single old ones were left out before, and are now paid with the rest.
 */
export const ofUsualSpan = (days: readonly number[], { soonest, latest }: UsualSpan): number => {
  const tooYoung = Math.min(mostTooYoung, Math.max(0, soonest.day - (days[0] ?? soonest.day)) / soonest.width);
  let [tooOld, leftOut] = [Infinity, 0];
  for (const one of [...days].reverse()) {
    const beyond = Math.max(0, one - latest.day);
    tooOld = Math.min(tooOld, leftOut + beyond / latest.width);
    leftOut += leftOutBefore(beyond);
    if (leftOut >= tooOld) break;
  }
  return -tooYoung - Math.min(tooOld, leftOut) + beforeInvoice(days[0] ?? 0);
};
