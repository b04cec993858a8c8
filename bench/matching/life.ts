/**
 * A year of one customer: invoices, credit notes and what was paid when, with nothing yet written on the receipts. What was
 * paid before the cut is history, from which the habits come; what was paid after it is open, as are the invoices it was for.
 */
import { anAmount, type Payer } from "./payer";
import type { Random } from "./random";

export type Invoice = { readonly serial: number; readonly day: number; readonly amount: number; readonly discount: number; number: number; payment: Payment | null };
export type CreditNote = { readonly serial: number; readonly day: number; readonly amount: number; readonly against: Invoice; readonly saysAgainst: boolean; number: number; payment: Payment | null };
export type Kind = "full" | "discount" | "charge" | "part" | "in two" | "lump" | "statement" | "over" | "noise";
export type Payment = {
  readonly kind: Kind;
  readonly day: number;
  readonly amount: number;
  /** How much of each invoice, credit notes included. Empty for noise. */
  readonly pays: readonly { readonly invoice: Invoice; readonly allocated: number; readonly left: number }[];
  readonly notes: readonly CreditNote[];
  /** The other half of a payment in two goes. */
  partner: Payment | null;
};

export const lastDay = 330;
/** Receipts of the last two months have not been allocated. */
export const cutDay = 270;

export type Life = { readonly invoices: readonly Invoice[]; readonly notes: readonly CreditNote[]; readonly payments: readonly Payment[] };

const invoicesOf = (payer: Payer, random: Random): Invoice[] => {
  const invoices: Invoice[] = [];
  const raise = (day: number, amount: number) => {
    const discount = payer.discountPercent > 0 ? Math.round((amount * payer.discountPercent) / 100) : 0;
    invoices.push({ serial: invoices.length, day, amount, discount, number: 0, payment: null });
  };
  for (let month = 0; month < 11; month += 1) {
    for (let count = 0; count < payer.invoicesAMonth; count += 1) raise(month * 30 + random.below(30), random.happens(payer.repeats) ? random.pick(payer.prices) : anAmount(random));
    if (payer.rental > 0) for (let count = 0; count < payer.rentals; count += 1) raise(month * 30, payer.rental);
  }
  return invoices.sort((one, other) => one.day - other.day || one.serial - other.serial);
};

const daysToPay = (payer: Payer, random: Random) => Math.max(1, Math.round(payer.typicalDays + payer.spreadDays * random.bell()));

export const aLife = (payer: Payer, random: Random): Life => {
  const invoices = invoicesOf(payer, random);
  const notes: CreditNote[] = [];
  const payments: Payment[] = [];
  const pay = (kind: Kind, day: number, amount: number, pays: Payment["pays"], credits: readonly CreditNote[] = []): Payment => {
    const payment: Payment = { kind, day, amount, pays, notes: credits, partner: null };
    for (const { invoice } of pays) invoice.payment = payment;
    for (const note of credits) note.payment = payment;
    payments.push(payment);
    return payment;
  };
  const payOne = (invoice: Invoice) => {
    const day = invoice.day + daysToPay(payer, random);
    const whole = [{ invoice, allocated: invoice.amount, left: 0 }];
    if (invoice.discount > 0 && random.happens(0.6)) {
      const early = invoice.day + random.between(3, 14) + (random.happens(0.06) ? random.between(3, 8) : 0);
      return pay("discount", early, invoice.amount - invoice.discount, [{ invoice, allocated: invoice.amount - invoice.discount, left: invoice.discount }]);
    }
    if (random.happens(payer.chargeShare)) {
      const charge = payer.charge > 0 ? payer.charge : random.between(80, 2400);
      if (charge * 20 < invoice.amount) return pay("charge", day, invoice.amount - charge, [{ invoice, allocated: invoice.amount - charge, left: charge }]);
    }
    const chance = random.next();
    if (chance < 0.05) {
      const part = random.happens(0.5) ? Math.round(invoice.amount / 2) : random.happens(0.6) ? Math.floor(invoice.amount / 20_000) * 10_000 : Math.round(invoice.amount * (0.2 + 0.6 * random.next()));
      if (part > 0 && part < invoice.amount) return pay("part", day, part, [{ invoice, allocated: part, left: invoice.amount - part }]);
    }
    if (chance < 0.08) {
      const first = Math.round((invoice.amount * random.between(20, 80)) / 100);
      const one = pay("in two", day, first, [{ invoice, allocated: first, left: 0 }]);
      const other = pay("in two", day + random.between(1, 20), invoice.amount - first, [{ invoice, allocated: invoice.amount - first, left: 0 }]);
      [one.partner, other.partner] = [other, one];
      return one;
    }
    if (chance < 0.12) {
      const amount = Math.round((invoice.amount * random.between(5, 60)) / 100);
      const note: CreditNote = { serial: notes.length, day: invoice.day + random.between(1, 10), amount, against: invoice, saysAgainst: random.happens(0.5), number: 0, payment: null };
      if (amount > 0 && note.day <= day) {
        notes.push(note);
        return pay("full", day, invoice.amount - amount, whole, [note]);
      }
    }
    // Rounded up, or a deposit added: the rest stays on account.
    if (chance < 0.13) return pay("over", day, invoice.amount + (random.happens(0.5) ? 5_000 - (invoice.amount % 5_000) : random.between(100, 9_999)), whole);
    return pay("full", day, invoice.amount, whole);
  };

  const waiting: Invoice[] = [];
  for (const invoice of invoices) {
    // Disputed, or forgotten: it stays open among those that get paid.
    if (random.happens(0.06)) continue;
    if (payer.mode === "each" || (payer.mode === "mixed" && random.happens(0.5))) payOne(invoice);
    else waiting.push(invoice);
  }
  for (let run = 30 + random.below(28); run < lastDay + 30; run += 30) {
    const due = waiting.filter((invoice) => invoice.payment === null && invoice.day + Math.min(30, payer.typicalDays) <= run);
    const [only] = due;
    if (due.length === 1 && only) pay("full", run, only.amount, [{ invoice: only, allocated: only.amount, left: 0 }]);
    else if (due.length > 1) {
      const leavesOneOut = random.happens(0.1) && due.length > 2 ? random.below(due.length) : -1;
      const paid = due.filter((_invoice, at) => at !== leavesOneOut);
      pay(leavesOneOut < 0 ? "statement" : "lump", run, paid.reduce((sum, { amount }) => sum + amount, 0), paid.map((invoice) => ({ invoice, allocated: invoice.amount, left: 0 })));
    }
  }
  // Money that is for nothing open here: deposits, other companies' money, invoices paid twice.
  for (const payment of [...payments]) if (random.happens(0.04)) pay("noise", payment.day + random.below(20), random.happens(0.25) ? payment.amount : random.happens(0.3) ? random.between(1, 40) * 5_000 : anAmount(random), []);
  return { invoices, notes, payments: payments.filter(({ day, amount }) => day <= lastDay && amount > 0) };
};
