/**
 * Postings that wait because a sync was cancelled: accepted, never claimed by anybody since, and not due at any time until a sync of their
 * company begins. Their keys and contents stay.
 */
import { sql } from "kysely";
import type { Tx } from "./database";

/** The latest instant there is, in milliseconds: it never comes. */
const never = Number.MAX_SAFE_INTEGER;

/** What a sync posts. Receipts and allocations were chosen one by one by somebody, and are that person's to cancel. */
const kinds = sql`kind in ('customer', 'invoice', 'credit-note', 'receipt', 'refund')`;

const of = (companyRef: string | null) => sql`(cast(${companyRef} as text) is null or company = ${companyRef})`;

/** Of that company, or of all. What a worker has taken up is not held: it ends as it ends. */
export const holdPostings = async (tx: Tx, tenant: string, companyRef: string | null): Promise<void> => {
  await sql`update posting set claimable_at = ${never} where tenant = ${tenant} and state = 'planned' and intent -> 'lease' = 'null' and ${kinds} and ${of(companyRef)}`.execute(tx);
};

/** Lets go what was held. It costs one look in an index where nothing is. */
export const releasePostings = async (tx: Tx, tenant: string, companyRef: string | null): Promise<void> => {
  const { rows } = await sql`select 1 from posting where tenant = ${tenant} and claimable_at = ${never} and open_parents = 0 limit 1`.execute(tx);
  if (rows.length === 0) return;
  await sql`update posting set claimable_at = cast(intent ->> 'notBefore' as bigint) where tenant = ${tenant} and claimable_at = ${never} and ${of(companyRef)}`.execute(tx);
};
