/** Everything a user can do to a sheet's cells, each as one step that can be taken back. Refusals are thrown as the model throws them. */
import {
  areaAt, clearArea, clearFilter, columnName, columnsOf, deleteCells, filterColumn, insertCells, maxColumns, maxRows, Refusal, rowsOf, sortTable, typeInto, writeInputs, writeLiterals,
  type Area, type FilterCriterion, type Table, type Value, type Worksheet,
} from "../model";
import { areaLabel, pasteArea, readBlock, seriesStep, writeBlock, type Block } from "./block";
import type { History } from "./history";
import { remember, restore } from "./memento";

export class Edits {
  constructor(private readonly history: History) {}

  type(sheet: Worksheet, row: number, column: number, text: string): void {
    this.change(sheet, areaAt(row, column), "typing in", () => typeInto(sheet, row, column, text));
  }

  /** Text from another program: read cell by cell as if typed. */
  pasteText(sheet: Worksheet, rows: readonly (readonly string[])[], selected: Area): Area {
    const wide = rows.reduce((widest, row) => Math.max(widest, row.length), 1);
    const area = this.fitting(pasteArea(rows.length, wide, selected));
    const inputs = Array.from({ length: rowsOf(area) }, (_, row) => Array.from({ length: columnsOf(area) }, (_unused, column) => rows[row % rows.length]?.[column % wide] ?? ""));
    this.change(sheet, area, "pasting into", () => writeInputs(sheet, area, inputs, "typed"));
    return area;
  }

  /** A block copied in this workbook: values, formulas and number formats as they are. */
  pasteBlock(sheet: Worksheet, block: Block, selected: Area): Area {
    const area = this.fitting(pasteArea(block.length, block[0]?.length ?? 1, selected));
    this.change(sheet, area, "pasting into", () => writeBlock(sheet, block, area, writeLiterals));
    return area;
  }

  clear(sheet: Worksheet, area: Area): void {
    this.change(sheet, area, "clearing", () => clearArea(sheet, area, "Contents"));
  }

  /** Carries `from` on into `to`, which holds it: downwards or to the right, backwards too. */
  fill(sheet: Worksheet, from: Area, to: Area): void {
    const isDown = columnsOf(from) === columnsOf(to);
    const before: Area = isDown ? { ...to, bottom: from.top - 1 } : { ...to, right: from.left - 1 };
    const after: Area = isDown ? { ...to, top: from.bottom + 1 } : { ...to, left: from.right + 1 };
    this.change(sheet, to, "filling", () => {
      if (before.top <= before.bottom && before.left <= before.right) fillBackwards(sheet, from, before);
      if (after.top <= after.bottom && after.left <= after.right) fillOnwards(sheet, from, after, isDown);
    });
  }

  /** Ctrl+D: the first row of the block over the rest; of a single row, the row above it. */
  fillDown(sheet: Worksheet, area: Area): void {
    if (area.top === area.bottom && area.top === 0) return;
    const source = area.top === area.bottom ? { ...area, top: area.top - 1, bottom: area.top - 1 } : { ...area, bottom: area.top };
    const target = area.top === area.bottom ? area : { ...area, top: area.top + 1 };
    this.change(sheet, target, "filling", () => writeBlock(sheet, readBlock(sheet, source), target, writeLiterals));
  }

  fillRight(sheet: Worksheet, area: Area): void {
    if (area.left === area.right && area.left === 0) return;
    const source = area.left === area.right ? { ...area, left: area.left - 1, right: area.left - 1 } : { ...area, right: area.left };
    const target = area.left === area.right ? area : { ...area, left: area.left + 1 };
    this.change(sheet, target, "filling", () => writeBlock(sheet, readBlock(sheet, source), target, writeLiterals));
  }

  insertRows(sheet: Worksheet, top: number, count: number): void {
    const rows: Area = { top, bottom: top + count - 1, left: 0, right: maxColumns - 1 };
    insertCells(sheet, rows, "Down");
    this.history.add({ label: `inserting ${lines(count, "row")}`, undo: () => deleteCells(sheet, rows, "Up"), redo: () => insertCells(sheet, rows, "Down") });
  }

  deleteRows(sheet: Worksheet, top: number, count: number): void {
    const rows: Area = { top, bottom: top + count - 1, left: 0, right: maxColumns - 1 };
    const before = remember(sheet, rows);
    deleteCells(sheet, rows, "Up");
    this.history.add({
      label: `deleting ${lines(count, "row")}`,
      undo: () => {
        insertCells(sheet, rows, "Down");
        restore(sheet, before);
      },
      redo: () => deleteCells(sheet, rows, "Up"),
    });
  }

  insertColumns(sheet: Worksheet, left: number, count: number): void {
    const columns: Area = { top: 0, bottom: maxRows - 1, left, right: left + count - 1 };
    insertCells(sheet, columns, "Right");
    this.history.add({ label: `inserting column ${columnName(left)}`, undo: () => deleteCells(sheet, columns, "Left"), redo: () => insertCells(sheet, columns, "Right") });
  }

  deleteColumns(sheet: Worksheet, left: number, count: number): void {
    const columns: Area = { top: 0, bottom: maxRows - 1, left, right: left + count - 1 };
    const before = remember(sheet, columns);
    deleteCells(sheet, columns, "Left");
    this.history.add({
      label: `deleting column ${columnName(left)}`,
      undo: () => {
        insertCells(sheet, columns, "Right");
        restore(sheet, before);
      },
      redo: () => deleteCells(sheet, columns, "Left"),
    });
  }

  sort(sheet: Worksheet, table: Table, column: number, ascending: boolean): void {
    this.change(sheet, table.body, "sorting", () => sortTable(sheet, table, [{ column, ascending }]));
  }

  /** Filters hide and change nothing, so they are not steps: clearing one shows the rows again. */
  filter(sheet: Worksheet, table: Table, column: number, criterion: FilterCriterion | null): void {
    filterColumn(sheet, table, column, criterion);
  }

  clearFilters(sheet: Worksheet, table: Table): void {
    clearFilter(sheet, table);
  }

  private change(sheet: Worksheet, area: Area, verb: string, edit: () => void): void {
    const before = remember(sheet, area, rowsOf(area) < maxRows && columnsOf(area) < maxColumns);
    edit();
    const after = remember(sheet, before.area, true);
    this.history.add({ label: `${verb} ${areaLabel(area)}`, undo: () => restore(sheet, before), redo: () => restore(sheet, after) });
  }

  private fitting(area: Area): Area {
    if (area.bottom >= maxRows || area.right >= maxColumns) throw new Refusal("InvalidArgument", "The block does not fit: it would reach past the end of the worksheet. Paste it further up or to the left.");
    return area;
  }
}

const lines = (count: number, what: string): string => (count === 1 ? `a ${what}` : `${count} ${what}s`);

const fillBackwards = (sheet: Worksheet, from: Area, target: Area): void => {
  const block = readBlock(sheet, from);
  // Turned so that the cell next to the block is its neighbour's copy.
  const down = rowsOf(target) % block.length;
  const across = columnsOf(target) % (block[0]?.length ?? 1);
  const turn = <T>(list: readonly T[], by: number): T[] => list.map((_, index) => list[(index + list.length - by) % list.length]!);
  writeBlock(sheet, turn(block.map((row) => turn(row, across)), down), target, writeLiterals);
};

const fillOnwards = (sheet: Worksheet, from: Area, target: Area, isDown: boolean): void => {
  writeBlock(sheet, readBlock(sheet, from), target, writeLiterals);
  const tracks = isDown ? columnsOf(from) : rowsOf(from);
  for (let track = 0; track < tracks; track += 1) {
    const line: Area = isDown ? { ...from, left: from.left + track, right: from.left + track } : { ...from, top: from.top + track, bottom: from.top + track };
    const cells = readBlock(sheet, line).flat();
    const step = cells.some((cell) => cell.formula !== null) ? null : seriesStep(cells.map((cell) => cell.value));
    if (step === null) continue;
    const last = cells[cells.length - 1]?.value as number;
    const length = isDown ? rowsOf(target) : columnsOf(target);
    const values = Array.from({ length }, (_, index): Value => Number((last + step * (index + 1)).toPrecision(15)));
    if (isDown) writeLiterals(sheet, { ...target, left: line.left, right: line.left }, values.map((value) => [value]));
    else writeLiterals(sheet, { ...target, top: line.top, bottom: line.top }, [values]);
  }
};
