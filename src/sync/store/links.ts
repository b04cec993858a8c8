import { sql } from "kysely";
import type { WireLink } from "../layer";
import { finderOf, json, lastOfEach, pieces, recordHash } from "./bulk";
import type { ChangeTx, Handle } from "./database";
import { codeKey, companyKey } from "./keys";
import { linkCells, type LinkContent } from "./read-cells";
import { auditReadings, theLayer } from "./reading-audit";

/** A customer's link to an account of one Sage company. */
export type StoredLink = {
  readonly customerId: string;
  readonly companyKey: string;
  readonly companyName: string;
  readonly siteId: string;
  readonly accountNumber: string;
  readonly sageCustomerId: string;
  /** Verified against Sage, or synced: what the worksheets show as `Synced`. */
  readonly wasSynced: boolean;
  readonly lastSyncedAt: string | null;
  /** Rises with each change, from 1. */
  readonly version: number;
};

/** How a link is named in a sweep. */
export const linkSweepId = (customerId: string, key: string): string => `${customerId} ${key}`;

/** Of a link called `l`. */
const known = sql`l.company_name as "companyName", l.site_id as "siteId", l.account_number as "accountNumber", l.sage_customer_id as "sageCustomerId", l.was_synced as "wasSynced"`;

const audit = (tx: ChangeTx, tenant: string, written: readonly { readonly customerId: string; readonly was: LinkContent | null; readonly is: LinkContent | null }[]): Promise<void> =>
  auditReadings(tx, tenant, theLayer, written.filter(({ was, is }) => was ?? is).map(({ customerId, was, is }) => ({ sheet: "customer-links", key: customerId, was: was && linkCells(was), is: is && linkCells(is) })));

/**
 * Stores links as The Layer has them. A changed one gets the next version, one that did not change keeps its own, so what a
 * push has just saved is not taken for somebody else's change when it comes back.
 */
export const saveLinks = async (tx: ChangeTx, tenant: string, links: readonly WireLink[]): Promise<void> => {
  const rows = links.map((link) => {
    const key = companyKey(link.sageSiteId, link.sageCompanyName);
    const { updatedAt: _, ...compared } = link;
    // A link that names no account is none: The Layer's customer is still to be linked.
    const gone = link.sageAccountNumber === "" && link.sageCustomerId === "";
    return { ...link, id: linkSweepId(link.customerId, key), key, gone, accountKey: codeKey(link.sageAccountNumber), hash: recordHash(compared) };
  });
  for (const some of pieces(lastOfEach(rows, (row) => row.id))) {
    const { rows: written } = await sql<{ customerId: string; key: string; was: LinkContent | null }>`
      with new as materialized (
        select * from jsonb_to_recordset(${json(some)}) as new ("customerId" text, key text, "sageCompanyName" text, "sageSiteId" text, "sageAccountNumber" text,
          "accountKey" text, "sageCustomerId" text, synced boolean, "lastSyncedAt" timestamptz, hash text, gone boolean)),
      -- A statement returns what it wrote. Writers of links take turns, so nobody else wrote what it replaced meanwhile.
      known as materialized (
        select l.customer_id as "customerId", l.company_key as key, to_jsonb(was) as was
        from new join customer_link l on l.tenant = ${tenant} and l.customer_id = new."customerId" and l.company_key = new.key and not l.gone
        cross join lateral (select ${known}) was),
      written as (
      insert into customer_link as old (tenant, customer_id, company_key, company_name, site_id, account_number, account_key, sage_customer_id,
        was_synced, last_synced_at, version, hash, seq, stored_at, gone)
      select ${tenant}, "customerId", key, "sageCompanyName", "sageSiteId", "sageAccountNumber", "accountKey", "sageCustomerId",
        synced, "lastSyncedAt", 1, hash, nextval('change_seq'), clock_timestamp(), gone
      from new
      on conflict (tenant, customer_id, company_key) do update set
        company_name = excluded.company_name, site_id = excluded.site_id, account_number = excluded.account_number, account_key = excluded.account_key,
        sage_customer_id = excluded.sage_customer_id, was_synced = excluded.was_synced, last_synced_at = excluded.last_synced_at,
        version = old.version + 1, hash = excluded.hash, seq = excluded.seq, stored_at = excluded.stored_at, gone = excluded.gone
      where old.hash <> excluded.hash or old.gone <> excluded.gone
      returning old.customer_id as "customerId", old.company_key as key)
      select written.*, known.was from written left join known using ("customerId", key)`.execute(tx);
    const saved = finderOf(some, (row) => row.id);
    await audit(tx, tenant, written.map(({ customerId, key, was }) => {
      const link = saved(linkSweepId(customerId, key));
      return { customerId, was, is: link.gone ? null : { companyName: link.sageCompanyName, siteId: link.sageSiteId, accountNumber: link.sageAccountNumber, sageCustomerId: link.sageCustomerId, wasSynced: link.synced } };
    }));
  }
};

/** Marks as gone what a complete reading that began at `startedAt` has not seen and what was stored before it. */
export const dropUnseenLinks = async (tx: ChangeTx, tenant: string, sweep: string, startedAt: string): Promise<void> => {
  const { rows } = await sql<LinkContent & { customerId: string }>`
    update customer_link l set gone = true, version = version + 1, seq = nextval('change_seq')
    where tenant = ${tenant} and not gone and stored_at < ${startedAt} and not exists (
      select 1 from sweep_seen seen where seen.tenant = ${tenant} and seen.sweep = ${sweep} and seen.id = customer_id || ' ' || company_key)
    returning l.customer_id as "customerId", ${known}`.execute(tx);
  await audit(tx, tenant, rows.map((was) => ({ customerId: was.customerId, was, is: null })));
};

const columns = sql`link.customer_id as "customerId", link.company_key as "companyKey", link.company_name as "companyName", link.site_id as "siteId",
  link.account_number as "accountNumber", link.sage_customer_id as "sageCustomerId", link.was_synced as "wasSynced",
  link.last_synced_at as "lastSyncedAt", link.version`;

type Wanted =
  | { readonly customerId: string }
  | { readonly companyKey: string; readonly accountKey: string; readonly sageCustomerId: string };

/** The links of these customers, and the links to these accounts, whosoever they are. */
export const linksConcerning = async (handle: Handle, tenant: string, wanted: readonly Wanted[]): Promise<readonly StoredLink[]> => {
  const found = new Map<string, StoredLink>();
  for (const some of pieces(wanted)) {
    const { rows } = await sql<StoredLink>`
      with wanted as (select * from jsonb_to_recordset(${json(some)}) as w ("customerId" text, "companyKey" text, "accountKey" text, "sageCustomerId" text))
      select ${columns} from wanted join customer_link link on link.tenant = ${tenant} and link.customer_id = wanted."customerId" where not link.gone
      union
      select ${columns} from wanted join customer_link link
        on link.tenant = ${tenant} and link.company_key = wanted."companyKey" and link.account_key = wanted."accountKey" where not link.gone and wanted."accountKey" <> ''
      union
      select ${columns} from wanted join customer_link link
        on link.tenant = ${tenant} and link.company_key = wanted."companyKey" and link.sage_customer_id = wanted."sageCustomerId" where not link.gone and wanted."sageCustomerId" <> ''`.execute(
      handle,
    );
    for (const link of rows) found.set(linkSweepId(link.customerId, link.companyKey), link);
  }
  return [...found.values()];
};
