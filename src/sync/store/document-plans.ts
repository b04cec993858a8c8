/** What is to be planned, and what was decided about it. */
import { sql } from "kysely";
import type { PostingKey } from "../ledger/posting-key";
import { json, pieces } from "./bulk";
import type { Handle, Tx } from "./database";
import type { DocumentRef, StoredDocument, Why } from "./document-records";
import { documentColumns } from "./documents";

/** Where the page behind a document begins. */
export type PlanPlace = { readonly rank: number; readonly id: string };
export type ToPlan = StoredDocument & { readonly place: PlanPlace };

export type ToPlanOptions = {
  readonly limit: number;
  /** Behind this one; from the beginning where absent. */
  readonly after?: PlanPlace;
  /** Those meant for this company, and those of which it is not known yet. */
  readonly companyRef?: string;
};

const toPlan = async (handle: Handle, tenant: string, { limit, after, companyRef }: ToPlanOptions, lock: boolean): Promise<readonly ToPlan[]> => {
  const { rows } = await sql<ToPlan>`
    select ${documentColumns}, json_build_object('rank', d.rank, 'id', d.id) as place from layer_document d
    where d.tenant = ${tenant} and d.standing in ('new', 'waiting') and not d.gone
      ${after ? sql`and (d.rank, d.id) > (${after.rank}, ${after.id})` : sql``}
      ${companyRef === undefined ? sql`` : sql`and (d.company_ref is null or d.company_ref = ${companyRef})`}
    order by d.rank, d.id limit ${limit} ${lock ? sql`for update skip locked` : sql``}`.execute(handle);
  return rows;
};

/**
 * New documents, those that a retry or a change made new again, and those that wait; parents before children. Page by `after`: what goes on waiting stays in the list.
 */
export const documentsToPlan = (handle: Handle, tenant: string, options: ToPlanOptions): Promise<readonly ToPlan[]> => toPlan(handle, tenant, options, false);

/** The same, locked to the end of the transaction in which they are planned: no two planners take one document, and none changes meanwhile. */
export const takeToPlan = (tx: Tx, tenant: string, options: ToPlanOptions): Promise<readonly ToPlan[]> => toPlan(tx, tenant, options, true);

/** `company` null where it is not known. A document keeps the company that its posting was accepted for. */
export type Plan = DocumentRef &
  (
    | { readonly standing: "posting"; readonly companyRef: string; readonly postingKey: PostingKey }
    | { readonly standing: "waiting"; readonly companyRef: string | null; readonly why: Why }
    /** `tell` whether The Layer is to hear of it. */
    | { readonly standing: "nothing"; readonly companyRef: string | null; readonly why: Why; readonly tell: boolean }
    /** In Sage without a posting of ours; The Layer knows it. The key is the one that its posting would have had. */
    | { readonly standing: "posted"; readonly companyRef: string; readonly postingKey: PostingKey; readonly sageUrn: string }
    | { readonly standing: "draft" }
  );

const behind: Why = { cause: "Waits for what comes before it to be posted.", cure: "" };

/**
 * Records what was decided; for failures see `documentsFailed`. Postings are accepted before, in the same transaction. What
 * waits as it waited before is left alone, so that planning it every run costs no writes.
 */
export const recordPlans = async (tx: Tx, tenant: string, plans: readonly Plan[]): Promise<void> => {
  for (const some of pieces(plans)) {
    await sql`
      update layer_document d set
        standing = next.standing, phase = next.phase, why = next.why, seq = null,
        company_ref = case when d.posting_key is null then coalesce(next.company_ref, d.company_ref) else d.company_ref end,
        posting_key = coalesce(d.posting_key, next.posting_key),
        sage_urn = next.sage_urn, posted_at = case when next.standing = 'posted' then clock_timestamp() end,
        last_attempt_at = case when next.standing = 'posted' then null else d.last_attempt_at end,
        reconciled_at = case when next.standing = 'posted' or (next.standing = 'nothing' and not next.tell) then clock_timestamp() end
      from (
        select new.kind, new.id, new.standing, new.tell, new."sageUrn" as sage_urn, new."companyRef" as company_ref, new."postingKey" as posting_key,
          case when held.open_parents > 0 and new.standing <> 'posted' then 'behind' end as phase, case when held.open_parents > 0 and new.standing <> 'posted' then ${json(behind)} else nullif(new.why, 'null') end as why
        from jsonb_to_recordset(${json(some)}) as new (kind text, id text, standing text, "companyRef" text, "postingKey" text, why jsonb, tell boolean, "sageUrn" text)
        left join posting held on held.tenant = ${tenant} and held.key = new."postingKey") next
      where d.tenant = ${tenant} and d.kind = next.kind and d.id = next.id
        and (d.standing, d.phase, d.why, d.company_ref, d.posting_key) is distinct from
          (next.standing, next.phase, next.why, coalesce(next.company_ref, d.company_ref), coalesce(d.posting_key, next.posting_key))`.execute(tx);
  }
};

/**
 * Plans again what waits for a customer: its account is there, or somebody has decided about it. Those that a planner holds
 * right now are left to it.
 */
export const planCustomerAgain = async (tx: Tx, tenant: string, customerId: string): Promise<number> => {
  const { rows } = await sql`
    update layer_document set standing = 'new', seq = null
    where tenant = ${tenant} and (kind, id) in (
      select kind, id from layer_document where tenant = ${tenant} and customer_id = ${customerId} and standing = 'waiting' for update skip locked)
    returning 1`.execute(tx);
  return rows.length;
};
