/** Pulls of the Error Queue worksheet. */
import type { SheetLine, SheetQuery } from "../../contract";
import type { CellValue } from "../../model/cell";
import type { Database } from "../../store";
import { errorPage, type ErrorEntry, type ErrorKind, type Operation } from "../../store/errors";
import { pullFiltered } from "./pull-filtered";

export const kindWords: Readonly<Record<ErrorKind, string>> = { customer: "Customer", order: "Order", invoice: "Invoice", "credit-note": "Credit note", payment: "Payment", refund: "Refund", receipt: "Receipt" };
const operationWords: Readonly<Record<Operation, string>> = { post: "Post to Sage", tell: "Tell The Layer", "update customer": "Update the customer", "changed after posting": "Changed after posting", record: "Record in The Layer", allocate: "Allocate in Sage", compare: "Compare with Sage" };

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

export const pullErrors = (source: { readonly db: Database; readonly tenant: string }, query: SheetQuery, signal: AbortSignal): AsyncGenerator<SheetLine> => {
  const state = query.state === "Open" ? ("open" as const) : query.state === "Resolved" ? ("resolved" as const) : undefined;
  const { group } = query;
  return pullFiltered<ErrorEntry, { readonly state?: "open" | "resolved"; readonly companyRef?: string; readonly group?: string }>(source, query, signal, {
    narrowing: (companyRef) => ({
      filters: { ...(state ? { state } : {}), ...(companyRef === undefined ? {} : { companyRef }), ...(group === undefined ? {} : { group }) },
      fits: (entry) => (state === undefined || entry.state === state) && (companyRef === undefined || entry.companyRef === companyRef) && (group === undefined || entry.group === group),
    }),
    page: (handle, asked) => errorPage(handle, source.tenant, asked),
    keyOf: ({ id }) => String(id),
    cellsOf,
  });
};
