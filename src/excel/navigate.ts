/** Where things are, and bringing them before the user. */
import type { RowRef } from "../sync/model/cell";
import { ok, type Result } from "../sync/model/failure";
import { rangeOf } from "./execute";
import { listSheet } from "./list-names";
import { bodyOf, findTable } from "./place";
import type { TableTarget } from "./port";
import { readKeys } from "./read-table";
import { run } from "./run";

export type SheetOutline = { readonly worksheet: string; readonly tables: readonly string[]; readonly isActive: boolean };

/** Worksheets in their order with the tables on each. Our sheet of lists is left out. */
export const outline = (): Promise<Result<readonly SheetOutline[]>> =>
  run("looking through the workbook", async (context) => {
    const { worksheets, tables } = context.workbook;
    const front = worksheets.getActiveWorksheet();
    front.load("name");
    worksheets.load("items/name");
    tables.load("items/name,items/worksheet/name");
    await context.sync();
    const visible = worksheets.items.filter((sheet) => sheet.name !== listSheet);
    return ok(
      visible.map((sheet) => ({
        worksheet: sheet.name,
        tables: tables.items.filter((table) => table.worksheet.name === sheet.name).map((table) => table.name),
        isActive: sheet.name === front.name,
      })),
    );
  });

/** Selects a row's cell and brings its worksheet to the front; false when row or column is no longer there. */
export const goTo = (target: TableTarget, row: RowRef, column: string): Promise<Result<boolean>> =>
  run(`going to ${column}`, async (context) => {
    const place = await findTable(context, target.definition.table);
    if (!place) return ok(false);
    const keyed = await readKeys(context, place, target, [row.key]);
    if (!keyed.ok) return keyed;
    const position = keyed.value.index.find(row);
    const across = keyed.value.positions.get(column);
    if (position === undefined || across === undefined) return ok(false);
    const sheet = context.workbook.worksheets.getItem(place.worksheet);
    const body = bodyOf(place);
    sheet.activate();
    rangeOf(sheet, { top: body.top + position, bottom: body.top + position, left: body.left + across, right: body.left + across }).select();
    await context.sync();
    return ok(true);
  });

export const activateTable = (table: string): Promise<Result<boolean>> =>
  run(`going to the table ${table}`, async (context) => {
    const place = await findTable(context, table, (found) => found.worksheet.activate());
    return ok(place !== null);
  });
