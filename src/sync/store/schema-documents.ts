/** The tables of migration 0002 as Kysely sees them. Instants are ISO 8601 text in UTC, days plain text, money minor units. */
import type { ColumnType, GeneratedAlways, JSONColumnType } from "kysely";
import type { LayerDocumentKind } from "../documents/document";
import type { Intent, IntentState } from "../ledger/intent";
import type { DocumentKind } from "../ledger/posting-key";
import type { Failure, FailureCode } from "../model/failure";

type Nullable<T extends object> = JSONColumnType<T | null, string | null, string | null>;

export type LayerDocumentTable = {
  tenant: string;
  kind: LayerDocumentKind | "order";
  id: string;
  /** Parents come before their children: order, invoice, payment, credit note, refund. */
  rank: GeneratedAlways<number>;
  record: JSONColumnType<object>;
  hash: string;
  reference: string;
  customer_id: string;
  /** Of orders and invoices; what belongs to an invoice follows it. */
  sub_company: string;
  invoice_id: string | null;
  credit_note_id: string | null;
  /** Blank for orders, which have none. */
  date: string;
  amount: number;
  updated_at: string;
  stored_at: string;
  /** Rises with each change of The Layer's record, from 1. */
  version: number;
  standing: "draft" | "new" | "waiting" | "posting" | "posted" | "nothing" | "failed";
  /** Of a posting that is not simply to be sent: behind others, in doubt, or for a person to decide. */
  phase: "behind" | "in doubt" | "needs review" | null;
  /** Where it is meant for; fixed once there is a posting key. */
  company_ref: string | null;
  posting_key: string | null;
  why: Nullable<object>;
  sage_urn: string | null;
  sage_record_id: string | null;
  last_attempt_at: string | null;
  posted_at: string | null;
  /** When The Layer was told. */
  reconciled_at: string | null;
  seq: number | null;
  gone: boolean;
};

export type PostingTable = {
  tenant: string;
  key: string;
  position: GeneratedAlways<number>;
  kind: DocumentKind;
  company: string;
  document_kind: string;
  document_id: string;
  /** Keys, as given; `posting_parent` has them the other way round. */
  parents: JSONColumnType<string[]>;
  payload: JSONColumnType<object>;
  intent: JSONColumnType<Intent>;
  state: GeneratedAlways<IntentState>;
  fence: GeneratedAlways<number>;
  /** Milliseconds since 1970 from which a worker may claim it; null when there is nothing left to do. */
  claimable_at: number | null;
  /** How many of its parents are not done. */
  open_parents: number;
  accepted_at: string;
};

export type PostingAttemptTable = {
  tenant: string;
  key: string;
  fence: number;
  what: "send" | "look-up";
  worker: string;
  at: string;
  request: Nullable<object>;
  /** Null while the worker is at it, and for good when it was lost. */
  outcome: Nullable<object>;
  answered_at: string | null;
};

export type ErrorEntryTable = {
  id: GeneratedAlways<number>;
  tenant: string;
  document_kind: string;
  document_id: string;
  operation: string;
  reference: string;
  customer_id: string;
  sub_company: string;
  company_ref: string | null;
  code: FailureCode;
  cause: string;
  cure: string;
  cause_group: string;
  fix_at: Nullable<object>;
  attempts: number;
  first_at: string;
  last_attempt_at: string;
  state: "open" | "resolved";
  resolved_at: string | null;
  seq: number | null;
};

export type SyncRunTable = {
  tenant: string;
  id: string;
  position: GeneratedAlways<number>;
  company_ref: string | null;
  trigger: "schedule" | "person" | "retry" | "comparison";
  by_id: string;
  by_name: string;
  state: "running" | "done" | "failed";
  started_at: string;
  finished_at: string | null;
  lease_until: string;
  counts: JSONColumnType<object>;
  failure: Nullable<Failure>;
};

export type DocumentTables = {
  layer_document: LayerDocumentTable;
  posting: PostingTable;
  posting_parent: { tenant: string; parent: string; key: string };
  posting_attempt: PostingAttemptTable;
  error_entry: ErrorEntryTable;
  sync_run: SyncRunTable;
  company_setting: { tenant: string; company_ref: string; key: string; value: ColumnType<unknown, string, string>; version: number };
  sent_contact: { tenant: string; customer_id: string; company_ref: string; contact_id: string; sage_contact_id: string | null };
  customer_choice: {
    tenant: string;
    customer_id: string;
    company_ref: string;
    choice: "link" | "create" | "skip";
    sage_customer_id: string | null;
    by_id: string;
    by_name: string;
    at: string;
  };
  waiting_customer: {
    tenant: string;
    customer_id: string;
    company_ref: string;
    candidates: JSONColumnType<object[]>;
    since: string;
    seq: number | null;
    gone: boolean;
  };
};
