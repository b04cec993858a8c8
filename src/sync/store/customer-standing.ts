/** Customers with their links and how each link stands, in pages, for the worksheets and the counters. */
import { sql } from "kysely";
import type { Handle } from "./database";
import type { StoredLink } from "./links";

/** How a link stands. "company gone" and "account gone": Sage was read completely and does not have it any more. */
export type LinkStanding = "synced" | "never synced" | "account gone" | "company gone";

/** `lastSyncedAt` is as PostgreSQL writes it in JSON. */
export type StandingLink = Omit<StoredLink, "customerId"> & {
  readonly gone: boolean;
  readonly standing: LinkStanding;
  /** Sage hides accounts that are closed or no longer used. A link to one is still good. */
  readonly isHidden: boolean;
};

export type CustomerPageRow = {
  readonly id: string;
  readonly name: string;
  readonly subCompanies: readonly string[];
  readonly isArchived: boolean;
  readonly gone: boolean;
  /** By company; with those that are gone where the page is of changes. */
  readonly links: readonly StandingLink[];
};

/** Joins of a `link` with the company and account it names, and when that account list was last read. */
const joins = (tenant: string) => sql`
  left join sage_company company on company.tenant = ${tenant} and company.company_key = link.company_key and not company.gone
  left join sage_account account on account.tenant = ${tenant} and account.company_ref = company.ref and account.id = link.sage_customer_id and not account.gone
  left join freshness companies_read on companies_read.tenant = ${tenant} and companies_read.what = 'sage-companies'
  left join freshness accounts_read on accounts_read.tenant = ${tenant} and accounts_read.what = 'sage-accounts ' || company.ref`;

const standing = sql`case
  when company.ref is null and companies_read.read_at is not null then 'company gone'
  when account.id is null and link.sage_customer_id <> '' and accounts_read.read_at is not null then 'account gone'
  when link.was_synced then 'synced'
  else 'never synced' end`;

/** Customers to whom anything happened after change number `since`; of changed mappings, those without a link. */
const changedSince = (tenant: string, since: number) => sql`(
  select id from layer_customer where tenant = ${tenant} and seq > ${since}
  union select customer_id from customer_link where tenant = ${tenant} and seq > ${since}
  union select link.customer_id from sage_account account
    join sage_company company on company.tenant = account.tenant and company.ref = account.company_ref
    join customer_link link on link.tenant = account.tenant and link.company_key = company.company_key and link.sage_customer_id = account.id
    where account.tenant = ${tenant} and account.seq > ${since}
  union select link.customer_id from sage_company company
    join customer_link link on link.tenant = company.tenant and link.company_key = company.company_key
    where company.tenant = ${tenant} and company.seq > ${since}
  union select customer.id from layer_customer customer where customer.tenant = ${tenant}
    and exists (select 1 from mapping where tenant = ${tenant} and sheet = 'sub-companies' and seq > ${since})
    and not exists (select 1 from customer_link link where link.tenant = ${tenant} and link.customer_id = customer.id and not link.gone))`;

/** The page of customers behind id `after`, by id; "" for the first. `since` null is everything there is now. */
export const customerPage = async (handle: Handle, tenant: string, after: string, since: number | null, limit = 1_000): Promise<readonly CustomerPageRow[]> => {
  const wanted = since === null ? sql`not gone` : sql`id in ${changedSince(tenant, since)}`;
  const { rows } = await sql<CustomerPageRow>`
    with page as (
      select id, name, sub_companies, is_archived, gone from layer_customer
      where tenant = ${tenant} and id > ${after} and ${wanted} order by id limit ${limit})
    select page.id, page.name, page.sub_companies as "subCompanies", page.is_archived as "isArchived", page.gone,
      coalesce(json_agg(json_build_object('companyKey', link.company_key, 'companyName', coalesce(company.name, link.company_name), 'siteId', link.site_id,
        'accountNumber', link.account_number, 'sageCustomerId', link.sage_customer_id, 'wasSynced', link.was_synced, 'lastSyncedAt', link.last_synced_at,
        'version', link.version, 'gone', link.gone, 'standing', ${standing}, 'isHidden', coalesce(account.is_hidden, false)) order by link.company_key) filter (where link.customer_id is not null), '[]') as links
    from page
    left join customer_link link on link.tenant = ${tenant} and link.customer_id = page.id and (not link.gone or ${since !== null}::boolean)
    ${joins(tenant)}
    group by page.id, page.name, page.sub_companies, page.is_archived, page.gone
    order by page.id`.execute(handle);
  return rows;
};

export type StandingCount = { readonly company: string; readonly standing: LinkStanding; readonly count: number };

/** How many links stand how, by company. */
export const countStandings = async (handle: Handle, tenant: string): Promise<readonly StandingCount[]> => {
  const { rows } = await sql<StandingCount>`
    select coalesce(company.name, link.company_name) as company, ${standing} as standing, count(*) as count
    from customer_link link ${joins(tenant)}
    where link.tenant = ${tenant} and not link.gone group by 1, 2 order by 1, 2`.execute(handle);
  return rows;
};

export type SubCompanyCount = { readonly subCompanies: readonly string[]; readonly linked: number; readonly unlinked: number };

/** How many customers, with and without a link, belong to each combination of sub-companies. Archived ones do not count. */
export const countBySubCompanies = async (handle: Handle, tenant: string): Promise<readonly SubCompanyCount[]> => {
  const { rows } = await sql<SubCompanyCount>`
    select sub_companies as "subCompanies", count(*) filter (where is_linked) as linked, count(*) filter (where not is_linked) as unlinked from (
      select sub_companies, exists (select 1 from customer_link link where link.tenant = ${tenant} and link.customer_id = customer.id and not link.gone) as is_linked
      from layer_customer customer where tenant = ${tenant} and not gone and not is_archived) customers
    group by sub_companies`.execute(handle);
  return rows;
};
