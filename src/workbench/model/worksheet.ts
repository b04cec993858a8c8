/**
 * One worksheet: its cells and everything that lies over them. Reading is here; edits that follow Excel's rules are in `entering`,
 * `structure`, `sorting`, `filtering` and `tables`, each a function of the worksheet, and are offered here under one roof.
 */
import type { Area } from "./area";
import { areaAt, maxColumns, maxRows } from "./area";
import { ConditionalFormatSet } from "./conditional";
import { inputText, displayText } from "./display";
import { Grid } from "./grid";
import { NoteSet } from "./notes";
import { plainPage, type PageLayout } from "./page-layout";
import { Refusal } from "./refusal";
import { Runs } from "./runs";
import type { CellStyle, StyleChanges } from "./style";
import type { Table } from "./table";
import { ValidationSet } from "./validation";
import type { Value } from "./value";
import type { Workbook } from "./workbook";

export type Visibility = "Visible" | "Hidden" | "VeryHidden";
/** How many rows and columns stay in view; 0 for none. */
export type Frozen = { readonly rows: number; readonly columns: number };
export type ClearWhat = "All" | "Contents" | "Formats" | "Hyperlinks" | "RemoveHyperlinks" | "ResetContents";

/** In points, as the Office API counts them: 64 pixels. */
export const defaultColumnWidth = 48;
export const defaultRowHeight = 15;

export class Worksheet {
  readonly grid = new Grid();
  readonly validations = new ValidationSet();
  readonly conditionalFormats = new ConditionalFormatSet();
  readonly notes = new NoteSet();
  readonly columnWidths = new Runs<number>(defaultColumnWidth, maxColumns);
  readonly rowHeights = new Runs<number>(defaultRowHeight, maxRows);
  readonly hiddenRows = new Runs<boolean>(false, maxRows);
  /** Hidden by a filter, not by the user: clearing the filter shows them again. */
  readonly filteredRows = new Runs<boolean>(false, maxRows);
  readonly hiddenColumns = new Runs<boolean>(false, maxColumns);
  readonly customProperties = new Map<string, string>();
  frozen: Frozen = { rows: 0, columns: 0 };
  page: PageLayout = plainPage;
  tabColour = "";
  showGridlines = true;
  private tableList: Table[] = [];
  private sheetName: string;
  private shown: Visibility = "Visible";
  private selected: readonly Area[] = [areaAt(0, 0)];
  private guard: { readonly password: string | null } | null = null;

  constructor(
    readonly workbook: Workbook,
    readonly id: string,
    name: string,
  ) {
    this.sheetName = name;
  }

  get name(): string {
    return this.sheetName;
  }

  get visibility(): Visibility {
    return this.shown;
  }

  /** From 0, hidden tabs counted. */
  get position(): number {
    return this.workbook.worksheets.indexOf(this);
  }

  get tables(): readonly Table[] {
    return this.tableList;
  }

  get selection(): readonly Area[] {
    return this.selected;
  }

  get isProtected(): boolean {
    return this.guard !== null;
  }

  // --- reading cells ---

  value(row: number, column: number): Value {
    const cells = this.grid.columnIfAny(column);
    if (!cells) return null;
    const formula = cells.formulas === null ? null : cells.formula(row);
    return formula === null ? cells.value(row) : this.workbook.calculator.result(this, row, column, formula);
  }

  /** With its "=", or null where the cell holds a literal. */
  formula(row: number, column: number): string | null {
    return this.grid.formula(row, column);
  }

  numberFormat(row: number, column: number): string {
    return this.grid.numberFormat(row, column);
  }

  /** The text the cell shows, whatever its width. */
  text(row: number, column: number): string {
    return displayText(this.value(row, column), this.grid.numberFormat(row, column));
  }

  /** What the formula bar shows: a formula, or the literal with the apostrophe it was entered with. */
  input(row: number, column: number): string {
    return this.formula(row, column) ?? inputText(this.value(row, column), this.numberFormat(row, column), this.grid.isPrefixed(row, column));
  }

  style(row: number, column: number): CellStyle {
    return this.grid.style(row, column);
  }

  usedArea(valuesOnly = false): Area | null {
    return this.grid.usedArea(valuesOnly);
  }

  isRowHidden(row: number): boolean {
    return this.hiddenRows.get(row) || this.filteredRows.get(row);
  }

  tableAt(row: number, column: number): Table | null {
    return this.tableList.find(({ area }) => row >= area.top && row <= area.bottom && column >= area.left && column <= area.right) ?? null;
  }

  // --- looks and layout ---

  setNumberFormat(area: Area, format: string): void {
    this.grid.setNumberFormat(area, format);
    this.workbook.emit({ kind: "look", worksheet: this.id, area });
  }

  restyle(area: Area, changes: StyleChanges): void {
    this.grid.changeStyle(area, changes);
    this.workbook.emit({ kind: "look", worksheet: this.id, area });
  }

  /** In points. */
  setColumnWidth(left: number, right: number, width: number): void {
    this.columnWidths.set(left, right, width);
    this.layoutChanged();
  }

  setRowHeight(top: number, bottom: number, height: number): void {
    this.rowHeights.set(top, bottom, height);
    this.layoutChanged();
  }

  setRowsHidden(top: number, bottom: number, isHidden: boolean): void {
    this.hiddenRows.set(top, bottom, isHidden);
    if (!isHidden) this.filteredRows.set(top, bottom, false);
    this.layoutChanged();
  }

  setColumnsHidden(left: number, right: number, isHidden: boolean): void {
    this.hiddenColumns.set(left, right, isHidden);
    this.layoutChanged();
  }

  freeze(frozen: Frozen): void {
    this.frozen = frozen;
    this.layoutChanged();
  }

  layoutChanged(): void {
    this.workbook.emit({ kind: "layout", worksheet: this.id });
  }

  // --- protection ---

  protect(password: string | null): void {
    if (this.guard) throw new Refusal("AccessDenied", `Worksheet ${this.name} is already protected.`);
    this.guard = { password };
    this.workbook.emit({ kind: "worksheet", what: "protected", worksheet: this.id });
  }

  unprotect(password: string | null): void {
    if (this.guard?.password && this.guard.password !== password) throw new Refusal("AccessDenied", "The password is not right.");
    this.guard = null;
    this.workbook.emit({ kind: "worksheet", what: "protected", worksheet: this.id });
  }

  /** Throws AccessDenied where the worksheet is protected and a cell of the area is locked. */
  checkUnlocked(area: Area): void {
    if (!this.guard) return;
    for (let column = area.left; column <= area.right; column++) {
      const cells = this.grid.columnIfAny(column);
      const isLocked = !cells || [...cells.styles.within(area.top, area.bottom)].some((run) => run.value.unlocked !== true);
      if (isLocked) throw new Refusal("AccessDenied", `Worksheet ${this.name} is protected: its locked cells cannot be changed.`);
    }
  }

  // --- for the modules of this folder ---

  setName(name: string): void {
    this.sheetName = name;
  }

  setVisibility(visibility: Visibility): void {
    this.shown = visibility;
  }

  setSelection(areas: readonly Area[]): void {
    this.selected = areas;
  }

  setTables(tables: readonly Table[]): void {
    this.tableList = [...tables];
  }

  rewriteFormulas(change: (formula: string) => string): void {
    for (const [, column] of this.grid.entries()) for (const [row, formula] of column.formulas ?? []) column.formulas?.set(row, change(formula));
    this.validations.rewrite(change);
    this.conditionalFormats.rewrite(change);
  }
}
