/**
 * Everything that is ever done to a worksheet, as data: planners decide, the executor obeys. Worksheets and tables go by name,
 * places by area counted from 0.
 */
import type { Area } from "./address";
import type { Written } from "./cells";
import type { Severity } from "./mark-text";

export type ConditionalMark = { readonly severity: Severity; readonly formula: string };
export type ListValidation = { readonly kind: "list"; readonly source: string; readonly title: string; readonly about: string };

export type SheetCommand =
  | { readonly kind: "addSheet"; readonly worksheet: string; readonly hidden: boolean }
  | { readonly kind: "createTable"; readonly worksheet: string; readonly table: string; readonly area: Area }
  | { readonly kind: "renameTable"; readonly from: string; readonly to: string }
  | { readonly kind: "resizeTable"; readonly worksheet: string; readonly table: string; readonly area: Area }
  | { readonly kind: "addTableColumn"; readonly table: string; readonly header: string }
  | { readonly kind: "showTotals"; readonly table: string; readonly shown: boolean }
  | { readonly kind: "clearFilters"; readonly table: string }
  | { readonly kind: "insertCells"; readonly worksheet: string; readonly area: Area }
  | { readonly kind: "deleteCells"; readonly worksheet: string; readonly area: Area }
  | { readonly kind: "clearBlock"; readonly worksheet: string; readonly area: Area; readonly what: "contents" | "all" }
  /** One number format for the whole area. */
  | { readonly kind: "formatColumn"; readonly worksheet: string; readonly area: Area; readonly format: string }
  /** One number format for some cells of a column: null leaves the cell's. */
  | { readonly kind: "formatCells"; readonly worksheet: string; readonly area: Area; readonly formats: readonly (string | null)[] }
  | { readonly kind: "setWidth"; readonly worksheet: string; readonly area: Area; readonly points: number }
  | { readonly kind: "writeBlock"; readonly worksheet: string; readonly area: Area; readonly values: readonly (readonly Written[])[] }
  | { readonly kind: "setValidation"; readonly worksheet: string; readonly area: Area; readonly rule: ListValidation }
  | { readonly kind: "addNote"; readonly worksheet: string; readonly area: Area; readonly text: string }
  | { readonly kind: "deleteNote"; readonly worksheet: string; readonly area: Area }
  | { readonly kind: "defineName"; readonly name: string; readonly exists: boolean; readonly refersTo: string }
  | { readonly kind: "freezeTopRow"; readonly worksheet: string }
  | { readonly kind: "activate"; readonly worksheet: string }
  | { readonly kind: "writeSetting"; readonly name: string; readonly json: string };

/** Commands of one sync. `rows` of the caller's are done once it has gone through. */
export type Batch = { readonly commands: readonly SheetCommand[]; readonly rows: number };

/** A job in syncs. Between two batches the workbook is whole: a table covers exactly the rows written so far. */
export type Plan = {
  readonly totalRows: number;
  readonly batches: Iterable<Batch>;
  /** Puts back what the first batch took away, when the job is stopped between batches. */
  readonly whenStopped: readonly SheetCommand[];
};
