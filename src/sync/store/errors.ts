/** The Error Queue: everything that failed, from its first failure on. A later success resolves an entry; nothing is deleted. */
import { sql } from "kysely";
import type { Failure, FailureCode } from "../model/failure";
import { json, pieces } from "./bulk";
import type { Handle, Tx } from "./database";
import type { RecordKind } from "./document-records";

/** "receipt": entered in Sage, on its way to The Layer or to be allocated. */
export type ErrorKind = RecordKind | "customer" | "receipt";
/** What was attempted. */
export type Operation = "post" | "tell" | "update customer" | "changed after posting" | "record" | "allocate" | "compare";

/** Where a failure can be mended: a row of a mapping sheet. */
export type FixAt = { readonly sheet: string; readonly column: string; readonly value: string; readonly company: string | null };

export type NewError = {
  readonly kind: ErrorKind;
  /** Of the document; of a customer see `customerThing`, as it may fail in one company and not in another; of a receipt, its row or what its allocation stands for. */
  readonly id: string;
  readonly operation: Operation;
  readonly reference: string;
  readonly customerId: string;
  readonly subCompany: string;
  readonly companyRef: string | null;
  readonly failure: Failure;
  /** The same for all errors with one cause and one cure. */
  readonly group: string;
  readonly fixAt: FixAt | null;
};

const key = ({ kind, id, operation }: Pick<NewError, "kind" | "id" | "operation">) => `${kind} ${id} ${operation}`;

/** Opens an entry for each, or counts one more attempt on the one that is open, with the cause as it is now. */
export const openErrors = async (tx: Tx, tenant: string, errors: readonly NewError[]): Promise<void> => {
  const sorted = [...new Map(errors.map((error) => [key(error), error])).values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  for (const some of pieces(sorted)) {
    await sql`
      insert into error_entry as old (tenant, document_kind, document_id, operation, reference, customer_id, sub_company, company_ref,
        code, cause, cure, cause_group, fix_at, attempts, first_at, last_attempt_at, state)
      select ${tenant}, kind, id, operation, reference, "customerId", "subCompany", "companyRef",
        failure ->> 'code', failure ->> 'cause', failure ->> 'cure', "group", nullif("fixAt", 'null'), 1, clock_timestamp(), clock_timestamp(), 'open'
      from jsonb_to_recordset(${json(some)}) as new (kind text, id text, operation text, reference text, "customerId" text, "subCompany" text, "companyRef" text,
        failure jsonb, "group" text, "fixAt" jsonb)
      on conflict (tenant, document_kind, document_id, operation) where state = 'open' do update set
        reference = excluded.reference, customer_id = excluded.customer_id, sub_company = excluded.sub_company, company_ref = excluded.company_ref,
        code = excluded.code, cause = excluded.cause, cure = excluded.cure, cause_group = excluded.cause_group, fix_at = excluded.fix_at,
        attempts = old.attempts + 1, last_attempt_at = excluded.last_attempt_at, seq = null`.execute(tx);
  }
};

type Resolved = { readonly kind: ErrorKind; readonly id: string; readonly operation: Operation };

/** Resolves the open entries of these, as what failed has been done since. Tells how many there were. */
export const resolveErrors = async (tx: Tx, tenant: string, done: readonly Resolved[]): Promise<number> => {
  let resolved = 0;
  for (const some of pieces(done)) {
    const { rows } = await sql`
      update error_entry e set state = 'resolved', resolved_at = clock_timestamp(), seq = null
      from (select distinct kind, id, operation from jsonb_to_recordset(${json(some)}) as done (kind text, id text, operation text)) done
      where e.tenant = ${tenant} and e.document_kind = done.kind and e.document_id = done.id and e.operation = done.operation and e.state = 'open' returning 1`.execute(tx);
    resolved += rows.length;
  }
  return resolved;
};

export type ErrorEntry = {
  readonly id: number;
  readonly kind: ErrorKind;
  readonly documentId: string;
  readonly operation: Operation;
  readonly reference: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly subCompany: string;
  readonly companyRef: string | null;
  readonly companyName: string | null;
  readonly code: FailureCode;
  readonly cause: string;
  readonly cure: string;
  readonly group: string;
  readonly fixAt: FixAt | null;
  readonly attempts: number;
  readonly firstAt: string;
  readonly lastAttemptAt: string;
  readonly state: "open" | "resolved";
  readonly resolvedAt: string | null;
  readonly seq: number | null;
};

const entryColumns = sql`e.id, e.document_kind as kind, e.document_id as "documentId", e.operation, e.reference, e.customer_id as "customerId",
  coalesce(customer.name, '') as "customerName", e.sub_company as "subCompany", e.company_ref as "companyRef", company.name as "companyName",
  e.code, e.cause, e.cure, e.cause_group as "group", e.fix_at as "fixAt", e.attempts, e.first_at as "firstAt", e.last_attempt_at as "lastAttemptAt",
  e.state, e.resolved_at as "resolvedAt", e.seq`;

const names = (tenant: string) => sql`
  left join layer_customer customer on customer.tenant = ${tenant} and customer.id = e.customer_id
  left join sage_company company on company.tenant = ${tenant} and company.ref = e.company_ref`;

export type ErrorPageQuery = {
  /** Everything that changed after this number; null for what is there now. */
  readonly since: number | null;
  readonly after: ErrorEntry | null;
  readonly limit: number;
  readonly state?: "open" | "resolved";
  readonly companyRef?: string;
  readonly group?: string;
  readonly kinds?: readonly ErrorKind[];
  readonly operation?: Operation;
};

/** Oldest first; by change number where the page is of changes. */
export const errorPage = async (handle: Handle, tenant: string, query: ErrorPageQuery): Promise<readonly ErrorEntry[]> => {
  const { since, after, limit, state, companyRef, group, kinds, operation } = query;
  const place = since === null ? sql`e.id > ${after?.id ?? 0}` : sql`e.seq > ${after?.seq ?? since}`;
  const { rows } = await sql<ErrorEntry>`
    select ${entryColumns} from error_entry e ${names(tenant)}
    where e.tenant = ${tenant} and ${place}
      ${state === undefined ? sql`` : sql`and e.state = ${sql.lit(state)}`}
      ${companyRef === undefined ? sql`` : sql`and e.company_ref = ${companyRef}`}
      ${group === undefined ? sql`` : sql`and e.cause_group = ${group}`}
      ${operation === undefined ? sql`` : sql`and e.operation = ${operation}`}
      ${kinds === undefined ? sql`` : sql`and e.document_kind in (select jsonb_array_elements_text(${json(kinds)}))`}
    order by ${since === null ? sql`e.id` : sql`e.seq`} limit ${limit}`.execute(handle);
  return rows;
};

/** Open entries by their ids, and those of a group; the ones that are resolved meanwhile are left out. */
export const openErrorsOf = async (handle: Handle, tenant: string, ids: readonly number[]): Promise<readonly ErrorEntry[]> => {
  const found: ErrorEntry[] = [];
  for (const some of pieces(ids)) {
    const { rows } = await sql<ErrorEntry>`
      select ${entryColumns} from error_entry e ${names(tenant)}
      where e.tenant = ${tenant} and e.state = 'open' and e.id in (select cast(jsonb_array_elements_text(${json(some)}) as bigint)) order by e.id`.execute(handle);
    found.push(...rows);
  }
  return found;
};

export type StoredErrorGroup = {
  readonly group: string;
  readonly count: number;
  /** How many of each kind: what "14 payments" is said by. */
  readonly kinds: Readonly<Partial<Record<ErrorKind, number>>>;
  readonly operation: Operation;
  /** Of the newest entry, as a sample of all. */
  readonly code: FailureCode;
  readonly cause: string;
  readonly cure: string;
  readonly fixAt: FixAt | null;
  /** Null where the entries are of several companies, or of none. */
  readonly companyRef: string | null;
  readonly companyName: string | null;
  readonly firstAt: string;
  readonly lastAt: string;
};

/** The largest group first. */
export const errorGroups = async (handle: Handle, tenant: string, limit = 200): Promise<readonly StoredErrorGroup[]> => {
  const { rows } = await sql<StoredErrorGroup>`
    with counted as (
      select cause_group, document_kind, count(*) as times, max(id) as newest, min(first_at) as first_at, max(last_attempt_at) as last_at,
        min(company_ref) as one, max(company_ref) as other, count(company_ref) as named
      from error_entry where tenant = ${tenant} and state = 'open' group by cause_group, document_kind),
    grouped as (
      select cause_group, sum(times) as count, json_object_agg(document_kind, times) as kinds, max(newest) as newest, min(first_at) as first_at, max(last_at) as last_at,
        case when min(one) = max(other) and sum(named) = sum(times) then min(one) end as company_ref
      from counted group by cause_group order by count desc, cause_group limit ${limit})
    select g.cause_group as "group", cast(g.count as int) as count, g.kinds, e.operation, e.code, e.cause, e.cure, e.fix_at as "fixAt",
      g.company_ref as "companyRef", company.name as "companyName", g.first_at as "firstAt", g.last_at as "lastAt"
    from grouped g join error_entry e on e.id = g.newest
    left join sage_company company on company.tenant = ${tenant} and company.ref = g.company_ref
    order by g.count desc, g.cause_group`.execute(handle);
  return rows;
};

export const countOpenErrors = async (handle: Handle, tenant: string): Promise<number> => {
  const { rows } = await sql<{ open: number }>`select count(*) as open from error_entry where tenant = ${tenant} and state = 'open'`.execute(handle);
  return rows[0]?.open ?? 0;
};
