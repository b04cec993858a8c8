/** A cell's view as element attributes and children. */
import type { CellProps, CellTemplate } from "@revolist/revogrid";
import { cellId, type CellView } from "./painter";

/** The renderer's function that makes an element. */
export type CreateElement = Parameters<CellTemplate>[0];

export const cellAttributes = (view: CellView, row: number, column: number): CellProps => ({
  id: cellId(row, column),
  role: "gridcell",
  "aria-colindex": String(column + 2),
  "aria-selected": view.isSelected ? "true" : "false",
  // The text names the cell; only what is to be seen beside it needs saying.
  ...(view.isMarked || view.note !== null ? { "aria-label": [view.text === "" ? "blank" : view.text, view.isMarked ? "marked" : "", view.note === null ? "" : "has a note"].filter(Boolean).join(", ") } : {}),
  ...(view.isMarked ? { "aria-invalid": "true" } : {}),
  class: {
    "wb-cell": true,
    "wb-right": view.align === "right",
    "wb-center": view.align === "center",
    "wb-table-header": view.table === "header",
    "wb-band": view.table === "band",
    "wb-table": view.table !== null,
    "wb-marked": view.isMarked,
    "wb-note": view.note !== null,
    "wb-selected": view.isSelected,
    "wb-active": view.isActive,
    "wb-t": view.edges.includes("t"),
    "wb-r": view.edges.includes("r"),
    "wb-b": view.edges.includes("b"),
    "wb-l": view.edges.includes("l"),
    "wb-bold": view.look.bold === true,
    "wb-italic": view.look.italic === true,
    "wb-underline": view.look.underline === true,
    "wb-strike": view.look.strikethrough === true,
    "wb-filled": view.look.fill !== undefined,
    "wb-inked": view.look.fill !== undefined || view.look.color !== undefined,
  },
  style: { "--wb-fill": view.look.fill ?? "", "--wb-ink": view.look.color ?? (view.look.fill === undefined ? "" : "#1f1f1f") },
});

const filterLabel = (view: CellView): string => {
  const filter = view.filter;
  if (filter === null) return "";
  const state = [filter.isFiltered ? "filtered" : "", filter.sorted === null ? "" : `sorted ${filter.sorted}`].filter(Boolean).join(", ");
  return `Sort and filter ${view.text}${state === "" ? "" : ` (${state})`}`;
};

/** 16 by 16 drawings: a funnel where rows are filtered, an arrow where they are sorted, else a chevron. */
const drawings = {
  filtered: "M2.5 3.5h11l-4.2 5v4.3l-2.6-1.4V8.5z",
  ascending: "M8 13V3.5M4.5 7 8 3.5 11.5 7",
  descending: "M8 3v9.5M4.5 9 8 12.5 11.5 9",
  none: "M4.5 6.5 8 10l3.5-3.5",
} as const;

const drawingOf = (filter: NonNullable<CellView["filter"]>): string => drawings[filter.isFiltered ? "filtered" : (filter.sorted ?? "none")];

const drawing = (h: CreateElement, path: string, fill: string): ReturnType<CreateElement> =>
  h("svg", { viewBox: "0 0 16 16", width: 12, height: 12, "aria-hidden": "true" }, [h("path", { d: path, fill, stroke: "currentColor", "stroke-width": "1.5" }, [])]);

export const cellChildren = (h: CreateElement, view: CellView): ReturnType<CreateElement>[] => {
  const children = [h("span", { class: "wb-text" }, view.text)];
  if (view.filter !== null) {
    children.push(
      h("button", { class: { "wb-filter": true, "wb-filter-on": view.filter.isFiltered }, type: "button", tabindex: -1, "aria-label": filterLabel(view), title: filterLabel(view) }, [
        drawing(h, drawingOf(view.filter), view.filter.isFiltered ? "currentColor" : "none"),
      ]),
    );
  }
  if (view.hasList) {
    children.push(h("button", { class: "wb-list", type: "button", tabindex: -1, "aria-label": "Open the list", title: "Open the list (Alt+Down)" }, [drawing(h, drawings.none, "none")]));
  }
  if (view.hasHandle) children.push(h("span", { class: "wb-handle", "aria-hidden": "true" }));
  return children;
};
