/** How one made-up customer buys and pays. Drawn once a customer; its past and its open items both follow from it. */
import type { Random } from "./random";

export type Payer = {
  readonly name: string;
  /** Invoices a month. */
  readonly invoicesAMonth: number;
  readonly typicalDays: number;
  readonly spreadDays: number;
  /** "each": a receipt for each invoice. "run": once a month everything that is due. "mixed": now so, now so. */
  readonly mode: "each" | "run" | "mixed";
  /** Share of receipts that name what they pay. */
  readonly names: number;
  /** Share of document numbers that are typed wrongly. */
  readonly slips: number;
  readonly writes: "in full" | "number" | "short list" | "words";
  /** What its bank takes, in pence, and how often; 0 for nothing. */
  readonly charge: number;
  readonly chargeShare: number;
  /** Percent off when paid within 14 days; 0 for none. */
  readonly discountPercent: number;
  /** Amounts it buys for again and again. */
  readonly prices: readonly number[];
  /** Share of invoices at one of these prices. */
  readonly repeats: number;
  /** Pence a month, 0 for none: an invoice of the same amount on every first. */
  readonly rental: number;
  /** How many equal rentals a month: more than one cannot be told apart by date. */
  readonly rentals: number;
};

const firsts = ["Northwick", "Acorn", "Bramley", "Calder", "Dunmore", "Eastgate", "Fairholm", "Grantley", "Hexham", "Ivydale", "Kelso", "Larkhill", "Marlow", "Norwood"];
const seconds = ["Tools", "Foods", "Motors", "Dental", "Print", "Legal", "Freight", "Media", "Timber", "Textiles"];

export const anAmount = (random: Random): number => Math.max(500, Math.round(Math.exp(Math.log(24_000) + random.bell())));

export const aPayer = (random: Random): Payer => {
  const size = random.next();
  const mode = random.next();
  const hasRental = random.happens(0.12);
  const foreign = random.happens(0.12);
  return {
    name: `${random.pick(firsts)} ${random.pick(seconds)} Ltd`,
    invoicesAMonth: size < 0.55 ? random.between(1, 3) : size < 0.9 ? random.between(3, 10) : random.between(10, 45),
    typicalDays: random.between(12, 60),
    spreadDays: random.between(3, 14),
    mode: mode < 0.62 ? "each" : mode < 0.82 ? "run" : "mixed",
    names: random.pick([0.5, 0.8, 0.9, 0.95, 1]),
    slips: random.pick([0.02, 0.08, 0.15, 0.25]),
    writes: random.pick(["in full", "number", "short list", "words"] as const),
    charge: foreign ? random.pick([150, 250, 500, 600, 750, 1000, 1275, 1500, 1985]) : 0,
    chargeShare: foreign ? random.pick([0.4, 0.8, 1]) : 0.01,
    discountPercent: random.happens(0.14) ? random.pick([1, 2, 2.5, 5]) : 0,
    prices: Array.from({ length: random.between(2, 5) }, () => Math.round(anAmount(random) / 100) * 100),
    repeats: random.pick([0, 0.1, 0.25, 0.5]),
    rental: hasRental ? random.between(40, 900) * 100 : 0,
    rentals: hasRental && random.happens(0.15) ? 2 : 1,
  };
};
