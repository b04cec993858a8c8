/** Excel tables between the file's words and the model's. */
import type { TableDefinition } from "hucre";
import { areaAddress, parseArea } from "../../model/address";
import type { TableContent } from "../content";
import type { TableFilters } from "../package/table-filters";

export const readTable = (table: TableDefinition, filters: TableFilters): TableContent | null => {
  const area = table.range === undefined ? null : parseArea(table.range);
  if (area === null) return null;
  const name = table.displayName ?? table.name;
  return {
    name,
    area,
    columns: table.columns.map((column) => column.name),
    style: table.style ?? "",
    options: {
      showHeaders: true,
      showTotals: table.showTotalRow === true,
      showFilterButton: table.showAutoFilter !== false,
      showBandedRows: table.showRowStripes !== false,
      showBandedColumns: table.showColumnStripes === true,
      highlightFirstColumn: false,
      highlightLastColumn: false,
    },
    criteria: filters.get(name.toLowerCase()) ?? [],
  };
};

/** @param opened the table of that name in the opened file, for its totals row. */
export const writeTable = (table: TableContent, opened: TableDefinition | undefined): TableDefinition => ({
  name: table.name,
  displayName: table.name,
  range: areaAddress(table.area),
  columns: table.columns.map((name) => ({ ...opened?.columns.find((column) => column.name === name), name })),
  ...(table.style === "" ? {} : { style: table.style }),
  showRowStripes: table.options.showBandedRows,
  showColumnStripes: table.options.showBandedColumns,
  showAutoFilter: table.options.showFilterButton,
  showTotalRow: table.options.showTotals,
});
