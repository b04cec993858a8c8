/** Whether transactions may be set against each other. Refusals beyond "the lines must sum to nothing" are assumed: Sage documents none. */
import { refused, type Refused } from "../../odata/refused";
import { inPounds } from "./judge-document";
import type { AllocationRequest } from "./request";
import { outstandingOf, type PostedTransaction } from "./transaction";

/** Null where it may. */
export const judgeAllocation = (request: AllocationRequest, find: (id: number) => PostedTransaction | undefined): Refused | null => {
  if (request.lines.length < 2) return refused("An allocation needs at least two lines.");
  const asked = new Map<number, number>();
  for (const { transactionId, value } of request.lines) {
    const transaction = find(transactionId);
    if (transaction === undefined) return refused(`The posted transaction with id ${transactionId} does not exist.`);
    if (transaction.customerId !== request.customerId) return refused(`The posted transaction with id ${transactionId} does not belong to customer ${request.customerId}.`);
    if (value === 0) return refused("The value to allocate cannot be zero.");
    if (value > 0 !== transaction.gross > 0) return refused(`The value to allocate to transaction ${transactionId} must be ${transaction.gross > 0 ? "positive" : "negative"}.`);
    const together = (asked.get(transactionId) ?? 0) + value;
    asked.set(transactionId, together);
    const left = outstandingOf(transaction);
    if (Math.abs(together) > Math.abs(left)) return refused(`The value to allocate to transaction ${transactionId} exceeds its outstanding value of ${inPounds(left)}.`);
  }
  const total = request.lines.reduce((sum, { value }) => sum + value, 0);
  return total === 0 ? null : refused(`The values to allocate must add up to zero; they add up to ${inPounds(total)}.`);
};
