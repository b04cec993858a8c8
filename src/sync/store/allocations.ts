/** Allocations among the postings: which are under way on an account, and which were wished before. */
import { sql } from "kysely";
import type { Allocation } from "../documents/posting";
import { allocationsOf } from "../documents/allocation-identity";
import type { Intent, IntentState } from "../ledger/intent";
import type { PostingKey } from "../ledger/posting-key";
import { json } from "./bulk";
import type { Handle, Tx } from "./database";

export type StoredAllocation = {
  readonly key: PostingKey;
  /** What it stands for: see `allocationIdentity`. */
  readonly id: string;
  readonly payload: Allocation;
  readonly intent: Intent;
  readonly acceptedAt: string;
};

const columns = sql`p.key, p.document_id as id, p.payload, p.intent, p.accepted_at as "acceptedAt"`;

/** Everything that begins so and goes on after a space: the next character after the space ends the range. */
const after = (beginning: string) => sql`p.document_id >= ${`${beginning} `} and p.document_id < ${`${beginning}!`}`;

/** Whoever allocates on an account takes turns until the end of the transaction, so that two cannot count on the same balance. */
export const lockAccount = async (tx: Tx, tenant: string, company: string, sageCustomerId: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended('allocating ' || cast(${tenant} as text) || ' ' || ${company} || ' ' || ${sageCustomerId}, 0))`.execute(tx);
};

/** Those that may still reach Sage by themselves. */
export const allocationsUnderWay = async (handle: Handle, tenant: string, company: string, sageCustomerId: string): Promise<readonly StoredAllocation[]> => {
  const { rows } = await sql<StoredAllocation>`
    select ${columns} from posting p
    where p.tenant = ${tenant} and p.document_kind = 'allocation' and ${after(allocationsOf(company, sageCustomerId).trimEnd())} and p.claimable_at is not null
    order by p.position`.execute(handle);
  return rows;
};

/** The same amounts of the same transactions, from whatever starting point; what was begun last comes first. */
export const allocationsWished = async (handle: Handle, tenant: string, wish: string): Promise<readonly StoredAllocation[]> => {
  const { rows } = await sql<StoredAllocation>`
    select ${columns} from posting p where p.tenant = ${tenant} and p.document_kind = 'allocation' and ${after(wish)} order by p.position desc`.execute(handle);
  return rows;
};

export const allocationById = async (handle: Handle, tenant: string, id: string): Promise<StoredAllocation | null> => {
  const { rows } = await sql<StoredAllocation>`select ${columns} from posting p where p.tenant = ${tenant} and p.document_kind = 'allocation' and p.document_id = ${id}`.execute(handle);
  return rows[0] ?? null;
};

export type PostingStanding = { readonly key: PostingKey; readonly state: IntentState; readonly intent: Intent };

/** How far postings are; only those in these states, where states are named. */
export const standingsOf = async (handle: Handle, tenant: string, keys: readonly PostingKey[], states?: readonly IntentState[]): Promise<readonly PostingStanding[]> => {
  if (keys.length === 0) return [];
  const { rows } = await sql<PostingStanding>`
    select key, state, intent from posting where tenant = ${tenant} and key in (select jsonb_array_elements_text(${json(keys)}))
      ${states === undefined ? sql`` : sql`and state in (select jsonb_array_elements_text(${json(states)}))`}`.execute(handle);
  return rows;
};
