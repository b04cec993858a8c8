/** Applying fixes to rows, and taking them back. */
import { shownValue, type Cell, type CellValue, type RowCells, type RowRef, type SheetRow } from "../model/cell";
import { numberRows, refText } from "../sheets/rows";
import type { SheetDefinition } from "../sheets/sheet";
import type { CellChange, Fix, Problem } from "./problem";

/** Puts one cell back as it was, formula and all. The row is named as it is after the fix. */
export type CellRestore = { readonly row: RowRef; readonly column: string; readonly from: CellValue; readonly to: Cell };

export type FixedRows = {
  /** All rows, in their order; keys and numbers as they are now. */
  readonly rows: readonly SheetRow[];
  readonly undo: readonly CellRestore[];
  /** Changes that found another value in the cell than the fix was made for, and so were not made. */
  readonly skipped: readonly CellChange[];
};

const replaceCells = (definition: SheetDefinition, rows: readonly SheetRow[], changes: ReadonlyMap<number, RowCells>): SheetRow[] => {
  const cells = rows.map((row, place) => changes.get(place) ?? row.cells);
  // A row not touched stays the same object unless a changed key renumbers it.
  return numberRows(definition, cells).map((row, place) => {
    const before = rows[place];
    return before && before.cells === row.cells && refText(before.ref) === refText(row.ref) ? before : row;
  });
};

const placesOf = (rows: readonly SheetRow[]) => new Map(rows.map((row, place) => [refText(row.ref), place]));

/**
 * Applies the changes of fixes in turn. A change whose cell no longer shows what the fix was made for is skipped, so that
 * two fixes for one cell, or a fix made before an edit, do no harm.
 */
export const applyFixes = (definition: SheetDefinition, rows: readonly SheetRow[], fixes: readonly Fix[]): FixedRows => {
  const places = placesOf(rows);
  const changed = new Map<number, Record<string, Cell>>();
  const undone: { readonly place: number; readonly column: string; readonly from: CellValue; readonly to: Cell }[] = [];
  const skipped: CellChange[] = [];
  for (const change of fixes.flatMap((fix) => fix.changes)) {
    const place = places.get(refText(change.row));
    const row = place === undefined ? undefined : rows[place];
    if (place === undefined || !row) {
      skipped.push(change);
      continue;
    }
    const cells = changed.get(place) ?? { ...row.cells };
    const cell = cells[change.column] ?? null;
    if (shownValue(cell) !== change.from) {
      skipped.push(change);
      continue;
    }
    cells[change.column] = change.to;
    changed.set(place, cells);
    undone.push({ place, column: change.column, from: change.to, to: cell });
  }
  const fixed = replaceCells(definition, rows, changed);
  const undo = undone.reverse().flatMap(({ place, ...restore }) => {
    const row = fixed[place];
    return row ? [{ row: row.ref, ...restore }] : [];
  });
  return { rows: fixed, undo, skipped };
};

/** Takes fixes back: the rows are as they were, unless somebody changed a cell since, which is left alone. */
export const undoFixes = (definition: SheetDefinition, rows: readonly SheetRow[], undo: readonly CellRestore[]): SheetRow[] => {
  const places = placesOf(rows);
  const changed = new Map<number, Record<string, Cell>>();
  for (const { row: ref, column, from, to } of undo) {
    const place = places.get(refText(ref));
    const row = place === undefined ? undefined : rows[place];
    if (place === undefined || !row) continue;
    const cells = changed.get(place) ?? { ...row.cells };
    if (shownValue(cells[column]) !== from) continue;
    cells[column] = to;
    changed.set(place, cells);
  }
  return replaceCells(definition, rows, changed);
};

/** What follows from the rows as they were filled in: blank cells that can hold one thing only. */
export const followingFixes = (problems: readonly Problem[]): readonly Fix[] =>
  problems.flatMap((problem) => problem.fixes.filter((fix) => fix.follows && fix.changes.every(({ from }) => from === null || from === "")).slice(0, 1));

/** Fixes that are alike, for one click: "Restore lost zeros in 14 cells". */
export type FixGroup = { readonly id: string; readonly label: string; readonly fixes: readonly Fix[] };

/** The groups among the fixes of these problems, largest first. Finds the candidates of every problem given, which takes a moment for thousands. */
export const groupFixes = (problems: readonly Problem[]): FixGroup[] => {
  const groups = new Map<string, { label: string; fixes: Fix[] }>();
  for (const problem of problems) {
    for (const fix of problem.fixes) {
      if (!fix.group) continue;
      const group = groups.get(fix.group.id) ?? { label: fix.group.label, fixes: [] };
      group.fixes.push(fix);
      groups.set(fix.group.id, group);
    }
  }
  return [...groups]
    .map(([id, { label, fixes }]) => {
      const unit = fixes.every((fix) => fix.changes.length === 1) ? "cell" : "row";
      return { id, label: `${label} in ${fixes.length} ${unit}${fixes.length === 1 ? "" : "s"}`, fixes };
    })
    .sort((one, other) => other.fixes.length - one.fixes.length || (one.label < other.label ? -1 : 1));
};
