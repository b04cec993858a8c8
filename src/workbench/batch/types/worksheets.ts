/** WorksheetCollection. */
import type { Workbook, Worksheet } from "../../model";
import { BatchError } from "../errors";
import { HostType } from "../host-type";
import { registrations } from "../registrations";
import { workbookTarget } from "../event-feed";
import { worksheetObject } from "./worksheet";

const visible = (workbook: Workbook, visibleOnly: boolean): readonly Worksheet[] => workbook.worksheets.filter((sheet) => !visibleOnly || sheet.visibility === "Visible");

const found = (sheet: Worksheet | null | undefined): Worksheet => {
  if (!sheet) throw new BatchError("ItemNotFound");
  return sheet;
};

export const worksheetCollectionType: HostType<Workbook> = new HostType<Workbook>("WorksheetCollection", () => ({
  items: (workbook) => workbook.worksheets.map(worksheetObject),
  item: (workbook, key) => worksheetObject(found(workbook.worksheet(String(key)))),
  objects: {
    add: (workbook, args) => worksheetObject(workbook.addWorksheet(args.optionalText(0) ?? undefined)),
    getActiveWorksheet: (workbook) => worksheetObject(workbook.active),
    getFirst: (workbook, args) => worksheetObject(found(visible(workbook, args.flag(0, false))[0])),
    getLast: (workbook, args) => worksheetObject(found(visible(workbook, args.flag(0, false)).at(-1))),
    getItemOrNullObject: (workbook, args) => {
      const sheet = workbook.worksheet(args.text(0));
      return sheet ? worksheetObject(sheet) : null;
    },
    _GetSheetById: (workbook, args) => worksheetObject(found(workbook.worksheetById(args.text(0)))),
  },
  methods: {
    getCount: (workbook, args) => visible(workbook, args.flag(0, false)).length,
    ...registrations<Workbook>(
      {
        Activated: "activated",
        Added: "added",
        DataChanged: "changed",
        Deactivated: "deactivated",
        Deleted: "deleted",
        FormatChanged: "formatChanged",
        Moved: "moved",
        NameChanged: "nameChanged",
        ProtectionChanged: "protectionChanged",
        RowSorted: "rowSorted",
        SelectionChanged: "selectionChanged",
        VisibilityChanged: "visibilityChanged",
      },
      () => workbookTarget,
    ),
  },
}));
