import { sql } from "kysely";
import type { LayerCustomer } from "../layer";
import type { LayerCustomerRef } from "../rules/reference";
import { finderOf, json, lastOfEach, pieces, recordHash } from "./bulk";
import type { ChangeTx, Handle } from "./database";
import { codeKey } from "./keys";
import { customerCells } from "./read-cells";
import { auditReadings, theLayer } from "./reading-audit";

export type StoredCustomer = LayerCustomerRef & { readonly isArchived: boolean };

type KnownCustomer = Parameters<typeof customerCells>[0];
/** Of a customer called `c`. */
const known = sql`c.name, c.email, c.website, c.telephone, c.fax, c.vat_number as "vatNumber", c.postcode, c.sub_companies as "subCompanies", c.contacts, c.is_archived as "isArchived"`;
/** Under this the audit has them. */
const sheet = "customers";

/** Adds and changes; what is as it was keeps its change number. The same customer may come twice: the last counts. */
export const saveCustomers = async (tx: ChangeTx, tenant: string, customers: readonly LayerCustomer[]): Promise<void> => {
  for (const some of pieces(lastOfEach(customers, (customer) => customer.id))) {
    // `updatedAt` moves without any field of ours moving, so it is no part of what is compared.
    const rows = some.map(({ updatedAt: _, ...customer }) => ({ ...customer, key: codeKey(customer.id), hash: recordHash(customer) }));
    const { rows: written } = await sql<{ id: string; was: KnownCustomer | null }>`
      with new as materialized (
        select * from jsonb_to_recordset(${json(rows)}) as new (id text, key text, name text, email text, website text, telephone text, fax text,
          "vatNumber" text, postcode text, "subCompanies" jsonb, contacts jsonb, "isArchived" boolean, hash text)),
      -- A statement returns what it wrote. Writers of customers take turns, so nobody else wrote what it replaced meanwhile.
      known as materialized (
        select c.id, to_jsonb(was) as was from new join layer_customer c on c.tenant = ${tenant} and c.id = new.id
        cross join lateral (select ${known}) was),
      written as (
      insert into layer_customer as old
        (tenant, id, id_key, name, email, website, telephone, fax, vat_number, postcode, sub_companies, contacts, is_archived, hash, seq, stored_at)
      select ${tenant}, id, key, name, email, website, telephone, fax, "vatNumber", postcode, "subCompanies", contacts, "isArchived", hash,
        nextval('change_seq'), clock_timestamp()
      from new
      on conflict (tenant, id) do update set
        name = excluded.name, email = excluded.email, website = excluded.website, telephone = excluded.telephone, fax = excluded.fax,
        vat_number = excluded.vat_number, postcode = excluded.postcode, sub_companies = excluded.sub_companies, contacts = excluded.contacts,
        is_archived = excluded.is_archived, hash = excluded.hash, seq = excluded.seq, stored_at = excluded.stored_at, gone = false
      where old.hash <> excluded.hash or old.gone
      returning old.id)
      select written.id, known.was from written left join known using (id)`.execute(tx);
    const saved = finderOf(some, (customer) => customer.id);
    await auditReadings(tx, tenant, theLayer, written.map(({ id, was }) => ({ sheet, key: id, was: was && customerCells(was), is: customerCells(saved(id)) })));
  }
};

const columns = [
  "id",
  "name",
  "sub_companies as subCompanies",
  "vat_number as vatNumber",
  "postcode",
  "email",
  "telephone",
  "is_archived as isArchived",
] as const;

/** Customers that a cell holding one of these codes could mean. */
export const customersLike = (handle: Handle, tenant: string, codes: readonly string[]): Promise<readonly StoredCustomer[]> =>
  handle
    .selectFrom("layer_customer")
    .select(columns)
    .where("tenant", "=", tenant)
    .where("gone", "=", false)
    .where("id_key", "in", sql<string>`(select jsonb_array_elements_text(${json(codes)}))`)
    .execute();

/** Marks as gone whatever was not seen in a complete reading that began at `startedAt` and was stored before it. */
export const dropUnseenCustomers = async (tx: ChangeTx, tenant: string, sweep: string, startedAt: string): Promise<void> => {
  const { rows } = await sql<KnownCustomer & { id: string }>`
    update layer_customer c set gone = true, seq = nextval('change_seq')
    where tenant = ${tenant} and not gone and stored_at < ${startedAt}
      and not exists (select 1 from sweep_seen seen where seen.tenant = ${tenant} and seen.sweep = ${sweep} and seen.id = c.id)
    returning c.id, ${known}`.execute(tx);
  await auditReadings(tx, tenant, theLayer, rows.map((was) => ({ sheet, key: was.id, was: customerCells(was), is: null })));
};

/** All that is known of these customers, contacts included: what a sync sends to Sage. */
export const customersById = async (handle: Handle, tenant: string, ids: readonly string[]): Promise<ReadonlyMap<string, LayerCustomer>> => {
  const found = new Map<string, LayerCustomer>();
  for (const some of pieces(ids)) {
    const { rows } = await sql<LayerCustomer>`
      select id, name, email, website, telephone, fax, vat_number as "vatNumber", postcode, sub_companies as "subCompanies", contacts,
        is_archived as "isArchived", stored_at as "updatedAt"
      from layer_customer where tenant = ${tenant} and not gone and id in (select jsonb_array_elements_text(${json(some)}))`.execute(handle);
    for (const customer of rows) found.set(customer.id, customer);
  }
  return found;
};
