/** Spreading a payment over the lines of its invoice, the first line first, as The Layer's own payments are kept. Pure. */
import type { PaidLine } from "../../documents/posting";
import { minorUnits, subtractMoney, zero, type Money } from "../../model/money";

/** What is left to pay of a line; at or below zero where nothing is. */
export type OpenLine = { readonly id: string; readonly outstanding: Money };

export type Spread =
  | { readonly kind: "spread"; readonly lines: readonly PaidLine[]; /** The lines as they are then. */ readonly left: readonly OpenLine[] }
  /** The lines together do not take so much. */
  | { readonly kind: "too much"; readonly takes: Money };

/** What a payment can take of these lines at most. */
export const openOf = (lines: readonly OpenLine[]): Money => minorUnits(lines.reduce((sum, { outstanding }) => sum + Math.max(outstanding, 0), 0));

/** `amount` is above zero. The lines of the answer come to it exactly, and none takes more than it has left. */
export const spreadPayment = (amount: Money, lines: readonly OpenLine[]): Spread => {
  const takes = openOf(lines);
  if (amount > takes) return { kind: "too much", takes };
  let rest = amount;
  const paid: PaidLine[] = [];
  const left = lines.map((line) => {
    const part = minorUnits(Math.min(rest, Math.max(line.outstanding, 0)));
    if (part === zero) return line;
    rest = subtractMoney(rest, part);
    paid.push({ lineId: line.id, amount: part });
    return { ...line, outstanding: subtractMoney(line.outstanding, part) };
  });
  return { kind: "spread", lines: paid, left };
};
