/** The sheets the pane has read, row by row, as they stood when they were last read or edited. */
import type { SheetBlock, TableTarget } from "../../excel/port";
import type { BaseRow } from "../../sync/local";
import type { CellValue, RowRef, SheetRow } from "../../sync/model/cell";
import type { Checker } from "../../sync/rules/engine";
import { rowsOfBlock } from "../../sync/sheets/codec";
import { numberRows, refText, reviseRows, type RowsEdit } from "../../sync/sheets/rows";
import { keyOf, type PushSlug } from "../../sync/sheets/sheet";

export type Book = {
  readonly target: TableTarget;
  readonly checker: Checker;
  rows: readonly SheetRow[];
  /** Where each row stands in the table's body; blank rows have no entry. */
  positions: readonly number[];
  /** Rows at the last pull or push, by key. */
  bases: ReadonlyMap<string, BaseRow>;
  /** Rows that say something other than their base does. */
  readonly edited: Set<string>;
  /** Rows of the template that nobody has filled in. */
  readonly waiting: Set<string>;
  /** Of what the reference data could not say. */
  notes: readonly string[];
};
export type Books = Map<PushSlug, Book>;

/** Rows of a block as read, with their places in the body. */
export const rowsRead = (target: TableTarget, block: SheetBlock): { readonly rows: SheetRow[]; readonly positions: number[] } => ({
  rows: rowsOfBlock(target.definition, target.headers, block),
  positions: block.positions ? [...block.positions] : block.rows.map((_, at) => at),
});

/** First index whose position is not before `position`. */
const firstAt = (positions: readonly number[], position: number): number => {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((positions[middle] ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return low;
};

const sameCells = (one: SheetRow | undefined, other: SheetRow | undefined): boolean => JSON.stringify(one?.cells) === JSON.stringify(other?.cells);

/** The book's rows at these places of the body. */
export const rowsAt = (book: Book, firstRow: number, rowCount: number): readonly SheetRow[] => book.rows.slice(firstAt(book.positions, firstRow), firstAt(book.positions, firstRow + rowCount));

/** The book's rows at these places of the body, where they say already what the sheet says; null where anything differs. */
export const heldAlready = (book: Book, firstRow: number, rowCount: number, block: SheetBlock): readonly SheetRow[] | null => {
  const at = firstAt(book.positions, firstRow);
  const rows = rowsAt(book, firstRow, rowCount);
  const read = rowsRead(book.target, block);
  const isHeld = read.rows.length === rows.length && read.rows.every((row, n) => read.positions[n] === book.positions[at + n] && sameCells(row, rows[n]));
  return isHeld ? rows : null;
};

/** Takes over rows of the body that were read again after an edit, and says which rows that touches. */
export const takeRows = (book: Book, firstRow: number, rowCount: number, block: SheetBlock): RowsEdit => {
  const at = firstAt(book.positions, firstRow);
  const until = firstAt(book.positions, firstRow + rowCount);
  const read = rowsRead(book.target, block);
  const { rows, edit } = reviseRows(
    book.target.definition,
    book.rows,
    at,
    until - at,
    read.rows.map((row) => row.cells),
  );
  book.rows = rows;
  book.positions = [...book.positions.slice(0, at), ...read.positions, ...book.positions.slice(until)];
  return edit;
};

export type CellsOfRow = { readonly row: RowRef; readonly cells: Readonly<Record<string, CellValue>> };

export type Taken = { readonly edit: RowsEdit; /** A row's old reference to its new one, where its key or its number changed. */ readonly moved: ReadonlyMap<string, RowRef> };

/** Takes over rows that stand where the book's rows stood, one for one. */
export const adoptRows = (book: Book, rows: readonly SheetRow[]): Taken => {
  const before = book.rows;
  book.rows = rows;
  const moved = new Map<string, RowRef>();
  const changed: SheetRow[] = [];
  rows.forEach((row, at) => {
    const old = before[at];
    if (!old || old === row) return;
    if (refText(old.ref) !== refText(row.ref)) moved.set(refText(old.ref), row.ref);
    changed.push(row);
  });
  if (moved.size === 0) return { edit: { changed, removed: [] }, moved };
  const now = new Set(rows.map((row) => refText(row.ref)));
  return { edit: { changed, removed: before.map((row) => row.ref).filter((ref) => !now.has(refText(ref))) }, moved };
};

/** Puts values that were just written to the sheet into the book. */
export const setCells = (book: Book, patches: readonly CellsOfRow[]): Taken => {
  const wanted = new Map<string, Readonly<Record<string, CellValue>>>();
  for (const patch of patches) wanted.set(refText(patch.row), { ...wanted.get(refText(patch.row)), ...patch.cells });
  const { definition } = book.target;
  let hasNewKey = false;
  const rows = book.rows.map((row): SheetRow => {
    const changes = wanted.get(refText(row.ref));
    if (!changes) return row;
    const cells = { ...row.cells, ...changes };
    hasNewKey ||= keyOf(definition, cells) !== row.ref.key;
    return { ref: row.ref, cells };
  });
  return adoptRows(book, hasNewKey ? numberRows(definition, rows.map((row) => row.cells)) : rows);
};
