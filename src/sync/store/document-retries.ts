/** Failed documents, to be planned anew with the mappings as they are then. What is posted or may be is never among them. */
import { sql, type RawBuilder } from "kysely";
import { json, pieces } from "./bulk";
import type { Tx } from "./database";
import type { DocumentRef } from "./document-records";

/** Locked in one order, so that two people who retry the same do not wait for each other. */
const retry = async (tx: Tx, tenant: string, wanted: RawBuilder<unknown>): Promise<readonly DocumentRef[]> => {
  const { rows } = await sql<DocumentRef>`
    with failed as (
      select d.kind, d.id from layer_document d join (${wanted}) w on w.kind = d.kind and w.id = d.id
      where d.tenant = ${tenant} and d.standing = 'failed' and not d.gone order by d.kind, d.id for update of d)
    update layer_document d set standing = 'new', why = null, seq = null
    from failed where d.tenant = ${tenant} and d.kind = failed.kind and d.id = failed.id returning d.kind, d.id`.execute(tx);
  return rows;
};

/** Those of them that had failed. */
export const retryDocuments = async (tx: Tx, tenant: string, refs: readonly DocumentRef[]): Promise<readonly DocumentRef[]> => {
  const retried: DocumentRef[] = [];
  for (const some of pieces(refs)) {
    retried.push(...(await retry(tx, tenant, sql`select distinct kind, id from jsonb_to_recordset(${json(some)}) as w (kind text, id text)`)));
  }
  return retried;
};

const openPosts = (tenant: string) => sql`
  select e.document_kind as kind, e.document_id as id from error_entry e where e.tenant = ${tenant} and e.state = 'open' and e.operation = 'post'`;

/** The documents behind open entries of the Error Queue: of these entries, of one group, or all there are. */
export type ErrorsToRetry = { readonly ids: readonly number[] } | { readonly group: string } | "all";

export const retryErrors = async (tx: Tx, tenant: string, which: ErrorsToRetry): Promise<readonly DocumentRef[]> => {
  if (which === "all") return retry(tx, tenant, openPosts(tenant));
  if ("group" in which) return retry(tx, tenant, sql`${openPosts(tenant)} and e.cause_group = ${which.group}`);
  const retried: DocumentRef[] = [];
  for (const some of pieces(which.ids)) {
    retried.push(...(await retry(tx, tenant, sql`${openPosts(tenant)} and e.id in (select cast(jsonb_array_elements_text(${json(some)}) as bigint))`)));
  }
  return retried;
};
