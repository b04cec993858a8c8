/** Where a table stands at this moment. Asked for in each run, as users move, grow and rename what they own. */
import type { Area } from "./address";
import { parseArea } from "./address";
import { hasCode } from "./failures";

export type TablePlace = {
  readonly table: string;
  readonly worksheet: string;
  /** Headers, body and totals row. */
  readonly area: Area;
  readonly headers: readonly string[];
  readonly hasTotals: boolean;
  readonly isProtected: boolean;
};

/** The rows between headers and totals. Excel keeps one, blank, in a table without rows. */
export const bodyOf = (place: Pick<TablePlace, "area" | "hasTotals">): Area => ({
  ...place.area,
  top: place.area.top + 1,
  bottom: place.area.bottom - (place.hasTotals ? 1 : 0),
});

/** Body cells of one column. */
export const columnOf = (place: TablePlace, position: number): Area => ({ ...bodyOf(place), left: place.area.left + position, right: place.area.left + position });

export const areaFrom = (address: string): Area => {
  const area = parseArea(address);
  if (!area) throw new Error("Excel gave an address that is no single area.");
  return area;
};

/** Queues the reading of a table's place; call the answer after the next sync. */
export const askPlace = (table: Excel.Table): (() => TablePlace) => {
  const range = table.getRange().untrack();
  const headers = table.getHeaderRowRange().untrack();
  const { worksheet } = table;
  table.load("name,showTotals");
  range.load("address");
  headers.load("values");
  worksheet.load("name");
  worksheet.protection.load("protected");
  return () => ({
    table: table.name,
    worksheet: worksheet.name,
    area: areaFrom(range.address),
    headers: (headers.values[0] ?? []).map(String),
    hasTotals: table.showTotals,
    isProtected: worksheet.protection.protected,
  });
};

/**
 * A table by name, in one sync; null where there is none. `alsoAsk` queues what else the caller wants to know in that sync.
 * `getItem` and not `getItemOrNullObject`, since what a method called on a null object answers is not documented.
 */
export const findTable = async (context: Excel.RequestContext, name: string, alsoAsk?: (table: Excel.Table) => void): Promise<TablePlace | null> => {
  const table = context.workbook.tables.getItem(name);
  const answer = askPlace(table);
  alsoAsk?.(table);
  try {
    await context.sync();
  } catch (error) {
    if (hasCode(error, "ItemNotFound")) return null;
    throw error;
  }
  return answer();
};
