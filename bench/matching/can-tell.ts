/**
 * What evidence can tell of a made-up receipt. The judge here knows more than the engine: how each customer really pays. It is
 * asked before anything is suggested, and whether the truth is the likelier choice does not count, so that what is left out
 * is not what the engine finds hard.
 */
import { mostAmounts, setsThatSum } from "../../src/sync/match/receipts/candidate-sets/sets-that-sum";
import type { Invoice, Payment } from "./life";
import type { Payer } from "./payer";

/** An invoice that was open on the receipt's day and that no other receipt names; outstanding in pence. */
export type Candidate = { readonly invoice: Invoice; readonly outstanding: number };

/** Below this many times as likely, a date does not tell two documents of one amount apart: nine to one is 90 % sure. */
const tellingOdds = 9;
/** How likely this payer pays an invoice after so many days, up to a factor. What was agreed with discounts is paid in their time. */
const dateLikelihood = ({ mode, typicalDays, spreadDays }: Payer, kind: Payment["kind"], days: number): number => {
  if (kind === "discount") return days >= 3 && days <= 14 ? 1 : days > 14 && days <= 22 ? 0.06 : 0;
  const each = days < 1 ? 0 : Math.exp(-0.5 * ((days - typicalDays) / spreadDays) ** 2) / (spreadDays * Math.sqrt(2 * Math.PI));
  // A monthly run takes whatever has become due since the last.
  const due = Math.min(30, typicalDays);
  const run = days >= due && days < due + 30 ? 1 / 30 : 0;
  return mode === "each" ? each : mode === "run" ? run : (each + run) / 2;
};

/** Whether dates, as this payer really pays, make one of these documents clearly the likeliest. */
const isToldByDate = (payer: Payer, { kind, day }: Payment, alike: readonly Candidate[]): boolean => {
  const [best = 0, second = 0] = alike.map(({ invoice }) => dateLikelihood(payer, kind, day - invoice.day)).sort((one, other) => other - one);
  return best > 0 && best >= tellingOdds * second;
};

export type Asked = {
  readonly payer: Payer;
  readonly payment: Payment;
  /** How many of the documents can still be read on the receipt; the first of them. */
  readonly named: number;
  /** Ascending by date, those that it pays included. */
  readonly candidates: readonly Candidate[];
  /** The other half of a payment in two, if it is open, too. */
  readonly partner: Payment | null;
};

/**
 * Whether evidence can tell what was paid:
 * - yes, when at least half of the documents are named, slips and all;
 * - one document in full, less the discount or what this payer's bank keeps taking: yes, unless another is for the same amount
 *   and the dates do not make one of them nine times as likely;
 * - several documents: yes, when they lie next to one another among the candidates, or are the only set of at most 20 candidates
 *   that comes to the amount;
 * - a part: yes, when it is half of one document only, or only one is larger; two receipts: when they come to one document only;
 * - no for overpayments and shortfalls of any amount that name nothing.
 */
export const canTell = ({ payer, payment, named, candidates, partner }: Asked): boolean => {
  if (payment.kind === "noise") return false;
  if (named * 2 >= payment.pays.length) return true;
  const isPaid = ({ invoice }: Candidate) => payment.pays.some((paid) => paid.invoice === invoice);
  if (payment.pays.length > 1) {
    const at = candidates.flatMap((candidate, place) => (isPaid(candidate) ? [place] : []));
    if ((at.at(-1) ?? 0) - (at[0] ?? 0) === at.length - 1) return true;
    const read = new Set(payment.pays.slice(0, named).map(({ invoice }) => invoice));
    const unread = candidates.filter(({ invoice }) => !read.has(invoice));
    return unread.length <= mostAmounts && setsThatSum(unread.map(({ outstanding }) => outstanding), payment.pays.slice(named).reduce((sum, { allocated }) => sum + allocated, 0), 1).length === 1;
  }
  const paid = candidates.find(isPaid);
  if (!paid) return false;
  const alike = candidates.filter(({ outstanding }) => outstanding === paid.outstanding);
  const isUnmistakable = alike.length === 1 || isToldByDate(payer, payment, alike);
  switch (payment.kind) {
    case "part": {
      const [halves, larger] = [candidates.filter(({ outstanding }) => Math.abs(outstanding - 2 * payment.amount) <= 1), candidates.filter(({ outstanding }) => outstanding > payment.amount)];
      return (halves.length === 1 && halves[0] === paid) || larger.length === 1;
    }
    case "in two":
      return paid.outstanding === payment.amount + (partner?.amount ?? 0) && alike.length === 1;
    case "charge":
      return payer.charge > 0 && isUnmistakable;
    case "full":
    case "discount":
    case "lump":
    case "statement":
      return isUnmistakable;
    case "over":
      return false;
  }
};
