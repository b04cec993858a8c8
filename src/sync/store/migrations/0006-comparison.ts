/** Comparing what was posted with Sage's sales ledger: a run of its own kind, and transactions found by the key that they bear. */
import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

const statements = [
  `create index sage_transaction_key on sage_transaction (tenant, company_ref, second_reference collate "C")`,
  `alter table sync_run drop constraint sync_run_trigger_check`,
  `alter table sync_run add constraint sync_run_trigger_check check (trigger in ('schedule', 'person', 'retry', 'comparison'))`,
] as const;

export const comparison: Migration = {
  up: async (db: Kysely<unknown>) => {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
