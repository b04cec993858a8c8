/** Judges rows of receipts by what Sage, The Layer, the mappings and the ledger say now, and writes what came out otherwise. */
import { sql } from "kysely";
import { baseCurrency } from "../model/base-currency";
import type { Money } from "../model/money";
import { rowStanding, type InvoiceMatch, type RowContent, type RowFacts, type RowStanding } from "../receipts/row-state";
import { bearsOurKey } from "../receipts/transaction";
import { json, pieces } from "./bulk";
import type { Tx } from "./database";
import { storedRowFacts, type Candidate, type RowFactsRead } from "./receipt-facts";
import { loadRowWorld, type RowWorld } from "./receipt-world";

/** By Sage's number first; else by the exact reference on a customer that is linked to the account, in that company. Never by amount. */
const matchOf = (facts: RowFactsRead, world: RowWorld): InvoiceMatch => {
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

const contentOf = ({ kind, invoiceUrn, invoiceType, invoiceReference, isInferred }: RowFactsRead): RowContent =>
  kind === "allocated" ? { kind, invoice: { urn: invoiceUrn ?? "", type: invoiceType ?? "other", reference: invoiceReference ?? "" }, isInferred } : { kind };

/** What a row says beside what it is made of. */
export type JudgedRow = RowStanding & {
  readonly id: string;
  readonly isOurs: boolean;
  readonly layerInvoiceId: string | null;
  readonly layerOutstanding: Money | null;
  readonly method: string | null;
};

export const judgeRow = (facts: RowFactsRead, world: RowWorld): JudgedRow => {
  const company = world.company(facts.companyRef)?.name ?? facts.companyRef;
  const isOurs = facts.isFromLayer || bearsOurKey(facts);
  const match: InvoiceMatch = facts.kind === "allocated" ? matchOf(facts, world) : { kind: "none" };
  const methods = world.methodsOfBank(facts.bankCode, company);
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
    const judged = (await storedRowFacts(tx, tenant, some)).map((facts) => judgeRow(facts, by));
    await sql`
      update receipt_row r set is_ours = new."isOurs", layer_invoice_id = new."layerInvoiceId", layer_outstanding = new."layerOutstanding", method = new.method,
        state = new.state, result = new.result, seq = null
      from jsonb_to_recordset(${json(judged)}) as new (id text, "isOurs" boolean, "layerInvoiceId" text, "layerOutstanding" bigint, method text, state text, result text)
      where r.tenant = ${tenant} and r.id = new.id
        and (r.is_ours, r.layer_invoice_id, r.layer_outstanding, r.method, r.state, r.result)
          is distinct from (new."isOurs", new."layerInvoiceId", new."layerOutstanding", new.method, new.state, new.result)`.execute(tx);
  }
};
