/** WorksheetFreezePanes. */
import type { Worksheet } from "../../model";
import { columnsOf, rowsOf } from "../../model";
import { BatchError } from "../errors";
import { HostType } from "../host-type";
import { areaOn } from "../reference";
import { rangeObject, rangeType } from "./range-target";

const location = (sheet: Worksheet) => {
  const { rows, columns } = sheet.frozen;
  if (rows === 0 && columns === 0) return null;
  const right = columns === 0 ? 16_383 : columns - 1;
  const bottom = rows === 0 ? 1_048_575 : rows - 1;
  return rangeObject(sheet, { top: 0, left: 0, bottom, right });
};

export const freezePanesType: HostType<Worksheet> = new HostType<Worksheet>("WorksheetFreezePanes", () => ({
  objects: {
    getLocation: (sheet) => {
      const range = location(sheet);
      if (!range) throw new BatchError("ItemNotFound");
      return range;
    },
    getLocationOrNullObject: location,
  },
  methods: {
    freezeAt: (sheet, args) => {
      const area = args.object(0)?.as(rangeType)?.cells ?? areaOn(sheet, args.text(0));
      sheet.freeze({ rows: rowsOf(area) > 100_000 ? 0 : area.bottom + 1, columns: columnsOf(area) > 10_000 ? 0 : area.right + 1 });
    },
    freezeColumns: (sheet, args) => sheet.freeze({ rows: 0, columns: args.optionalInteger(0) ?? 1 }),
    freezeRows: (sheet, args) => sheet.freeze({ rows: args.optionalInteger(0) ?? 1, columns: 0 }),
    unfreeze: (sheet) => sheet.freeze({ rows: 0, columns: 0 }),
  },
}));
