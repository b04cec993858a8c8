/** Receipts that are not fully allocated, and whose they are. */
import { sql } from "kysely";
import { json } from "./bulk";
import type { StoredCompany } from "./companies";
import type { Handle } from "./database";

export const countOpenReceipts = async (handle: Handle, tenant: string, companyRef: string): Promise<number> => {
  const { rows } = await sql<{ open: number }>`
    select cast(count(*) as int) as open from sage_transaction where tenant = ${tenant} and company_ref = ${companyRef} and is_receipt and outstanding <> 0 and not gone`.execute(handle);
  return rows[0]?.open ?? 0;
};

export type LinkedName = { readonly customerId: string; readonly name: string };

/** The customers of The Layer that these accounts are linked to, by the account's record id. Those of nobody are left out. */
export const accountNames = async (handle: Handle, tenant: string, company: Pick<StoredCompany, "ref" | "key">, sageCustomerIds: readonly string[]): Promise<ReadonlyMap<string, LinkedName>> => {
  const { rows } = await sql<LinkedName & { readonly sageCustomerId: string }>`
    select wanted.id as "sageCustomerId", link.customer_id as "customerId", coalesce(customer.name, link.customer_id) as name
    from (select distinct jsonb_array_elements_text(${json(sageCustomerIds)}) as id) wanted
    left join sage_account account on account.tenant = ${tenant} and account.company_ref = ${company.ref} and account.id = wanted.id
    join customer_link link on link.tenant = ${tenant} and link.company_key = ${company.key} and not link.gone
      and (link.sage_customer_id = wanted.id or (link.sage_customer_id = '' and link.account_key <> '' and link.account_key = account.reference_key))
    left join layer_customer customer on customer.tenant = ${tenant} and customer.id = link.customer_id
    order by wanted.id, link.customer_id`.execute(handle);
  const found = new Map<string, LinkedName>();
  for (const { sageCustomerId, ...linked } of rows) if (!found.has(sageCustomerId)) found.set(sageCustomerId, linked);
  return found;
};

/** An account by its record id, whether or not anything is open on it. */
export const accountById = async (handle: Handle, tenant: string, companyRef: string, sageCustomerId: string): Promise<{ readonly sageCustomerId: string; readonly accountNumber: string; readonly name: string } | null> => {
  const { rows } = await sql<{ accountNumber: string; name: string }>`
    select reference as "accountNumber", name from sage_account where tenant = ${tenant} and company_ref = ${companyRef} and id = ${sageCustomerId}`.execute(handle);
  return rows[0] ? { sageCustomerId, ...rows[0] } : null;
};
