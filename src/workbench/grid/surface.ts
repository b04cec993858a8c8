/**
 * The drawing surface: RevoGrid, used for what it does best (drawing only the cells in view, frozen rows and columns, column
 * resizing). Selection, keyboard, editing and clipboard are ours, because the sheet's rules are: RevoGrid's own would wait
 * for timers between key and move, know no block across frozen rows, and coerce nothing.
 */
import type { ColumnRegular } from "@revolist/revogrid";
import { defineCustomElements } from "@revolist/revogrid/loader";
import { columnName } from "../model";
import { cellAttributes, cellChildren, type CreateElement } from "./cell-look";
import { cellId, type CellView } from "./painter";

export const rowHeight = 24;
const rowHeaderWidth = 56;

type Row = { readonly row: number };
type GridElement = HTMLRevoGridElement;

export type ColumnSpec = { readonly column: number; readonly width: number; readonly isFrozen: boolean };

export type SurfaceOptions = {
  cell(row: number, column: number): CellView;
  /** Whether a row's or column's heading belongs to the selection. */
  isRowHeadSelected(row: number): boolean;
  isColumnHeadSelected(column: number): boolean;
  resized(column: number, width: number): void;
};

const loaded = { elements: false };

/** Row objects are shared by every surface: a sheet of 100,000 rows costs them once. */
const rowObjects: Row[] = [];
const rowObject = (row: number): Row => (rowObjects[row] ??= { row });

export class Surface {
  /** For listeners and attributes. */
  readonly element: HTMLElement;
  private readonly revo: GridElement;
  private columns: readonly ColumnSpec[] = [];
  private body: readonly number[] = [];
  private frozen: readonly number[] = [];

  constructor(
    parent: HTMLElement,
    private readonly options: SurfaceOptions,
  ) {
    if (!loaded.elements) {
      defineCustomElements();
      loaded.elements = true;
    }
    this.revo = document.createElement("revo-grid");
    this.element = this.revo;
    Object.assign(this.revo, {
      theme: "default",
      readonly: true,
      range: false,
      canFocus: false,
      useClipboard: false,
      filter: false,
      exporting: false,
      canDrag: false,
      canMoveColumns: false,
      resize: true,
      accessible: false,
      rowSize: rowHeight,
      frameSize: 1,
      rowHeaders: this.rowHeader(),
    });
    this.revo.addEventListener("aftercolumnresize", (event) => this.columnsResized(event.detail));
    this.revo.addEventListener("afterheaderrender", () => this.markHeads());
    this.revo.addEventListener("beforerowrender", ({ detail }) => {
      // The library marks its rows up only with its own accessibility plugin, which takes the keyboard focus along.
      // While rows are replaced it may render one whose model is gone: that one is rendered again at once.
      const model = detail.model as Row | undefined;
      if (model) Object.assign(detail.node.$attrs$ ?? {}, { role: "row", "aria-rowindex": String(model.row + 2) });
    });
    parent.append(this.element);
  }

  setColumns(columns: readonly ColumnSpec[]): void {
    const isSame = columns.length === this.columns.length && columns.every((spec, index) => { const before = this.columns[index]; return before?.column === spec.column && before.width === spec.width && before.isFrozen === spec.isFrozen; });
    if (isSame) return;
    this.columns = columns;
    this.revo.columns = columns.map((spec) => this.column(spec));
  }

  setRows(frozen: readonly number[], body: readonly number[]): void {
    if (!sameRows(this.frozen, frozen)) this.revo.pinnedTopSource = frozen.map(rowObject);
    if (!sameRows(this.body, body)) this.revo.source = body.map(rowObject);
    this.frozen = frozen;
    this.body = body;
  }

  /** Draws the cells in view again. */
  async redraw(): Promise<void> {
    if (!this.element.isConnected || !("refresh" in this.revo)) return;
    await customElements.whenDefined("revo-grid");
    await this.revo.refresh("all");
    this.markHeads();
  }

  /** Brings a body row (by its place) and a column into view, moving as little as possible. */
  async reveal(place: number | null, column: number): Promise<void> {
    const scroller = this.element.querySelector<HTMLElement>("revogr-viewport-scroll.rgCol .vertical-inner");
    if (place !== null && scroller) {
      const top = place * rowHeight;
      const height = scroller.clientHeight;
      if (top < scroller.scrollTop) await this.revo.scrollToCoordinate({ y: top });
      else if (top + rowHeight > scroller.scrollTop + height) await this.revo.scrollToCoordinate({ y: top + rowHeight - height });
    }
    const across = this.element.querySelector<HTMLElement>("revogr-viewport-scroll.rgCol");
    const spec = this.columns.find((each) => each.column === column);
    if (!across || !spec || spec.isFrozen) return;
    const left = this.columns.filter((each) => !each.isFrozen && each.column < column).reduce((sum, each) => sum + each.width, 0);
    if (left < across.scrollLeft) await this.revo.scrollToCoordinate({ x: left });
    else if (left + spec.width > across.scrollLeft + across.clientWidth) await this.revo.scrollToCoordinate({ x: Math.min(left, left + spec.width - across.clientWidth) });
  }

  /** Moves what is in view by so many rows. */
  async scrollRows(rows: number): Promise<void> {
    const top = this.element.querySelector<HTMLElement>("revogr-viewport-scroll.rgCol .vertical-inner")?.scrollTop ?? 0;
    await this.revo.scrollToCoordinate({ y: Math.max(0, top + rows * rowHeight) });
  }

  /** How many body rows fit into view. */
  rowsInView(): number {
    const height = this.element.querySelector<HTMLElement>("revogr-viewport-scroll.rgCol .vertical-inner")?.clientHeight ?? 400;
    return Math.max(1, Math.floor(height / rowHeight) - 1);
  }

  /**
   * The element that is the grid to assistive technology and has the keyboard. Not RevoGrid's own: that holds a link of its
   * makers, too, which is no part of a grid. Null until the first drawing.
   */
  get grid(): HTMLElement | null {
    return this.element.querySelector<HTMLElement>(".main-viewport");
  }

  cellElement(row: number, column: number): HTMLElement | null {
    return this.element.querySelector<HTMLElement>(`#${cellId(row, column)}`);
  }

  private rowHeader() {
    return {
      prop: "row-header",
      size: rowHeaderWidth,
      cellTemplate: (_h: CreateElement, { model }: { model: Row }) => String(model.row + 1),
      cellProperties: ({ model }: { model: Row }) => ({
        role: "rowheader",
        "data-row-head": String(model.row),
        class: { "wb-row-head": true, "wb-head-selected": this.options.isRowHeadSelected(model.row) },
      }),
    };
  }

  private column({ column, width, isFrozen }: ColumnSpec): ColumnRegular {
    const name = columnName(column);
    return {
      prop: column,
      name,
      size: width,
      minSize: 20,
      ...(isFrozen ? { pin: "colPinStart" } : {}),
      columnProperties: () => ({ role: "columnheader", "aria-colindex": String(column + 2), "data-column-head": String(column), class: { "wb-column-head": true, "wb-head-selected": this.options.isColumnHeadSelected(column) } }),
      cellProperties: ({ model }) => cellAttributes(this.options.cell((model as Row).row, column), (model as Row).row, column),
      cellTemplate: (h: CreateElement, { model }) => cellChildren(h, this.options.cell((model as Row).row, column)),
    };
  }

  private columnsResized(changed: Record<number, ColumnRegular>): void {
    for (const { prop, size } of Object.values(changed)) {
      if (typeof prop !== "number" || size === undefined) continue;
      this.columns = this.columns.map((spec) => (spec.column === prop ? { ...spec, width: size } : spec));
      this.options.resized(prop, size);
    }
  }

  /** Column headings are drawn again only when they scroll, so the ones in view are marked by hand. */
  private markHeads(): void {
    for (const row of this.element.querySelectorAll(".header-rgRow:has([role=columnheader])")) row.setAttribute("role", "row");
    for (const head of this.element.querySelectorAll<HTMLElement>("[data-column-head]")) {
      head.classList.toggle("wb-head-selected", this.options.isColumnHeadSelected(Number(head.dataset.columnHead)));
    }
  }
}

const sameRows = (one: readonly number[], other: readonly number[]): boolean => one.length === other.length && one.every((row, index) => row === other[index]);
