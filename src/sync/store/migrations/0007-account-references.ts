/** The transactions of an account by what Sage calls them, in whatever case it was typed: one index in place of that of the accounts. */
import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

const statements = [
  `create index sage_transaction_named on sage_transaction (tenant, company_ref, sage_customer_id, (upper(trim(reference))) collate "C")`,
  `drop index sage_transaction_account`,
] as const;

export const accountReferences: Migration = {
  up: async (db: Kysely<unknown>) => {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
