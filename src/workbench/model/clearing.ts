/** `range.clear`: content, looks, or both. */
import type { Area } from "./area";
import { intersection } from "./area";
import { keepHeaders } from "./headers";
import type { ClearWhat, Worksheet } from "./worksheet";

export const clearArea = (sheet: Worksheet, area: Area, what: ClearWhat): void => {
  const isSingle = area.top === area.bottom && area.left === area.right;
  const before = isSingle ? sheet.value(area.top, area.left) : undefined;
  sheet.checkUnlocked(area);
  if (what === "All" || what === "Formats") {
    sheet.grid.clearFormats(area);
    sheet.conditionalFormats.clear(area);
    sheet.workbook.emit({ kind: "look", worksheet: sheet.id, area });
  }
  if (what === "All") {
    sheet.validations.clear(area);
    if (sheet.notes.deleteWithin(area)) sheet.workbook.emit({ kind: "notes", worksheet: sheet.id });
  }
  if (what === "All" || what === "Contents" || what === "ResetContents") {
    sheet.grid.clearContents(area);
    sheet.workbook.calculator.invalidate();
    for (const table of sheet.tables) if (table.header && intersection(table.header, area)) keepHeaders(sheet, table);
    sheet.workbook.emit({ kind: "cells", worksheet: sheet.id, area, change: "RangeEdited", before, after: isSingle ? null : undefined });
  }
};
