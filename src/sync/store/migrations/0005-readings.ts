/**
 * What readings bring, in the audit beside what people decide: there are far more of them, so each is found without passing over the other.
 */
import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

const statements = [
  `alter table audit add column is_reading boolean not null default false`,
  `create index audit_decisions on audit (tenant, id) where not is_reading`,
  `drop index audit_push`,
  `create index audit_push on audit (tenant, push_id, id) where push_id is not null`,
] as const;

export const readings: Migration = {
  up: async (db: Kysely<unknown>) => {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
