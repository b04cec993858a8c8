/** Documents for the worksheets and the counters, in pages of bounded size. */
import { sql, type RawBuilder } from "kysely";
import type { LayerDocumentKind } from "../documents/document";
import type { DocumentState } from "../sheets/documents";
import { json } from "./bulk";
import type { Handle } from "./database";
import type { DocumentRow } from "./document-records";

export type DocumentPageQuery = {
  readonly kind: LayerDocumentKind;
  /** Everything that changed after this number, with what is gone; null for what is there now. Number the changes first: see numbering.ts. */
  readonly since: number | null;
  /** The last row of the page before. */
  readonly after: DocumentRow | null;
  readonly limit: number;
  readonly companyRef?: string;
  readonly states?: readonly DocumentState[];
  /** In the reference, the customer's name or either's id. */
  readonly search?: string;
  /** Only these, whatever else is asked for. */
  readonly ids?: readonly string[];
};

/** The conditions that `documentState` names; both say the same. */
const inState: Readonly<Record<DocumentState, RawBuilder<unknown>>> = {
  Draft: sql`d.standing = 'draft'`,
  Waiting: sql`(d.standing in ('new', 'waiting') or d.phase = 'behind')`,
  Posting: sql`(d.standing = 'posting' and d.phase is null)`,
  "In doubt": sql`d.phase = 'in doubt'`,
  "Needs review": sql`d.phase = 'needs review'`,
  Posted: sql`d.standing = 'posted'`,
  "Nothing to post": sql`d.standing = 'nothing'`,
  Failed: sql`d.standing = 'failed'`,
};

/** Lets the index of documents that are not finished serve: there are few of them among many. */
const unfinished = (states: readonly DocumentState[]) => (states.some((state) => state === "Posted" || state === "Nothing to post") ? sql`` : sql`and d.standing not in ('posted', 'nothing')`);

const anyState = (states: readonly DocumentState[]) => (states.length === 0 ? sql`and false` : sql`and (${sql.join(states.map((state) => inState[state]), sql` or `)}) ${unfinished(states)}`);

const escaped = (text: string) => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

const found = (text: string) => sql`and (d.reference ilike ${escaped(text)} or customer.name ilike ${escaped(text)} or d.id = ${text} or d.customer_id = ${text})`;

/** Newest first; by change number where the page is of changes. */
export const documentPage = async (handle: Handle, tenant: string, query: DocumentPageQuery): Promise<readonly DocumentRow[]> => {
  const { kind, since, after, limit, companyRef, states, search, ids } = query;
  const place = since === null ? (after ? sql`and not d.gone and (d.date, d.id) < (${after.date}, ${after.id})` : sql`and not d.gone`) : sql`and d.seq > ${after?.seq ?? since}`;
  const { rows } = await sql<DocumentRow>`
    select d.kind, d.id, d.date, d.reference, d.customer_id as "customerId", coalesce(customer.name, '') as "customerName",
      coalesce(invoice.sub_company, d.sub_company) as "subCompany", invoice.reference as "invoiceReference", note.reference as "creditNoteReference",
      d.company_ref as "companyRef", company.name as "companyName", d.record ->> 'method' as method, d.amount, d.record ->> 'currency' as currency,
      d.standing, d.phase, d.why, d.sage_urn as "sageUrn", d.last_attempt_at as "lastAttemptAt", d.posted_at as "postedAt", d.reconciled_at as "reconciledAt", d.gone, d.seq
    from layer_document d
      left join layer_customer customer on customer.tenant = ${tenant} and customer.id = d.customer_id
      left join sage_company company on company.tenant = ${tenant} and company.ref = d.company_ref
      left join layer_document invoice on invoice.tenant = ${tenant} and invoice.kind = 'invoice' and invoice.id = d.invoice_id
      left join layer_document note on note.tenant = ${tenant} and note.kind = 'credit-note' and note.id = d.credit_note_id
    where d.tenant = ${tenant} and d.kind = ${kind} ${place}
      ${companyRef === undefined ? sql`` : sql`and d.company_ref = ${companyRef}`}
      ${states === undefined ? sql`` : anyState(states)}
      ${search === undefined || search.trim() === "" ? sql`` : found(search.trim())}
      ${ids === undefined ? sql`` : sql`and d.id in (select jsonb_array_elements_text(${json(ids)}))`}
    order by ${since === null ? sql`d.date desc, d.id desc` : sql`d.seq`} limit ${limit}`.execute(handle);
  return rows;
};

export type DocumentCount = {
  /** Null where it is not known yet, as before a sub-company is mapped. */
  readonly companyRef: string | null;
  readonly companyName: string | null;
  readonly kind: LayerDocumentKind;
  readonly posted: number;
  readonly nothing: number;
  readonly waiting: number;
  readonly posting: number;
  readonly inDoubt: number;
  readonly needsReview: number;
  readonly failed: number;
  readonly drafts: number;
  /** Of those posted, how many The Layer has not been told of. */
  readonly toTell: number;
};

/** How many documents stand how, by company and kind. Read from an index alone. */
export const countDocuments = async (handle: Handle, tenant: string): Promise<readonly DocumentCount[]> => {
  const of = (state: DocumentState) => sql`cast(coalesce(sum(d.times) filter (where ${inState[state]}), 0) as int)`;
  const { rows } = await sql<DocumentCount>`
    with counted as (
      select company_ref, kind, standing, phase, count(*) as times from layer_document
      where tenant = ${tenant} and not gone and kind <> 'order' group by company_ref, kind, standing, phase),
    untold as (
      select company_ref, kind, cast(count(*) as int) as times from layer_document
      where tenant = ${tenant} and standing in ('posted', 'nothing') and reconciled_at is null and standing = 'posted' group by company_ref, kind)
    select d.company_ref as "companyRef", max(company.name) as "companyName", d.kind, ${of("Posted")} as posted, ${of("Nothing to post")} as nothing,
      ${of("Waiting")} as waiting, ${of("Posting")} as posting, ${of("In doubt")} as "inDoubt", ${of("Needs review")} as "needsReview",
      ${of("Failed")} as failed, ${of("Draft")} as drafts, coalesce(max(untold.times), 0) as "toTell"
    from counted d
      left join untold on untold.company_ref is not distinct from d.company_ref and untold.kind = d.kind
      left join sage_company company on company.tenant = ${tenant} and company.ref = d.company_ref
    group by d.company_ref, d.kind order by "companyName", d.kind`.execute(handle);
  return rows;
};

export type Unfinished = { readonly waiting: number; readonly failed: number; readonly inDoubt: number };

/** What stands in the way at the end of a run. Of documents that are not finished alone, however many are: every run pays for this. */
export const countUnfinished = async (handle: Handle, tenant: string): Promise<Unfinished> => {
  const of = (...states: readonly DocumentState[]) => sql`cast(count(*) filter (where ${sql.join(states.map((state) => inState[state]), sql` or `)}) as int)`;
  const { rows } = await sql<Unfinished>`
    select ${of("Waiting")} as waiting, ${of("Failed")} as failed, ${of("In doubt", "Needs review")} as "inDoubt"
    from layer_document d where d.tenant = ${tenant} and d.kind <> 'order' and d.standing not in ('posted', 'nothing') and not d.gone`.execute(handle);
  return rows[0] ?? { waiting: 0, failed: 0, inDoubt: 0 };
};
