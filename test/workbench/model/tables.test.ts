import { addColumn, addRows, addTable, appearance, areaAt, createWorkbook, deleteCells, deleteRows, filterColumn, clearFilter, insertCells, maxColumns, parseArea, plainStyle, renameColumn, resizeTable, restyle, sortTable, typeInto, writeInputs } from "../../../src/workbench/model";
import type { Area, Table, ValidationRule, Workbook, Worksheet } from "../../../src/workbench/model";
import { defaultAlert, defaultPrompt } from "../../../src/workbench/model";

const area = (address: string): Area => {
  const found = parseArea(address);
  if (!found) throw new Error(`${address} is no address.`);
  return found;
};

type Fixture = { workbook: Workbook; sheet: Worksheet; table: Table };

/** B2:D5 with a header row and three customers. */
const aTable = (): Fixture => {
  const workbook = createWorkbook({ thisYear: 2026 });
  const sheet = workbook.active;
  writeInputs(sheet, area("B2:D5"), [
    ["CustomerId", "Name", "Amount"],
    ["C3", "Crane", 30],
    ["C1", "Acme", 10],
    ["C2", "bolt", 20],
  ]);
  return { workbook, sheet, table: addTable(sheet, area("B2:D5"), true, "Links") };
};

const column = (sheet: Worksheet, address: string): unknown[] => {
  const cells = area(address);
  return Array.from({ length: cells.bottom - cells.top + 1 }, (_, row) => sheet.value(cells.top + row, cells.left));
};

const list = (source: string): { rule: ValidationRule; errorAlert: typeof defaultAlert; prompt: typeof defaultPrompt; ignoreBlanks: boolean } => ({ rule: { kind: "List", source, inCellDropDown: true }, errorAlert: defaultAlert, prompt: defaultPrompt, ignoreBlanks: true });

describe("a table grows", () => {
  test("when something is written directly below it, with the look of its last row", () => {
    const { sheet, table } = aTable();
    sheet.grid.setNumberFormat(area("B3:B5"), "@");
    sheet.grid.changeStyle(area("D3:D5"), { bold: true });
    writeInputs(sheet, area("B6:D7"), [["C4", "Dune", 40], ["C5", "Elm", 50]]);
    expect(table.area).toEqual(area("B2:D7"));
    expect([sheet.numberFormat(6, 1), sheet.style(6, 3).bold]).toEqual(["@", true]);
  });

  test("when one cell of the row below is typed", () => {
    const { sheet, table } = aTable();
    typeInto(sheet, 5, 2, "Dune");
    expect(table.area).toEqual(area("B2:D6"));
  });

  test("by a column when something is written directly to the right", () => {
    const { sheet, table } = aTable();
    writeInputs(sheet, area("E2:E5"), [["Result"], ["ok"], ["ok"], ["ok"]]);
    expect(table.area).toEqual(area("B2:E5"));
    expect(table.columns.map((each) => each.name)).toEqual(["CustomerId", "Name", "Amount", "Result"]);
  });

  test("but not over something that stands below, nor over cells with a validation, nor two rows below", () => {
    const below = aTable();
    typeInto(below.sheet, 6, 1, "total");
    writeInputs(below.sheet, area("B6:B7"), [["C4"], ["C5"]]);
    expect(below.table.area).toEqual(area("B2:D5"));
    const validated = aTable();
    validated.sheet.validations.set([area("B6:B6")], list("a,b"));
    typeInto(validated.sheet, 5, 1, "C4");
    expect(validated.table.area).toEqual(area("B2:D5"));
    const apart = aTable();
    typeInto(apart.sheet, 6, 1, "C4");
    expect(apart.table.area).toEqual(area("B2:D5"));
  });

  test("and its validations and conditional formats grow along", () => {
    const { workbook, sheet } = aTable();
    sheet.validations.set([area("C3:C5")], list("a,b"));
    sheet.conditionalFormats.add({ id: workbook.newId(), areas: [area("B3:D5")], rule: { type: "Custom", formula: '=$C3="Dune"' }, style: restyle(plainStyle, { fill: "#FF0000" }), stopIfTrue: false });
    writeInputs(sheet, area("B6:D6"), [["C4", "Dune", 1]]);
    expect(sheet.validations.at(5, 2)?.rule.kind).toBe("List");
    expect(appearance(sheet, 5, 1).fill).toBe("#FF0000");
    expect(appearance(sheet, 4, 1).fill).toBeUndefined();
  });
});

test("a table does not grow by itself where the user switched that off", () => {
  const { workbook, sheet, table } = aTable();
  workbook.autoExpandsTables = false;
  typeInto(sheet, 5, 1, "C4");
  expect(table.area).toEqual(area("B2:D5"));
});

describe("headers", () => {
  test("are text, never empty and never twice the same", () => {
    const sheet = createWorkbook().active;
    writeInputs(sheet, area("A1:D2"), [["Name", "name", "", 2026], [1, 2, 3, 4]]);
    const table = addTable(sheet, area("A1:D2"), true);
    expect(table.columns.map((each) => each.name)).toEqual(["Name", "name2", "Column1", "2026"]);
    expect(sheet.value(0, 3)).toBe("2026");
  });

  test("typed over an existing name get a number, and the other keeps its own", () => {
    const { sheet, table } = aTable();
    typeInto(sheet, 1, 1, "Name");
    expect(table.columns.map((each) => each.name)).toEqual(["Name2", "Name", "Amount"]);
    expect(sheet.value(1, 1)).toBe("Name2");
  });

  test("renamed by their column change the cell, and the column keeps its identity", () => {
    const { sheet, table } = aTable();
    const { id } = table.columns[1] ?? { id: 0 };
    renameColumn(sheet, table, 1, "CustomerName");
    expect([sheet.value(1, 2), table.columns[1]?.id]).toEqual(["CustomerName", id]);
  });

  test("are put in above where the data has none", () => {
    const sheet = createWorkbook().active;
    writeInputs(sheet, area("A1:B2"), [[1, 2], [3, 4]]);
    const table = addTable(sheet, area("A1:B2"), false);
    expect(table.area).toEqual(area("A1:B3"));
    expect([sheet.value(0, 0), sheet.value(1, 0)]).toEqual(["Column1", 1]);
  });
});

describe("rows and columns inserted and deleted", () => {
  test("above a table move it with its validations, notes, names and formats", () => {
    const { workbook, sheet, table } = aTable();
    sheet.validations.set([area("C3:C5")], list("=$F$1:$F$3"));
    sheet.notes.add(3, 1, "look", "me");
    workbook.names.add({ name: "Ids", scope: null, formula: "=Sheet1!$B$3:$B$5", visible: false, comment: "" });
    sheet.grid.setNumberFormat(area("D3:D5"), "0.00");
    insertCells(sheet, areaAt(0, 0, 2, maxColumns), "Down");
    expect(table.area).toEqual(area("B4:D7"));
    expect(sheet.validations.at(4, 2)?.rule).toEqual({ kind: "List", source: "=$F$3:$F$5", inCellDropDown: true });
    expect(sheet.notes.at(5, 1)?.content).toBe("look");
    expect(workbook.names.find("ids", null)?.formula).toBe("=Sheet1!$B$5:$B$7");
    expect([sheet.numberFormat(4, 3), sheet.numberFormat(3, 3)]).toEqual(["0.00", "General"]);
  });

  test("beside hidden ones are seen", () => {
    const { sheet } = aTable();
    sheet.setRowsHidden(8, 9, true);
    insertCells(sheet, areaAt(9, 0, 1, maxColumns), "Down");
    expect([8, 9, 10].map((row) => sheet.isRowHidden(row))).toEqual([true, false, true]);
  });

  test("inside a table make it longer or shorter", () => {
    const { sheet, table } = aTable();
    insertCells(sheet, areaAt(3, 0, 1, maxColumns), "Down");
    expect(table.area).toEqual(area("B2:D6"));
    deleteCells(sheet, areaAt(2, 0, 2, maxColumns), "Up");
    expect(table.area).toEqual(area("B2:D4"));
    expect(column(sheet, "B3:B4")).toEqual(["C1", "C2"]);
  });

  test("may not tear a table apart, nor take its header away", () => {
    const { sheet } = aTable();
    expect(() => insertCells(sheet, area("C1:C1"), "Down")).toThrow(/would shift cells in table Links/);
    expect(() => deleteCells(sheet, area("A3:B3"), "Left")).toThrow(/would shift cells/);
    expect(() => deleteCells(sheet, areaAt(1, 0, 1, maxColumns), "Up")).toThrow(/header row/);
  });

  test("leave one blank row where all rows of a table are deleted", () => {
    const { sheet, table } = aTable();
    typeInto(sheet, 8, 1, "below");
    deleteRows(sheet, table, 0, 3);
    expect(table.area).toEqual(area("B2:D3"));
    expect(column(sheet, "B3:B3")).toEqual([null]);
    expect(sheet.value(6, 1)).toBe("below");
  });

  test("take a table away that lies wholly in them", () => {
    const { workbook, sheet } = aTable();
    deleteCells(sheet, areaAt(0, 0, 6, maxColumns), "Up");
    expect(workbook.tables()).toEqual([]);
  });

  test("a column deleted through a table takes its column, the others keep theirs", () => {
    const { sheet, table } = aTable();
    const ids = table.columns.map((each) => each.id);
    deleteCells(sheet, area("C2:C5"), "Left");
    expect(table.columns.map((each) => [each.id, each.name])).toEqual([[ids[0], "CustomerId"], [ids[2], "Amount"]]);
    expect(table.area).toEqual(area("B2:C5"));
  });

  test("a column inserted in a table gets a header of its own", () => {
    const { sheet, table } = aTable();
    addColumn(sheet, table, 1, "Site");
    expect(table.columns.map((each) => each.name)).toEqual(["CustomerId", "Site", "Name", "Amount"]);
    expect(column(sheet, "D2:D3")).toEqual(["Name", "Crane"]);
  });

  test("rows added to a table push down what stands below it", () => {
    const { sheet, table } = aTable();
    typeInto(sheet, 6, 1, "below");
    addRows(sheet, table, null, 2);
    expect(table.area).toEqual(area("B2:D7"));
    expect(sheet.value(8, 1)).toBe("below");
  });
});

test("a table is resized only where its header stays", () => {
  const { sheet, table } = aTable();
  resizeTable(sheet, table, area("B2:E8"));
  expect([table.area, table.columns.length, sheet.value(1, 4)]).toEqual([area("B2:E8"), 4, "Column1"]);
  expect(() => resizeTable(sheet, table, area("B3:E8"))).toThrow(/header row must stay/);
  expect(() => resizeTable(sheet, table, area("B2:E2"))).toThrow(/header row must stay/);
});

test("a table needs a name of its own that is a name", () => {
  const { sheet } = aTable();
  typeInto(sheet, 0, 20, "x");
  expect(() => addTable(sheet, area("U1:U1"), true, "links")).toThrow(/already exists/);
  expect(() => addTable(sheet, area("U1:U1"), true, "A1")).toThrow(/looks like a cell/);
  expect(() => addTable(sheet, area("U1:U1"), true, "my table")).toThrow(/no spaces/);
  expect(() => addTable(sheet, area("D4:F6"), true)).toThrow(/overlap/);
});

describe("sorting", () => {
  test("moves whole rows with their formats and notes, folds case, and puts blanks last either way", () => {
    const { sheet, table } = aTable();
    sheet.notes.add(2, 1, "of Crane", "me");
    sheet.grid.changeStyle(area("C3"), { fill: "#FF0000" });
    typeInto(sheet, 5, 1, "C9");
    sortTable(sheet, table, [{ column: 1, ascending: true }]);
    expect(column(sheet, "C3:C6")).toEqual(["Acme", "bolt", "Crane", null]);
    expect(column(sheet, "B3:B6")).toEqual(["C1", "C2", "C3", "C9"]);
    expect([sheet.notes.at(4, 1)?.content, sheet.style(4, 2).fill]).toEqual(["of Crane", "#FF0000"]);
    sortTable(sheet, table, [{ column: 1, ascending: false }]);
    expect(column(sheet, "C3:C6")).toEqual(["Crane", "bolt", "Acme", null]);
  });

  test("keeps the order of equal rows and sorts numbers before text", () => {
    const sheet = createWorkbook().active;
    writeInputs(sheet, area("A1:B5"), [["k", "n"], ["b", 1], [2, 2], ["b", 3], [10, 4]]);
    const table = addTable(sheet, area("A1:B5"), true);
    sortTable(sheet, table, [{ column: 0, ascending: true }]);
    expect(column(sheet, "B2:B5")).toEqual([2, 4, 1, 3]);
  });
});

describe("filtering", () => {
  test("hides the rows that fail and shows them again when cleared; rows the user hid stay hidden", () => {
    const { sheet, table } = aTable();
    sheet.setRowsHidden(4, 4, true);
    filterColumn(sheet, table, 1, { filterOn: "Values", values: ["acme", "Crane"] });
    expect([2, 3, 4].map((row) => sheet.isRowHidden(row))).toEqual([false, false, true]);
    filterColumn(sheet, table, 2, { filterOn: "Custom", criterion1: ">=20" });
    expect([2, 3, 4].map((row) => sheet.isRowHidden(row))).toEqual([false, true, true]);
    clearFilter(sheet, table);
    expect([2, 3, 4].map((row) => sheet.isRowHidden(row))).toEqual([false, false, true]);
  });

  test("refuses to delete rows of a filtered table", () => {
    const { sheet, table } = aTable();
    filterColumn(sheet, table, 1, { filterOn: "Values", values: ["Acme"] });
    expect(() => deleteRows(sheet, table, 0, 1)).toThrow(/clear the filter/);
  });
});
