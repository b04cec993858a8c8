/** From one Range to another: cells, rows, neighbours, intersections, used parts. */
import type { Area, Worksheet } from "../../model";
import { areaAt, boundingArea, cellsOf, columnsOf, contains, insertCells, intersection, maxColumns, maxRows, parseArea, rowsOf, splitAddress } from "../../model";
import type { Args } from "../args";
import { BatchError, invalidArgument } from "../errors";
import type { HostObject, TypeDefinition } from "../host-type";
import { areaOn, onSheet } from "../reference";
import type { RangeTarget } from "./range-target";
import { rangeObject, rangeType } from "./range-target";
import { tableScopedCollectionType } from "./tables";

type Moves = NonNullable<TypeDefinition<RangeTarget>["objects"]>;

/** A Range that was passed, or an address. Both must lie on the same worksheet. */
const other = (range: RangeTarget, args: Args, index: number): Area => {
  const passed = args.object(index);
  if (passed) {
    const target = passed.as(rangeType);
    if (!target || target.sheet !== range.sheet) throw invalidArgument();
    return target.cells;
  }
  const address = args.text(index);
  const { sheet, rest } = splitAddress(address);
  return sheet === null ? (parseArea(rest) ?? areaOn(range.sheet, rest)) : areaOn(range.sheet, address);
};

const move = (to: (area: Area, args: Args, range: RangeTarget) => Area): Moves[string] => (range, args) => rangeObject(range.sheet, onSheet(to(range.cells, args, range)));

/** So many lines beside: negative counts go the other way. */
const count = (args: Args): number => {
  const lines = args.optionalInteger(0) ?? 1;
  if (lines === 0) throw invalidArgument();
  return lines;
};
const rowsBelow = (area: Area, lines: number): Area => (lines > 0 ? { ...area, top: area.bottom + 1, bottom: area.bottom + lines } : { ...area, top: area.bottom + 1 + lines, bottom: area.bottom });
const rowsAbove = (area: Area, lines: number): Area => (lines > 0 ? { ...area, top: area.top - lines, bottom: area.top - 1 } : { ...area, top: area.top, bottom: area.top - 1 - lines });
const columnsAfter = (area: Area, lines: number): Area => (lines > 0 ? { ...area, left: area.right + 1, right: area.right + lines } : { ...area, left: area.right + 1 + lines, right: area.right });
const columnsBefore = (area: Area, lines: number): Area => (lines > 0 ? { ...area, left: area.left - lines, right: area.left - 1 } : { ...area, left: area.left, right: area.left - 1 - lines });

const resized = (area: Area, rows: number, columns: number): Area => {
  const grown = { ...area, bottom: area.bottom + rows, right: area.right + columns };
  if (grown.bottom < grown.top || grown.right < grown.left) throw invalidArgument();
  return grown;
};

const used = (range: RangeTarget, args: Args): Area | null => {
  const whole = range.sheet.usedArea(args.flag(0, false));
  const inside = whole ? intersection(whole, range.cells) : null;
  return inside ? shrink(range.sheet, inside) : null;
};

/** The used part of a part may be smaller still. */
const shrink = (sheet: Worksheet, area: Area): Area | null => {
  let { top, bottom, left, right } = area;
  while (top <= bottom && sheet.grid.isBlankArea({ top, bottom: top, left, right })) top++;
  if (top > bottom) return null;
  while (sheet.grid.isBlankArea({ top: bottom, bottom, left, right })) bottom--;
  while (sheet.grid.isBlankArea({ top, bottom, left, right: left })) left++;
  while (sheet.grid.isBlankArea({ top, bottom, left: right, right })) right--;
  return { top, bottom, left, right };
};

/** The block around: grown until a blank row and a blank column surround it. */
const region = (sheet: Worksheet, start: Area): Area => {
  let area = start;
  for (;;) {
    const wider = {
      top: Math.max(area.top - 1, 0),
      left: Math.max(area.left - 1, 0),
      bottom: Math.min(area.bottom + 1, maxRows - 1),
      right: Math.min(area.right + 1, maxColumns - 1),
    };
    const next = { ...area };
    if (!sheet.grid.isBlankArea({ ...wider, bottom: area.top - 1 }) && area.top > 0) next.top = wider.top;
    if (!sheet.grid.isBlankArea({ ...wider, top: area.bottom + 1 }) && area.bottom < maxRows - 1) next.bottom = wider.bottom;
    if (!sheet.grid.isBlankArea({ ...wider, right: area.left - 1 }) && area.left > 0) next.left = wider.left;
    if (!sheet.grid.isBlankArea({ ...wider, left: area.right + 1 }) && area.right < maxColumns - 1) next.right = wider.right;
    if (cellsOf(next) === cellsOf(area)) return area;
    area = next;
  }
};

const find = (range: RangeTarget, args: Args): HostObject | null => {
  const wanted = args.text(0).toLowerCase();
  const options = args.has(1) ? args.record(1) : {};
  const inside = intersection(range.cells, range.sheet.usedArea(true) ?? areaAt(0, 0));
  if (!inside) return null;
  for (let row = inside.top; row <= inside.bottom; row++) {
    for (let column = inside.left; column <= inside.right; column++) {
      const text = range.sheet.text(row, column);
      const compared = options["matchCase"] === true ? text : text.toLowerCase();
      const sought = options["matchCase"] === true ? args.text(0) : wanted;
      if (options["completeMatch"] === true ? compared === sought : compared.includes(sought)) return rangeObject(range.sheet, areaAt(row, column));
    }
  }
  return null;
};

const found = (object: HostObject | null): HostObject => {
  if (!object) throw new BatchError("ItemNotFound");
  return object;
};

export const rangeMoves: Moves = {
  getCell: move((area, args) => areaAt(area.top + args.integer(0), area.left + args.integer(1))),
  getRow: move((area, args) => ({ ...area, top: area.top + args.integer(0), bottom: area.top + args.integer(0) })),
  getColumn: move((area, args) => ({ ...area, left: area.left + args.integer(0), right: area.left + args.integer(0) })),
  getLastCell: move((area) => areaAt(area.bottom, area.right)),
  getLastRow: move((area) => ({ ...area, top: area.bottom })),
  getLastColumn: move((area) => ({ ...area, left: area.right })),
  getEntireRow: move((area) => ({ ...area, left: 0, right: maxColumns - 1 })),
  getEntireColumn: move((area) => ({ ...area, top: 0, bottom: maxRows - 1 })),
  getRowsBelow: move((area, args) => rowsBelow(area, count(args))),
  getRowsAbove: move((area, args) => rowsAbove(area, count(args))),
  getColumnsAfter: move((area, args) => columnsAfter(area, count(args))),
  getColumnsBefore: move((area, args) => columnsBefore(area, count(args))),
  getOffsetRange: move((area, args) => ({ top: area.top + args.integer(0), bottom: area.bottom + args.integer(0), left: area.left + args.integer(1), right: area.right + args.integer(1) })),
  getResizedRange: move((area, args) => resized(area, args.integer(0), args.integer(1))),
  getAbsoluteResizedRange: move((area, args) => resized(area, args.integer(0) - rowsOf(area), args.integer(1) - columnsOf(area))),
  getBoundingRect: move((area, args, range) => boundingArea(area, other(range, args, 0))),
  getSurroundingRegion: move((area, _args, range) => region(range.sheet, area)),
  getIntersection: (range, args) => {
    const common = intersection(range.cells, other(range, args, 0));
    if (!common) throw new BatchError("ItemNotFound");
    return rangeObject(range.sheet, common);
  },
  getIntersectionOrNullObject: (range, args) => {
    const passed = args.object(0)?.as(rangeType);
    // Ranges on different worksheets have nothing in common.
    if (passed && passed.sheet !== range.sheet) return null;
    const common = intersection(range.cells, other(range, args, 0));
    return common ? rangeObject(range.sheet, common) : null;
  },
  getUsedRange: (range, args) => rangeObject(range.sheet, used(range, args) ?? areaAt(range.cells.top, range.cells.left)),
  getUsedRangeOrNullObject: (range, args) => {
    const area = used(range, args);
    return area ? rangeObject(range.sheet, area) : null;
  },
  getTables: (range, args) => {
    const isWhole = args.flag(0, true);
    const tables = range.sheet.tables.filter((table) => {
      const common = intersection(table.area, range.cells);
      return common !== null && (!isWhole || (contains(range.cells, table.area.top, table.area.left) && contains(range.cells, table.area.bottom, table.area.right)));
    });
    return tableScopedCollectionType.of({ workbook: range.sheet.workbook, tables });
  },
  insert: (range, args) => {
    const towards = args.oneOf(0, ["Down", "Right"] as const);
    const area = range.cells;
    insertCells(range.sheet, area, towards);
    return rangeObject(range.sheet, area);
  },
  find: (range, args) => found(find(range, args)),
  findOrNullObject: find,
};
