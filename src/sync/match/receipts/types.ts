/**
 * What the matching engine reads and what it says. One Sage company and one currency at a time: nothing here names a
 * second one. Amounts are positive on both sides; the side says which way they run.
 */
import type { PlainDate } from "../../model/dates";
import type { SageAccountNumber } from "../../model/ids";
import type { Money } from "../../model/money";

/** Sage's posted transaction id, as text. Unique within a company. */
export type TransactionId = string;

/** What an invoice allows off when paid early. Both are printed on the invoice; Sage keeps them as discount value and days. */
export type SettlementDiscount = { readonly amount: Money; /** The last day on which it may be taken. */ readonly lastDay: PlainDate };

type OpenItem = {
  readonly id: TransactionId;
  /** Sage's `reference`, typed by a person or a bank. "" where there is none. */
  readonly reference: string;
  /** Sage's `second_reference`. "" where there is none. */
  readonly secondReference: string;
  readonly date: PlainDate;
  /** Above zero. What Sage shows as outstanding, without its sign. */
  readonly outstanding: Money;
};

/** What the customer owes: an invoice, or money we paid back to them. */
export type OpenDebit = OpenItem & {
  readonly kind: "invoice" | "refund";
  readonly dueDate: PlainDate | null;
  readonly discount: SettlementDiscount | null;
};

/** What the customer has given: money, or a credit note of ours. */
export type OpenCredit = OpenItem & { readonly kind: "receipt" | "credit note" };

/** How a customer has paid before. Shares are of past payments, 0 to 1. `habitsFrom` works them out from allocations. */
export type CustomerHabits = {
  /** Past payments that the rest is drawn from. Few payments weigh little. */
  readonly payments: number;
  /** From invoice date to receipt date. */
  readonly daysToPay: { readonly typical: number; /** Standard deviation, in days, 1 or more. */ readonly spread: number };
  /** The same for each payment: of one document, and from the youngest to the oldest of several. */
  readonly daysTaken: { readonly alone: readonly number[]; readonly together: readonly { readonly soonest: number; readonly latest: number }[] };
  /** Paid nothing that was younger than something left unpaid. */
  readonly oldestFirst: number;
  /** Paid more than one document with one receipt. */
  readonly lumpSums: number;
  /** Named at least one document that it paid. */
  readonly namesDocuments: number;
  /** Small amounts that went missing on the way, commonest first. */
  readonly shortfalls: readonly { readonly amount: Money; readonly times: number }[];
  /** Took a settlement discount after its last day. */
  readonly lateDiscounts: number;
};

export type CustomerOpenItems = {
  readonly account: SageAccountNumber;
  readonly name: string;
  readonly debits: readonly OpenDebit[];
  readonly credits: readonly OpenCredit[];
  /** Null where nothing is known of this customer. */
  readonly habits: CustomerHabits | null;
};

/** So much of one credit goes against so much of one debit. Above zero. */
export type SuggestedLine = { readonly creditId: TransactionId; readonly debitId: TransactionId; readonly amount: Money };

/** Why something of a document stays open after the suggestion. */
export type Remainder =
  /** The customer took the discount that the invoice offers; `inTime` is whether its last day had not passed. */
  | { readonly kind: "settlement discount"; readonly amount: Money; readonly inTime: boolean }
  | { readonly kind: "bank charge"; readonly amount: Money }
  | { readonly kind: "part payment"; readonly amount: Money }
  /** On a receipt: more came than the documents ask for. It stays on account. */
  | { readonly kind: "overpayment"; readonly amount: Money }
  /** On a credit note: the rest of it is not needed here. */
  | { readonly kind: "credit left"; readonly amount: Money };

/** What the suggestion does to one document. `allocated` + `remains` is what was outstanding. */
export type DocumentOutcome = {
  readonly id: TransactionId;
  readonly reference: string;
  readonly allocated: Money;
  readonly remains: Money;
  /** Null when nothing remains. */
  readonly why: Remainder | null;
};

/** The kinds of evidence, one a row in the docs' table. */
export type Evidence =
  | "document named"
  | "document named with a slip"
  | "document not named"
  | "other document named"
  | "unknown document named"
  | "exact amount"
  | "exact sum"
  | "statement"
  | "settlement discount"
  | "bank charge"
  | "part payment"
  | "overpayment"
  | "credit note netted"
  | "several receipts"
  | "dates"
  | "habit"
  | "remembered"
  | "contested";

export type Reason = {
  readonly evidence: Evidence;
  /** A whole sentence for accountants, naming the values. */
  readonly text: string;
  /** How much it speaks for (above zero) or against (below), in natural-log odds. */
  readonly weight: number;
};

/** In what manner a receipt is explained. */
export type Shape = "one document" | "several documents" | "statement" | "part payment" | "several receipts";

/** One way to allocate a receipt or a group of receipts. */
export type Proposal = {
  readonly shape: Shape;
  readonly lines: readonly SuggestedLine[];
  readonly credits: readonly DocumentOutcome[];
  readonly debits: readonly DocumentOutcome[];
  /** 0 to 1: how often a proposal with this score is right. */
  readonly score: number;
  /** Strongest first. */
  readonly reasons: readonly Reason[];
};

/** A proposal that was not put first, and why. */
export type Alternative = Proposal & { readonly whyItLost: string };

type About = {
  readonly account: SageAccountNumber;
  /** The receipts this is about. Each receipt of a customer is in exactly one suggestion. */
  readonly receipts: readonly TransactionId[];
  /** The payer's text without its numbers, by which decisions are remembered: keep it with the decision. */
  readonly alias: string;
};

export type Suggestion =
  | (About & { readonly kind: "match"; readonly proposal: Proposal; readonly nextBest: Alternative | null })
  /** Nothing tells the choices apart, so none is chosen. In a fixed order: oldest documents first. */
  | (About & { readonly kind: "tie"; readonly choices: readonly Proposal[]; readonly why: string })
  | (About & { readonly kind: "none"; readonly why: string; readonly closest: Alternative | null });

/** What a user did with a suggestion. */
export type Decision = {
  readonly account: SageAccountNumber;
  /** The suggestion's alias. */
  readonly alias: string;
  readonly receipts: readonly TransactionId[];
  /** "changed": allocated otherwise than suggested. "on account": said that nothing here fits. */
  readonly outcome: "accepted" | "rejected" | "changed" | "on account";
  readonly on: PlainDate;
  /** The score that was shown. Null where nothing was suggested, or a tie. */
  readonly score: number | null;
  /** What was suggested; null where nothing was. */
  readonly suggested: Pick<Proposal, "shape" | "lines" | "debits"> | null;
  /** What was allocated in the end: as suggested when accepted; null when nothing was. */
  readonly settled: Pick<Proposal, "shape" | "lines" | "debits"> | null;
};
