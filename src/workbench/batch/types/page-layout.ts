/** PageLayout, HeaderFooterGroup and HeaderFooter. */
import type { PageLayout, PageMargins, Worksheet } from "../../model";
import { edgeNames, isUnbounded, spansAllColumns } from "../../model";
import type { Args } from "../args";
import { asNumber, asRecord, asText, oneOf } from "../args";
import { BatchError, invalidArgument } from "../errors";
import type { HostObject } from "../host-type";
import { HostType } from "../host-type";
import { areaOn } from "../reference";
import { rangeAreasObject, rangeAreasType, rangeObject, rangeType } from "./range-target";

const change = (sheet: Worksheet, changes: Partial<PageLayout>): void => {
  sheet.page = { ...sheet.page, ...changes };
  sheet.layoutChanged();
};

/** Excel scales from a tenth to four times. */
const zoomFrom = (value: unknown): PageLayout["zoom"] => {
  const zoom = asRecord(value);
  const pages = (name: string): number | null => (zoom[name] === undefined || zoom[name] === null ? null : asNumber(zoom[name]));
  const scale = pages("scale");
  if (scale === null) return { wide: pages("horizontalFitToPages"), tall: pages("verticalFitToPages") };
  if (scale < 10 || scale > 400) throw invalidArgument();
  return { scale };
};

const zoomAsRead = ({ zoom }: PageLayout): Record<string, number> =>
  "scale" in zoom ? { scale: zoom.scale } : { ...(zoom.wide === null ? {} : { horizontalFitToPages: zoom.wide }), ...(zoom.tall === null ? {} : { verticalFitToPages: zoom.tall }) };

const marginNames: Readonly<Record<string, keyof PageMargins>> = { leftMargin: "left", rightMargin: "right", topMargin: "top", bottomMargin: "bottom", headerMargin: "header", footerMargin: "footer" };
const pointsIn = { Points: 1, Inches: 72, Centimeters: 72 / 2.54 } as const;
const margin = (value: unknown): number => {
  const points = asNumber(value);
  if (points < 0) throw invalidArgument();
  return points;
};

/** One area: of several, each would be printed on pages of its own, which the workbench does not keep. */
const areaFrom = (sheet: Worksheet, args: Args) => {
  const passed = args.object(0);
  if (!passed) return areaOn(sheet, args.text(0));
  const range = passed.as(rangeType);
  if (range) return range.cells;
  const [only, ...more] = passed.as(rangeAreasType)?.areas ?? [];
  if (!only || more.length > 0) throw invalidArgument();
  return only;
};

const titles = (sheet: Worksheet): HostObject | null => (sheet.page.titleRows ? rangeObject(sheet, areaOn(sheet, `${sheet.page.titleRows.from + 1}:${sheet.page.titleRows.to + 1}`)) : null);
const printArea = (sheet: Worksheet): HostObject | null => (sheet.page.printArea ? rangeAreasObject(sheet, [sheet.page.printArea]) : null);
const there = (object: HostObject | null): HostObject => {
  if (!object) throw new BatchError("ItemNotFound");
  return object;
};

export const pageLayoutType: HostType<Worksheet> = new HostType<Worksheet>("PageLayout", () => ({
  read: {
    orientation: ({ page }) => page.orientation,
    paperSize: ({ page }) => page.paper,
    zoom: ({ page }) => zoomAsRead(page),
    ...Object.fromEntries(Object.entries(marginNames).map(([name, side]) => [name, ({ page }: Worksheet) => page.margins[side]])),
  },
  write: {
    orientation: (sheet, value) => change(sheet, { orientation: oneOf(value, ["Portrait", "Landscape"] as const) }),
    paperSize: (sheet, value) => change(sheet, { paper: asText(value) }),
    zoom: (sheet, value) => change(sheet, { zoom: zoomFrom(value) }),
    ...Object.fromEntries(Object.entries(marginNames).map(([name, side]) => [name, (sheet: Worksheet, value: unknown) => change(sheet, { margins: { ...sheet.page.margins, [side]: margin(value) } })])),
  },
  open: { headersFooters: (sheet) => headerFooterGroupType.of(sheet) },
  objects: {
    getPrintArea: (sheet) => there(printArea(sheet)),
    getPrintAreaOrNullObject: printArea,
    getPrintTitleRows: (sheet) => there(titles(sheet)),
    getPrintTitleRowsOrNullObject: titles,
  },
  methods: {
    setPrintArea: (sheet, args) => {
      const area = areaFrom(sheet, args);
      change(sheet, { printArea: isUnbounded(area) && spansAllColumns(area) && area.top === 0 ? null : area });
    },
    setPrintMargins: (sheet, args) => {
      const unit = pointsIn[args.oneOf(0, ["Points", "Inches", "Centimeters"] as const)];
      const given = Object.entries(args.record(1)).filter(([, value]) => value !== undefined && value !== null);
      const known = new Set<string>(Object.values(marginNames));
      if (given.some(([side]) => !known.has(side))) throw invalidArgument();
      change(sheet, { margins: { ...sheet.page.margins, ...Object.fromEntries(given.map(([side, value]) => [side, margin(value) * unit])) } });
    },
    setPrintTitleRows: (sheet, args) => {
      const area = areaFrom(sheet, args);
      // Excel wants whole rows here.
      if (!spansAllColumns(area)) throw invalidArgument();
      change(sheet, { titleRows: { from: area.top, to: area.bottom } });
    },
  },
}));

export const headerFooterGroupType: HostType<Worksheet> = new HostType<Worksheet>("HeaderFooterGroup", () => ({
  read: { state: () => "Default" },
  open: { defaultForAllPages: (sheet) => headerFooterType.of(sheet) },
}));

export const headerFooterType: HostType<Worksheet> = new HostType<Worksheet>("HeaderFooter", () => ({
  read: Object.fromEntries(edgeNames.map((name) => [name, ({ page }: Worksheet) => page.edges[name]])),
  write: Object.fromEntries(edgeNames.map((name) => [name, (sheet: Worksheet, value: unknown) => change(sheet, { edges: { ...sheet.page.edges, [name]: asText(value) } })])),
}));
