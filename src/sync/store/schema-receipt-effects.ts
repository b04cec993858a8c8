/** The table of migration 0004 as Kysely sees it. */
import type { JSONColumnType } from "kysely";
import type { Decision } from "../match/receipts";

type Nullable<T extends object> = JSONColumnType<T | null, string | null, string | null>;

export type MatchDecisionTable = {
  tenant: string;
  company_ref: string;
  suggestion_id: string;
  /** Sage's record id of the account, and its number. */
  sage_customer_id: string;
  account: string;
  /** The payer's text without its numbers, as the engine gave it. */
  alias: string;
  receipts: JSONColumnType<string[]>;
  outcome: Decision["outcome"];
  day: string;
  /** The score that was shown; null where nothing was suggested. */
  score: number | null;
  suggested: Nullable<object>;
  settled: Nullable<object>;
  by_id: string;
  by_name: string;
  at: string;
};
