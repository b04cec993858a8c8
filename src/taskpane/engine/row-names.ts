import { shownValue, type RowRef, type SheetRow } from "../../sync/model/cell";
import { refText } from "../../sync/sheets/rows";
import type { SheetDefinition } from "../../sync/sheets/sheet";

/** Columns that tell a person more than a key does. */
const namingColumns = ["CustomerName", "Payment Account Name"];

const byRef = new WeakMap<readonly SheetRow[], Map<string, SheetRow>>();
const indexOf = (rows: readonly SheetRow[]) => {
  const known = byRef.get(rows) ?? new Map(rows.map((row) => [refText(row.ref), row]));
  byRef.set(rows, known);
  return known;
};

/** A row as people know it: "C-1042 · Northwind Ltd · Acme UK". Its key stands in where the row is no longer read. */
export const nameRow = (definition: SheetDefinition, rows: readonly SheetRow[], ref: RowRef): string => {
  const row = indexOf(rows).get(refText(ref));
  const [subject = "", ...others] = definition.key;
  const parts = row ? [subject, ...namingColumns, ...others].map((header) => String(shownValue(row.cells[header]) ?? "").trim()) : ref.key.split("\u001f");
  const name = parts.filter((part) => part !== "").join(" · ");
  const shown = name === "" ? "Row without a key" : name;
  return ref.nth === 0 ? shown : `${shown} (${ref.nth + 1})`;
};
