/** What a workbook tells its listeners. One event an edit, whatever its size. */
import type { Area } from "./area";
import type { Shift } from "./shift";
import type { Value } from "./value";

/** Who is editing: the person at the grid, the add-in through Office.js, or a co-author. */
export type Origin = "user" | "addin" | "remote";

export type CellChange = "RangeEdited" | "RowInserted" | "RowDeleted" | "ColumnInserted" | "ColumnDeleted" | "CellInserted" | "CellDeleted";

export type WorkbookEvent =
  | {
      readonly kind: "cells";
      readonly worksheet: string;
      readonly area: Area;
      readonly change: CellChange;
      readonly origin: Origin;
      /** Only for an edit of a single cell, as in Excel. */
      readonly before: Value | undefined;
      readonly after: Value | undefined;
      /** What moved, for insertions and deletions. */
      readonly shift?: Shift;
    }
  | { readonly kind: "look"; readonly worksheet: string; readonly area: Area; readonly origin: Origin }
  | { readonly kind: "layout"; readonly worksheet: string; readonly origin: Origin }
  | { readonly kind: "notes"; readonly worksheet: string; readonly origin: Origin }
  | {
      readonly kind: "worksheet";
      readonly what: "added" | "deleted" | "renamed" | "moved" | "shown" | "activated" | "protected";
      readonly worksheet: string;
      readonly origin: Origin;
      /** The name, place, visibility or worksheet in front before, for what changes one of these. */
      readonly was?: string | number;
    }
  | { readonly kind: "table"; readonly what: "added" | "deleted" | "renamed" | "resized" | "restyled" | "filtered" | "sorted"; readonly worksheet: string; readonly table: string; readonly tableName: string; readonly origin: Origin }
  | { readonly kind: "selection"; readonly worksheet: string; readonly areas: readonly Area[]; readonly origin: Origin }
  | { readonly kind: "settings"; readonly origin: Origin }
  /** The user began or ended typing in a cell. */
  | { readonly kind: "editing"; readonly isEditing: boolean; readonly origin: Origin };

/** The event without who caused it: the workbook knows and adds it. */
export type EventDraft = WorkbookEvent extends infer E ? (E extends WorkbookEvent ? Omit<E, "origin"> : never) : never;
export type WorkbookListener = (event: WorkbookEvent) => void;
