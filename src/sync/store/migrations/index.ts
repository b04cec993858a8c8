/**
 * The schema's history. A released migration is never edited: its shape is frozen in `test/fixtures/schema`, and a test
 * migrates each frozen shape to the newest.
 */
import type { Kysely } from "kysely";
import { Migrator, type Migration } from "kysely/migration";
import type { Schema } from "../schema";
import { links } from "./0001-links";
import { documents } from "./0002-documents";
import { receipts } from "./0003-receipts";
import { matchDecisions } from "./0004-match-decisions";
import { readings } from "./0005-readings";
import { comparison } from "./0006-comparison";
import { accountReferences } from "./0007-account-references";

export const migrations: Readonly<Record<string, Migration>> = {
  "0001-links": links,
  "0002-documents": documents,
  "0003-receipts": receipts,
  "0004-match-decisions": matchDecisions,
  "0005-readings": readings,
  "0006-comparison": comparison,
  "0007-account-references": accountReferences,
};

/** Brings the schema up to date, all or nothing. Two processes that do so at once take turns. */
export const migrate = async (kysely: Kysely<Schema>): Promise<void> => {
  const { error } = await new Migrator({ db: kysely, provider: { getMigrations: async () => migrations } }).migrateToLatest();
  if (error !== undefined) throw error as Error;
};
