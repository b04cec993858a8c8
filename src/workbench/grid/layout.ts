/** Which rows of a sheet are on show and where: the frozen ones on top, the rest below, and none that a filter hides. */

/** Rows below the last used one, so that there is always room to type and paste. */
const roomBelow = 200;
const leastRows = 500;
const roomBeside = 6;
const leastColumns = 26;

export type SheetSize = { readonly rows: number; readonly columns: number };

/** How much of the sheet to show, given what is used and how far the user has gone. */
export const shownSize = (used: SheetSize, reached: SheetSize, limit: SheetSize): SheetSize => ({
  rows: Math.min(limit.rows, Math.max(leastRows, used.rows + roomBelow, reached.rows + roomBelow)),
  columns: Math.min(limit.columns, Math.max(leastColumns, used.columns + roomBeside, reached.columns + roomBeside)),
});

export type RowLayout = {
  /** Sheet rows in the frozen part. */
  readonly frozen: readonly number[];
  /** Sheet rows in the scrolling part, from the top. */
  readonly body: readonly number[];
  /** The nearest shown row above or below, or the row itself at the border. */
  next(row: number, step: 1 | -1): number;
  /** Where a row stands in its part; null when it is hidden or beyond what is shown. */
  place(row: number): { readonly part: "frozen" | "body"; readonly index: number } | null;
};

export const layOutRows = (rows: number, frozenRows: number, isHidden: (row: number) => boolean): RowLayout => {
  const frozen: number[] = [];
  const body: number[] = [];
  const order = new Int32Array(rows);
  for (let row = 0; row < rows; row += 1) {
    order[row] = -1;
    if (isHidden(row)) continue;
    const part = row < frozenRows ? frozen : body;
    order[row] = part.length;
    part.push(row);
  }
  return {
    frozen,
    body,
    next: (from, step) => {
      for (let row = from + step; row >= 0 && row < rows; row += step) if ((order[row] ?? -1) >= 0) return row;
      return from;
    },
    place: (row) => {
      const index = order[row] ?? -1;
      return index < 0 ? null : { part: row < frozenRows ? "frozen" : "body", index };
    },
  };
};
