/**
 * What people decided about suggested allocations, and what finds the allocations and payments that are under way.
 *
 * A decision keeps what was suggested and what was done instead, by the receipts' own text: it speaks for or against the next suggestion.
 */
import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

const statements = [
  `create table match_decision (
    tenant text collate "C" not null,
    company_ref text collate "C" not null,
    suggestion_id text collate "C" not null,
    sage_customer_id text collate "C" not null,
    account text collate "C" not null,
    alias text not null,
    receipts jsonb not null,
    outcome text collate "C" not null check (outcome in ('accepted', 'rejected', 'changed', 'on account')),
    day text collate "C" not null,
    score double precision check (score between 0 and 1),
    suggested jsonb,
    settled jsonb,
    by_id text not null,
    by_name text not null,
    at timestamptz not null,
    primary key (tenant, company_ref, suggestion_id)
  )`,
  `create index match_decision_account on match_decision (tenant, company_ref, sage_customer_id)`,
  `create index posting_layer_payment on posting (tenant, (payload ->> 'invoiceId')) where document_kind = 'receipt-row' and claimable_at is not null`,
] as const;

export const matchDecisions: Migration = {
  up: async (db: Kysely<unknown>) => {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
