/** Where the user is: the active cell, and the block that Shift or the mouse spans from an anchor. Sheet coordinates from 0. */
import type { Area } from "../model/area";

export type CellAt = { readonly row: number; readonly column: number };

export type Selection = {
  /** The cell that typing goes into. Stays inside the block when Tab and Enter walk through it. */
  readonly active: CellAt;
  readonly anchor: CellAt;
  /** The block's corner opposite to the anchor. */
  readonly focus: CellAt;
};

export const selectCell = (cell: CellAt): Selection => ({ active: cell, anchor: cell, focus: cell });

export const extendTo = (selection: Selection, focus: CellAt): Selection => ({ ...selection, active: selection.anchor, focus });

export const selectArea = (area: Area): Selection => {
  const anchor = { row: area.top, column: area.left };
  return { active: anchor, anchor, focus: { row: area.bottom, column: area.right } };
};

export const selectedArea = ({ anchor, focus }: Selection): Area => ({
  top: Math.min(anchor.row, focus.row),
  bottom: Math.max(anchor.row, focus.row),
  left: Math.min(anchor.column, focus.column),
  right: Math.max(anchor.column, focus.column),
});

export const isSingleCell = ({ anchor, focus }: Selection): boolean => anchor.row === focus.row && anchor.column === focus.column;

export type Direction = "up" | "down" | "left" | "right";

/** What the moves need to know of the sheet. Rows hidden by a filter are stepped over. */
export type Terrain = {
  readonly rows: number;
  readonly columns: number;
  /** The nearest shown row above or below, or the same row at the border. */
  nextRow(row: number, step: 1 | -1): number;
  isBlank(row: number, column: number): boolean;
};

const within = (value: number, count: number) => Math.min(Math.max(value, 0), count - 1);

export const step = (from: CellAt, direction: Direction, terrain: Terrain): CellAt => {
  switch (direction) {
    case "up":
      return { ...from, row: terrain.nextRow(from.row, -1) };
    case "down":
      return { ...from, row: terrain.nextRow(from.row, 1) };
    case "left":
      return { ...from, column: within(from.column - 1, terrain.columns) };
    case "right":
      return { ...from, column: within(from.column + 1, terrain.columns) };
  }
};

const isSame = (one: CellAt, other: CellAt) => one.row === other.row && one.column === other.column;

/** Ctrl+arrow as in Excel: to the end of the filled run, or over the gap to the next filled cell, or to the border. */
export const jump = (from: CellAt, direction: Direction, terrain: Terrain): CellAt => {
  const isFilled = ({ row, column }: CellAt) => !terrain.isBlank(row, column);
  let here = from;
  let next = step(here, direction, terrain);
  const runs = isFilled(here) && !isSame(here, next) && isFilled(next);
  while (!isSame(here, next)) {
    if (runs && !isFilled(next)) return here;
    here = next;
    if (!runs && isFilled(here)) return here;
    next = step(here, direction, terrain);
  }
  return here;
};

/** `count` shown rows further; Page Up and Page Down. */
export const stepRows = (from: CellAt, count: number, terrain: Terrain): CellAt => {
  let { row } = from;
  for (let left = Math.abs(count); left > 0; left -= 1) row = terrain.nextRow(row, count > 0 ? 1 : -1);
  return { ...from, row };
};

/**
 * Enter and Tab. In a block the active cell walks through the block and starts over; a single cell moves on.
 * `backwards` is Shift held down.
 */
export const advance = (selection: Selection, along: "row" | "column", backwards: boolean, terrain: Terrain): Selection => {
  if (isSingleCell(selection)) {
    const direction = along === "row" ? (backwards ? "left" : "right") : backwards ? "up" : "down";
    return selectCell(step(selection.active, direction, terrain));
  }
  const area = selectedArea(selection);
  const wide = area.right - area.left + 1;
  const high = area.bottom - area.top + 1;
  const { row, column } = selection.active;
  const [major, minor, count] = along === "row" ? [row - area.top, column - area.left, wide] : [column - area.left, row - area.top, high];
  const total = wide * high;
  const place = (major * count + minor + (backwards ? -1 : 1) + total) % total;
  const [next, rest] = [Math.floor(place / count), place % count];
  return { ...selection, active: along === "row" ? { row: area.top + next, column: area.left + rest } : { row: area.top + rest, column: area.left + next } };
};
