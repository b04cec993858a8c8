/** What Sage 200 answers to allocations and about them, as far as it is read. Source: Sage's own description. */
import { z } from "zod";
import { recordId } from "./schema";

/** The answer to POST /sales_allocations: the allocation as it was sent, with its day and without a number. */
export const wireAllocation = z.object({ customer_id: recordId, allocation_lines: z.array(z.object({ posted_tran_id: recordId })).min(1) });

/** GET /sales_posted_transactions, asking what is allocated. The value is signed as the transaction is (of receipts: inferred). */
export const wireAllocated = z.object({ id: recordId, document_allocated_value: z.number() });
export const allocatedFields = Object.keys(wireAllocated.shape);
