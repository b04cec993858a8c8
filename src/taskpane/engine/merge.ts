/**
 * What a pull means for a sheet that was edited since the last one: three sides, row by row. Pure, so that its laws can
 * be tested. A row edited here is never overwritten; one that changed on both sides is a conflict for the user.
 */
import type { BaseRow } from "../../sync/local";
import type { CellValue, RowCells, RowRef, SheetRow } from "../../sync/model/cell";
import { pushedValues } from "../../sync/sheets/codec";
import { isUnfilled, pushedColumns } from "../../sync/sheets/filled";
import { keyOf, type SheetDefinition } from "../../sync/sheets/sheet";
import type { PulledRow } from "./pull";

export type FieldConflict = { readonly column: string; readonly yours: CellValue; readonly theirs: CellValue; readonly base: CellValue };
/** A row changed here and by somebody else since the last pull. `theirs` is null where they removed it. */
export type Conflict = { readonly row: RowRef; readonly fields: readonly FieldConflict[]; readonly theirs: BaseRow | null };

export type MergePlan = {
  /** Rows to write: new ones, and those changed there and not here. */
  readonly changed: readonly RowCells[];
  /** Keys to take out. */
  readonly gone: readonly string[];
  readonly conflicts: readonly Conflict[];
  /** Rows edited here that were left as they are. */
  readonly kept: number;
  /** What to remember as the last pull. A row in conflict keeps its old base until the user has chosen. */
  readonly bases: ReadonlyMap<string, BaseRow>;
};

const same = (one: CellValue | undefined, other: CellValue | undefined) => String(one ?? "") === String(other ?? "");

/** The cells of a base as they would be pushed, so that "20" and 20, or Yes and TRUE, are no edit. */
const asPushed = (definition: SheetDefinition, cells: RowCells) => pushedValues(definition, cells);

const differing = (definition: SheetDefinition, one: RowCells, other: RowCells): string[] => {
  const [left, right] = [asPushed(definition, one), asPushed(definition, other)];
  return pushedColumns(definition)
    .map(([header]) => header)
    .filter((header) => !same(left[header], right[header]));
};

/** Whether a row differs from what the last pull brought, in a column the user owns. A row never pulled is edited once it says anything. */
export const isEdited = (definition: SheetDefinition, row: SheetRow, base: BaseRow | undefined): boolean =>
  base ? differing(definition, row.cells, base.cells).length > 0 : !isUnfilled(definition, row.cells);

const subjectOf = (definition: SheetDefinition, cells: RowCells) => keyOf({ ...definition, key: definition.key.slice(0, 1) }, cells);

export const planMerge = (
  definition: SheetDefinition,
  local: readonly SheetRow[],
  bases: ReadonlyMap<string, BaseRow>,
  pulled: readonly PulledRow[],
): MergePlan => {
  const theirs = new Map(pulled.map((row) => [row.key, { version: row.version, cells: row.cells }]));
  const byKey = new Map(local.filter((row) => row.ref.nth === 0).map((row) => [row.ref.key, row]));
  const edited = local.filter((row) => isEdited(definition, row, bases.get(row.ref.key)));

  const changed: RowCells[] = [];
  const conflicts: Conflict[] = [];
  const gone: string[] = [];
  const nextBases = new Map<string, BaseRow>();
  const isEditedKey = new Set(edited.map((row) => row.ref.key));
  // Whom the sheet speaks of once merged: the template's blank row for one of these would be a second row for them.
  const staying = local.filter((row) => !isUnfilled(definition, row.cells) && (isEditedKey.has(row.ref.key) || theirs.has(row.ref.key)));
  const subjects = new Set(staying.map((row) => subjectOf(definition, row.cells)));

  const conflictOf = (row: SheetRow, base: BaseRow | undefined, other: BaseRow | null): Conflict => {
    const yours = asPushed(definition, row.cells);
    const now = other ? asPushed(definition, other.cells) : {};
    const then = base ? asPushed(definition, base.cells) : {};
    const columns = pushedColumns(definition).map(([header]) => header).filter((header) => !same(yours[header], now[header]));
    return { row: row.ref, theirs: other, fields: columns.map((column) => ({ column, yours: yours[column] ?? null, theirs: now[column] ?? null, base: then[column] ?? null })) };
  };

  for (const [key, other] of theirs) {
    const mine = byKey.get(key);
    const base = bases.get(key);
    if (!mine) {
      if (isUnfilled(definition, other.cells) && subjects.has(subjectOf(definition, other.cells))) continue;
      nextBases.set(key, other);
      changed.push(other.cells);
      continue;
    }
    if (!isEditedKey.has(key)) {
      nextBases.set(key, other);
      if (!base || base.version !== other.version || differing(definition, mine.cells, other.cells).length > 0) changed.push(other.cells);
      continue;
    }
    const isSameNow = differing(definition, mine.cells, other.cells).length === 0;
    const changedThere = base ? base.version !== other.version && differing(definition, base.cells, other.cells).length > 0 : other.version > 0;
    if (!isSameNow && changedThere) {
      conflicts.push(conflictOf(mine, base, other));
      if (base) nextBases.set(key, base);
    } else nextBases.set(key, other);
  }

  for (const [key, base] of bases) {
    if (theirs.has(key)) continue;
    const mine = byKey.get(key);
    if (!mine) continue;
    if (isEditedKey.has(key)) {
      conflicts.push(conflictOf(mine, base, null));
      nextBases.set(key, base);
    } else gone.push(key);
  }

  return { changed, gone, conflicts, kept: edited.length, bases: nextBases };
};
