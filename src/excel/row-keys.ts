/** Which row of a table a `RowRef` means, found anew from what the sheet holds at that moment. */
import type { Cell, RowCells, RowRef } from "../sync/model/cell";
import { keyOf, type SheetDefinition } from "../sync/sheets/sheet";
import type { HeaderMap, TableTarget } from "./port";

/** How a heading is compared: as a person would, without case, and with white space of any kind as one space. */
export const foldHeader = (header: string): string => header.normalize("NFKC").replace(/\s+/g, " ").trim().toLowerCase();

/** Canonical header → position in the sheet, for those that are there. */
export const columnPositions = (target: Pick<TableTarget, "headers">, sheetHeaders: readonly string[]): ReadonlyMap<string, number> => {
  const bySpelling = new Map<string, number>();
  sheetHeaders.forEach((header, index) => {
    const folded = foldHeader(header);
    if (!bySpelling.has(folded)) bySpelling.set(folded, index);
  });
  const positions = new Map<string, number>();
  for (const [canonical, spelled] of Object.entries(target.headers)) {
    const position = bySpelling.get(foldHeader(spelled)) ?? bySpelling.get(foldHeader(canonical));
    if (position !== undefined) positions.set(canonical, position);
  }
  return positions;
};

/** A target's headers with those of the definition that the caller left out: a column is known by its own name unless mapped. */
export const completeHeaders = (definition: SheetDefinition, headers: HeaderMap): HeaderMap => ({
  ...Object.fromEntries(Object.keys(definition.columns).map((header) => [header, header])),
  ...headers,
});

export const isBlankRow = (cells: readonly Cell[]): boolean => cells.every((cell) => cell === null || cell === "");

/** A key with nothing in any of its parts. Such a row is told from a blank one only by its other cells. */
export const isBlankKey = (key: string): boolean => key.replaceAll("\u001f", "") === "";

export type RowIndex = {
  /** Position in the body of the row meant, or undefined where it is gone. */
  find(ref: RowRef): number | undefined;
  /** Positions of all rows with that key, from the top. */
  all(key: string): readonly number[];
};

/** Indexes rows by key. `rows[i]` are the cells at position i of the body by canonical header, null for a blank row. */
export const indexRows = (definition: SheetDefinition, rows: readonly (RowCells | null)[]): RowIndex => {
  const byKey = new Map<string, number[]>();
  rows.forEach((cells, position) => {
    if (cells === null) return;
    const key = keyOf(definition, cells);
    const known = byKey.get(key);
    if (known) known.push(position);
    else byKey.set(key, [position]);
  });
  return { find: (ref) => byKey.get(ref.key)?.[ref.nth], all: (key) => byKey.get(key) ?? [] };
};

/** The cells of one row by canonical header. */
export const rowCells = (positions: ReadonlyMap<string, number>, row: readonly Cell[]): RowCells =>
  Object.fromEntries([...positions].map(([header, position]) => [header, row[position] ?? null]));
