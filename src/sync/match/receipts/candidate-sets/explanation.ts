/** A way in which receipts, debits and credit notes could belong together. Places refer to the customer's `Book`. */
import { sumOf, type Book } from "../open-items/book";
import type { Structure } from "./statements-and-rows";

/** Why the two sides do not come to the same. Amounts in pence, above zero. */
export type Gap =
  | { readonly kind: "settlement discount"; readonly amount: number; readonly inTime: boolean }
  | { readonly kind: "bank charge"; readonly amount: number }
  | { readonly kind: "part payment"; readonly amount: number }
  | { readonly kind: "overpayment"; readonly amount: number };

export type Explanation = {
  /** Ascending. More than one when several receipts pay one invoice. */
  readonly receipts: readonly number[];
  /** Ascending, so oldest first. */
  readonly debits: readonly number[];
  /** Credit notes netted, ascending. */
  readonly notes: readonly number[];
  readonly gap: Gap | null;
  /** What picks these documents out of the others, beside text: null for documents with nothing in common. */
  readonly structure: Pick<Structure, "basis" | "label" | "among"> | null;
  /** Where so many of the debits were picked out of fewer than all, in so many ways that it could have been (as a natural log). */
  readonly picked: { readonly some: number; readonly logWays: number } | null;
};

/** Most lists are of one place or none, and joining is slow. */
const joined = (places: readonly number[]): string => (places.length > 1 ? places.join() : String(places[0] ?? ""));

/** The same documents are the same explanation, however it was found. */
export const explanationKey = ({ receipts, debits, notes }: Explanation): string => `${joined(receipts)}|${joined(debits)}|${joined(notes)}`;

/** What came in, credit notes included, less what the debits ask for. Below zero is a shortfall. */
export const difference = (book: Book, receipts: readonly number[], debits: readonly number[], notes: readonly number[]): number =>
  sumOf(book.receipts, receipts) + sumOf(book.notes, notes) - sumOf(book.debits, debits);

/** Days after its last day in which a discount is still taken by some. */
export const graceDays = 14;
