/** Pulls of the Error Queue worksheet. */
import type { SheetLine, SheetQuery } from "../../contract";
import type { CellValue } from "../../model/cell";
import type { Database } from "../../store";
import { latestChange } from "../../store/changes";
import { errorPage, type ErrorEntry, type ErrorKind, type Operation } from "../../store/errors";
import { databaseNow } from "../../store/freshness";
import { numberChanges } from "../../store/numbering";
import { cursorText, readCursor } from "../cursor";
import { companyAsked } from "./pull-documents";

const pageSize = 1_000;

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
  const [cursor, asOf] = await db.read(async (handle) => [await latestChange(handle, tenant), await databaseNow(handle)] as const);
  const state = query.state === "Open" ? ("open" as const) : query.state === "Resolved" ? ("resolved" as const) : undefined;
  let count = 0;
  let after: ErrorEntry | null = null;
  while (!signal.aborted) {
    const behind: ErrorEntry | null = after;
    const filters = since.value === null ? { ...(state ? { state } : {}), ...(companyRef === undefined ? {} : { companyRef }), ...(query.group === undefined ? {} : { group: query.group }) } : {};
    const page: readonly ErrorEntry[] = await db.read((handle) => errorPage(handle, tenant, { since: since.value, after: behind, limit: pageSize, ...filters }));
    for (const entry of page) {
      const fits = (state === undefined || entry.state === state) && (companyRef === undefined || entry.companyRef === companyRef) && (query.group === undefined || entry.group === query.group);
      if (fits) {
        yield { type: "row", key: String(entry.id), version: entry.seq ?? 0, cells: cellsOf(entry) };
        count += 1;
      } else yield { type: "gone", key: String(entry.id) };
    }
    after = page.at(-1) ?? null;
    if (page.length < pageSize) break;
  }
  if (!signal.aborted) yield { type: "trailer", count, cursor: cursorText(cursor), notes: [], asOf };
}
