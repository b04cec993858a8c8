/** Watches how each payment is spread over its invoice's lines, at the moment in which The Layer writes it. */
import { inPence } from "../../../src/sandbox/data/documents/amounts";
import type { LayerBooks } from "../../../src/sandbox/layer/books";
import type { KeptPayment } from "../../../src/sandbox/layer/kept";
import type { Violation } from "../invariants";
import type { Acceptance } from "./acceptance";

/** The first line first, and no line more than it has left. */
const topDown = (amount: number, lines: readonly { readonly id: string; readonly left: number }[]): ReadonlyMap<string, number> => {
  let rest = amount;
  const parts = new Map<string, number>();
  for (const { id, left } of lines) {
    const part = Math.max(0, Math.min(rest, left));
    rest -= part;
    if (part > 0) parts.set(id, part);
  }
  return parts;
};

export const spreadWatch =
  ({ payments, intents }: Acceptance, violations: Violation[]) =>
  ({ recorded, amount, invoiceId }: KeptPayment, books: LayerBooks): void => {
    const invoice = books.documents.find("invoices", invoiceId);
    if (recorded === null || invoice === undefined) return;
    const about = [`receipt ${recorded.sageTransactionId} on ${recorded.sageInvoiceTransactionId} in ${recorded.sageCompanyName}`];
    const complain = (what: string) => violations.push({ rule: "books", what: `${about[0]} ${what}`, about });
    const said = new Map(recorded.lines.map((line) => [line.lineId, inPence(line.amount)]));
    for (const line of invoice.lines) if ((said.get(line.id) ?? 0) > inPence(line.outstanding)) complain(`takes more of line ${line.id} than is outstanding`);
    const own = payments.findLast(({ key }) => key === recorded.sourceKey);
    // Whoever pays the same invoice at about the same time leaves room for the other, which may not come.
    const isAlone = [...intents().values()].every(
      ({ key, payload, intent }) => key === recorded.sourceKey || payload.kind !== "layer-payment" || payload.invoiceId !== invoiceId || (intent.state === "done" && own !== undefined && intent.at < own.readFrom),
    );
    if (!isAlone) return;
    const expected = topDown(inPence(amount), invoice.lines.map((line) => ({ id: line.id, left: inPence(line.outstanding) })));
    const isSo = said.size === expected.size && [...expected].every(([id, part]) => said.get(id) === part);
    if (!isSo) complain(`is spread over lines ${[...said].map(([id, part]) => `${id}: ${part}`).join(", ")}, not ${[...expected].map(([id, part]) => `${id}: ${part}`).join(", ")}`);
  };
