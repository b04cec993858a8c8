/** RangeFormat with fill, font and protection. A property that differs from cell to cell reads as null. */
import type { Area, CellStyle, Runs, StyleChanges, Worksheet } from "../../model";
import { parseColour, plainStyle } from "../../model";
import type { Args } from "../args";
import { asBoolean, asNumber, asText, oneOf } from "../args";
import { invalidArgument } from "../errors";
import { HostType } from "../host-type";

export type FormatTarget = { readonly sheet: Worksheet; readonly areas: readonly Area[] };

const horizontals = ["General", "Left", "Center", "Right", "Fill", "Justify", "CenterAcrossSelection", "Distributed"] as const;
const verticals = ["Top", "Center", "Bottom", "Justify", "Distributed"] as const;

/** The one value all cells share, or null. Looks at runs, so a whole column costs little. */
const shared = <T>({ sheet, areas }: FormatTarget, pick: (style: CellStyle) => T): T | null => {
  let known: { value: T } | null = null;
  for (const area of areas) {
    for (let column = area.left; column <= area.right; column++) {
      const runs = sheet.grid.columnIfAny(column)?.styles.within(area.top, area.bottom) ?? [{ value: plainStyle }];
      for (const run of runs) {
        const value = pick(run.value);
        if (known && known.value !== value) return null;
        known ??= { value };
      }
    }
  }
  return known?.value ?? null;
};

const change = ({ sheet, areas }: FormatTarget, changes: StyleChanges): void => {
  for (const area of areas) {
    if (sheet.isProtected) sheet.checkUnlocked(area);
    sheet.restyle(area, changes);
  }
};

const colour = (value: unknown): string => {
  const parsed = parseColour(asText(value));
  if (parsed === null) throw invalidArgument();
  return parsed;
};

const sharedSize = (areas: readonly Area[], runs: Runs<number>, span: (area: Area) => [number, number]): number | null => {
  const sizes = new Set(areas.flatMap((area) => [...runs.within(...span(area))].map((run) => run.value)));
  const [only] = sizes;
  return sizes.size === 1 && only !== undefined ? only : null;
};

const columnSpan = (area: Area): [number, number] => [area.left, area.right];
const rowSpan = (area: Area): [number, number] => [area.top, area.bottom];

/** A width that fits the longest text shown, at about 5.25 points a character; an estimate, as no font is at hand. */
const autofit = ({ sheet, areas }: FormatTarget): void => {
  for (const area of areas) {
    for (let column = area.left; column <= area.right; column++) {
      const last = Math.min(area.bottom, sheet.grid.columnIfAny(column)?.lastRow() ?? -1);
      let longest = 0;
      for (let row = area.top; row <= last; row++) longest = Math.max(longest, sheet.text(row, column).length);
      if (longest > 0) sheet.setColumnWidth(column, column, Math.min(Math.max(longest * 5.25 + 8, 20), 1_340));
    }
  }
};

export const rangeFormatType: HostType<FormatTarget> = new HostType<FormatTarget>("RangeFormat", () => ({
  read: {
    columnWidth: ({ sheet, areas }) => sharedSize(areas, sheet.columnWidths, columnSpan),
    rowHeight: ({ sheet, areas }) => sharedSize(areas, sheet.rowHeights, rowSpan),
    horizontalAlignment: (target) => shared(target, (style) => style.horizontal ?? "General"),
    verticalAlignment: (target) => shared(target, (style) => style.vertical ?? "Bottom"),
    wrapText: (target) => shared(target, (style) => style.wrap ?? false),
  },
  write: {
    columnWidth: ({ sheet, areas }, value) => areas.forEach((area) => sheet.setColumnWidth(area.left, area.right, asNumber(value))),
    rowHeight: ({ sheet, areas }, value) => areas.forEach((area) => sheet.setRowHeight(area.top, area.bottom, asNumber(value))),
    horizontalAlignment: (target, value) => change(target, { horizontal: oneOf(value, horizontals) }),
    verticalAlignment: (target, value) => change(target, { vertical: oneOf(value, verticals) }),
    wrapText: (target, value) => change(target, { wrap: asBoolean(value) }),
  },
  open: {
    fill: (target) => rangeFillType.of(target),
    font: (target) => rangeFontType.of(target),
    protection: (target) => formatProtectionType.of(target),
  },
  methods: {
    autofitColumns: autofit,
    autofitRows: (_target: FormatTarget, _args: Args) => undefined,
  },
}));

export const rangeFillType: HostType<FormatTarget> = new HostType<FormatTarget>("RangeFill", () => ({
  read: { color: (target) => shared(target, (style) => style.fill ?? "#FFFFFF") },
  write: { color: (target, value) => change(target, { fill: colour(value) }) },
  methods: { clear: (target) => change(target, { fill: undefined }) },
}));

export const rangeFontType: HostType<FormatTarget> = new HostType<FormatTarget>("RangeFont", () => ({
  read: {
    bold: (target) => shared(target, (style) => style.bold ?? false),
    color: (target) => shared(target, (style) => style.color ?? "#000000"),
    italic: (target) => shared(target, (style) => style.italic ?? false),
    name: (target) => shared(target, (style) => style.fontName ?? "Calibri"),
    size: (target) => shared(target, (style) => style.fontSize ?? 11),
    strikethrough: (target) => shared(target, (style) => style.strikethrough ?? false),
    underline: (target) => shared(target, (style) => (style.underline ? "Single" : "None")),
  },
  write: {
    bold: (target, value) => change(target, { bold: asBoolean(value) }),
    color: (target, value) => change(target, { color: colour(value) }),
    italic: (target, value) => change(target, { italic: asBoolean(value) }),
    name: (target, value) => change(target, { fontName: asText(value) }),
    size: (target, value) => change(target, { fontSize: asNumber(value) }),
    strikethrough: (target, value) => change(target, { strikethrough: asBoolean(value) }),
    underline: (target, value) => change(target, { underline: oneOf(value, ["None", "Single", "Double", "SingleAccountant", "DoubleAccountant"]) !== "None" }),
  },
}));

export const formatProtectionType: HostType<FormatTarget> = new HostType<FormatTarget>("FormatProtection", () => ({
  read: { locked: (target) => shared(target, (style) => style.unlocked !== true) },
  write: { locked: (target, value) => change(target, { unlocked: asBoolean(value) ? undefined : true }) },
}));
