/** Filters hide rows of a table's body; rows that the user hid stay hidden whatever the filter says. */
import type { FilterCriterion } from "./filter";
import { passes } from "./filter";
import { Refusal } from "./refusal";
import type { Table } from "./table";
import type { Worksheet } from "./worksheet";

/** `column` counts from the table's left edge; null takes that column's criterion away. */
export const filterColumn = (sheet: Worksheet, table: Table, column: number, criterion: FilterCriterion | null): void => {
  const target = table.columns[column];
  if (!target) throw new Refusal("InvalidArgument", `Table ${table.name} has no column ${column}.`);
  if (criterion) table.criteria.set(target.id, criterion);
  else table.criteria.delete(target.id);
  reapplyFilter(sheet, table);
};

export const clearFilter = (sheet: Worksheet, table: Table): void => {
  if (table.criteria.size === 0) return;
  table.criteria.clear();
  reapplyFilter(sheet, table);
};

/** Excel judges rows when a filter is set or reapplied, not at every edit. */
export const reapplyFilter = (sheet: Worksheet, table: Table): void => {
  const { body, columns } = table;
  const active = columns.flatMap((column, index) => {
    const criterion = table.criteria.get(column.id);
    return criterion ? [{ column: body.left + index, criterion }] : [];
  });
  sheet.filteredRows.set(body.top, body.bottom, false);
  if (active.length > 0) {
    for (let row = body.top; row <= body.bottom; row++) {
      const isShown = active.every(({ column, criterion }) => {
        const style = sheet.style(row, column);
        return passes({ value: sheet.value(row, column), text: sheet.text(row, column), fill: style.fill, color: style.color }, criterion);
      });
      if (!isShown) sheet.filteredRows.set(row, row, true);
    }
  }
  sheet.workbook.emit({ kind: "table", what: "filtered", worksheet: sheet.id, table: table.id, tableName: table.name });
};

/** What the filter's list offers: every different text of the column, in order of first appearance; "" for blanks. */
export const filterChoices = (sheet: Worksheet, table: Table, column: number): string[] => {
  const texts = new Set<string>();
  for (let row = table.body.top; row <= table.body.bottom; row++) texts.add(sheet.text(row, table.body.left + column));
  return [...texts];
};
