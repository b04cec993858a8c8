/**
 * What the rest of the add-in may ask of the workbook. The adapter behind it is the only code that names Excel.
 * Rows are addressed by RowRef, never by position; columns by header. Every call answers a Result, never a thrown
 * Office error; a bug still throws.
 */
import type { Cell, CellValue, RowCells, RowRef } from "../sync/model/cell";
import type { Failure, Result } from "../sync/model/failure";
import type { SheetDefinition } from "../sync/sheets/sheet";

export type Progress = { readonly done: number; readonly total: number };
export type WorkOptions = { readonly onProgress?: (progress: Progress) => void; readonly signal?: AbortSignal };

export type Capabilities = { readonly notes: boolean; readonly undoGroup: boolean; readonly ribbonState: boolean; readonly platform: string };

/** A block of a worksheet as read: headers as the user wrote them, and the rows below. */
export type SheetBlock = {
  readonly worksheet: string;
  /** The Excel table's name, or null for plain cells. */
  readonly table: string | null;
  readonly headers: readonly string[];
  /** Each as long as `headers`. Rows that are blank all through are left out. */
  readonly rows: readonly (readonly Cell[])[];
  /** Where each of `rows` stands in the body, counted from 0 with the blank rows that were left out. */
  readonly positions?: readonly number[];
};

/** Where a worksheet's columns are: canonical header → header as the user's sheet spells it. From `matchHeaders` in the sync core. */
export type HeaderMap = Readonly<Record<string, string>>;

export type TableTarget = { readonly definition: SheetDefinition; readonly headers: HeaderMap };

/** Values for a drop-down, kept on a very hidden sheet and named, so that 100,000 accounts need no comma list. */
export type ListSource = { readonly id: string; readonly values: readonly string[] };

export type NewTable = {
  readonly definition: SheetDefinition;
  readonly rows: readonly RowCells[];
  /** Header → list id: which drop-down stands in which column. */
  readonly lists: Readonly<Record<string, string>>;
  /** Bring the worksheet to the front when done. */
  readonly activate: boolean;
};

export type RowPatch = { readonly row: RowRef; readonly cells: Readonly<Record<string, CellValue>> };
export type PatchReport = { readonly written: number; /** Rows that are no longer in the sheet. */ readonly missing: readonly RowRef[] };

/** Everything wrong with one row, already in words: for the Problem column and for the marks in its cells. */
export type RowMark = { readonly row: RowRef; readonly columns: readonly { readonly column: string; readonly severity: "error" | "warning" | "info" }[]; readonly text: string };

/** An edit by this user in one of our tables; ours, and those of co-authors, are not reported. */
export type SheetEdit =
  | { readonly kind: "cells"; readonly table: string; readonly rowsAffected: "some"; readonly firstRow: number; readonly rowCount: number; readonly headers: readonly string[] }
  | { readonly kind: "shape"; readonly table: string; readonly what: "rows" | "columns" | "renamed" | "deleted" };

/** The row of one of our tables that the user's active cell stands in, by header as the sheet spells it. */
export type SelectedRow = { readonly table: string; readonly cells: Readonly<Record<string, CellValue>> };

/** Plain text at the edges of every printed page; the page's number stands at the foot on its right. */
export type PageTexts = { readonly left: string; readonly middle: string; readonly right: string; readonly foot: string };

export type WorkbookPort = {
  capabilities(): Capabilities;
  /** Names of the worksheets with the tables on each. */
  outline(): Promise<Result<readonly { readonly worksheet: string; readonly tables: readonly string[]; readonly isActive: boolean }[]>>;
  /** A table by its name; null where there is none. Two syncs for what fits one response. */
  readTable(table: string, options?: WorkOptions): Promise<Result<SheetBlock | null>>;
  /** Rows of the table body from `firstRow` (0-based within the body), for re-checking what was edited. */
  readRows(table: string, firstRow: number, rowCount: number): Promise<Result<SheetBlock | null>>;
  /** The used range of the worksheet in front, its first non-blank row as headers; null when it is empty. */
  readActiveSheet(options?: WorkOptions): Promise<Result<SheetBlock | null>>;
  /**
   * Turns the block in front into our table where it stands: names the table, renames mapped headers to the canonical ones,
   * adds what columns are missing at the right, formats code columns as text. Users' values are left as they are.
   */
  adoptActiveSheet(target: TableTarget, lists: Readonly<Record<string, string>>): Promise<Result<{ readonly table: string }>>;
  /** Creates worksheet and table, or replaces all rows of the table that is there. */
  writeTable(content: NewTable, options?: WorkOptions): Promise<Result<{ readonly rows: number }>>;
  /** Upserts by key: changed rows in place, new ones below, `gone` removed. For refreshes. */
  mergeTable(target: TableTarget, changed: readonly RowCells[], gone: readonly string[], options?: WorkOptions): Promise<Result<PatchReport>>;
  /** Writes single cells of rows found by key. */
  patchRows(target: TableTarget, patches: readonly RowPatch[], options?: WorkOptions): Promise<Result<PatchReport>>;
  /**
   * Replaces all marks of a table, or of the rows in `only`: text into the Problem column, the rest by conditional format.
   * The Problem cell ends with each column concerned ("… · Error in SageSiteId"), so that marks move with their row, can be
   * filtered by and are not colour alone.
   */
  markProblems(target: TableTarget, marks: readonly RowMark[], only?: readonly RowRef[], options?: WorkOptions): Promise<Result<PatchReport>>;
  /** Writes the drop-down lists; the ones not named stay as they are. */
  writeLists(lists: readonly ListSource[], options?: WorkOptions): Promise<Result<void>>;
  /** Selects the cell, so that the user looks at it. */
  goTo(target: TableTarget, row: RowRef, column: string): Promise<Result<boolean>>;
  activateTable(table: string): Promise<Result<boolean>>;
  /** Takes columns of ours, or any named, out of a copy made for saving: a new worksheet beside the table's. */
  copyForUpload(target: TableTarget, columns: readonly string[], options?: WorkOptions): Promise<Result<{ readonly worksheet: string }>>;
  /** Calls back after local edits, coalesced. The returned function stops it. */
  onEdit(listener: (edit: SheetEdit) => void): Promise<Result<() => Promise<void>>>;
  /**
   * Calls back with the row of one of these tables that is selected now, and whenever the selection has come to rest in another; null
   * where it rests in none. No cell beyond that row is read. The returned function stops it.
   */
  onSelect(tables: readonly string[], listener: (row: SelectedRow | null) => void): Promise<Result<() => Promise<void>>>;
  /**
   * Sets the worksheet of a table up for printing: A4, upright or across as its columns need, all of them on the width of one page, the
   * headers on each page, and nothing but the table. False where there is no such table.
   */
  setUpPage(table: string, texts: PageTexts): Promise<Result<boolean>>;
  readSetting(name: string): Promise<Result<unknown>>;
  writeSetting(name: string, value: unknown): Promise<Result<void>>;
};

export type ExcelFailure = Failure;
