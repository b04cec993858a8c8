/**
 * Tables that grow by themselves: a write directly below the last row adds rows, one directly to the right adds columns.
 * As Microsoft documents it for the API: not where something else stands below, and not where the cells below carry a validation.
 */
import type { Area } from "./area";
import { boundingArea, columnsOf, encloses, overlaps } from "./area";
import type { Entry } from "./coerce";
import { generalFormat } from "./column";
import { keepHeaders, writeHeader } from "./headers";
import { plainStyle } from "./style";
import type { Table } from "./table";
import { uniqueHeader } from "./table";
import type { Worksheet } from "./worksheet";

export type Growth = { readonly table: Table; readonly to: Area };

/** Asked before the write: only cells that were empty are taken into a table. */
export const tablesToGrow = (sheet: Worksheet, written: Area, columns: readonly (readonly (Entry | null)[])[]): Growth[] => {
  if (sheet.isProtected || !sheet.workbook.autoExpandsTables || columns.every((entries) => entries.every((entry) => entry === null || entry.kind === "blank"))) return [];
  const growths: Growth[] = [];
  for (const table of sheet.tables) {
    const to = grownDown(sheet, table, written) ?? grownRight(sheet, table, written);
    if (to && !sheet.tables.some((other) => other !== table && overlaps(other.area, to))) growths.push({ table, to });
  }
  return growths;
};

const grownDown = (sheet: Worksheet, table: Table, written: Area): Area | null => {
  const { area } = table;
  const below = area.bottom + 1;
  if (table.options.showTotals || written.top > below || written.bottom < below || written.left < area.left || written.right > area.right) return null;
  const added = { ...area, top: below, bottom: written.bottom };
  if (!sheet.grid.isBlankArea(added) || sheet.validations.within({ ...added, bottom: below }).length > 0) return null;
  return { ...area, bottom: written.bottom };
};

const grownRight = (sheet: Worksheet, table: Table, written: Area): Area | null => {
  const { area } = table;
  const beside = area.right + 1;
  if (written.left !== beside || written.top < area.top || written.bottom > area.bottom) return null;
  const added = { ...area, left: beside, right: written.right };
  return sheet.grid.isBlankArea(added) ? { ...area, right: written.right } : null;
};

export const growTables = (sheet: Worksheet, growths: readonly Growth[]): void => {
  for (const { table, to } of growths) {
    const from = table.area;
    setTableArea(sheet, table, to);
    if (to.bottom > from.bottom) carryDown(sheet, table, from, to);
    sheet.workbook.emit({ kind: "table", what: "resized", worksheet: sheet.id, table: table.id, tableName: table.name });
  }
};

/** Gives the table its new area; columns keep their identity from the left edge on, new ones take their header from the cells. */
export const setTableArea = (sheet: Worksheet, table: Table, area: Area): void => {
  const wanted = columnsOf(area);
  const before = table.area;
  table.area = area;
  for (const gone of table.columns.splice(wanted)) table.criteria.delete(gone.id);
  while (table.columns.length < wanted) {
    const index = table.columns.length;
    const text = table.header ? sheet.text(table.header.top, area.left + index) : "";
    table.columns.push(table.newColumn(uniqueHeader(text, table.columns.map((column) => column.name))));
    writeHeader(sheet, table, index);
  }
  if (before.left !== area.left || before.top !== area.top) keepHeaders(sheet, table);
};

/** New rows take the look, the validations and the conditional formats of the last row there was. */
export const carryDown = (sheet: Worksheet, table: Table, from: Area, to: Area): void => {
  const hadBody = from.bottom > from.top || !table.options.showHeaders;
  if (!hadBody) return;
  for (let column = to.left; column <= Math.min(to.right, from.right); column++) {
    const cells = sheet.grid.column(column);
    const format = cells.formats.get(from.bottom);
    const style = cells.styles.get(from.bottom);
    if (format !== generalFormat) cells.formats.change(from.bottom + 1, to.bottom, (own) => (own === generalFormat ? format : own));
    if (style !== plainStyle) cells.styles.change(from.bottom + 1, to.bottom, (own) => (own === plainStyle ? style : own));
  }
  const body = { ...boundingArea(from, from), top: from.top + (table.options.showHeaders ? 1 : 0) };
  const added = { ...body, bottom: to.bottom };
  if (!encloses(added, body)) return;
  sheet.validations.extend(body, added);
  sheet.conditionalFormats.extend(body, added);
};
