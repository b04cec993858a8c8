import { layOutRows, shownSize } from "../../../src/workbench/grid/layout";

describe("the rows on show", () => {
  test("frozen rows stand apart, hidden ones nowhere", () => {
    const layout = layOutRows(8, 2, (row) => row === 1 || row === 4);
    expect([layout.frozen, layout.body]).toEqual([[0], [2, 3, 5, 6, 7]]);
    expect([layout.place(0), layout.place(5), layout.place(4), layout.place(99)]).toEqual([{ part: "frozen", index: 0 }, { part: "body", index: 2 }, null, null]);
  });

  test("the next row is the next one shown, and the same at the border", () => {
    const layout = layOutRows(6, 0, (row) => row === 2 || row === 3);
    expect([layout.next(1, 1), layout.next(4, -1), layout.next(5, 1), layout.next(0, -1)]).toEqual([4, 1, 5, 0]);
  });

  test("there is always room below and beside what is used, and never past the sheet's end", () => {
    const limit = { rows: 1_048_576, columns: 16_384 };
    expect(shownSize({ rows: 100_001, columns: 10 }, { rows: 0, columns: 0 }, limit)).toEqual({ rows: 100_201, columns: 26 });
    expect(shownSize({ rows: 1_048_576, columns: 16_384 }, { rows: 0, columns: 0 }, limit)).toEqual(limit);
    expect(shownSize({ rows: 0, columns: 0 }, { rows: 5_000, columns: 40 }, limit)).toEqual({ rows: 5_200, columns: 46 });
  });
});
