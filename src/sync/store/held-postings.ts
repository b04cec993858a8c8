/**
 * Postings that wait because a sync was cancelled: accepted, never claimed by anybody since, and not due at any time until a sync of their
 * company begins. Their keys and contents stay.
 */
import { sql } from "kysely";
import { json } from "./bulk";
import type { Tx } from "./database";
import type { Why } from "./document-records";

/** The latest instant there is, in milliseconds: it never comes. */
const never = Number.MAX_SAFE_INTEGER;

/** What a sync posts. Receipts and allocations were chosen one by one by somebody, and are that person's to cancel. */
const kinds = sql`kind in ('customer', 'invoice', 'credit-note', 'receipt', 'refund')`;

const of = (companyRef: string | null) => sql`(cast(${companyRef} as text) is null or company = ${companyRef})`;

/** Of that company, or of all; their documents say why they wait. What a worker has taken up is not held: it ends as it ends. */
export const holdPostings = async (tx: Tx, tenant: string, companyRef: string | null, why: Why): Promise<void> => {
  await sql`
    with held as (
      update posting set claimable_at = ${never} where tenant = ${tenant} and state = 'planned' and intent -> 'lease' = 'null' and ${kinds} and ${of(companyRef)}
      returning document_kind, document_id)
    update layer_document d set phase = 'behind', why = ${json(why)}, seq = null
    from held where d.tenant = ${tenant} and d.kind = held.document_kind and d.id = held.document_id and d.standing = 'posting' and d.phase is null`.execute(tx);
};

/** Lets go what was held. It costs one look in an index where nothing is. */
export const releasePostings = async (tx: Tx, tenant: string, companyRef: string | null): Promise<void> => {
  const { rows } = await sql`select 1 from posting where tenant = ${tenant} and claimable_at = ${never} and open_parents = 0 limit 1`.execute(tx);
  if (rows.length === 0) return;
  // What hangs on another goes on waiting for that one.
  await sql`
    with let_go as (
      update posting set claimable_at = cast(intent ->> 'notBefore' as bigint) where tenant = ${tenant} and claimable_at = ${never} and ${of(companyRef)}
      returning document_kind, document_id, open_parents)
    update layer_document d set phase = null, why = null, seq = null
    from let_go where d.tenant = ${tenant} and d.kind = let_go.document_kind and d.id = let_go.document_id and d.phase = 'behind' and let_go.open_parents = 0`.execute(tx);
};
