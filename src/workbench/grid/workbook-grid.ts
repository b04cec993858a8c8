/** The whole sheet area of the page, put together: formula bar, cells, tabs. */
import { maxRows, rowsOf, columnsOf, maxColumns, type Workbook } from "../model";
import { Clipboard } from "./clipboard";
import { Editing } from "./editing";
import { openFilterMenu } from "./filter-menu";
import { FormulaBar } from "./formula-bar";
import { Keyboard } from "./keyboard";
import { openMenu, type MenuItem } from "./menu";
import { Mouse } from "./mouse";
import { SheetTabs } from "./sheet-tabs";
import { SheetView } from "./sheet-view";
import { describe, summarise } from "./status";

export type WorkbookGridParts = { readonly formulaBar: HTMLElement; readonly cells: HTMLElement; readonly tabs: HTMLElement };
export type WorkbookGridOptions = {
  readonly tell: (message: string) => void;
  /** Text for the status bar: "Ready", or "Edit" while a cell is being typed in; and the selection in numbers. */
  readonly status: (mode: "Ready" | "Edit", selection: string) => void;
  readonly save: () => void;
  readonly openFile: () => void;
};

const pastUsed = (count: number, limit: number): boolean => count >= limit;

export class WorkbookGrid {
  readonly view: SheetView;
  private readonly editing: Editing;
  private readonly bar: FormulaBar;
  private readonly tabs: SheetTabs;
  private readonly clipboard: Clipboard;

  constructor(
    private readonly parts: WorkbookGridParts,
    workbook: Workbook,
    private readonly options: WorkbookGridOptions,
  ) {
    parts.cells.classList.add("wb-cells");
    this.view = new SheetView(parts.cells, workbook, { tell: options.tell, changed: () => this.changed() });
    this.editing = new Editing(this.view, (text) => {
      this.bar.mirror(text);
      this.sayStatus();
    });
    this.bar = new FormulaBar(parts.formulaBar, this.view, () => this.editing, options.tell);
    this.tabs = new SheetTabs(parts.tabs, {
      workbook: () => this.view.workbook,
      attempt: (change) => this.view.attempt(change),
      settle: () => this.editing.settle(),
      left: () => this.view.focus(),
    });
    this.clipboard = new Clipboard(this.view, options.tell);
    new Keyboard(this.view, this.editing, {
      openMenu: () => this.openMenu(this.view.rect(this.view.active.row, this.view.active.column) ?? parts.cells.getBoundingClientRect()),
      openFilter: (row, column) => this.openFilter(row, column),
      changeSheet: (by) => this.tabs.step(by),
      save: options.save,
      openFile: options.openFile,
    });
    new Mouse(this.view, this.editing, { openMenu: (at) => this.openMenu(at), openFilter: (row, column) => void this.openFilter(row, column) });
    this.tabs.show();
  }

  show(workbook: Workbook): void {
    this.view.show(workbook);
    this.tabs.show();
  }

  /** Takes what is being typed. @returns false when it was refused and the cell is still open. */
  settle(): boolean {
    return this.editing.settle();
  }

  private changed(): void {
    this.bar.show();
    this.tabs.show();
    this.sayStatus();
  }

  private sayStatus(): void {
    const summary = summarise(this.view.sheet, this.view.usedSelection);
    this.options.status(this.editing.isOpen ? "Edit" : "Ready", summary === null ? "" : describe(summary));
  }

  private openFilter(row: number, column: number): boolean {
    const { view } = this;
    const { sheet } = view;
    const table = sheet.tableAt(row, column);
    if (table === null || table.header?.top !== row || !table.options.showFilterButton) return false;
    const at = view.rect(row, column);
    if (at === null) return false;
    const position = column - table.area.left;
    openFilterMenu(this.parts.cells, at, {
      sheet,
      table,
      column: position,
      sort: (ascending) => {
        if (view.attempt(() => view.edits.sort(sheet, table, position, ascending))) view.announcer.say(`Sorted by ${table.columns[position]?.name ?? ""}, ${ascending ? "ascending" : "descending"}.`);
      },
      filter: (criterion) => {
        if (!view.attempt(() => view.edits.filter(sheet, table, position, criterion))) return;
        const { body } = table;
        let shown = 0;
        for (let each = body.top; each <= body.bottom; each += 1) if (!sheet.isRowHidden(each)) shown += 1;
        view.announcer.say(`${shown} of ${rowsOf(body)} rows shown.`);
      },
      left: () => view.focus(),
    });
    return true;
  }

  private openMenu(at: DOMRect): void {
    const { view } = this;
    const { area, sheet } = view;
    const rows = pastUsed(rowsOf(area), maxRows) ? null : { top: area.top, count: rowsOf(area) };
    const columns = pastUsed(columnsOf(area), maxColumns) ? null : { left: area.left, count: columnsOf(area) };
    const plural = (count: number, what: string) => (count === 1 ? what : `${count} ${what}s`);
    const items: MenuItem[] = [
      { label: "Cut", key: "Ctrl+X", run: () => void this.clipboard.copyByMenu(true) },
      { label: "Copy", key: "Ctrl+C", run: () => void this.clipboard.copyByMenu(false) },
      { label: "Paste", key: "Ctrl+V", run: () => void this.clipboard.pasteByMenu() },
      "line",
    ];
    if (rows !== null) {
      items.push(
        { label: `Insert ${plural(rows.count, "row")} above`, run: () => void view.attempt(() => view.edits.insertRows(sheet, rows.top, rows.count)) },
        { label: `Insert ${plural(rows.count, "row")} below`, run: () => void view.attempt(() => view.edits.insertRows(sheet, rows.top + rows.count, rows.count)) },
        { label: `Delete ${plural(rows.count, "row")}`, run: () => void view.attempt(() => view.edits.deleteRows(sheet, rows.top, rows.count)) },
      );
    }
    if (columns !== null) {
      items.push(
        { label: `Insert ${plural(columns.count, "column")} before`, run: () => void view.attempt(() => view.edits.insertColumns(sheet, columns.left, columns.count)) },
        { label: `Delete ${plural(columns.count, "column")}`, run: () => void view.attempt(() => view.edits.deleteColumns(sheet, columns.left, columns.count)) },
      );
    }
    const table = sheet.tableAt(view.active.row, view.active.column);
    items.push("line", { label: "Clear contents", key: "Del", run: () => void view.attempt(() => view.edits.clear(sheet, view.usedSelection)) });
    if (table !== null && table.criteria.size > 0) items.push({ label: "Clear all filters", run: () => void view.attempt(() => view.edits.clearFilters(sheet, table)) });
    openMenu(this.parts.cells, "Cell", items, at, () => view.focus());
  }
}
