/**
 * The Layer's documents, their postings to Sage, what failed, runs, and what people chose about new customers.
 *
 * `seq` is null from a change until it is numbered (see numbering.ts): a result must not wait for the change lock.
 * Days are text, as they have no zone; money is whole minor units; `claimable_at` is milliseconds of the database's clock.
 */
import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

const statements = [
  `create table layer_document (
    tenant text collate "C" not null,
    kind text collate "C" not null check (kind in ('order', 'invoice', 'payment', 'credit-note', 'refund')),
    id text collate "C" not null,
    rank smallint not null generated always as (case kind when 'order' then 0 when 'invoice' then 1 when 'payment' then 2 when 'credit-note' then 3 else 4 end) stored,
    record jsonb not null,
    hash text not null,
    reference text not null,
    customer_id text collate "C" not null,
    sub_company text not null,
    invoice_id text collate "C",
    credit_note_id text collate "C",
    date text collate "C" not null,
    amount bigint not null,
    updated_at timestamptz not null,
    stored_at timestamptz not null,
    version integer not null,
    standing text collate "C" not null check (standing in ('draft', 'new', 'waiting', 'posting', 'posted', 'nothing', 'failed')),
    phase text collate "C" check (phase in ('behind', 'in doubt', 'needs review')),
    company_ref text collate "C",
    posting_key text collate "C",
    why jsonb,
    sage_urn text,
    sage_record_id text,
    last_attempt_at timestamptz,
    posted_at timestamptz,
    reconciled_at timestamptz,
    seq bigint,
    gone boolean not null default false,
    primary key (tenant, kind, id),
    check (posting_key is null or company_ref is not null),
    check (standing not in ('posting', 'posted') or posting_key is not null),
    check ((standing = 'posted') = (sage_urn is not null)),
    check ((standing = 'posted') = (posted_at is not null)),
    check (phase is null or standing = 'posting'),
    check (reconciled_at is null or standing in ('posted', 'nothing'))
  )`,
  `create index layer_document_plan on layer_document (tenant, rank, id) where standing in ('new', 'waiting') and not gone`,
  `create index layer_document_waiting on layer_document (tenant, customer_id) where standing = 'waiting'`,
  `create index layer_document_invoice on layer_document (tenant, invoice_id) where invoice_id is not null`,
  `create index layer_document_credit_note on layer_document (tenant, credit_note_id) where credit_note_id is not null`,
  `create index layer_document_to_tell on layer_document (tenant, rank, id) where standing in ('posted', 'nothing') and reconciled_at is null`,
  `create index layer_document_seq on layer_document (tenant, seq)`,
  `create index layer_document_unnumbered on layer_document (tenant) where seq is null`,
  `create index layer_document_date on layer_document (tenant, kind, date, id) where not gone`,
  `create index layer_document_open on layer_document (tenant, kind, date, id) where standing not in ('posted', 'nothing') and not gone`,
  `create index layer_document_counts on layer_document (tenant, company_ref, kind, standing, phase) where not gone`,

  `create table posting (
    tenant text collate "C" not null,
    key text collate "C" not null,
    position bigint not null generated always as identity,
    kind text collate "C" not null,
    company text collate "C" not null,
    document_kind text collate "C" not null,
    document_id text collate "C" not null,
    parents jsonb not null,
    payload jsonb not null,
    intent jsonb not null,
    state text collate "C" not null generated always as (intent ->> 'state') stored,
    fence integer not null generated always as (cast(intent ->> 'fence' as integer)) stored,
    claimable_at bigint,
    open_parents integer not null check (open_parents >= 0),
    accepted_at timestamptz not null,
    primary key (tenant, key),
    check (state in ('planned', 'sending', 'in doubt', 'done', 'refused', 'needs review')),
    check ((claimable_at is null) = (state in ('done', 'refused', 'needs review')))
  )`,
  `create unique index posting_document on posting (tenant, document_kind, document_id)`,
  `create index posting_due on posting (tenant, claimable_at, position) where claimable_at is not null and open_parents = 0`,
  `create index posting_due_company on posting (tenant, company, claimable_at, position) where claimable_at is not null and open_parents = 0`,

  `create table posting_parent (
    tenant text collate "C" not null,
    parent text collate "C" not null,
    key text collate "C" not null,
    primary key (tenant, parent, key),
    foreign key (tenant, key) references posting (tenant, key)
  )`,

  `create table posting_attempt (
    tenant text collate "C" not null,
    key text collate "C" not null,
    fence integer not null,
    what text collate "C" not null check (what in ('send', 'look-up')),
    worker text not null,
    at timestamptz not null,
    request jsonb,
    outcome jsonb,
    answered_at timestamptz,
    primary key (tenant, key, fence),
    foreign key (tenant, key) references posting (tenant, key),
    check ((outcome is null) = (answered_at is null))
  )`,

  `create table error_entry (
    id bigint primary key generated always as identity,
    tenant text collate "C" not null,
    document_kind text collate "C" not null,
    document_id text collate "C" not null,
    operation text collate "C" not null,
    reference text not null,
    customer_id text collate "C" not null,
    sub_company text not null,
    company_ref text collate "C",
    code text not null,
    cause text not null,
    cure text not null,
    cause_group text collate "C" not null,
    fix_at jsonb,
    attempts integer not null,
    first_at timestamptz not null,
    last_attempt_at timestamptz not null,
    state text collate "C" not null check (state in ('open', 'resolved')),
    resolved_at timestamptz,
    seq bigint,
    check ((state = 'resolved') = (resolved_at is not null))
  )`,
  `create unique index error_entry_open on error_entry (tenant, document_kind, document_id, operation) where state = 'open'`,
  `create index error_entry_group on error_entry (tenant, cause_group, id) where state = 'open'`,
  `create index error_entry_page on error_entry (tenant, id)`,
  `create index error_entry_seq on error_entry (tenant, seq)`,
  `create index error_entry_unnumbered on error_entry (tenant) where seq is null`,

  `create table sync_run (
    tenant text collate "C" not null,
    id text collate "C" not null,
    position bigint not null generated always as identity,
    company_ref text collate "C",
    trigger text collate "C" not null check (trigger in ('schedule', 'person', 'retry')),
    by_id text not null,
    by_name text not null,
    state text collate "C" not null check (state in ('running', 'done', 'failed')),
    started_at timestamptz not null,
    finished_at timestamptz,
    lease_until timestamptz not null,
    counts jsonb not null,
    failure jsonb,
    primary key (tenant, id),
    check ((state = 'running') = (finished_at is null))
  )`,
  `create unique index sync_run_running on sync_run (tenant, coalesce(company_ref, '')) where state = 'running'`,
  `create index sync_run_newest on sync_run (tenant, position)`,

  `create table company_setting (
    tenant text collate "C" not null,
    company_ref text collate "C" not null,
    key text collate "C" not null,
    value jsonb not null,
    version integer not null,
    primary key (tenant, company_ref, key)
  )`,

  `create table sent_contact (
    tenant text collate "C" not null,
    customer_id text collate "C" not null,
    company_ref text collate "C" not null,
    contact_id text collate "C" not null,
    sage_contact_id text collate "C",
    primary key (tenant, customer_id, company_ref, contact_id)
  )`,

  `create table customer_choice (
    tenant text collate "C" not null,
    customer_id text collate "C" not null,
    company_ref text collate "C" not null,
    choice text collate "C" not null check (choice in ('link', 'create', 'skip')),
    sage_customer_id text collate "C",
    by_id text not null,
    by_name text not null,
    at timestamptz not null,
    primary key (tenant, customer_id, company_ref),
    check ((choice = 'link') = (sage_customer_id is not null))
  )`,

  `create table waiting_customer (
    tenant text collate "C" not null,
    customer_id text collate "C" not null,
    company_ref text collate "C" not null,
    candidates jsonb not null,
    since timestamptz not null,
    seq bigint,
    gone boolean not null default false,
    primary key (tenant, customer_id, company_ref)
  )`,
  `create index waiting_customer_seq on waiting_customer (tenant, seq)`,
  `create index waiting_customer_unnumbered on waiting_customer (tenant) where seq is null`,
] as const;

export const documents: Migration = {
  up: async (db: Kysely<unknown>) => {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
