/** Pulls of the worksheets Invoices, Credit Notes, Payments and Refunds: the document, and what became of it in Sage. */
import type { SheetLine, SheetQuery } from "../../contract";
import { documentState, type DocumentRow } from "../../store/document-records";
import type { CellValue } from "../../model/cell";
import { documentStates, type DocumentState } from "../../sheets/documents";
import type { DocumentSlug } from "../../sheets/sheet";
import type { Database } from "../../store";
import { documentPage } from "../../store/document-pages";
import { decimalText } from "../../model/money";
import { pullFiltered } from "./pull-filtered";

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

export const pullDocuments = (source: Source, slug: DocumentSlug, query: SheetQuery, signal: AbortSignal): AsyncGenerator<SheetLine> => {
  const states = isDocumentState(query.state) ? [query.state] : query.attention === "yes" ? attention : undefined;
  return pullFiltered<DocumentRow, { readonly companyRef?: string; readonly states?: readonly DocumentState[] }>(source, query, signal, {
    narrowing: (companyRef) => ({
      filters: { ...(companyRef === undefined ? {} : { companyRef }), ...(states === undefined ? {} : { states }) },
      fits: (row) => !row.gone && (companyRef === undefined || row.companyRef === companyRef) && (states === undefined || states.includes(documentState(row))),
    }),
    page: (handle, asked) => documentPage(handle, source.tenant, { kind: kindOf[slug], ...asked }),
    keyOf: ({ id }) => id,
    cellsOf: (row) => cellsOf(slug, row),
  });
};
