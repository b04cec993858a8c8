/** Pulls of the worksheets Invoices, Credit Notes, Payments and Refunds: the document, and what became of it in Sage. */
import type { SheetLine, SheetQuery } from "../../contract";
import { documentState, type DocumentRow } from "../../store/document-records";
import type { CellValue } from "../../model/cell";
import { documentStates, type DocumentState } from "../../sheets/documents";
import type { DocumentSlug } from "../../sheets/sheet";
import type { Database } from "../../store";
import { allCompanies } from "../../store/companies";
import { documentPage } from "../../store/document-pages";
import { numberChanges } from "../../store/numbering";
import { decimalText } from "../../model/money";
import { readCursor } from "../cursor";
import { pagedLines, pulled } from "../pull-pages";

type Source = { readonly db: Database; readonly tenant: string };

export const kindOf = { invoices: "invoice", "credit-notes": "credit-note", payments: "payment", refunds: "refund" } as const;

/** Those that a person should look at. */
const attention: readonly DocumentState[] = ["Failed", "Needs review", "In doubt"];

const isDocumentState = (state: string | undefined): state is DocumentState => (documentStates as readonly string[]).includes(state ?? "");

const reason = ({ why }: DocumentRow): string => (why === null ? "" : `${why.cause} ${why.cure}`.trim());

const cellsOf = (slug: DocumentSlug, row: DocumentRow): Record<string, CellValue> => ({
  Date: row.date,
  Reference: row.reference,
  ...(slug === "refunds" ? { "Credit Note": row.creditNoteReference } : {}),
  ...(slug === "invoices" ? {} : { Invoice: row.invoiceReference }),
  Customer: row.customerName,
  "Sub Company": row.subCompany,
  "Sage Company": row.companyName,
  ...(slug === "payments" || slug === "refunds" ? { "Payment Method": row.method } : {}),
  Amount: decimalText(row.amount),
  Reconciled: row.reconciledAt === null ? "No" : "Yes",
  "Sage Transaction": row.sageUrn,
  State: documentState(row),
  "Last Error": reason(row),
  "Last Attempt": row.lastAttemptAt,
  Retry: null,
  Id: row.id,
});

/** A company by its name, as worksheets say it; undefined where nothing is asked for. */
export const companyAsked = async ({ db, tenant }: Source, name: string | undefined): Promise<string | undefined> => {
  if (name === undefined) return undefined;
  const companies = await db.read((handle) => allCompanies(handle, tenant));
  return companies.find((company) => company.name === name)?.ref ?? "";
};

export async function* pullDocuments(source: Source, slug: DocumentSlug, query: SheetQuery, signal: AbortSignal): AsyncGenerator<SheetLine> {
  const { db, tenant } = source;
  const since = readCursor(query.since);
  if (!since.ok) {
    yield { type: "fault", failure: since.failure };
    return;
  }
  await numberChanges(db, tenant);
  const companyRef = await companyAsked(source, query.company);
  const states = isDocumentState(query.state) ? [query.state] : query.attention === "yes" ? attention : undefined;
  // What changed is asked for without filters: a row that no longer fits them is to go.
  const filters = since.value === null ? { ...(companyRef === undefined ? {} : { companyRef }), ...(states === undefined ? {} : { states }) } : {};
  const fits = (row: DocumentRow): boolean => !row.gone && (companyRef === undefined || row.companyRef === companyRef) && (states === undefined || states.includes(documentState(row)));
  const lines = pagedLines<DocumentRow>(
    db,
    signal,
    (handle, after, limit) => documentPage(handle, tenant, { kind: kindOf[slug], since: since.value, after, limit, ...filters }),
    (row) => (fits(row) ? { type: "row", key: row.id, version: row.seq ?? 0, cells: cellsOf(slug, row) } : { type: "gone", key: row.id }),
  );
  yield* pulled(source, signal, [], lines);
}
