/** What Sage's accounts owe, as they were last read: when that was stands with the part `sage-balances`. */
import { sql } from "kysely";
import type { Money } from "../model/money";
import type { SageBalance } from "../sage200";
import { json, lastOfEach, pieces } from "./bulk";
import type { Handle, Tx } from "./database";

/** Adds and changes; what is as it was is left alone. */
export const saveBalances = async (tx: Tx, tenant: string, companyRef: string, balances: readonly SageBalance[]): Promise<void> => {
  for (const some of pieces(lastOfEach(balances, (one) => one.sageCustomerId))) {
    await sql`
      insert into sage_balance as old (tenant, company_ref, sage_customer_id, balance, credit_limit, is_on_hold, stored_at)
      select ${tenant}, ${companyRef}, "sageCustomerId", balance, "creditLimit", "isOnHold", clock_timestamp()
      from jsonb_to_recordset(${json(some)}) as new ("sageCustomerId" text, balance bigint, "creditLimit" bigint, "isOnHold" boolean)
      on conflict (tenant, company_ref, sage_customer_id) do update set balance = excluded.balance, credit_limit = excluded.credit_limit, is_on_hold = excluded.is_on_hold, stored_at = excluded.stored_at
      where (old.balance, old.credit_limit, old.is_on_hold) is distinct from (excluded.balance, excluded.credit_limit, excluded.is_on_hold)`.execute(tx);
  }
};

/** Forgets the accounts of a company that a complete reading has not seen. */
export const dropUnseenBalances = async (tx: Tx, tenant: string, companyRef: string, sweep: string): Promise<void> => {
  await sql`
    delete from sage_balance b where b.tenant = ${tenant} and b.company_ref = ${companyRef}
      and not exists (select 1 from sweep_seen seen where seen.tenant = ${tenant} and seen.sweep = ${sweep} and seen.id = b.sage_customer_id)`.execute(tx);
};

/** Of all accounts of the company together. */
export const sumOfBalances = async (handle: Handle, tenant: string, companyRef: string): Promise<Money> => {
  const { rows } = await sql<{ sum: Money }>`
    select cast(coalesce(sum(balance), 0) as bigint) as sum from sage_balance where tenant = ${tenant} and company_ref = ${companyRef}`.execute(handle);
  return rows[0]?.sum ?? (0 as Money);
};

/** A link to an account, and what the account owes; null where Sage has not been read, or no longer has the account. */
export type LinkedBalance = {
  readonly customerId: string;
  readonly customerName: string;
  readonly companyKey: string;
  readonly companyRef: string | null;
  readonly companyName: string;
  readonly sageCustomerId: string;
  readonly accountNumber: string;
  readonly balance: Money | null;
  readonly creditLimit: Money | null;
  readonly isOnHold: boolean | null;
};

type Page = { readonly after: { readonly customerId: string; readonly companyKey: string } | null; readonly limit: number } | { readonly customerId: string };

/** Links that stand, by customer and company: a page of all, or those of one customer. */
export const linkedBalances = async (handle: Handle, tenant: string, page: Page, companyRef?: string): Promise<readonly LinkedBalance[]> => {
  const which = "customerId" in page ? sql`and link.customer_id = ${page.customerId}` : page.after === null ? sql`` : sql`and (link.customer_id, link.company_key) > (${page.after.customerId}, ${page.after.companyKey})`;
  const { rows } = await sql<LinkedBalance>`
    select link.customer_id as "customerId", coalesce(customer.name, '') as "customerName", link.company_key as "companyKey", company.ref as "companyRef",
      coalesce(company.name, link.company_name) as "companyName", coalesce(account.id, link.sage_customer_id) as "sageCustomerId",
      coalesce(account.reference, link.account_number) as "accountNumber", b.balance, b.credit_limit as "creditLimit", b.is_on_hold as "isOnHold"
    from customer_link link
      left join layer_customer customer on customer.tenant = ${tenant} and customer.id = link.customer_id
      left join sage_company company on company.tenant = ${tenant} and company.company_key = link.company_key and not company.gone
      left join lateral (
        select a.id, a.reference from sage_account a
        where a.tenant = ${tenant} and a.company_ref = company.ref and not a.gone
          and (a.id = link.sage_customer_id or (link.sage_customer_id = '' and link.account_key <> '' and a.reference_key = link.account_key)) limit 1) account on true
      left join sage_balance b on b.tenant = ${tenant} and b.company_ref = company.ref and b.sage_customer_id = account.id
    where link.tenant = ${tenant} and not link.gone ${which} ${companyRef === undefined ? sql`` : sql`and company.ref = ${companyRef}`}
    order by link.customer_id, link.company_key ${"limit" in page ? sql`limit ${page.limit}` : sql``}`.execute(handle);
  return rows;
};

/** Links that went away after that change number. */
export const goneLinks = async (handle: Handle, tenant: string, since: number): Promise<readonly { readonly customerId: string; readonly companyName: string }[]> => {
  const { rows } = await sql<{ customerId: string; companyName: string }>`
    select link.customer_id as "customerId", coalesce(company.name, link.company_name) as "companyName" from customer_link link
      left join sage_company company on company.tenant = ${tenant} and company.company_key = link.company_key
    where link.tenant = ${tenant} and link.gone and link.seq > ${since}`.execute(handle);
  return rows;
};
