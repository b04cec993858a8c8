/** Telling The Layer what became of its documents. */
import { sql } from "kysely";
import { json, pieces } from "./bulk";
import type { Handle, Tx } from "./database";
import type { DocumentRef, StoredDocument } from "./document-records";
import type { PlanPlace } from "./document-plans";
import { documentColumns } from "./documents";
import { resolveErrors } from "./errors";

export type ToTell = StoredDocument & { readonly place: PlanPlace };

/** Documents posted, or with nothing to post, of which The Layer has not been told. Page by `after`: what it refuses stays in the list. */
export const documentsToTell = async (handle: Handle, tenant: string, limit: number, after?: PlanPlace): Promise<readonly ToTell[]> => {
  const { rows } = await sql<ToTell>`
    select ${documentColumns}, json_build_object('rank', d.rank, 'id', d.id) as place from layer_document d
    where d.tenant = ${tenant} and d.standing in ('posted', 'nothing') and d.reconciled_at is null ${after ? sql`and (d.rank, d.id) > (${after.rank}, ${after.id})` : sql``}
    order by d.rank, d.id limit ${limit}`.execute(handle);
  return rows;
};

/** What The Layer was told: the document as it stood then. */
export type Told = DocumentRef & { readonly sageUrn: string | null };

/** The Layer has saved it. A document that stands otherwise by now is told again. */
export const documentsTold = async (tx: Tx, tenant: string, told: readonly Told[]): Promise<void> => {
  for (const some of pieces(told)) {
    await sql`
      update layer_document d set reconciled_at = clock_timestamp(), seq = null
      from jsonb_to_recordset(${json(some)}) as told (kind text, id text, "sageUrn" text)
      where d.tenant = ${tenant} and d.kind = told.kind and d.id = told.id and d.standing in ('posted', 'nothing') and d.sage_urn is not distinct from told."sageUrn"`.execute(tx);
    await resolveErrors(tx, tenant, some.map(({ kind, id }) => ({ kind, id, operation: "tell" })));
  }
};
