/** The mouse in the sheet: select, extend, drag, fill, and what stands in cells and headings. */
import { maxColumns, maxRows, parseArea, type Area } from "../model";
import type { Editing } from "./editing";
import { extendTo, selectCell, type CellAt } from "./selection";
import type { SheetView } from "./sheet-view";

export type MouseOptions = {
  readonly openMenu: (at: DOMRect) => void;
  readonly openFilter: (row: number, column: number) => void;
};

type Drag = { readonly kind: "cells" | "rows" | "columns" } | { readonly kind: "fill"; readonly from: Area };

/** The sheet may scroll under a mouse that only clicked; it drags once it has moved so many pixels. */
const dragStart = 4;

const cellOf = (target: EventTarget | null): CellAt | null => {
  const cell = target instanceof Element ? target.closest(".wb-cell") : null;
  const area = cell === null ? null : parseArea(cell.id.replace("cell-", ""));
  return area === null ? null : { row: area.top, column: area.left };
};

const headOf = (target: EventTarget | null, name: "rowHead" | "columnHead"): number | null => {
  const head = target instanceof Element ? target.closest<HTMLElement>(name === "rowHead" ? "[data-row-head]" : "[data-column-head]") : null;
  return head === null ? null : Number(head.dataset[name]);
};

export class Mouse {
  private drag: Drag | null = null;
  private pressedAt: { readonly x: number; readonly y: number } | null = null;

  constructor(
    private readonly view: SheetView,
    private readonly editing: Editing,
    private readonly options: MouseOptions,
  ) {
    const { element } = view.surface;
    element.addEventListener("mousedown", (event) => this.down(event));
    document.addEventListener("mousemove", (event) => this.move(event));
    document.addEventListener("mouseup", () => this.up());
    element.addEventListener("dblclick", (event) => {
      if (cellOf(event.target) !== null && !isControl(event.target)) void this.editing.open(null);
    });
    element.addEventListener("mouseover", (event) => {
      const cell = cellOf(event.target);
      if (cell !== null && this.drag === null) view.showNote(view.sheet.notes.at(cell.row, cell.column) === null ? view.active : cell);
    });
    element.addEventListener("contextmenu", (event) => this.menu(event));
  }

  private down(event: MouseEvent): void {
    const { view } = this;
    if (event.target instanceof Element && event.target.closest(".resizable") !== null) return;
    if (!this.editing.settle()) return;
    const cell = cellOf(event.target);
    if (event.target instanceof Element && event.target.closest(".wb-filter") !== null && cell !== null) {
      event.preventDefault();
      view.select(selectCell(cell));
      return this.options.openFilter(cell.row, cell.column);
    }
    if (event.target instanceof Element && event.target.closest(".wb-list") !== null) {
      event.preventDefault();
      return void this.editing.open(null, true);
    }
    if (event.button !== 0) return;
    this.pressedAt = { x: event.clientX, y: event.clientY };
    if (event.target instanceof Element && event.target.closest(".wb-handle") !== null) {
      event.preventDefault();
      this.drag = { kind: "fill", from: view.area };
      return;
    }
    const row = headOf(event.target, "rowHead");
    const column = headOf(event.target, "columnHead");
    if (row !== null) this.begin("rows", { row, column: 0 }, { row, column: maxColumns - 1 }, event);
    else if (column !== null) this.begin("columns", { row: 0, column }, { row: maxRows - 1, column }, event);
    else if (cell !== null) this.begin("cells", cell, cell, event);
  }

  private begin(kind: "cells" | "rows" | "columns", anchor: CellAt, focus: CellAt, event: MouseEvent): void {
    const { view } = this;
    event.preventDefault();
    this.drag = { kind };
    view.focus();
    view.select(event.shiftKey ? extendTo(view.selection, focus) : { active: anchor, anchor, focus });
  }

  private move(event: MouseEvent): void {
    if (this.drag === null) return;
    if (event.buttons === 0) return this.up();
    if (this.pressedAt !== null && Math.hypot(event.clientX - this.pressedAt.x, event.clientY - this.pressedAt.y) < dragStart) return;
    this.pressedAt = null;
    const { view, drag } = this;
    const target = document.elementFromPoint(event.clientX, event.clientY);
    const cell = cellOf(target) ?? this.beyond(event);
    if (drag.kind === "rows") {
      const row = headOf(target, "rowHead") ?? cell?.row;
      if (row !== undefined && row !== view.selection.focus.row) view.extend({ row, column: maxColumns - 1 });
    } else if (drag.kind === "columns") {
      const column = headOf(target, "columnHead") ?? cell?.column;
      if (column !== undefined && column !== view.selection.focus.column) view.extend({ row: maxRows - 1, column });
    } else if (cell !== null) {
      const to = drag.kind === "fill" ? fillCorner(drag.from, cell) : cell;
      const anchor = drag.kind === "fill" ? { row: Math.min(drag.from.top, to.row), column: Math.min(drag.from.left, to.column) } : view.selection.anchor;
      const focus = drag.kind === "fill" ? { row: Math.max(drag.from.bottom, to.row), column: Math.max(drag.from.right, to.column) } : to;
      const { selection } = view;
      if (focus.row !== selection.focus.row || focus.column !== selection.focus.column || anchor.row !== selection.anchor.row || anchor.column !== selection.anchor.column) {
        view.select({ active: drag.kind === "fill" ? selection.active : anchor, anchor, focus });
      }
    }
  }

  /** Dragged over the lower or upper edge: one row further at each movement of the mouse. */
  private beyond(event: MouseEvent): CellAt | null {
    const { view } = this;
    const box = view.surface.element.getBoundingClientRect();
    const { focus } = view.selection;
    if (event.clientY > box.bottom) return { ...focus, row: view.terrain.nextRow(focus.row, 1) };
    if (event.clientY < box.top) return { ...focus, row: view.terrain.nextRow(focus.row, -1) };
    return null;
  }

  private up(): void {
    const { drag, view } = this;
    this.drag = null;
    if (drag?.kind !== "fill") return;
    const to = view.area;
    const { from } = drag;
    const isSame = to.top === from.top && to.bottom === from.bottom && to.left === from.left && to.right === from.right;
    if (!isSame) view.attempt(() => view.edits.fill(view.sheet, from, to));
  }

  private menu(event: MouseEvent): void {
    const { view } = this;
    event.preventDefault();
    const row = headOf(event.target, "rowHead");
    const column = headOf(event.target, "columnHead");
    const cell = cellOf(event.target) ?? (row === null ? (column === null ? null : { row: 0, column }) : { row, column: 0 });
    if (cell === null) return;
    const { area } = view;
    const isInside = cell.row >= area.top && cell.row <= area.bottom && cell.column >= area.left && cell.column <= area.right;
    if (!isInside) {
      if (row !== null) view.select({ active: cell, anchor: cell, focus: { row, column: maxColumns - 1 } });
      else if (column !== null) view.select({ active: cell, anchor: cell, focus: { row: maxRows - 1, column } });
      else view.select(selectCell(cell));
    }
    this.options.openMenu(new DOMRect(event.clientX, event.clientY, 0, 0));
  }
}

/** Filling goes one way: further along the side the mouse is farther out. */
const fillCorner = (from: Area, cell: CellAt): CellAt => {
  const down = Math.max(cell.row - from.bottom, from.top - cell.row, 0);
  const across = Math.max(cell.column - from.right, from.left - cell.column, 0);
  return down >= across ? { row: cell.row, column: from.right } : { row: from.bottom, column: cell.column };
};

const isControl = (target: EventTarget | null): boolean => target instanceof Element && target.closest(".wb-filter, .wb-handle, .wb-list") !== null;
