/** Refreshes a table: rows known by key are changed in place, new ones go below, those gone are taken out. */
import type { RowCells } from "../sync/model/cell";
import { failed, ok, type Result } from "../sync/model/failure";
import { keyOf } from "../sync/sheets/sheet";
import { execute } from "./execute";
import { noTable, protectedFailure } from "./failures";
import { patchPlace } from "./patch";
import { areaFrom, bodyOf, findTable } from "./place";
import { planMerge } from "./plan-merge";
import type { PatchReport, TableTarget, WorkOptions } from "./port";
import { readKeys } from "./read-table";
import { run } from "./run";

/** Only key columns are read; the user's order, own columns and marks stay. A key that the sheet holds twice is changed in its first row. */
export const mergeTable = (target: TableTarget, changed: readonly RowCells[], gone: readonly string[], options?: WorkOptions): Promise<Result<PatchReport>> =>
  run(`refreshing ${target.definition.name}`, async (context) => {
    const { definition } = target;
    let used: Excel.Range | undefined;
    const place = await findTable(context, definition.table, (table) => {
      used = table.worksheet.getUsedRange(true).untrack();
      used.load("address");
    });
    if (!place) return failed(noTable(definition.table));
    if (place.isProtected) return failed(protectedFailure(place.worksheet));
    const body = bodyOf(place);
    const hasOneRow = body.top === body.bottom;
    // The only row may be the blank one that a table always has: then whole rows are read, to know.
    const keyed = await readKeys(context, place, target, hasOneRow ? ["", ...gone] : gone, options);
    if (!keyed.ok) return keyed;
    const { index } = keyed.value;
    const rows = changed.map((cells) => ({ cells, position: index.all(keyOf(definition, cells))[0] }));
    const plan = planMerge({
      definition,
      place,
      patch: patchPlace(place, keyed.value),
      positions: keyed.value.positions,
      rowCount: hasOneRow && keyed.value.isBlank ? 0 : keyed.value.rowCount,
      usedBottom: used ? areaFrom(used.address).bottom : place.area.bottom,
      changed: rows.flatMap(({ cells, position }) => (position === undefined ? [] : [{ cells, position }])),
      added: rows.flatMap(({ cells, position }) => (position === undefined ? [cells] : [])),
      leaving: gone.flatMap((key) => index.all(key)),
    });
    const done = await execute(context, plan, options);
    if (!done.ok) return done;
    return ok({ written: changed.length, missing: gone.filter((key) => index.all(key).length === 0).map((key) => ({ key, nth: 0 })) });
  });
