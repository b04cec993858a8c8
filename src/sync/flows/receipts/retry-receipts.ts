/** Tries again what failed of receipts, from the Error Queue: recordings in The Layer and allocations in Sage. */
import type { Actor } from "../../core";
import { allocationById } from "../../store/allocations";
import type { ErrorEntry } from "../../store/errors";
import type { CarryOut } from "./carry-out";
import type { ReceiptEffectParts } from "./effect-parts";
import { syncRows } from "./sync-receipts";

const retryAllocation = async ({ db, tenant, store }: ReceiptEffectParts, id: string): Promise<string | null> => {
  const stored = await db.read((handle) => allocationById(handle, tenant, id));
  if (!stored || (stored.intent.state !== "refused" && stored.intent.state !== "needs review")) return null;
  // A refusal is certain not to be in Sage; anything else is compared with Sage first.
  const step = await store.apply(stored.key, { kind: "retried", decision: stored.intent.state === "refused" ? "send again" : "look up first" });
  return "refused" in step ? null : stored.payload.company;
};

/** @returns how many are under way again. How they end stands in their rows. */
export const retryReceipts = async (parts: ReceiptEffectParts, carryOut: CarryOut, entries: readonly ErrorEntry[], by: Actor, signal: AbortSignal): Promise<number> => {
  let retried = 0;
  for (const { documentId } of entries.filter(({ kind, operation }) => kind === "receipt" && operation === "allocate")) {
    const company = await retryAllocation(parts, documentId);
    if (company === null) continue;
    retried += 1;
    carryOut.ring([company]);
  }
  const rows = entries.filter(({ kind, operation }) => kind === "receipt" && operation === "record").map(({ documentId }) => ({ id: documentId }));
  // No result is waited for: it is told by the row.
  if (rows.length > 0) for await (const line of syncRows(parts, carryOut, rows, by, performance.now(), signal)) if (line.outcome !== "refused") retried += 1;
  return retried;
};
