/** Worksheet. */
import type { Area, Worksheet } from "../../model";
import { areaAt, wholeSheet } from "../../model";
import { asBoolean, asNumber, asText, oneOf } from "../args";
import { BatchError, invalidArgument } from "../errors";
import type { HostObject } from "../host-type";
import { HostType } from "../host-type";
import { areaOn, areasOn, onSheet } from "../reference";
import { registrations } from "../registrations";
import { worksheetCustomPropertyCollectionType } from "./custom-properties";
import { freezePanesType } from "./freeze-panes";
import { namedItemCollectionType } from "./names";
import { noteCollectionType } from "./notes";
import { pageLayoutType } from "./page-layout";
import { worksheetProtectionType } from "./protection";
import { rangeAreasObject, rangeObject } from "./range-target";
import { tableCollectionType } from "./tables";

const visibilities = ["Visible", "Hidden", "VeryHidden"] as const;

const neighbour = (sheet: Worksheet, step: 1 | -1, visibleOnly: boolean): Worksheet | null => {
  const sheets = sheet.workbook.worksheets;
  for (let index = sheet.position + step; index >= 0 && index < sheets.length; index += step) {
    const each = sheets[index];
    if (each && (!visibleOnly || each.visibility === "Visible")) return each;
  }
  return null;
};

const found = (sheet: Worksheet | null): HostObject => {
  if (!sheet) throw new BatchError("ItemNotFound");
  return worksheetObject(sheet);
};
const maybe = (sheet: Worksheet | null): HostObject | null => (sheet ? worksheetObject(sheet) : null);

const byIndexes = (top: number, left: number, rows: number, columns: number): Area => {
  if (rows < 1 || columns < 1) throw invalidArgument();
  return onSheet(areaAt(top, left, rows, columns));
};

export const worksheetType: HostType<Worksheet> = new HostType<Worksheet>("Worksheet", () => ({
  identity: (sheet) => ({ Id: sheet.id }),
  read: {
    id: (sheet) => sheet.id,
    name: (sheet) => sheet.name,
    position: (sheet) => sheet.position,
    showGridlines: (sheet) => sheet.showGridlines,
    standardHeight: (sheet) => sheet.rowHeights.initial,
    standardWidth: (sheet) => sheet.columnWidths.initial,
    tabColor: (sheet) => sheet.tabColour,
    visibility: (sheet) => sheet.visibility,
  },
  write: {
    name: (sheet, value) => sheet.workbook.renameWorksheet(sheet, asText(value)),
    position: (sheet, value) => sheet.workbook.moveWorksheet(sheet, asNumber(value)),
    showGridlines: (sheet, value) => {
      sheet.showGridlines = asBoolean(value);
      sheet.layoutChanged();
    },
    tabColor: (sheet, value) => {
      sheet.tabColour = asText(value);
      sheet.layoutChanged();
    },
    visibility: (sheet, value) => sheet.workbook.setVisibility(sheet, oneOf(value, visibilities)),
  },
  open: {
    customProperties: (sheet) => worksheetCustomPropertyCollectionType.of(sheet),
    freezePanes: (sheet) => freezePanesType.of(sheet),
    names: (sheet) => namedItemCollectionType.of({ workbook: sheet.workbook, scope: sheet }),
    notes: (sheet) => noteCollectionType.of({ workbook: sheet.workbook, sheet }),
    pageLayout: (sheet) => pageLayoutType.of(sheet),
    protection: (sheet) => worksheetProtectionType.of(sheet),
    tables: (sheet) => tableCollectionType.of({ workbook: sheet.workbook, sheet }),
  },
  objects: {
    getCell: (sheet, args) => rangeObject(sheet, onSheet(areaAt(args.integer(0), args.integer(1)))),
    getNext: (sheet, args) => found(neighbour(sheet, 1, args.flag(0, false))),
    getNextOrNullObject: (sheet, args) => maybe(neighbour(sheet, 1, args.flag(0, false))),
    getPrevious: (sheet, args) => found(neighbour(sheet, -1, args.flag(0, false))),
    getPreviousOrNullObject: (sheet, args) => maybe(neighbour(sheet, -1, args.flag(0, false))),
    getRange: (sheet, args) => rangeObject(sheet, args.has(0) ? areaOn(sheet, args.text(0)) : wholeSheet),
    getRangeByIndexes: (sheet, args) => rangeObject(sheet, byIndexes(args.integer(0), args.integer(1), args.integer(2), args.integer(3))),
    getRanges: (sheet, args) => rangeAreasObject(sheet, args.has(0) ? areasOn(sheet, args.text(0)) : [wholeSheet]),
    getUsedRange: (sheet, args) => rangeObject(sheet, sheet.usedArea(args.flag(0, false)) ?? areaAt(0, 0)),
    getUsedRangeOrNullObject: (sheet, args) => {
      const used = sheet.usedArea(args.flag(0, false));
      return used ? rangeObject(sheet, used) : null;
    },
  },
  methods: {
    activate: (sheet) => sheet.workbook.activate(sheet),
    calculate: (sheet) => sheet.workbook.calculator.invalidate(),
    delete: (sheet) => sheet.workbook.deleteWorksheet(sheet),
    ...registrations<Worksheet>(
      {
        Activated: "activated",
        DataChanged: "changed",
        Deactivated: "deactivated",
        FormatChanged: "formatChanged",
        NameChanged: "nameChanged",
        ProtectionChanged: "protectionChanged",
        RowSorted: "rowSorted",
        SelectionChanged: "selectionChanged",
        VisibilityChanged: "visibilityChanged",
      },
      (sheet) => sheet.id,
    ),
  },
}));

export const worksheetObject = (sheet: Worksheet): HostObject => worksheetType.of(sheet);
