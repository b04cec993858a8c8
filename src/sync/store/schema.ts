/** The tables as Kysely sees them. What each column means stands in the migrations. Instants are ISO 8601 text in UTC. */
import type { Generated, GeneratedAlways, JSONColumnType } from "kysely";
import type { PushSummary, RowOutcome } from "../contract";
import type { CellValue } from "../model/cell";
import type { Failure } from "../model/failure";
import type { PushSlug } from "../sheets/sheet";
import type { DocumentTables } from "./schema-documents";
import type { MatchDecisionTable } from "./schema-receipt-effects";
import type { ReceiptTables } from "./schema-receipts";

type Cells = Readonly<Record<string, CellValue>>;
type Nullable<T extends object> = JSONColumnType<T | null, string | null, string | null>;

type Changes = { seq: number; gone: Generated<boolean> };

export type LayerCustomerTable = Changes & {
  tenant: string;
  id: string;
  id_key: string;
  name: string;
  email: string;
  website: string;
  telephone: string;
  fax: string;
  vat_number: string;
  postcode: string;
  sub_companies: JSONColumnType<string[]>;
  contacts: JSONColumnType<object[]>;
  is_archived: boolean;
  hash: string;
  stored_at: string;
};

export type SageCompanyTable = Changes & {
  tenant: string;
  /** `siteId/companyId`: what the company is called inside this database. */
  ref: string;
  site_id: string;
  company_id: string;
  name: string;
  name_key: string;
  site_name: string;
  /** Site and folded name: what a worksheet and The Layer call it by. */
  company_key: string;
};

export type SageAccountTable = Changes & {
  tenant: string;
  company_ref: string;
  id: string;
  id_key: string;
  /** Sorts as the number does: Sage's ids are whole numbers of at most 19 digits. */
  id_order: GeneratedAlways<string>;
  reference: string;
  reference_key: string;
  name: string;
  is_hidden: boolean;
  vat_number: string;
  postcode: string;
  email: string;
  telephone: string;
  hash: string;
  stored_at: string;
};

/** Short lists that are read whole: sub-companies, payment methods, tax rates, banks, tax codes. */
export type ListRecordTable = Changes & {
  tenant: string;
  list: string;
  /** The company's `ref`, or blank for The Layer's lists. */
  scope: string;
  id: string;
  position: number;
  record: JSONColumnType<object>;
  hash: string;
};

export type CustomerLinkTable = Changes & {
  tenant: string;
  customer_id: string;
  company_key: string;
  company_name: string;
  site_id: string;
  account_number: string;
  account_key: string;
  sage_customer_id: string;
  was_synced: boolean;
  last_synced_at: string | null;
  version: number;
  hash: string;
  stored_at: string;
};

/** A link decided on and not yet known to be saved in The Layer. */
export type LinkIntentTable = {
  tenant: string;
  push_id: string;
  row_number: number;
  batch: number;
  customer_id: string;
  company_key: string;
  sage_customer_id: string;
  link: JSONColumnType<object>;
  /** The worksheet's cells of the link that it replaces, for the audit. */
  was: Nullable<Cells>;
  /** What the rules had to say beside it, for the row's result. */
  warnings: JSONColumnType<object[]>;
};

export type MappingTable = { tenant: string; sheet: PushSlug; key: string; cells: JSONColumnType<Cells>; version: number; seq: number };

export type FreshnessTable = {
  tenant: string;
  what: string;
  cursor: string | null;
  read_at: string | null;
  swept_at: string | null;
  failure: Nullable<Failure>;
  failed_at: string | null;
};

export type PushTable = {
  tenant: string;
  id: string;
  sheet: PushSlug;
  body_hash: string;
  by_id: string;
  by_name: string;
  state: PushSummary["state"];
  cancel_asked: Generated<boolean>;
  accepted_at: string;
  finished_at: string | null;
  row_count: number;
  result_count: Generated<number>;
  counts: JSONColumnType<Partial<Record<RowOutcome, number>>, string | undefined, string>;
};

export type PushBatchTable = {
  tenant: string;
  push_id: string;
  batch: number;
  state: "waiting" | "sending" | "done";
  attempts: Generated<number>;
  not_before: string;
  lease_until: string | null;
  fence: Generated<number>;
};

export type PushRowTable = {
  tenant: string;
  push_id: string;
  row_number: number;
  batch: number;
  ref_key: string;
  ref_nth: number;
  version: number | null;
  cells: JSONColumnType<Cells>;
  row_key: string;
  account_key: string;
  id_key: string;
  result_seq: number | null;
  outcome: RowOutcome | null;
  message: string | null;
  fills: Nullable<Cells>;
  problems: Nullable<object[]>;
  new_version: number | null;
};

export type AuditTable = {
  id: GeneratedAlways<number>;
  tenant: string;
  at: Generated<string>;
  who_id: string;
  who: string;
  what: string;
  sheet: string;
  key: string;
  was: Nullable<Cells>;
  becomes: Nullable<Cells>;
  push_id: string | null;
  /** What a reading brought; what people decided is not. */
  is_reading: Generated<boolean>;
};

export type Schema = DocumentTables &
  ReceiptTables & {
  match_decision: MatchDecisionTable;
  self_check: { tenant: string; checked_at: string };
  layer_customer: LayerCustomerTable;
  sage_company: SageCompanyTable;
  sage_account: SageAccountTable;
  list_record: ListRecordTable;
  customer_link: CustomerLinkTable;
  link_intent: LinkIntentTable;
  mapping: MappingTable;
  freshness: FreshnessTable;
  sweep_seen: { tenant: string; sweep: string; id: string };
  push: PushTable;
  push_batch: PushBatchTable;
  push_row: PushRowTable;
  audit: AuditTable;
  credential: { tenant: string; id: string; generation: number; sealed: string | null; changed_at: string };
};
