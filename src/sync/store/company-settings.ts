import { sql } from "kysely";
import { json } from "./bulk";
import type { Handle, Tx } from "./database";

/** A setting of one company. What is not set has its default, which whoever reads it knows. */
export type CompanySetting = { readonly companyRef: string; readonly key: string; readonly value: unknown; readonly version: number };

/** Few: they are always read all at once. */
export const readCompanySettings = async (handle: Handle, tenant: string): Promise<readonly CompanySetting[]> => {
  const { rows } = await sql<CompanySetting>`
    select company_ref as "companyRef", key, value, version from company_setting where tenant = ${tenant} order by company_ref, key`.execute(handle);
  return rows;
};

/** Sets one, with the next version where it changed. Answers what it was before; undefined where it was not set. */
export const saveCompanySetting = async (tx: Tx, tenant: string, companyRef: string, key: string, value: string | number | boolean | object): Promise<unknown> => {
  const { rows } = await sql<{ value: unknown }>`
    select value from company_setting where tenant = ${tenant} and company_ref = ${companyRef} and key = ${key} for update`.execute(tx);
  await sql`
    insert into company_setting as old (tenant, company_ref, key, value, version) values (${tenant}, ${companyRef}, ${key}, ${json(value)}, 1)
    on conflict (tenant, company_ref, key) do update set value = excluded.value, version = old.version + 1 where old.value <> excluded.value`.execute(tx);
  return rows[0]?.value;
};
