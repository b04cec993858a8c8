import { sql } from "kysely";
import type { SageCompanyRef } from "../rules/reference";
import { json } from "./bulk";
import type { ChangeTx, Handle } from "./database";
import { companyKey, companyRef, nameKey } from "./keys";

export type StoredCompany = SageCompanyRef & {
  /** What the company is called inside this database. */
  readonly ref: string;
  /** What worksheets and The Layer call it by. */
  readonly key: string;
};

/** The complete list: a company that is no longer in it is gone, and so is what it is called by when Sage has renamed it. */
export const saveCompanies = async (tx: ChangeTx, tenant: string, companies: readonly SageCompanyRef[]): Promise<void> => {
  const rows = companies.map((company) => ({
    ...company,
    ref: companyRef(company.siteId, company.companyId),
    key: companyKey(company.siteId, company.name),
    nameKey: nameKey(company.name),
  }));
  await sql`
    insert into sage_company as old (tenant, ref, site_id, company_id, name, name_key, site_name, company_key, seq)
    select ${tenant}, ref, "siteId", "companyId", name, "nameKey", "siteName", key, nextval('change_seq')
    from jsonb_to_recordset(${json(rows)}) as new (ref text, "siteId" text, "companyId" text, name text, "nameKey" text, "siteName" text, key text)
    on conflict (tenant, ref) do update set
      site_id = excluded.site_id, name = excluded.name, name_key = excluded.name_key, site_name = excluded.site_name, company_key = excluded.company_key,
      seq = excluded.seq, gone = false
    where (old.site_id, old.name, old.site_name, old.gone) is distinct from (excluded.site_id, excluded.name, excluded.site_name, false)`.execute(tx);
  await sql`
    update sage_company set gone = true, seq = nextval('change_seq')
    where tenant = ${tenant} and not gone and not (${json(rows.map((row) => row.ref))} ? ref)`.execute(tx);
};

/** Few: they are always read all at once. */
export const allCompanies = (handle: Handle, tenant: string): Promise<readonly StoredCompany[]> =>
  handle
    .selectFrom("sage_company")
    .select(["ref", "company_key as key", "name", "site_id as siteId", "company_id as companyId", "site_name as siteName"])
    .where("tenant", "=", tenant)
    .where("gone", "=", false)
    .orderBy("name")
    .orderBy("ref")
    .execute();
