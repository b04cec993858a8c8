/** Pulls of the Error Queue worksheet. */
import type { SheetLine, SheetQuery } from "../../contract";
import type { CellValue } from "../../model/cell";
import type { Database } from "../../store";
import { errorPage, type ErrorEntry, type ErrorKind, type Operation } from "../../store/errors";
import { numberChanges } from "../../store/numbering";
import { readCursor } from "../cursor";
import { pagedLines, pulled } from "../pull-pages";
import { companyAsked } from "./pull-documents";

export const kindWords: Readonly<Record<ErrorKind, string>> = { customer: "Customer", order: "Order", invoice: "Invoice", "credit-note": "Credit note", payment: "Payment", refund: "Refund", receipt: "Receipt" };
const operationWords: Readonly<Record<Operation, string>> = { post: "Post to Sage", tell: "Tell The Layer", "update customer": "Update the customer", "changed after posting": "Changed after posting", record: "Record in The Layer", allocate: "Allocate in Sage" };

const cellsOf = (entry: ErrorEntry): Record<string, CellValue> => ({
  When: entry.firstAt,
  Type: kindWords[entry.kind],
  "Layer Reference": entry.reference === "" ? entry.documentId : entry.reference,
  Customer: entry.customerName === "" ? entry.customerId : entry.customerName,
  "Sub Company": entry.subCompany,
  "Sage Company": entry.companyName,
  Operation: operationWords[entry.operation],
  Cause: entry.cause,
  "What To Do": entry.cure,
  Attempts: entry.attempts,
  "Last Attempt": entry.lastAttemptAt,
  State: entry.state === "open" ? "Open" : "Resolved",
  Retry: null,
  Id: String(entry.id),
});

export async function* pullErrors(source: { readonly db: Database; readonly tenant: string }, query: SheetQuery, signal: AbortSignal): AsyncGenerator<SheetLine> {
  const { db, tenant } = source;
  const since = readCursor(query.since);
  if (!since.ok) {
    yield { type: "fault", failure: since.failure };
    return;
  }
  await numberChanges(db, tenant);
  const companyRef = await companyAsked(source, query.company);
  const state = query.state === "Open" ? ("open" as const) : query.state === "Resolved" ? ("resolved" as const) : undefined;
  const { group } = query;
  // What changed is asked for without filters: a row that no longer fits them is to go.
  const filters = since.value === null ? { ...(state ? { state } : {}), ...(companyRef === undefined ? {} : { companyRef }), ...(group === undefined ? {} : { group }) } : {};
  const fits = (entry: ErrorEntry): boolean => (state === undefined || entry.state === state) && (companyRef === undefined || entry.companyRef === companyRef) && (group === undefined || entry.group === group);
  const lines = pagedLines<ErrorEntry>(
    db,
    signal,
    (handle, after, limit) => errorPage(handle, tenant, { since: since.value, after, limit, ...filters }),
    (entry) => (fits(entry) ? { type: "row", key: String(entry.id), version: entry.seq ?? 0, cells: cellsOf(entry) } : { type: "gone", key: String(entry.id) }),
  );
  yield* pulled(source, signal, [], lines);
}
