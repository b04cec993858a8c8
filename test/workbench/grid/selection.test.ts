import * as fc from "fast-check";
import { advance, extendTo, jump, selectArea, selectCell, selectedArea, step, stepRows, type Terrain } from "../../../src/workbench/grid/selection";

/** A sheet of 20 by 6 where the named cells are filled and the named rows hidden. */
const aTerrain = (filled: readonly string[] = [], hidden: readonly number[] = []): Terrain => ({
  rows: 20,
  columns: 6,
  nextRow: (from, by) => {
    for (let row = from + by; row >= 0 && row < 20; row += by) if (!hidden.includes(row)) return row;
    return from;
  },
  isBlank: (row, column) => !filled.includes(`${row},${column}`),
});
const column = (...rows: number[]) => rows.map((row) => `${row},0`);

describe("moving through the sheet", () => {
  test("stops at the borders", () => {
    expect(step({ row: 0, column: 0 }, "up", aTerrain())).toEqual({ row: 0, column: 0 });
    expect(step({ row: 0, column: 5 }, "right", aTerrain())).toEqual({ row: 0, column: 5 });
  });

  test("steps over rows that a filter hides", () => {
    expect(step({ row: 2, column: 1 }, "down", aTerrain([], [3, 4]))).toEqual({ row: 5, column: 1 });
    expect(stepRows({ row: 2, column: 1 }, 3, aTerrain([], [3, 4]))).toEqual({ row: 7, column: 1 });
  });

  test.each([
    ["to the end of the filled run", column(0, 1, 2, 5), 0, 2],
    ["over the gap to the next filled cell", column(0, 1, 2, 5), 2, 5],
    ["from a blank cell to the next filled one", column(4), 0, 4],
    ["to the border where nothing follows", column(0, 1), 1, 19],
  ])("Ctrl+arrow goes %s", (_, filled, from, to) => expect(jump({ row: from, column: 0 }, "down", aTerrain(filled)).row).toBe(to));

  test("Enter walks down a block, column by column, and starts over", () => {
    let selection = selectArea({ top: 1, left: 1, bottom: 2, right: 2 });
    const visited = Array.from({ length: 5 }, () => {
      const { active } = selection;
      selection = advance(selection, "column", false, aTerrain());
      return `${active.row},${active.column}`;
    });
    expect(visited).toEqual(["1,1", "2,1", "1,2", "2,2", "1,1"]);
  });

  test("Tab of a single cell goes right, and Shift+Tab back", () => {
    const there = advance(selectCell({ row: 3, column: 2 }), "row", false, aTerrain());
    expect(there.active).toEqual({ row: 3, column: 3 });
    expect(advance(there, "row", true, aTerrain()).active).toEqual({ row: 3, column: 2 });
  });

  test("walking a block forwards and backwards cancel out", () => {
    fc.assert(
      fc.property(fc.nat(5), fc.nat(3), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 2 }), fc.constantFrom("row" as const, "column" as const), (top, left, high, wide, along) => {
        const start = selectArea({ top, left, bottom: top + high, right: left + wide });
        expect(advance(advance(start, along, false, aTerrain()), along, true, aTerrain())).toEqual(start);
      }),
    );
  });

  test("a block spans from its anchor, whichever way it is extended", () => {
    expect(selectedArea(extendTo(selectCell({ row: 5, column: 3 }), { row: 2, column: 4 }))).toEqual({ top: 2, bottom: 5, left: 3, right: 4 });
  });
});
