/** Writes single cells of rows found by key in the same run, and only those: cells of the user's are never read and written back. */
import type { RowRef } from "../sync/model/cell";
import { failed, ok, type Result } from "../sync/model/failure";
import type { SheetCell } from "./cells";
import { packed } from "./chunk";
import { cellFor } from "./columns";
import { execute } from "./execute";
import { noTable, protectedFailure } from "./failures";
import { bodyOf, findTable, type TablePlace } from "./place";
import { type PatchPlace, patchSteps } from "./plan-patch";
import type { PatchReport, RowPatch, TableTarget, WorkOptions } from "./port";
import { type KeyedTable, readKeys } from "./read-table";
import { runAsOneUndo } from "./run";

export const patchRows = (target: TableTarget, patches: readonly RowPatch[], canGroupUndo: boolean, options?: WorkOptions): Promise<Result<PatchReport>> =>
  runAsOneUndo(`writing into ${target.definition.name}`, canGroupUndo, async (context) => {
    const { definition } = target;
    const place = await findTable(context, definition.table);
    if (!place) return failed(noTable(definition.table));
    if (place.isProtected) return failed(protectedFailure(place.worksheet));
    if (patches.length === 0) return ok({ written: 0, missing: [] });
    const keyed = await readKeys(context, place, target, patches.map((patch) => patch.row.key), options);
    if (!keyed.ok) return keyed;
    const { scatter, missing } = scatterOf(target, keyed.value, patches);
    const steps = patchSteps(definition, patchPlace(place, keyed.value), scatter);
    const done = await execute(context, { totalRows: steps.reduce((sum, step) => sum + step.rows, 0), batches: packed(steps), whenStopped: [] }, options);
    return done.ok ? ok({ written: patches.length - missing.length, missing }) : done;
  });

/** Which cells the patches mean, now. A column that the sheet lacks is left out. */
const scatterOf = (target: TableTarget, { positions, index }: KeyedTable, patches: readonly RowPatch[]) => {
  const scatter = new Map<number, Map<number, SheetCell>>();
  const missing: RowRef[] = [];
  for (const patch of patches) {
    const row = index.find(patch.row);
    if (row === undefined) {
      missing.push(patch.row);
      continue;
    }
    for (const [header, value] of Object.entries(patch.cells)) {
      const column = positions.get(header);
      if (column === undefined) continue;
      const cells = scatter.get(column) ?? new Map<number, SheetCell>();
      cells.set(row, cellFor(target.definition.columns[header], value));
      scatter.set(column, cells);
    }
  }
  return { scatter, missing };
};

export const patchPlace = (place: TablePlace, { positions }: Pick<KeyedTable, "positions">): PatchPlace => {
  const canonical = new Array<string | undefined>(place.headers.length).fill(undefined);
  for (const [header, position] of positions) canonical[position] = header;
  const body = bodyOf(place);
  return { worksheet: place.worksheet, top: body.top, left: body.left, canonical };
};
