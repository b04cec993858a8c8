/** How a worksheet is printed. Lengths in points, rows counted from 0. */
import { maxColumns, type Area } from "./area";
import { shiftArea, type Shift } from "./shift";

export type PageEdges = {
  readonly leftHeader: string;
  readonly centerHeader: string;
  readonly rightHeader: string;
  readonly leftFooter: string;
  readonly centerFooter: string;
  readonly rightFooter: string;
};
export const edgeNames = ["leftHeader", "centerHeader", "rightHeader", "leftFooter", "centerFooter", "rightFooter"] as const satisfies readonly (keyof PageEdges)[];

export type PageMargins = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number; readonly header: number; readonly footer: number };

/** Shrunk or grown by a percentage, or to so many pages; null for as many as are needed. */
export type PageZoom = { readonly scale: number } | { readonly wide: number | null; readonly tall: number | null };

export type PageLayout = {
  readonly orientation: "Portrait" | "Landscape";
  /** By its name in the Office API. */
  readonly paper: string;
  readonly zoom: PageZoom;
  readonly margins: PageMargins;
  /** Null for everything on the worksheet. */
  readonly printArea: Area | null;
  /** Rows repeated at the top of every page. */
  readonly titleRows: { readonly from: number; readonly to: number } | null;
  readonly edges: PageEdges;
};

/** What Excel gives a new worksheet: A4 upright with its "normal" margins. */
export const plainPage: PageLayout = Object.freeze({
  orientation: "Portrait",
  paper: "A4",
  zoom: { scale: 100 },
  margins: { left: 50.4, right: 50.4, top: 54, bottom: 54, header: 21.6, footer: 21.6 },
  printArea: null,
  titleRows: null,
  edges: { leftHeader: "", centerHeader: "", rightHeader: "", leftFooter: "", centerFooter: "", rightFooter: "" },
});

/** The layout after rows, columns or cells were inserted or deleted: it means the same cells as before. */
export const shiftPage = (page: PageLayout, shift: Shift): PageLayout => {
  const titles = page.titleRows ? shiftArea({ top: page.titleRows.from, bottom: page.titleRows.to, left: 0, right: maxColumns - 1 }, shift) : null;
  return { ...page, printArea: page.printArea ? shiftArea(page.printArea, shift) : null, titleRows: titles ? { from: titles.top, to: titles.bottom } : null };
};
