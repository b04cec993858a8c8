/** What was tried with documents that a person has to decide about. */
import { sql } from "kysely";
import type { LayerDocumentKind } from "../documents/document";
import type { Handle } from "./database";
import type { Attempt } from "./ledger-store";

export type ReviewedDocument = { readonly kind: LayerDocumentKind; readonly id: string; readonly attempts: readonly Attempt[] };

/** Each with every attempt, first to last. */
export const reviewedDocuments = async (handle: Handle, tenant: string, limit: number): Promise<readonly ReviewedDocument[]> => {
  const { rows } = await sql<ReviewedDocument>`
    select d.kind, d.id, coalesce((
      select json_agg(json_build_object('what', a.what, 'worker', a.worker, 'at', a.at, 'request', a.request, 'outcome', a.outcome, 'answeredAt', a.answered_at) order by a.fence)
      from posting_attempt a where a.tenant = ${tenant} and a.key = d.posting_key), '[]') as attempts
    from layer_document d
    where d.tenant = ${tenant} and d.phase = 'needs review' and d.standing not in ('posted', 'nothing') and not d.gone
    order by d.kind, d.date, d.id limit ${limit}`.execute(handle);
  return rows;
};
