import { parseAreas } from "../../src/excel/address";
import { editsOf, kindOfChange, type RawChange, type WatchedTable } from "../../src/excel/edits";

const table: WatchedTable = {
  id: "t1",
  worksheetId: "s1",
  place: { table: "CustomerLinks", worksheet: "Links", area: { top: 2, left: 1, bottom: 12, right: 3 }, headers: ["CustomerId", "CustomerName", "Mine"], hasTotals: false, isProtected: false },
};
const edit = (address: string, changeType = "RangeEdited", worksheetId = "s1"): RawChange => ({ worksheetId, areas: parseAreas(address), what: kindOfChange(changeType) });
const told = (...changes: RawChange[]) => editsOf(changes, [table], new Map([["t1", "CustomerLinks"]]), new Set(["t1"]));
const cells = (firstRow: number, rowCount: number, headers: readonly string[]) => ({ kind: "cells", table: "CustomerLinks", rowsAffected: "some", firstRow, rowCount, headers });

describe("what an edit means for our tables", () => {
  test("a cell in the body is told by row and heading", () => expect(told(edit("C5"))).toEqual([cells(1, 1, ["CustomerName"])]));
  test("a paste that reaches beyond the table is cut to it", () => expect(told(edit("A1:Z100"))).toEqual([{ kind: "shape", table: "CustomerLinks", what: "columns" }, cells(0, 10, ["CustomerId", "CustomerName", "Mine"])]));
  test("edits of touching rows are told together, of distant rows apart", () =>
    expect(told(edit("B4"), edit("C5"), edit("B12,D12"))).toEqual([cells(0, 2, ["CustomerId", "CustomerName"]), cells(8, 1, ["CustomerId", "CustomerName", "Mine"])]));
  test("whole columns and rows are understood", () => {
    expect(told(edit("C:C"))).toEqual([{ kind: "shape", table: "CustomerLinks", what: "columns" }, cells(0, 10, ["CustomerName"])]);
    expect(told(edit("6:7"))).toEqual([cells(2, 2, ["CustomerId", "CustomerName", "Mine"])]);
  });
  test("beside the table, or on another worksheet, is nothing", () => {
    expect(told(edit("E5"), edit("B40"), edit("B5", "RangeEdited", "s2"))).toEqual([]);
  });
  test("inserted and deleted rows change the shape, one behind the end included", () => {
    for (const address of ["5:5", "13:13", "14:14"]) expect(told(edit(address, "RowDeleted"))).toEqual(address === "14:14" || address === "13:13" || address === "5:5" ? [{ kind: "shape", table: "CustomerLinks", what: "rows" }] : []);
    expect(told(edit("C5:C6", "CellInserted"))).toEqual([{ kind: "shape", table: "CustomerLinks", what: "rows" }]);
    expect(told(edit("20:20", "RowInserted"))).toEqual([]);
  });
  test("a heading typed over is a change of columns", () => expect(told(edit("B3"))).toEqual([{ kind: "shape", table: "CustomerLinks", what: "columns" }]));
  test("a table renamed or deleted is told by the name it had", () => {
    const before = new Map([["t1", "CustomerLinks"], ["t2", "TaxCodes"]]);
    expect(editsOf([], [table], before, new Set(["t1", "t2"]))).toEqual([{ kind: "shape", table: "TaxCodes", what: "renamed" }]);
    expect(editsOf([], [table], before, new Set(["t1"]))).toEqual([{ kind: "shape", table: "TaxCodes", what: "deleted" }]);
  });
});
