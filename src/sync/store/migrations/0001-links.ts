/**
 * Customers, accounts, links, mappings, pushes, audit and credentials.
 *
 * Every row carries its tenant, so that the tables can be partitioned by it. Ids and keys compare by bytes (`collate "C"`):
 * the embedded engine and every server then sort alike, and pages by key neither skip nor repeat. `seq` is the row's last
 * change, drawn under the tenant's change lock (see database.ts); `gone` rows are kept so that a pull by `since` can name them.
 */
import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

const statements = [
  `create sequence change_seq`,

  `create table self_check (
    tenant text collate "C" primary key,
    checked_at timestamptz not null
  )`,

  `create table layer_customer (
    tenant text collate "C" not null,
    id text collate "C" not null,
    id_key text collate "C" not null,
    name text not null,
    email text not null,
    website text not null,
    telephone text not null,
    fax text not null,
    vat_number text not null,
    postcode text not null,
    sub_companies jsonb not null,
    contacts jsonb not null,
    is_archived boolean not null,
    hash text not null,
    seq bigint not null,
    gone boolean not null default false,
    stored_at timestamptz not null,
    primary key (tenant, id)
  )`,
  `create index layer_customer_key on layer_customer (tenant, id_key)`,
  `create index layer_customer_seq on layer_customer (tenant, seq)`,

  `create table sage_company (
    tenant text collate "C" not null,
    ref text collate "C" not null,
    site_id text not null,
    company_id text not null,
    name text not null,
    name_key text collate "C" not null,
    site_name text not null,
    company_key text collate "C" not null,
    seq bigint not null,
    gone boolean not null default false,
    primary key (tenant, ref)
  )`,
  `create index sage_company_key on sage_company (tenant, company_key)`,
  `create index sage_company_seq on sage_company (tenant, seq)`,

  `create table sage_account (
    tenant text collate "C" not null,
    company_ref text collate "C" not null,
    id text collate "C" not null,
    id_key text collate "C" not null,
    id_order text collate "C" not null generated always as (lpad(id, 20, '0')) stored,
    reference text not null,
    reference_key text collate "C" not null,
    name text not null,
    is_hidden boolean not null,
    vat_number text not null,
    postcode text not null,
    email text not null,
    telephone text not null,
    hash text not null,
    seq bigint not null,
    gone boolean not null default false,
    stored_at timestamptz not null,
    primary key (tenant, company_ref, id)
  )`,
  `create index sage_account_order on sage_account (tenant, company_ref, id_order)`,
  `create index sage_account_reference on sage_account (tenant, reference_key)`,
  `create index sage_account_id on sage_account (tenant, id_key)`,
  `create index sage_account_seq on sage_account (tenant, seq)`,

  `create table list_record (
    tenant text collate "C" not null,
    list text collate "C" not null,
    scope text collate "C" not null,
    id text collate "C" not null,
    position integer not null,
    record jsonb not null,
    hash text not null,
    seq bigint not null,
    gone boolean not null default false,
    primary key (tenant, list, scope, id)
  )`,
  `create index list_record_seq on list_record (tenant, seq)`,

  `create table customer_link (
    tenant text collate "C" not null,
    customer_id text collate "C" not null,
    company_key text collate "C" not null,
    company_name text not null,
    site_id text not null,
    account_number text not null,
    account_key text collate "C" not null,
    sage_customer_id text collate "C" not null,
    was_synced boolean not null,
    last_synced_at timestamptz,
    version integer not null,
    hash text not null,
    seq bigint not null,
    gone boolean not null default false,
    stored_at timestamptz not null,
    primary key (tenant, customer_id, company_key)
  )`,
  `create index customer_link_account on customer_link (tenant, company_key, sage_customer_id)`,
  `create index customer_link_number on customer_link (tenant, company_key, account_key)`,
  `create index customer_link_seq on customer_link (tenant, seq)`,

  `create table link_intent (
    tenant text collate "C" not null,
    push_id text collate "C" not null,
    row_number integer not null,
    batch integer not null,
    customer_id text collate "C" not null,
    company_key text collate "C" not null,
    sage_customer_id text collate "C" not null,
    link jsonb not null,
    was jsonb,
    warnings jsonb not null,
    primary key (tenant, push_id, row_number)
  )`,
  `create unique index link_intent_customer on link_intent (tenant, customer_id, company_key)`,
  `create unique index link_intent_account on link_intent (tenant, company_key, sage_customer_id)`,

  `create table mapping (
    tenant text collate "C" not null,
    sheet text collate "C" not null,
    key text collate "C" not null,
    cells jsonb not null,
    version integer not null,
    seq bigint not null,
    primary key (tenant, sheet, key)
  )`,
  `create index mapping_seq on mapping (tenant, seq)`,

  `create table freshness (
    tenant text collate "C" not null,
    what text collate "C" not null,
    cursor text,
    read_at timestamptz,
    swept_at timestamptz,
    failure jsonb,
    failed_at timestamptz,
    primary key (tenant, what)
  )`,

  `create table sweep_seen (
    tenant text collate "C" not null,
    sweep text collate "C" not null,
    id text collate "C" not null,
    primary key (tenant, sweep, id)
  )`,

  `create table push (
    tenant text collate "C" not null,
    id text collate "C" not null,
    sheet text not null,
    body_hash text not null,
    by_id text not null,
    by_name text not null,
    state text not null check (state in ('accepted', 'working', 'done', 'cancelled')),
    cancel_asked boolean not null default false,
    accepted_at timestamptz not null,
    finished_at timestamptz,
    row_count integer not null,
    result_count integer not null default 0,
    counts jsonb not null default '{}',
    primary key (tenant, id)
  )`,

  `create table push_batch (
    tenant text collate "C" not null,
    push_id text collate "C" not null,
    batch integer not null,
    state text not null check (state in ('waiting', 'sending', 'done')),
    attempts integer not null default 0,
    not_before timestamptz not null,
    lease_until timestamptz,
    fence integer not null default 0,
    primary key (tenant, push_id, batch),
    foreign key (tenant, push_id) references push (tenant, id)
  )`,
  `create index push_batch_open on push_batch (tenant, not_before) where state <> 'done'`,

  `create table push_row (
    tenant text collate "C" not null,
    push_id text collate "C" not null,
    row_number integer not null,
    batch integer not null,
    ref_key text not null,
    ref_nth integer not null,
    version integer,
    cells jsonb not null,
    row_key text collate "C" not null,
    account_key text collate "C" not null,
    id_key text collate "C" not null,
    result_seq integer,
    outcome text check (outcome in ('saved', 'same', 'refused', 'conflict', 'later', 'cancelled')),
    message text,
    fills jsonb,
    problems jsonb,
    new_version integer,
    primary key (tenant, push_id, row_number),
    foreign key (tenant, push_id, batch) references push_batch (tenant, push_id, batch),
    check ((result_seq is null) = (outcome is null))
  )`,
  `create index push_row_batch on push_row (tenant, push_id, batch)`,
  `create unique index push_row_result on push_row (tenant, push_id, result_seq) where result_seq is not null`,
  `create index push_row_key on push_row (tenant, push_id, row_key)`,
  `create index push_row_account on push_row (tenant, push_id, account_key) where account_key <> ''`,
  `create index push_row_id on push_row (tenant, push_id, id_key) where id_key <> ''`,

  `create table audit (
    id bigint generated always as identity primary key,
    tenant text collate "C" not null,
    at timestamptz not null default clock_timestamp(),
    who_id text not null,
    who text not null,
    what text not null,
    sheet text not null,
    key text not null,
    was jsonb,
    becomes jsonb,
    push_id text
  )`,
  `create index audit_tenant on audit (tenant, id)`,
  `create index audit_key on audit (tenant, key, id)`,
  `create index audit_push on audit (tenant, push_id, id)`,

  `create table credential (
    tenant text collate "C" not null,
    id text collate "C" not null,
    generation integer not null,
    sealed text,
    changed_at timestamptz not null,
    primary key (tenant, id)
  )`,
] as const;

export const links: Migration = {
  up: async (db: Kysely<unknown>) => {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
