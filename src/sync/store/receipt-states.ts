/** Judges rows of receipts by what Sage, The Layer, the mappings and the ledger say now, and writes what came out otherwise. */
import { sql } from "kysely";
import { baseCurrency } from "../model/base-currency";
import type { Money } from "../model/money";
import { methodsOfBank } from "../receipts/methods";
import { rowStanding, type InvoiceMatch, type RowContent, type RowFacts, type RowSync } from "../receipts/row-state";
import { bearsOurKey, type TransactionType } from "../receipts/transaction";
import { json, pieces } from "./bulk";
import type { Tx } from "./database";
import { loadRowWorld, type RowWorld } from "./receipt-world";
import type { RowKind, SyncPhase } from "./schema-receipts";

/** An invoice of The Layer that a row may belong to. */
type Candidate = {
  readonly id: string;
  readonly reference: string;
  readonly outstanding: Money;
  readonly currency: string;
  readonly isFinal: boolean;
  readonly companyRef: string | null;
  /** The company that The Layer says it was posted to before; null where it says none. */
  readonly reconciledWith: string | null;
  readonly subCompany: string;
  /** Where it is in Sage already, whoever put it there. */
  readonly sageUrn: string | null;
};

type FactRow = {
  readonly id: string;
  readonly companyRef: string;
  readonly kind: RowKind;
  readonly invoiceUrn: string | null;
  readonly invoiceType: TransactionType | null;
  readonly invoiceReference: string | null;
  readonly allocated: Money;
  readonly isInferred: boolean;
  readonly synced: Money;
  readonly phase: SyncPhase | null;
  readonly why: RowSync["why"];
  readonly receiptUrn: string;
  readonly receiptReference: string;
  readonly secondReference: string;
  readonly bankCode: string;
  readonly isFromLayer: boolean;
  readonly isLinked: boolean;
  readonly byUrn: Candidate | null;
  readonly byReference: readonly Candidate[];
};

const candidate = sql`json_build_object('id', d.id, 'reference', d.reference, 'outstanding', d.record -> 'outstanding', 'currency', d.record -> 'currency',
  'isFinal', d.record -> 'isFinal', 'companyRef', d.company_ref, 'subCompany', d.sub_company, 'reconciledWith', d.record -> 'reconciled' ->> 'sageCompanyName',
  'sageUrn', coalesce(d.sage_urn, d.record -> 'reconciled' ->> 'urn'))`;

/** Locks the rows in the order of their ids, so that two who judge the same ones take turns. */
const readFacts = async (tx: Tx, tenant: string, ids: readonly string[]): Promise<readonly FactRow[]> => {
  const { rows } = await sql<FactRow>`
    with
    -- What was posted from elsewhere counts as posted from the moment it is read, not from the next run on. Few: a run plans them all.
    reconciled as materialized (
      select record -> 'reconciled' ->> 'urn' as urn, record -> 'reconciled' ->> 'sageCompanyName' as company from layer_document
      where tenant = ${tenant} and standing in ('new', 'waiting') and not gone and kind in ('payment', 'refund') and record -> 'reconciled' ->> 'urn' is not null
        and coalesce(record ->> 'origin', 'layer') <> 'sage'),
    wanted as materialized (
      select * from receipt_row where tenant = ${tenant} and id in (select jsonb_array_elements_text(${json(ids)})) and not gone order by id for update),
    judged as (
      select r.*, t.urn as receipt_urn, t.reference as receipt_reference, t.second_reference, t.bank_code, company.name as company_name, company.company_key, account.reference_key
      from wanted r
      join sage_transaction t on t.tenant = ${tenant} and t.company_ref = r.company_ref and t.id = r.receipt_id
      left join sage_company company on company.tenant = ${tenant} and company.ref = r.company_ref
      left join sage_account account on account.tenant = ${tenant} and account.company_ref = r.company_ref and account.id = r.sage_customer_id)
    select r.id, r.company_ref as "companyRef", r.kind, r.invoice_urn as "invoiceUrn", r.invoice_type as "invoiceType", r.invoice_reference as "invoiceReference",
      r.allocated, r.is_inferred as "isInferred", r.synced_amount as synced, r.sync_phase as phase, r.sync_why as why, r.receipt_urn as "receiptUrn",
      r.receipt_reference as "receiptReference", r.second_reference as "secondReference", r.bank_code as "bankCode",
      exists (select 1 from layer_document d where d.tenant = ${tenant} and d.company_ref = r.company_ref and d.sage_urn = r.receipt_urn and d.kind in ('payment', 'refund')
        and coalesce(d.record ->> 'origin', 'layer') <> 'sage')
        or exists (select 1 from reconciled where reconciled.urn = r.receipt_urn and reconciled.company = r.company_name) as "isFromLayer",
      coalesce(array_length(linked.customers, 1), 0) > 0 as "isLinked",
      (select ${candidate} from layer_document d
        where d.tenant = ${tenant} and d.company_ref = r.company_ref and d.sage_urn = r.invoice_urn and d.kind = 'invoice' and not d.gone limit 1) as "byUrn",
      coalesce((select json_agg(${candidate} order by d.id) from layer_document d
        where d.tenant = ${tenant} and d.kind = 'invoice' and d.reference = r.invoice_reference and r.invoice_reference <> '' and d.customer_id = any (linked.customers) and not d.gone), '[]') as "byReference"
    from judged r
    left join lateral (
      -- Two look-ups, each by an index of its own: one condition for both would read all links for every row.
      select array_agg(link.customer_id) as customers from (
        select customer_id from customer_link where tenant = ${tenant} and company_key = r.company_key and sage_customer_id = r.sage_customer_id and not gone
        union all
        select customer_id from customer_link
        where tenant = ${tenant} and company_key = r.company_key and account_key = r.reference_key and account_key <> '' and sage_customer_id = '' and not gone) link) linked on true
    order by r.id`.execute(tx);
  return rows;
};

/** By Sage's number first; else by the exact reference on a customer that is linked to the account, in that company. Never by amount. */
const matchOf = (facts: FactRow, world: RowWorld): InvoiceMatch => {
  const found = ({ id, reference, outstanding, currency }: Candidate): InvoiceMatch => ({ kind: "found", id, reference, outstanding, currency });
  if (facts.byUrn) return found(facts.byUrn);
  if (!facts.isLinked) return { kind: "not linked" };
  const name = world.company(facts.companyRef)?.name;
  const isHere = ({ companyRef, reconciledWith, subCompany }: Candidate): boolean =>
    companyRef === null && reconciledWith !== null ? reconciledWith === name : (companyRef ?? world.companyOf(subCompany)) === facts.companyRef;
  const here = facts.byReference.filter(isHere);
  const [first, second] = here;
  if (first === undefined) return { kind: "none" };
  if (second !== undefined) return { kind: "several" };
  if (first.sageUrn !== null && first.sageUrn !== facts.invoiceUrn) return { kind: "other posting", urn: first.sageUrn };
  return first.isFinal ? found(first) : { kind: "draft" };
};

const contentOf = ({ kind, invoiceUrn, invoiceType, invoiceReference, isInferred }: FactRow): RowContent =>
  kind === "allocated" ? { kind, invoice: { urn: invoiceUrn ?? "", type: invoiceType ?? "other", reference: invoiceReference ?? "" }, isInferred } : { kind };

const judge = (facts: FactRow, world: RowWorld) => {
  const company = world.company(facts.companyRef)?.name ?? facts.companyRef;
  const isOurs = facts.isFromLayer || bearsOurKey(facts);
  const match: InvoiceMatch = facts.kind === "allocated" ? matchOf(facts, world) : { kind: "none" };
  const methods = methodsOfBank(world.methods, facts.bankCode, company);
  const all: RowFacts = {
    company,
    baseCurrency,
    receipt: facts.receiptReference === "" ? `URN ${facts.receiptUrn}` : facts.receiptReference,
    isOurs,
    content: contentOf(facts),
    allocated: facts.allocated,
    synced: facts.synced,
    sync: facts.phase === null ? null : { phase: facts.phase, why: facts.why },
    match,
    methods,
    bankCode: facts.bankCode,
  };
  return {
    id: facts.id,
    isOurs,
    layerInvoiceId: match.kind === "found" ? match.id : null,
    layerOutstanding: match.kind === "found" ? match.outstanding : null,
    method: facts.kind === "allocated" && methods.kind === "one" ? methods.method : null,
    ...rowStanding(all),
  };
};

/** Call it in the transaction that changes what the rows rest on; `world` where it is at hand. What comes out as it was is left alone. */
export const restateRows = async (tx: Tx, tenant: string, ids: readonly string[], world?: RowWorld): Promise<void> => {
  if (ids.length === 0) return;
  const by = world ?? (await loadRowWorld(tx, tenant));
  for (const some of pieces(ids)) {
    const judged = (await readFacts(tx, tenant, some)).map((facts) => judge(facts, by));
    await sql`
      update receipt_row r set is_ours = new."isOurs", layer_invoice_id = new."layerInvoiceId", layer_outstanding = new."layerOutstanding", method = new.method,
        state = new.state, result = new.result, seq = null
      from jsonb_to_recordset(${json(judged)}) as new (id text, "isOurs" boolean, "layerInvoiceId" text, "layerOutstanding" bigint, method text, state text, result text)
      where r.tenant = ${tenant} and r.id = new.id
        and (r.is_ours, r.layer_invoice_id, r.layer_outstanding, r.method, r.state, r.result)
          is distinct from (new."isOurs", new."layerInvoiceId", new."layerOutstanding", new.method, new.state, new.result)`.execute(tx);
  }
};
