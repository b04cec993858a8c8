/** A table's header cells and its column names are one thing: either changes the other. */
import { displayText } from "./display";
import type { Table } from "./table";
import { uniqueHeader } from "./table";
import type { Worksheet } from "./worksheet";

/** After header cells changed: every header becomes text, none is empty, and none stands twice ("Name", then "Name2"). */
export const keepHeaders = (sheet: Worksheet, table: Table): void => {
  const { header } = table;
  if (!header) return;
  const texts = table.columns.map((_, index) => displayText(sheet.value(header.top, header.left + index), sheet.numberFormat(header.top, header.left + index)));
  // Headers that did not change keep their names; the newcomer is the one that gets a number.
  const isNew = table.columns.map((column, index) => column.name !== texts[index]);
  const taken = texts.filter((_, index) => !isNew[index]);
  table.columns.forEach((column, index) => {
    if (isNew[index]) {
      column.name = uniqueHeader(texts[index] ?? "", taken);
      taken.push(column.name);
    }
    writeHeader(sheet, table, index);
  });
};

/** Puts a column's name into its header cell, as text. */
export const writeHeader = (sheet: Worksheet, table: Table, index: number): void => {
  const { header } = table;
  const column = table.columns[index];
  if (!header || !column) return;
  const cells = sheet.grid.column(header.left + index);
  if (cells.value(header.top) !== column.name || cells.formula(header.top) !== null) cells.put(header.top, column.name);
};
