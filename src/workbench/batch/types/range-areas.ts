/** RangeAreas: several areas as one, for formats and the like. */
import { cellsOf, clearArea, quoteSheetName, areaAddress, spansAllColumns, spansAllRows } from "../../model";
import type { TypeDefinition } from "../host-type";
import { HostType, itemAt } from "../host-type";
import { conditionalFormatCollectionType } from "./conditional-formats";
import { dataValidationType } from "./data-validation";
import { rangeFormatType } from "./range-format";
import type { RangeAreasTarget } from "./range-target";
import { rangeObject } from "./range-target";
import { worksheetObject } from "./worksheet";

const clearWhats = ["All", "Formats", "Contents", "Hyperlinks", "RemoveHyperlinks", "ResetContents"] as const;

export const rangeAreasDefinition: TypeDefinition<RangeAreasTarget> = {
  read: {
    address: ({ sheet, areas }) => areas.map((area) => `${quoteSheetName(sheet.name)}!${areaAddress(area)}`).join(","),
    addressLocal: ({ sheet, areas }) => areas.map((area) => `${quoteSheetName(sheet.name)}!${areaAddress(area)}`).join(","),
    areaCount: ({ areas }) => areas.length,
    cellCount: ({ areas }) => areas.reduce((sum, area) => sum + cellsOf(area), 0),
    isEntireColumn: ({ areas }) => areas.every(spansAllRows),
    isEntireRow: ({ areas }) => areas.every(spansAllColumns),
  },
  open: {
    areas: (target) => rangeCollectionType.of(target),
    format: (target) => rangeFormatType.of(target),
    dataValidation: (target) => dataValidationType.of(target),
    conditionalFormats: (target) => conditionalFormatCollectionType.of(target),
    worksheet: ({ sheet }) => worksheetObject(sheet),
  },
  methods: {
    clear: ({ sheet, areas }, args) => {
      for (const area of areas) clearArea(sheet, area, args.oneOf(0, clearWhats, "All"));
    },
    select: ({ sheet, areas }) => sheet.workbook.select(sheet, areas),
    calculate: ({ sheet }) => sheet.workbook.calculator.invalidate(),
  },
};

export const rangeCollectionType: HostType<RangeAreasTarget> = new HostType<RangeAreasTarget>("RangeCollection", () => ({
  items: ({ sheet, areas }) => areas.map((area) => rangeObject(sheet, area)),
  objects: { getItemAt: ({ sheet, areas }, args) => itemAt(areas.map((area) => rangeObject(sheet, area)), args.integer(0)) },
  methods: { getCount: ({ areas }) => areas.length },
}));
