/** What is still to be paid of an invoice, and of each of its lines. */
import { inPence } from "../data/documents/amounts";
import type { KeptCreditNote, KeptInvoice, KeptPayment, KeptRefund } from "./kept";

/** Everything that was recorded of one invoice. */
export type Taken = { readonly payments: readonly KeptPayment[]; readonly creditNotes: readonly KeptCreditNote[]; readonly refunds: readonly KeptRefund[] };

/** Pence; the lines in the invoice's order. */
export type InvoiceBalance = { readonly outstanding: number; readonly lines: readonly number[] };

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const grossOf = ({ net, discount, tax }: KeptInvoice["lines"][number]): number => inPence(net) - inPence(discount) + inPence(tax);

/**
 * Total less payments less credit notes plus refunds, as The Layer's own Balance column has it: below nothing while a credited payment
 * is not paid back. A payment from Sage takes of the lines that it names; everything else takes of the first line first.
 */
export const balanceOf = (invoice: KeptInvoice, { payments, creditNotes, refunds }: Taken): InvoiceBalance => {
  const named = new Map<string, number>();
  for (const { recorded } of payments) for (const { lineId, amount } of recorded?.lines ?? []) named.set(lineId, (named.get(lineId) ?? 0) + inPence(amount));
  let rest =
    sum(payments.filter(({ recorded }) => recorded === null).map(({ amount }) => inPence(amount))) +
    sum(creditNotes.map(({ total }) => inPence(total))) -
    sum(refunds.map(({ amount }) => inPence(amount)));
  const lines = invoice.lines.map((line) => {
    const left = grossOf(line) - (named.get(line.id) ?? 0);
    const takes = Math.max(0, Math.min(left, rest));
    rest -= takes;
    return left - takes;
  });
  const paid = sum(payments.map(({ amount }) => inPence(amount)));
  return { outstanding: inPence(invoice.total) - paid - sum(creditNotes.map(({ total }) => inPence(total))) + sum(refunds.map(({ amount }) => inPence(amount))), lines };
};
