/** Workbook: the root of every path. */
import type { Workbook } from "../../model";
import { areaAt } from "../../model";
import { BatchError } from "../errors";
import type { HostObject } from "../host-type";
import { HostType } from "../host-type";
import { applicationType, runtimeType } from "./application";
import { customXmlPartCollectionType } from "./custom-xml";
import { namedItemCollectionType } from "./names";
import { noteCollectionType } from "./notes";
import { rangeAreasObject, rangeObject } from "./range-target";
import { settingCollectionType } from "./settings";
import { tableCollectionType } from "./tables";
import { worksheetCollectionType } from "./worksheets";

export const workbookType: HostType<Workbook> = new HostType<Workbook>("Workbook", () => ({
  read: {
    autoSave: () => false,
    isDirty: () => true,
    name: (workbook) => workbook.name,
    readOnly: () => false,
  },
  open: {
    application: (workbook) => applicationType.of(workbook),
    customXmlParts: (workbook) => customXmlPartCollectionType.of(workbook),
    names: (workbook) => namedItemCollectionType.of({ workbook, scope: null }),
    notes: (workbook) => noteCollectionType.of({ workbook, sheet: null }),
    settings: (workbook) => settingCollectionType.of(workbook),
    tables: (workbook) => tableCollectionType.of({ workbook, sheet: null }),
    worksheets: (workbook) => worksheetCollectionType.of(workbook),
    _Runtime: (workbook) => runtimeType.of(workbook),
  },
  objects: {
    getActiveCell: (workbook) => {
      const first = workbook.active.selection[0] ?? areaAt(0, 0);
      return rangeObject(workbook.active, areaAt(first.top, first.left));
    },
    getSelectedRange: (workbook) => {
      const [first, ...more] = workbook.active.selection;
      // Excel has no one range to give where several are selected.
      if (!first || more.length > 0) throw new BatchError("InvalidSelection");
      return rangeObject(workbook.active, first);
    },
    getSelectedRanges: (workbook) => rangeAreasObject(workbook.active, workbook.active.selection),
    _GetRangeForEventByReferenceId: (_workbook, args, call) => {
      const range = call.rangeOfEvent(args.text(0));
      if (!range) throw new BatchError("ItemNotFound");
      return range;
    },
    _GetRangeOrNullObjectForEventByReferenceId: (_workbook, args, call) => call.rangeOfEvent(args.text(0)),
  },
  methods: {
    _RemoveReference: (_workbook, args, call) => call.removeReference(args.text(0)),
    _RemoveAllReferences: () => undefined,
  },
}));

export const workbookObject = (workbook: Workbook): HostObject => workbookType.of(workbook);
