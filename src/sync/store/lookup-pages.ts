/** Mirrored records as look-ups list them, in pages, with those that are gone where the pages are of changes. */
import { sql, type RawBuilder } from "kysely";
import type { LookupKind } from "../sheets/sheet";
import type { Handle } from "./database";
import type { ListName } from "./lists";

export type LookupRow = {
  /** Where the page behind this row begins: the two together are unique and ascending. */
  readonly shelf: string;
  readonly place: string;
  /** What a client knows the record by, inside its company where it has one. */
  readonly id: string;
  readonly companyName: string | null;
  readonly gone: boolean;
  readonly record: Record<string, unknown>;
};

const listOf = {
  "sage-bank": "bank",
  "sage-tax-code": "tax-code",
  "layer-sub-company": "sub-company",
  "layer-payment-method": "payment-method",
  "layer-tax-rate": "tax-rate",
} as const satisfies Partial<Record<LookupKind, ListName>>;

const rowsOf = (tenant: string, kind: LookupKind): RawBuilder<unknown> => {
  switch (kind) {
    case "sage-company":
      return sql`select '' as shelf, ref as place, name as id, name as "companyName", gone, seq,
        json_build_object('name', name, 'siteId', site_id, 'companyId', company_id, 'siteName', site_name) as record from sage_company where tenant = ${tenant}`;
    case "sage-site":
      return sql`select '' as shelf, site_id as place, site_id as id, cast(null as text) as "companyName", bool_and(gone) as gone, max(seq) as seq,
        json_build_object('siteId', site_id, 'siteName', max(site_name)) as record from sage_company where tenant = ${tenant} group by site_id`;
    case "sage-account":
      return sql`select a.company_ref as shelf, a.id as place, a.id, c.name as "companyName", a.gone, a.seq,
        json_build_object('id', a.id, 'reference', a.reference, 'name', a.name, 'companyName', c.name, 'status', case when a.is_hidden then 'hidden' else 'active' end,
          'vatNumber', a.vat_number, 'postcode', a.postcode, 'email', a.email, 'telephone', a.telephone) as record
        from sage_account a join sage_company c on c.tenant = a.tenant and c.ref = a.company_ref and not c.gone where a.tenant = ${tenant}`;
    case "layer-customer":
      return sql`select '' as shelf, id as place, id, cast(null as text) as "companyName", gone or is_archived as gone, seq,
        json_build_object('id', id, 'name', name, 'subCompanies', sub_companies, 'vatNumber', vat_number, 'postcode', postcode, 'email', email,
          'telephone', telephone) as record from layer_customer where tenant = ${tenant}`;
    case "sage-bank":
    case "sage-tax-code":
      return sql`select l.scope as shelf, lpad(l.position::text, 9, '0') || ' ' || l.id as place, l.id, c.name as "companyName", l.gone, l.seq,
        l.record || jsonb_build_object('companyName', c.name) as record
        from list_record l join sage_company c on c.tenant = l.tenant and c.ref = l.scope and not c.gone where l.tenant = ${tenant} and l.list = ${listOf[kind]}`;
    case "layer-sub-company":
      return sql`select '' as shelf, lpad(position::text, 9, '0') || ' ' || id as place, id, cast(null as text) as "companyName", gone, seq, json_build_object('name', id) as record
        from list_record where tenant = ${tenant} and list = 'sub-company'`;
    case "layer-payment-method":
    case "layer-tax-rate":
      return sql`select '' as shelf, lpad(position::text, 9, '0') || ' ' || id as place, id, cast(null as text) as "companyName", gone, seq, record
        from list_record where tenant = ${tenant} and list = ${listOf[kind]}`;
  }
};

/** The page behind `after`; `since` null is everything there is now. */
export const lookupPage = async (
  handle: Handle,
  tenant: string,
  kind: LookupKind,
  since: number | null,
  after: LookupRow | null,
  limit = 1_000,
): Promise<readonly LookupRow[]> => {
  const wanted = since === null ? sql`not gone` : sql`seq > ${since}`;
  const { rows } = await sql<LookupRow>`
    select shelf, place, id, "companyName", gone, record from (${rowsOf(tenant, kind)}) records
    where ${wanted} and (shelf collate "C", place collate "C") > (${after?.shelf ?? ""}, ${after?.place ?? ""})
    order by shelf collate "C", place collate "C" limit ${limit}`.execute(handle);
  return rows;
};
