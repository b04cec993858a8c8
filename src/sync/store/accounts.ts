import { sql } from "kysely";
import type { SageAccountRef } from "../rules/reference";
import type { SageAccount } from "../sage200";
import { finderOf, json, lastOfEach, pieces, recordHash } from "./bulk";
import type { ChangeTx, Handle } from "./database";
import { codeKey } from "./keys";
import { accountCells } from "./read-cells";
import { auditReadings, sageOf } from "./reading-audit";

type KnownAccount = Parameters<typeof accountCells>[0];
/** Of an account called `a`. */
const known = sql`a.reference, a.name, case when a.is_hidden then 'hidden' else 'active' end as status, a.vat_number as "vatNumber", a.postcode, a.email, a.telephone`;

const audit = (tx: ChangeTx, tenant: string, companyRef: string, written: readonly { readonly id: string; readonly was: KnownAccount | null; readonly is: KnownAccount | null }[]): Promise<void> =>
  auditReadings(tx, tenant, sageOf(companyRef), written.map(({ id, was, is }) => ({ sheet: "sage-accounts", key: `${companyRef}/${id}`, was: was && accountCells(was), is: is && accountCells(is) })));

/** Adds and changes; what is as it was keeps its change number. The same account may come twice: the last counts. */
export const saveAccounts = async (tx: ChangeTx, tenant: string, companyRef: string, accounts: readonly SageAccount[]): Promise<void> => {
  for (const some of pieces(lastOfEach(accounts, (account) => account.id))) {
    // `updatedAt` moves with every posting, without any field of ours moving.
    const rows = some.map(({ updatedAt: _, ...account }) => ({
      ...account,
      key: codeKey(account.reference),
      idKey: codeKey(account.id),
      isHidden: account.status === "hidden",
      hash: recordHash(account),
    }));
    const { rows: written } = await sql<{ id: string; was: KnownAccount | null }>`
      with new as materialized (
        select * from jsonb_to_recordset(${json(rows)}) as new (id text, "idKey" text, reference text, key text, name text, "isHidden" boolean, "vatNumber" text,
          postcode text, email text, telephone text, hash text)),
      -- A statement returns what it wrote. Writers of accounts take turns, so nobody else wrote what it replaced meanwhile.
      known as materialized (
        select a.id, to_jsonb(was) as was from new join sage_account a on a.tenant = ${tenant} and a.company_ref = ${companyRef} and a.id = new.id
        cross join lateral (select ${known}) was),
      written as (
      insert into sage_account as old
        (tenant, company_ref, id, id_key, reference, reference_key, name, is_hidden, vat_number, postcode, email, telephone, hash, seq, stored_at)
      select ${tenant}, ${companyRef}, id, "idKey", reference, key, name, "isHidden", "vatNumber", postcode, email, telephone, hash,
        nextval('change_seq'), clock_timestamp()
      from new
      on conflict (tenant, company_ref, id) do update set
        reference = excluded.reference, reference_key = excluded.reference_key, name = excluded.name, is_hidden = excluded.is_hidden,
        vat_number = excluded.vat_number, postcode = excluded.postcode, email = excluded.email, telephone = excluded.telephone,
        hash = excluded.hash, seq = excluded.seq, stored_at = excluded.stored_at, gone = false
      where old.hash <> excluded.hash or old.gone
      returning old.id)
      select written.id, known.was from written left join known using (id)`.execute(tx);
    const saved = finderOf(some, (account) => account.id);
    await audit(tx, tenant, companyRef, written.map(({ id, was }) => ({ id, was, is: saved(id) })));
  }
};

export const hasAccounts = async (handle: Handle, tenant: string, companyRef: string): Promise<boolean> => {
  const { rows } = await sql<{ has: boolean }>`select exists (select 1 from sage_account where tenant = ${tenant} and company_ref = ${companyRef} and not gone) as has`.execute(handle);
  return rows[0]?.has ?? false;
};

/** One page of a company's complete id list, in ascending order. `after` is the last id of the page before, "" for the first; `last` tells that there are no more. */
export type IdPage = { readonly after: string; readonly ids: readonly string[]; readonly last: boolean };

/**
 * Marks as gone the stored accounts that fall between a page's bounds and are not in it. What was stored after the sweep
 * began is left alone: Sage may have made it after that page was read. Compares one page at a time, so memory is bounded.
 */
export const dropMissingAccounts = async (tx: ChangeTx, tenant: string, companyRef: string, page: IdPage, startedAt: string): Promise<number> => {
  const upTo = page.last ? null : (page.ids.at(-1) ?? null);
  const { rows } = await sql<KnownAccount & { id: string }>`
    update sage_account a set gone = true, seq = nextval('change_seq')
    where tenant = ${tenant} and company_ref = ${companyRef} and not gone and stored_at < ${startedAt}
      and id_order > lpad(${page.after}, 20, '0')
      and (cast(${upTo} as text) is null or id_order <= lpad(${upTo}, 20, '0'))
      and id not in (select jsonb_array_elements_text(${json(page.ids)}))
    returning a.id, ${known}`.execute(tx);
  await audit(tx, tenant, companyRef, rows.map((was) => ({ id: was.id, was, is: null })));
  return rows.length;
};

/** Hides and shows accounts whose status in the id list differs from the stored one. */
export const saveStatuses = async (
  tx: ChangeTx,
  tenant: string,
  companyRef: string,
  accounts: readonly { readonly id: string; readonly status: "active" | "hidden" }[],
): Promise<void> => {
  for (const some of pieces(accounts)) {
    const { rows } = await sql<KnownAccount & { id: string }>`
      update sage_account a set is_hidden = (now.status = 'hidden'), hash = '', seq = nextval('change_seq')
      from jsonb_to_recordset(${json(some)}) as now (id text, status text)
      where tenant = ${tenant} and company_ref = ${companyRef} and a.id = now.id and not gone and is_hidden <> (now.status = 'hidden')
      returning a.id, ${known}`.execute(tx);
    await audit(tx, tenant, companyRef, rows.map((is) => ({ id: is.id, was: { ...is, status: is.status === "hidden" ? "active" : "hidden" }, is })));
  }
};

export type FoundAccount = SageAccountRef & { readonly companyRef: string };

/** Accounts of any company that a cell holding one of these account numbers, or one of these ids, could mean. */
export const accountsLike = async (
  handle: Handle,
  tenant: string,
  wanted: { readonly numberKeys: readonly string[]; readonly idKeys: readonly string[] },
): Promise<readonly FoundAccount[]> => {
  const { rows } = await sql<FoundAccount>`
    with hits as (
      select company_ref, id from sage_account
        where tenant = ${tenant} and not gone and reference_key in (select jsonb_array_elements_text(${json(wanted.numberKeys)}))
      union
      select company_ref, id from sage_account
        where tenant = ${tenant} and not gone and id_key in (select jsonb_array_elements_text(${json(wanted.idKeys)}))
    )
    select a.id, a.reference, a.name, c.name as "companyName", a.company_ref as "companyRef", case when a.is_hidden then 'hidden' else 'active' end as status,
      a.vat_number as "vatNumber", a.postcode, a.email, a.telephone
    from hits
      join sage_account a on a.tenant = ${tenant} and a.company_ref = hits.company_ref and a.id = hits.id
      join sage_company c on c.tenant = ${tenant} and c.ref = a.company_ref and not c.gone`.execute(handle);
  return rows;
};

/** Every account of one company: what a new customer is compared with. */
export const accountsOf = async (handle: Handle, tenant: string, companyRef: string): Promise<readonly SageAccountRef[]> => {
  const { rows } = await sql<SageAccountRef>`
    select a.id, a.reference, a.name, c.name as "companyName", case when a.is_hidden then 'hidden' else 'active' end as status,
      a.vat_number as "vatNumber", a.postcode, a.email, a.telephone
    from sage_account a join sage_company c on c.tenant = a.tenant and c.ref = a.company_ref
    where a.tenant = ${tenant} and a.company_ref = ${companyRef} and not a.gone`.execute(handle);
  return rows;
};
