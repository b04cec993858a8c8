/** Receipts as the gateway sees them: what is read from Sage, and what is done about it. */
import type { SheetLine, SheetQuery } from "../../contract";
import type { ReceiptCore } from "../../core";
import type { Sage200Api } from "../../sage200";
import { balancesOf, pullBalances } from "./balances";
import type { ReceiptEffectParts } from "./effect-parts";
import { createReceiptEffects, type ReceiptEffects } from "./effects-core";
import { pullSageTransactions } from "./pull-sage-transactions";
import { receiptReading } from "./read-transactions";
import { pullReconciliation } from "./reconciliation";
import { receiptTotals } from "./totals";

export type ReceiptSlug = "sage-transactions" | "balances" | "reconciliation";
export const isReceiptSlug = (slug: string): slug is ReceiptSlug => slug === "sage-transactions" || slug === "balances" || slug === "reconciliation";

export type ReceiptCoreParts = Omit<ReceiptEffectParts, "reading"> & { readonly sage200: Sage200Api; readonly clock: { now(): Date } };

export type Receipts = ReceiptCore & Pick<ReceiptEffects, "retryErrors" | "applyBars"> & {
  sheet(slug: ReceiptSlug, query: SheetQuery, signal: AbortSignal): AsyncIterable<SheetLine>;
  work(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
};

/** A pull reads the ledger; what then scores a bar need not wait for the next scheduled run. */
async function* followed(lines: AsyncIterable<SheetLine>, after: () => void): AsyncGenerator<SheetLine> {
  yield* lines;
  after();
}

export const createReceiptCore = (parts: ReceiptCoreParts): Receipts => {
  const { close, work, hasRead, ...effects } = createReceiptEffects({ ...parts, reading: receiptReading(parts) });
  const closing = new AbortController();
  return {
    ...effects,
    receiptTotals: (company) => receiptTotals(parts, company),
    balancesOf: (customerId) => balancesOf(parts, customerId, closing.signal),
    sheet(slug, query, signal) {
      switch (slug) {
        case "sage-transactions":
          return followed(pullSageTransactions(parts, query, signal), hasRead);
        case "balances":
          return pullBalances(parts, query, signal);
        case "reconciliation":
          return pullReconciliation(parts, query, signal);
      }
    },
    work,
    async close() {
      closing.abort();
      await close();
    },
  };
};
