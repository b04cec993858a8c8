import { addTable, createWorkbook, filterColumn, restyle, plainStyle, sortTable, writeLiterals, type Value } from "../../../src/workbench/model";
import { paintCell } from "../../../src/workbench/grid/painter";
import { describe as describeSelection, summarise } from "../../../src/workbench/grid/status";

const aSheet = (rows: readonly (readonly Value[])[]) => {
  const sheet = createWorkbook().active;
  writeLiterals(sheet, { top: 0, left: 0, bottom: rows.length - 1, right: rows[0]!.length - 1 }, rows);
  return sheet;
};
const nowhere = { top: 90, left: 9, bottom: 90, right: 9 };
const paint = (sheet: ReturnType<typeof aSheet>, row: number, column: number, width = 100) => paintCell(sheet, row, column, width, nowhere, { row: 90, column: 9 });

describe("what a cell shows", () => {
  test("numbers stand right, truths in the middle, text left", () => {
    const sheet = aSheet([[1, true, "x", null]]);
    expect([0, 1, 2, 3].map((column) => paint(sheet, 0, column).align)).toEqual(["right", "center", "left", "left"]);
  });

  test("a number that does not fit shows as hashes, never cut off", () => {
    const sheet = aSheet([[1234567.89]]);
    sheet.setNumberFormat({ top: 0, left: 0, bottom: 0, right: 0 }, "#,##0.00");
    expect(paint(sheet, 0, 0, 100).text).toBe("1,234,567.89");
    expect(paint(sheet, 0, 0, 50).text).toMatch(/^#+$/);
  });

  test("a text that does not fit stays whole", () => {
    expect(paint(aSheet([["0000000000000000000123"]]), 0, 0, 30).text).toBe("0000000000000000000123");
  });

  test("a problem is marked by more than its colour", () => {
    const sheet = aSheet([["AC1", "Unknown account"], ["AC2", null]]);
    sheet.conditionalFormats.add({ id: "p", areas: [{ top: 0, left: 0, bottom: 1, right: 0 }], rule: { type: "Custom", formula: '=$B1<>""' }, style: restyle(plainStyle, { fill: "#FDE7E9" }), stopIfTrue: false });
    expect([paint(sheet, 0, 0).isMarked, paint(sheet, 0, 0).look.fill, paint(sheet, 1, 0).isMarked]).toEqual([true, "#FDE7E9", false]);
  });

  test("a table shows its header's filter and sort, and bands below", () => {
    const sheet = aSheet([["Name", "Town"], ["b", "Ely"], ["a", "Bath"]]);
    const table = addTable(sheet, { top: 0, left: 0, bottom: 2, right: 1 }, true, "T");
    sortTable(sheet, table, [{ column: 0, ascending: true }]);
    filterColumn(sheet, table, 1, { filterOn: "Values", values: ["Ely"] });
    expect([paint(sheet, 0, 0).filter, paint(sheet, 0, 1).filter]).toMatchObject([{ sorted: "ascending", isFiltered: false }, { sorted: null, isFiltered: true }]);
    expect([0, 1, 2].map((row) => paint(sheet, row, 0).table)).toEqual(["header", "band", "plain"]);
  });

  test("the edges of a block run along its outer cells only", () => {
    const sheet = aSheet([["a", "b"], ["c", "d"]]);
    const edges = [0, 1].flatMap((row) => [0, 1].map((column) => paintCell(sheet, row, column, 60, { top: 0, left: 0, bottom: 1, right: 1 }, { row: 0, column: 0 }).edges));
    expect(edges).toEqual(["tl", "tr", "bl", "rb"]);
  });
});

describe("the selection in numbers", () => {
  test("sums pence without drift and leaves hidden rows out", () => {
    const sheet = aSheet([[0.1], [0.2], [0.3], ["x"], [null], [99]]);
    sheet.filteredRows.set(5, 5, true);
    const summary = summarise(sheet, { top: 0, left: 0, bottom: 5, right: 0 });
    expect(summary).toEqual({ filled: 4, numbers: 3, sum: 0.6 });
    expect(describeSelection(summary!)).toBe("Average 0.2   Count 4   Sum 0.6");
  });

  test("says nothing of a single cell", () => {
    expect(summarise(aSheet([[1]]), { top: 0, left: 0, bottom: 0, right: 0 })).toBeNull();
  });
});
