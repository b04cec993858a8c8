/**
 * Sage's posted transactions, what their receipts were allocated to, the rows of Sage Transactions, the payments recorded from them in
 * The Layer, and what accounts owe.
 *
 * A row of Sage Transactions is kept as it is shown: a receipt and one invoice, what is left of a receipt, or what Sage counts as allocated
 * and does not say to what. Its `seq` is null from a change until it is numbered (see numbering.ts). Money is whole minor units, signed as
 * Sage has it on transactions and above zero on rows; days are text.
 */
import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

const statements = [
  `create table sage_transaction (
    tenant text collate "C" not null,
    company_ref text collate "C" not null,
    id text collate "C" not null,
    id_order text collate "C" not null generated always as (lpad(id, 20, '0')) stored,
    urn text collate "C" not null,
    type text collate "C" not null check (type in ('invoice', 'credit-note', 'receipt', 'refund', 'opening-invoice', 'opening-credit-note', 'other')),
    sage_customer_id text collate "C" not null,
    reference text not null,
    second_reference text not null,
    date text collate "C" not null,
    due_date text collate "C",
    gross bigint not null,
    allocated bigint not null,
    outstanding bigint not null,
    discount bigint not null,
    discount_days integer not null,
    queried text not null,
    user_name text not null,
    bank_code text collate "C" not null,
    is_receipt boolean not null generated always as (type = 'receipt' and gross < 0) stored,
    hash text not null,
    updated_at timestamptz not null,
    stored_at timestamptz not null,
    gone boolean not null default false,
    primary key (tenant, company_ref, id)
  )`,
  `create index sage_transaction_order on sage_transaction (tenant, company_ref, id_order)`,
  `create index sage_transaction_urn on sage_transaction (tenant, company_ref, urn)`,
  `create index sage_transaction_newest on sage_transaction (tenant, company_ref, date desc, id_order desc) include (gone) where is_receipt`,
  `create index sage_transaction_account on sage_transaction (tenant, company_ref, sage_customer_id)`,
  `create index sage_transaction_open on sage_transaction (tenant, company_ref, sage_customer_id, outstanding) where outstanding <> 0 and not gone`,

  `create table receipt_allocation (
    tenant text collate "C" not null,
    company_ref text collate "C" not null,
    receipt_id text collate "C" not null,
    position integer not null,
    urn text collate "C" not null,
    type text collate "C" not null,
    reference text not null,
    amount bigint not null check (amount > 0),
    date text collate "C" not null,
    user_name text not null,
    is_inferred boolean not null,
    primary key (tenant, company_ref, receipt_id, position)
  )`,
  `create index receipt_allocation_day on receipt_allocation (tenant, company_ref, date, receipt_id, position)`,

  `create table receipt_row (
    tenant text collate "C" not null,
    id text collate "C" not null,
    company_ref text collate "C" not null,
    receipt_id text collate "C" not null,
    receipt_order text collate "C" not null generated always as (lpad(receipt_id, 20, '0')) stored,
    date text collate "C" not null,
    sage_customer_id text collate "C" not null,
    kind text collate "C" not null check (kind in ('allocated', 'rest', 'unknown')),
    invoice_urn text collate "C",
    invoice_type text collate "C",
    invoice_reference text collate "C",
    allocated bigint not null check (allocated >= 0),
    is_inferred boolean not null,
    is_ours boolean not null,
    layer_invoice_id text collate "C",
    layer_outstanding bigint,
    method text,
    state text collate "C" not null,
    result text not null,
    posting_key text collate "C",
    syncs integer not null default 0,
    synced_amount bigint not null default 0,
    sync_phase text collate "C" check (sync_phase in ('syncing', 'in doubt', 'needs review', 'failed')),
    sync_why jsonb,
    seq bigint,
    gone boolean not null default false,
    primary key (tenant, id),
    check ((kind = 'allocated') = (invoice_urn is not null)),
    check (synced_amount = 0 or syncs > 0),
    check (sync_phase is null or posting_key is not null)
  )`,
  `create index receipt_row_receipt on receipt_row (tenant, company_ref, receipt_id)`,
  `create index receipt_row_newest on receipt_row (tenant, company_ref, date desc, receipt_order desc, id) where not gone`,
  `create index receipt_row_totals on receipt_row (tenant, company_ref, state, date, allocated, synced_amount, kind, is_ours) where not gone`,
  `create index receipt_row_layer_invoice on receipt_row (tenant, layer_invoice_id) where layer_invoice_id is not null`,
  `create index receipt_row_invoice_urn on receipt_row (tenant, company_ref, invoice_urn) where invoice_urn is not null`,
  `create index receipt_row_invoice_reference on receipt_row (tenant, invoice_reference) where invoice_reference is not null`,
  `create index receipt_row_account on receipt_row (tenant, company_ref, sage_customer_id)`,
  `create index receipt_row_seq on receipt_row (tenant, seq)`,
  `create index receipt_row_unnumbered on receipt_row (tenant) where seq is null`,

  `create table receipt_payment (
    tenant text collate "C" not null,
    posting_key text collate "C" not null,
    row_id text collate "C" not null,
    nth integer not null,
    company_ref text collate "C" not null,
    layer_invoice_id text collate "C" not null,
    amount bigint not null check (amount > 0),
    method text not null,
    by_id text not null,
    by_name text not null,
    asked_at timestamptz not null,
    layer_payment_id text,
    recorded_at timestamptz,
    primary key (tenant, posting_key),
    check ((layer_payment_id is null) = (recorded_at is null))
  )`,
  `create unique index receipt_payment_row on receipt_payment (tenant, row_id, nth)`,

  `create table sage_balance (
    tenant text collate "C" not null,
    company_ref text collate "C" not null,
    sage_customer_id text collate "C" not null,
    balance bigint not null,
    credit_limit bigint,
    is_on_hold boolean not null,
    stored_at timestamptz not null,
    primary key (tenant, company_ref, sage_customer_id)
  )`,

  // By bytes, as the columns of receipts that they are compared with: an index of another collation would not be used.
  `create index layer_document_urn on layer_document (tenant, company_ref, sage_urn collate "C") where sage_urn is not null`,
  `create index layer_document_reference on layer_document (tenant, reference collate "C") where kind = 'invoice'`,
  `create index layer_document_customer on layer_document (tenant, customer_id) where kind = 'invoice'`,

  // Documents read before say nothing of what is outstanding, nor of what is reconciled: all of them are read again.
  `update freshness set cursor = null where what in ('layer-orders', 'layer-invoices', 'layer-credit-notes', 'layer-payments', 'layer-refunds')`,
] as const;

export const receipts: Migration = {
  up: async (db: Kysely<unknown>) => {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
