/** From what Excel reports as changed to what that means for our tables. Pure. */
import { type Area, intersection, lastSheetRow } from "./address";
import { bodyOf, type TablePlace } from "./place";
import type { SheetEdit } from "./port";

export type RawChange = { readonly worksheetId: string; readonly areas: readonly Area[]; readonly what: "cells" | "rows" | "columns" };
export type WatchedTable = { readonly id: string; readonly worksheetId: string; readonly place: TablePlace };

/** What a change type of Excel's does to a table that it touches. */
export const kindOfChange = (changeType: string): RawChange["what"] => {
  if (changeType === "RowInserted" || changeType === "RowDeleted" || changeType === "CellInserted" || changeType === "CellDeleted") return "rows";
  return changeType === "ColumnInserted" || changeType === "ColumnDeleted" ? "columns" : "cells";
};

/**
 * The edits of one quiet interval, each at most once: the shape of a table first, then its cells, joined where their rows touch.
 * `before` are the tables as known at the last look, by id, for what was renamed or deleted since.
 */
export const editsOf = (changes: readonly RawChange[], tables: readonly WatchedTable[], before: ReadonlyMap<string, string>, allIds: ReadonlySet<string>): readonly SheetEdit[] => {
  const now = new Map(tables.map((table) => [table.id, table.place.table]));
  const gone = [...before].flatMap(([id, name]): SheetEdit[] =>
    now.get(id) === name ? [] : [{ kind: "shape", table: name, what: allIds.has(id) ? "renamed" : "deleted" }],
  );
  return [...gone, ...tables.flatMap((table) => editsIn(changes.filter((change) => change.worksheetId === table.worksheetId), table.place))];
};

const editsIn = (changes: readonly RawChange[], place: TablePlace): readonly SheetEdit[] => {
  const { table } = place;
  const body = bodyOf(place);
  // A row deleted from the end of a table is reported where the table no longer is.
  const reach = { ...place.area, bottom: Math.min(lastSheetRow, place.area.bottom + 1) };
  const header = { ...place.area, bottom: place.area.top };
  const touches = (what: RawChange["what"], area: Area) => changes.some((change) => change.what === what && change.areas.some((each) => intersection(each, area)));
  const shape: SheetEdit[] = [];
  if (touches("rows", reach)) shape.push({ kind: "shape", table, what: "rows" });
  if (touches("columns", { ...reach, right: reach.right + 1 }) || touches("cells", header)) shape.push({ kind: "shape", table, what: "columns" });
  const touched = changes.flatMap((change) => (change.what === "cells" ? change.areas.flatMap((area) => intersection(area, body) ?? []) : []));
  return [
    ...shape,
    ...joined(touched).map(
      (area): SheetEdit => ({
        kind: "cells",
        table,
        rowsAffected: "some",
        firstRow: area.top - body.top,
        rowCount: area.bottom - area.top + 1,
        headers: place.headers.slice(area.left - body.left, area.right - body.left + 1),
      }),
    ),
  ];
};

/** Areas whose rows overlap or touch, as one that holds both. */
const joined = (areas: readonly Area[]): readonly Area[] => {
  const result: Area[] = [];
  for (const area of [...areas].sort((a, b) => a.top - b.top)) {
    const last = result.at(-1);
    if (last && area.top <= last.bottom + 1) {
      result[result.length - 1] = { top: last.top, bottom: Math.max(last.bottom, area.bottom), left: Math.min(last.left, area.left), right: Math.max(last.right, area.right) };
    } else {
      result.push(area);
    }
  }
  return result;
};
