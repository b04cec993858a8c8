/** Turns scattered cells into few rectangles, and those into commands. Pure. */
import type { SheetDefinition } from "../sync/sheets/sheet";
import { keep, type SheetCell, written } from "./cells";
import type { Step } from "./chunk";
import { cellFormatOf, formatOf, generalFormat } from "./columns";
import type { SheetCommand } from "./command";

/** Cells to write: column position → row position → cell, both counted within the table's body. */
export type Scatter = ReadonlyMap<number, ReadonlyMap<number, SheetCell>>;

/** One column's cells from `top` on; a gap is a cell kept. */
export type Run = { readonly column: number; readonly top: number; readonly cells: readonly SheetCell[] };

/**
 * A range of its own costs some 455 bytes of request, a cell left alone ("[null],") seven: a gap shorter than this is cheaper
 * bridged than jumped.
 */
const cheapGap = 60;

/** Cells of each column joined into runs, cheapest in bytes. */
export const runsOf = (scatter: Scatter): readonly Run[] => {
  const runs: Run[] = [];
  for (const [column, cells] of scatter) {
    let current: { top: number; cells: SheetCell[] } | null = null;
    for (const row of [...cells.keys()].sort((a, b) => a - b)) {
      const end: number = current === null ? 0 : current.top + current.cells.length;
      if (current === null || row - end > cheapGap) {
        current = { top: row, cells: [] };
        runs.push({ column, ...current });
      } else {
        for (let gap = end; gap < row; gap++) current.cells.push(keep);
      }
      current.cells.push(cells.get(row) ?? keep);
    }
  }
  return runs;
};

/** Runs of neighbouring columns over the same rows, side by side in one block. */
export const blocksOf = (runs: readonly Run[]): readonly (readonly Run[])[] => {
  const byPlace = [...runs].sort((a, b) => a.top - b.top || a.cells.length - b.cells.length || a.column - b.column);
  const blocks: Run[][] = [];
  for (const run of byPlace) {
    const block = blocks.at(-1);
    const last = block?.at(-1);
    if (block && last?.top === run.top && last.cells.length === run.cells.length && last.column === run.column - 1) block.push(run);
    else blocks.push([run]);
  }
  return blocks;
};

export type PatchPlace = {
  readonly worksheet: string;
  /** Of the body, on the worksheet. */
  readonly top: number;
  readonly left: number;
  /** Canonical header at each position of the table; undefined for a column of the user's own. */
  readonly canonical: readonly (string | undefined)[];
};

/**
 * Steps that write the cells and nothing else. A cell of a text column is formatted as text in the same sync, whatever the user or
 * an import made of the column since; cells left alone keep their format too.
 */
export const patchSteps = (definition: SheetDefinition, place: PatchPlace, scatter: Scatter): readonly Step[] =>
  blocksOf(runsOf(scatter)).map((block) => {
    const columns = block.map((run) => {
      const header = place.canonical[run.column];
      return header === undefined ? undefined : definition.columns[header];
    });
    const [first] = block;
    if (!first) throw new Error("A block holds at least one run.");
    const rows = first.cells.length;
    const top = place.top + first.top;
    const left = place.left + first.column;
    const formats = block.flatMap((run, index): SheetCommand[] => {
      const format = formatOf(columns[index]);
      if (format === generalFormat) return [];
      const area = { top, bottom: top + rows - 1, left: left + index, right: left + index };
      return run.cells.every((cell) => cell.kind !== "keep")
        ? [{ kind: "formatColumn", worksheet: place.worksheet, area, format }]
        : [{ kind: "formatCells", worksheet: place.worksheet, area, formats: run.cells.map((cell) => (cell.kind === "keep" ? null : format)) }];
    });
    const values = Array.from({ length: rows }, (_, row) => block.map((run, index) => written(run.cells[row] ?? keep, cellFormatOf(columns[index]))));
    const area = { top, bottom: top + rows - 1, left, right: left + block.length - 1 };
    return { commands: [...formats, { kind: "writeBlock", worksheet: place.worksheet, area, values }], rows: new Set(block.flatMap((run) => run.cells.flatMap((cell, row) => (cell.kind === "keep" ? [] : [row])))).size };
  });
