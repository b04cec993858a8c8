/** Creates one of our tables or refills it. */
import { failed, failure, ok, type Result } from "../sync/model/failure";
import { execute } from "./execute";
import { protectedFailure } from "./failures";
import { areaFrom, bodyOf, findTable } from "./place";
import { mostRows, type Observed, planTable } from "./plan-table";
import type { NewTable, WorkOptions } from "./port";
import { run } from "./run";
import { freeSheetName } from "./sheet-names";

export const writeTable = (content: NewTable, options?: WorkOptions): Promise<Result<{ readonly rows: number }>> =>
  run(`writing ${content.definition.name}`, async (context) => {
    const rows = content.rows.length;
    if (rows > mostRows) return failed(failure("too-large", `${rows.toLocaleString("en-GB")} rows do not fit on a worksheet.`, "Filter by company and pull fewer.", String(rows)));
    const observed = await observe(context, content);
    if (observed.kind === "table" && observed.place.isProtected) return failed(protectedFailure(observed.place.worksheet));
    const done = await execute(context, planTable(observed, content), options);
    return done.ok ? ok({ rows }) : done;
  });

/** Two syncs: what there is, and, where our table is among it, its place and what stands below. */
const observe = async (context: Excel.RequestContext, { definition }: NewTable): Promise<Observed> => {
  const { worksheets, tables } = context.workbook;
  worksheets.load("items/name");
  tables.load("items/name");
  await context.sync();
  if (tables.items.some((table) => table.name === definition.table)) {
    let used: Excel.Range | undefined;
    const place = await findTable(context, definition.table, (table) => {
      used = table.worksheet.getUsedRange(true).untrack();
      used.load("address");
    });
    if (place) return { kind: "table", place, usedBottom: used ? areaFrom(used.address).bottom : bodyOf(place).bottom };
  }
  return { kind: "none", worksheet: freeSheetName(definition.name, worksheets.items.map((sheet) => sheet.name)) };
};
