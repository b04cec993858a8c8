/** How a column of a worksheet definition is kept in Excel: its number format, its width, and its values as cells. */
import type { CellValue } from "../sync/model/cell";
import type { Column } from "../sync/sheets/sheet";
import type { CellFormat, SheetCell } from "./cells";
import { clear, dateCell, flagCell, numberCell, textCell } from "./cells";
import { serialOfDate, serialOfInstant } from "./serials";

export const textFormat = "@";
export const generalFormat = "General";

const formats: Readonly<Record<Column["kind"], string>> = {
  code: textFormat,
  text: textFormat,
  pick: textFormat,
  flag: generalFormat,
  date: "dd mmm yyyy",
  instant: "dd mmm yyyy hh:mm",
  money: "#,##0.00",
  count: "#,##0",
  rate: generalFormat,
};

/** The number format of the whole column. Our own texts stay General: they wrap, and are guarded by the apostrophe. */
export const formatOf = (column: Column | undefined): string =>
  column === undefined || (column.kind === "text" && column.owner === "tieout") ? generalFormat : formats[column.kind];

/** How cells of the column are to be written, once it has the format of `formatOf`. */
export const cellFormatOf = (column: Column | undefined): CellFormat => (formatOf(column) === textFormat ? "text" : "general");

/** Points wide enough for what usually stands in it. */
export const widthOf = (header: string, column: Column | undefined): number => {
  if (column === undefined) return 100;
  if (column.width !== undefined) return column.width;
  if (column.owner === "tieout" && column.kind === "text") return column.max >= 1000 ? 320 : 140;
  const byContent = { code: 110, text: 180, pick: 160, flag: 70, date: 90, instant: 130, money: 100, count: 80, rate: 70 } as const;
  return Math.max(byContent[column.kind], header.length * 7 + 28);
};

const numeric = /^-?\d+(\.\d+)?$/;

/**
 * A value of the core as a cell of that column. Codes become text; Yes and No stand for booleans in a flag column; dates and
 * moments in ISO text become serials. What does not fit its column is written as the text it is, for the rules to find.
 */
export const cellFor = (column: Column | undefined, value: CellValue): SheetCell => {
  if (value === null || value === "") return clear;
  if (typeof value === "boolean") return column?.kind === "flag" ? textCell(value ? "Yes" : "No") : flagCell(value);
  if (typeof value === "number") return Number.isFinite(value) ? numberCell(value) : textCell(String(value));
  switch (column?.kind) {
    case "date":
    case "instant": {
      const serial = serialOfDate(value) ?? serialOfInstant(value);
      return serial === null ? textCell(value) : dateCell(serial);
    }
    case "money":
    case "count":
    case "rate":
      return numeric.test(value) && String(Number(value)) === value.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "") ? numberCell(Number(value)) : textCell(value);
    case "code":
    case "text":
    case "pick":
    case "flag":
    case undefined:
      return textCell(value);
  }
};
