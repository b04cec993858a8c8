/** One workbook on screen: which cells are drawn, where the user is, and what happens to the model when something changes. */
import {
  areaAddress, areaAt, cellAddress, contains, maxColumns, maxRows, Refusal, type Area, type Workbook, type WorkbookEvent, type Worksheet,
} from "../model";
import { Announcer } from "./announcer";
import { Edits } from "./edits";
import { History } from "./history";
import { layOutRows, shownSize, type RowLayout, type SheetSize } from "./layout";
import { NoteCard } from "./note-card";
import { cellId, paintCell, type CellView } from "./painter";
import { extendTo, selectArea, selectCell, selectedArea, type CellAt, type Selection, type Terrain } from "./selection";
import { Surface, type ColumnSpec } from "./surface";

export type SheetViewOptions = {
  /** A refusal or another thing to tell, in words. */
  readonly tell: (message: string) => void;
  /** The active cell, the selection, or what is in them changed. */
  readonly changed: () => void;
};

const limit: SheetSize = { rows: maxRows, columns: maxColumns };
const pixelsAPoint = 4 / 3;
const mostRemembered = 20_000;

export class SheetView {
  readonly surface: Surface;
  readonly history = new History();
  readonly edits = new Edits(this.history);
  readonly announcer: Announcer;
  private readonly note: NoteCard;
  private readonly painted = new Map<number, CellView>();
  private readonly places = new Map<string, Selection>();
  private layout: RowLayout = layOutRows(0, 0, () => false);
  private size: SheetSize = { rows: 0, columns: 0 };
  private reached: SheetSize = { rows: 0, columns: 0 };
  private current: Selection = selectCell({ row: 0, column: 0 });
  private stop: () => void = () => undefined;
  private pending: { layout: boolean } | null = null;
  private wantsFocus = false;

  constructor(
    readonly parent: HTMLElement,
    private book: Workbook,
    private readonly options: SheetViewOptions,
  ) {
    this.surface = new Surface(parent, {
      cell: (row, column) => this.paint(row, column),
      isRowHeadSelected: (row) => row >= this.area.top && row <= this.area.bottom,
      isColumnHeadSelected: (column) => column >= this.area.left && column <= this.area.right,
      resized: (column, width) => this.attempt(() => this.sheet.setColumnWidth(column, column, width / pixelsAPoint)),
    });
    this.announcer = new Announcer(parent);
    this.note = new NoteCard(parent);
    this.show(book);
  }

  /** Shows another workbook. */
  show(workbook: Workbook): void {
    this.stop();
    this.book = workbook;
    this.history.forget();
    this.places.clear();
    this.stop = workbook.subscribe((event) => this.heard(event));
    this.openSheet();
  }

  get workbook(): Workbook {
    return this.book;
  }

  get sheet(): Worksheet {
    return this.book.active;
  }

  get selection(): Selection {
    return this.current;
  }

  get active(): CellAt {
    return this.current.active;
  }

  get area(): Area {
    return selectedArea(this.current);
  }

  get terrain(): Terrain {
    const { sheet, size, layout } = this;
    return { ...size, nextRow: (row, step) => layout.next(row, step), isBlank: (row, column) => sheet.grid.isBlank(row, column) };
  }

  /** The part of the selection that can hold anything: whole columns end where the sheet's content ends. */
  get usedSelection(): Area {
    const { area } = this;
    const used = this.sheet.usedArea();
    return { ...area, bottom: Math.max(area.top, Math.min(area.bottom, used?.bottom ?? area.top)), right: Math.max(area.left, Math.min(area.right, used?.right ?? area.left)) };
  }

  select(selection: Selection): void {
    this.current = selection;
    const { focus, active } = selection;
    const inView = { row: Math.min(focus.row, maxRows - 1), column: focus.column };
    const target = focus.row >= this.size.rows ? active : inView;
    this.reached = { rows: Math.max(this.reached.rows, target.row + 1), columns: Math.max(this.reached.columns, target.column >= maxColumns - 1 ? 0 : target.column + 1) };
    this.book.editAs("user", () => this.book.select(this.sheet, [this.area]));
    this.refresh(target.row + 50 > this.size.rows || target.column + 2 > this.size.columns);
    void this.reveal(target);
    this.sayActive();
    this.showNote(active);
  }

  goTo(area: Area): void {
    this.select(selectArea(area));
  }

  extend(focus: CellAt): void {
    this.select(extendTo(this.current, focus));
  }

  focus(): void {
    const { grid } = this.surface;
    // Before the first drawing there is nothing to focus yet.
    this.wantsFocus = grid === null || !grid.hasAttribute("tabindex");
    grid?.focus({ preventScroll: true });
  }

  /** Runs an edit in the user's name. What the workbook refuses is told, not thrown. */
  attempt(edit: () => void): boolean {
    try {
      this.book.editAs("user", edit);
      return true;
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault;
      this.options.tell(fault.message);
      return false;
    }
  }

  rect(row: number, column: number): DOMRect | null {
    return this.surface.cellElement(row, column)?.getBoundingClientRect() ?? null;
  }

  async reveal({ row, column }: CellAt): Promise<void> {
    await this.flush();
    const place = this.layout.place(row);
    await this.surface.reveal(place?.part === "body" ? place.index : null, column);
  }

  /** The cell's note; of the active cell also what its validation has to say, as Excel shows both. */
  showNote({ row, column }: CellAt): void {
    const note = this.sheet.notes.at(row, column);
    const isActive = row === this.active.row && column === this.active.column;
    const prompt = isActive ? this.sheet.validations.at(row, column)?.prompt : undefined;
    const hasPrompt = prompt !== undefined && prompt.showPrompt && prompt.message !== "";
    const rect = note === null && !hasPrompt ? null : this.rect(row, column);
    if (rect === null) this.note.hide();
    else if (note !== null) this.note.show(note.author, note.content, rect);
    else if (hasPrompt) this.note.show(prompt.title, prompt.message, rect);
  }

  /** Draws again at the next frame, however often it is asked. */
  refresh(layout = false): void {
    this.painted.clear();
    if (this.pending !== null) {
      this.pending.layout ||= layout;
      return;
    }
    this.pending = { layout };
    requestAnimationFrame(() => void this.flush());
  }

  private async flush(): Promise<void> {
    if (this.pending === null) return;
    const { layout } = this.pending;
    this.pending = null;
    if (layout) this.layOut();
    await this.surface.redraw();
    this.describeGrid();
    this.options.changed();
  }

  private layOut(): void {
    const { sheet } = this;
    const used = sheet.usedArea();
    this.size = shownSize({ rows: (used?.bottom ?? -1) + 1, columns: (used?.right ?? -1) + 1 }, this.reached, limit);
    this.layout = layOutRows(this.size.rows, sheet.frozen.rows, (row) => sheet.isRowHidden(row));
    const columns: ColumnSpec[] = [];
    for (let column = 0; column < this.size.columns; column += 1) {
      if (!sheet.hiddenColumns.get(column)) columns.push({ column, width: Math.round(sheet.columnWidths.get(column) * pixelsAPoint), isFrozen: column < sheet.frozen.columns });
    }
    this.surface.setColumns(columns);
    this.surface.setRows(this.layout.frozen, this.layout.body);
    this.surface.element.classList.toggle("wb-no-gridlines", !sheet.showGridlines);
  }

  private describeGrid(): void {
    const { grid } = this.surface;
    if (grid === null) return;
    const attributes = {
      role: "grid",
      tabindex: "0",
      "aria-multiselectable": "true",
      "aria-label": `Worksheet ${this.sheet.name}`,
      "aria-rowcount": String(this.size.rows + 1),
      "aria-colcount": String(this.size.columns + 1),
      "aria-activedescendant": cellId(this.active.row, this.active.column),
    };
    for (const [name, value] of Object.entries(attributes)) grid.setAttribute(name, value);
    if (!this.wantsFocus) return;
    this.wantsFocus = false;
    grid.focus({ preventScroll: true });
  }

  private paint(row: number, column: number): CellView {
    const key = row * maxColumns + column;
    const known = this.painted.get(key);
    if (known !== undefined) return known;
    if (this.painted.size > mostRemembered) this.painted.clear();
    const view = paintCell(this.sheet, row, column, Math.round(this.sheet.columnWidths.get(column) * pixelsAPoint), this.area, this.active);
    this.painted.set(key, view);
    return view;
  }

  private openSheet(): void {
    this.reached = { rows: 0, columns: 0 };
    const [area] = this.sheet.selection;
    this.current = this.places.get(this.sheet.id) ?? selectArea(area ?? areaAt(0, 0));
    this.note.hide();
    this.refresh(true);
    void this.reveal(this.active);
  }

  private heard(event: WorkbookEvent): void {
    switch (event.kind) {
      case "selection":
        if (event.worksheet === this.sheet.id && event.origin !== "user") this.follow(event.areas[0]);
        return;
      case "worksheet":
        if (event.what === "activated" || event.what === "deleted") this.openSheet();
        this.refresh(true);
        return;
      case "cells":
        // The remembered places of older steps are no longer those places.
        if (event.change !== "RangeEdited" && event.origin !== "user") this.history.forget();
        if (event.worksheet === this.sheet.id) this.refresh(event.change !== "RangeEdited" || event.area.bottom >= this.size.rows - 20 || event.area.right >= this.size.columns - 2);
        return;
      case "layout":
      case "table":
        this.refresh(true);
        return;
      case "look":
      case "notes":
        this.refresh();
        return;
      case "settings":
      case "editing":
    }
  }

  /** The add-in selected something: go there, without telling the workbook again. */
  private follow(area: Area | undefined): void {
    if (area === undefined) return;
    this.current = selectArea(area);
    this.places.set(this.sheet.id, this.current);
    this.reached = { rows: Math.max(this.reached.rows, area.top + 1), columns: Math.max(this.reached.columns, area.left + 1) };
    this.refresh(area.top >= this.size.rows || area.left >= this.size.columns);
    void this.reveal(this.active);
    this.sayActive();
  }

  private sayActive(): void {
    this.places.set(this.sheet.id, this.current);
    const { row, column } = this.active;
    const { area, sheet } = this;
    const text = sheet.text(row, column);
    const header = this.headerOf(row, column);
    const parts = [
      areaAddress(area) === cellAddress(row, column) ? cellAddress(row, column) : `${areaAddress(area)} selected, ${cellAddress(row, column)}`,
      header,
      text === "" ? "blank" : text,
      this.paint(row, column).isMarked ? "marked as a problem" : "",
      sheet.notes.at(row, column)?.content ?? sheet.validations.at(row, column)?.prompt.message ?? "",
      sheet.validations.at(row, column)?.rule.kind === "List" ? "has a list, Alt and arrow down opens it" : "",
    ];
    this.announcer.say(parts.filter((part) => part !== "").join(", "));
  }

  private headerOf(row: number, column: number): string {
    const table = this.sheet.tableAt(row, column);
    return table !== null && contains(table.body, row, column) ? (table.columns[column - table.area.left]?.name ?? "") : "";
  }
}
