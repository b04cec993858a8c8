import type { PlainDate } from "../../../../src/sync/model/dates";
import { sageAccountNumber } from "../../../../src/sync/model/ids";
import { minorUnits } from "../../../../src/sync/model/money";
import { noMemory, suggestForCustomer, type CustomerHabits, type CustomerOpenItems, type MatchMemory, type OpenCredit, type OpenDebit, type Suggestion } from "../../../../src/sync/match/receipts";

export const on = (text: string) => text as PlainDate;

export const anInvoice = (reference: string, pence: number, date = "2026-09-01", more: Partial<OpenDebit> = {}): OpenDebit => ({
  id: `i:${reference}`, kind: "invoice", reference, secondReference: "", date: on(date), dueDate: null, outstanding: minorUnits(pence), discount: null, ...more,
});
export const aReceipt = (reference: string, pence: number, date = "2026-10-05", more: Partial<OpenCredit> = {}): OpenCredit => ({
  id: `r:${reference}:${pence}:${date}`, kind: "receipt", reference, secondReference: "", date: on(date), outstanding: minorUnits(pence), ...more,
});
export const aCreditNote = (reference: string, pence: number, date = "2026-09-10", more: Partial<OpenCredit> = {}): OpenCredit => ({ ...aReceipt(reference, pence, date, more), id: `c:${reference}`, kind: "credit note", ...more });

/** Days that lie around `typical` as a bell's would, as many as payments are given. */
const daysAround = (payments: number, { typical, spread }: CustomerHabits["daysToPay"]): readonly number[] =>
  Array.from({ length: payments }, (_unused, at) => Math.round(typical + spread * 0.55 * Math.log((at + 0.5) / (payments - at - 0.5))));
export const habits = (more: Partial<CustomerHabits> = {}): CustomerHabits => {
  const given = { payments: 30, daysToPay: { typical: 34, spread: 6 }, oldestFirst: 0.3, lumpSums: 0.2, namesDocuments: 0.8, shortfalls: [], lateDiscounts: 0, ...more };
  return { daysTaken: { alone: daysAround(given.payments, given.daysToPay), together: [] }, ...given };
};
export const openItems = (debits: readonly OpenDebit[], credits: readonly OpenCredit[], known: CustomerHabits | null = null): CustomerOpenItems => ({ account: sageAccountNumber("ACME"), name: "Acme Ltd", debits, credits, habits: known });

export const suggest = (debits: readonly OpenDebit[], credits: readonly OpenCredit[], known: CustomerHabits | null = null, memory: MatchMemory = noMemory): readonly Suggestion[] =>
  suggestForCustomer(openItems(debits, credits, known), memory);

/** The one suggestion, which must be a match. */
export const matched = (suggestions: readonly Suggestion[]): Extract<Suggestion, { kind: "match" }> => {
  const [only, ...others] = suggestions;
  if (only?.kind !== "match" || others.length > 0) throw new Error(`not one match: ${JSON.stringify(suggestions)}`);
  return only;
};
export const paid = (suggestions: readonly Suggestion[]) => matched(suggestions).proposal.debits.map(({ reference, allocated, why }) => [reference, allocated, why?.kind ?? null]);
export const said = (suggestions: readonly Suggestion[]) => matched(suggestions).proposal.reasons.map(({ text }) => text);
