import type { RowCells, RowRef, SheetRow } from "../model/cell";
import { keyOf, type SheetDefinition } from "./sheet";

/** One text for a row's reference, for maps. The separator cannot be typed into a cell. */
export const refText = (ref: RowRef): string => (ref.nth === 0 ? ref.key : `${ref.key}\u001e${ref.nth}`);

/** Names each row by its key and by its place among the rows of that key, top to bottom. */
export const numberRows = (definition: SheetDefinition, cells: readonly RowCells[]): SheetRow[] => {
  const seen = new Map<string, number>();
  return cells.map((row) => {
    const key = keyOf(definition, row);
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    return { ref: { key, nth }, cells: row };
  });
};

/** What a checker must be told after some rows changed. */
export type RowsEdit = { readonly changed: readonly SheetRow[]; readonly removed: readonly RowRef[] };

/**
 * Replaces `count` rows from position `at` by `replacement`, and says which references that touches: a new key on one row
 * renumbers the rows that share its old or its new key, and no others.
 * @throws RangeError where the rows are not there
 */
export const reviseRows = (
  definition: SheetDefinition,
  rows: readonly SheetRow[],
  at: number,
  count: number,
  replacement: readonly RowCells[],
): { readonly rows: SheetRow[]; readonly edit: RowsEdit } => {
  if (at < 0 || count < 0 || at + count > rows.length) throw new RangeError(`Rows ${at} to ${at + count} of ${rows.length}`);
  const keys = replacement.map((cells) => keyOf(definition, cells));
  const touched = new Set([...rows.slice(at, at + count).map((row) => row.ref.key), ...keys]);
  const revised: SheetRow[] = [];
  const changed: SheetRow[] = [];
  const numbers = new Map<string, number>();
  const next = (key: string) => {
    const nth = numbers.get(key) ?? 0;
    numbers.set(key, nth + 1);
    return nth;
  };
  const keep = (row: SheetRow) => {
    if (!touched.has(row.ref.key)) return void revised.push(row);
    const nth = next(row.ref.key);
    const renumbered = nth === row.ref.nth ? row : { ref: { key: row.ref.key, nth }, cells: row.cells };
    if (renumbered !== row) changed.push(renumbered);
    revised.push(renumbered);
  };
  rows.slice(0, at).forEach(keep);
  replacement.forEach((cells, index) => {
    const key = keys[index] ?? "";
    const row = { ref: { key, nth: next(key) }, cells };
    revised.push(row);
    changed.push(row);
  });
  rows.slice(at + count).forEach(keep);

  const removed: RowRef[] = [];
  const before = new Map<string, number>();
  for (const row of rows) if (touched.has(row.ref.key)) before.set(row.ref.key, (before.get(row.ref.key) ?? 0) + 1);
  for (const [key, had] of before) for (let nth = numbers.get(key) ?? 0; nth < had; nth += 1) removed.push({ key, nth });
  return { rows: revised, edit: { changed, removed } };
};
