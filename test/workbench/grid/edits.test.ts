import * as fc from "fast-check";
import { addTable, createWorkbook, Refusal, writeLiterals, type Area, type Value, type Worksheet } from "../../../src/workbench/model";
import { Edits } from "../../../src/workbench/grid/edits";
import { History } from "../../../src/workbench/grid/history";
import { readBlock, seriesStep } from "../../../src/workbench/grid/block";

const aSheet = (rows: readonly (readonly Value[])[] = []): { sheet: Worksheet; edits: Edits; history: History } => {
  const sheet = createWorkbook({ thisYear: 2026 }).active;
  rows.forEach((row, index) => row.forEach((value, column) => sheet.grid.column(column).put(index, value)));
  const history = new History();
  return { sheet, edits: new Edits(history), history };
};
const area = (top: number, left: number, bottom = top, right = left): Area => ({ top, left, bottom, right });
const shown = (sheet: Worksheet, { top, left, bottom, right }: Area) =>
  Array.from({ length: bottom - top + 1 }, (_, row) => Array.from({ length: right - left + 1 }, (_unused, column) => sheet.text(top + row, left + column)));

describe("what a user types and pastes", () => {
  test("is read as Excel reads it, so a missing escape shows", () => {
    const { sheet, edits } = aSheet();
    edits.pasteText(sheet, [["00123", "=1+1"], ["3-4", "text"]], area(0, 0));
    expect([sheet.value(0, 0), sheet.formula(0, 1), sheet.text(1, 0), sheet.value(1, 1)]).toEqual([123, "=1+1", "03-Apr", "text"]);
  });

  test("stays text in text cells", () => {
    const { sheet, edits } = aSheet();
    sheet.setNumberFormat(area(0, 0, 9, 0), "@");
    edits.pasteText(sheet, [["00123"], ["=1+1"]], area(0, 0));
    expect([sheet.value(0, 0), sheet.value(1, 0), sheet.formula(1, 0)]).toEqual(["00123", "=1+1", null]);
  });

  test("one copied cell fills the whole selection", () => {
    const { sheet, edits } = aSheet([["x"]]);
    edits.pasteBlock(sheet, readBlock(sheet, area(0, 0)), area(2, 1, 3, 2));
    expect(shown(sheet, area(2, 1, 3, 2))).toEqual([["x", "x"], ["x", "x"]]);
  });

  test("text that looks like a number is pasted as text within the workbook, with its format", () => {
    const { sheet, edits } = aSheet();
    sheet.setNumberFormat(area(0, 0), "@");
    writeLiterals(sheet, area(0, 0), [["00042"]]);
    edits.pasteBlock(sheet, readBlock(sheet, area(0, 0)), area(0, 3));
    expect([sheet.value(0, 3), sheet.numberFormat(0, 3)]).toEqual(["00042", "@"]);
  });

  test("formulas move along when they are pasted and filled", () => {
    const { sheet, edits } = aSheet([[2], [5]]);
    edits.type(sheet, 0, 1, "=A1*10");
    edits.fillDown(sheet, area(0, 1, 1, 1));
    expect([sheet.formula(1, 1), sheet.value(1, 1)]).toEqual(["=A2*10", 50]);
  });

  test("rows that a filter hides are not copied", () => {
    const { sheet } = aSheet([["a"], ["b"], ["c"]]);
    sheet.filteredRows.set(1, 1, true);
    expect(readBlock(sheet, area(0, 0, 2, 0)).map(([cell]) => cell?.value)).toEqual(["a", "c"]);
  });

  test("a block that would not fit is refused in words, and nothing changes", () => {
    const { sheet, edits } = aSheet();
    expect(() => edits.pasteText(sheet, [["a"], ["b"]], area(1_048_575, 0))).toThrow(Refusal);
    expect(sheet.usedArea()).toBeNull();
  });
});

describe("filling", () => {
  test.each([
    [[1, 2], 1],
    [[10, 7.5], -2.5],
    [[3], null],
    [["a", "b"], null],
    [[1, 2, 4], null],
  ])("of %j goes on by %p", (values, by) => expect(seriesStep(values)).toBe(by));

  test("carries a series of numbers on and repeats texts", () => {
    const { sheet, edits } = aSheet([[1, "x"], [2, "y"]]);
    edits.fill(sheet, area(0, 0, 1, 1), area(0, 0, 4, 1));
    expect(shown(sheet, area(0, 0, 4, 1))).toEqual([["1", "x"], ["2", "y"], ["3", "x"], ["4", "y"], ["5", "x"]]);
  });
});

describe("taking back", () => {
  type Action = (edits: Edits, sheet: Worksheet) => void;
  const actions: fc.Arbitrary<Action> = fc.oneof(
    fc.tuple(fc.nat(7), fc.nat(3), fc.constantFrom("00123", "=A1", "text", "12.50", "")).map(([row, column, text]): Action => (edits, sheet) => edits.type(sheet, row, column, text)),
    fc.tuple(fc.nat(6), fc.nat(2)).map(([row, column]): Action => (edits, sheet) => edits.clear(sheet, area(row, column, row + 1, column + 1))),
    fc.tuple(fc.nat(6), fc.nat(2)).map(([row, column]): Action => (edits, sheet) => edits.pasteText(sheet, [["1", "two"], ["3-4", ""]], area(row, column))),
    fc.integer({ min: 1, max: 6 }).map((row): Action => (edits, sheet) => edits.insertRows(sheet, row, 2)),
    fc.integer({ min: 1, max: 6 }).map((row): Action => (edits, sheet) => edits.deleteRows(sheet, row, 1)),
    fc.boolean().map((ascending): Action => (edits, sheet) => edits.sort(sheet, sheet.tables[0]!, 1, ascending)),
  );
  const state = (sheet: Worksheet) => ({
    cells: Array.from({ length: 16 }, (_, row) => Array.from({ length: 6 }, (_unused, column) => [sheet.grid.value(row, column), sheet.formula(row, column) === null])),
    tables: sheet.tables.map((table) => [table.name, table.area, table.columns.map((column) => column.name)]),
  });

  test("everything leaves the sheet as it was before, and doing it again as it was after", () => {
    fc.assert(
      fc.property(fc.array(actions, { minLength: 1, maxLength: 6 }), (chosen) => {
        const { sheet, edits, history } = aSheet([["Name", "Amount"], ["Ann", 3], ["Bob", 1], ["Cem", 2], ["Dee", null]]);
        addTable(sheet, area(0, 0, 4, 1), true, "People");
        const before = state(sheet);
        let done = 0;
        for (const action of chosen) {
          try {
            action(edits, sheet);
            done += 1;
          } catch (fault) {
            if (!(fault instanceof Refusal)) throw fault;
          }
        }
        const after = state(sheet);
        for (let step = 0; step < done; step += 1) expect(history.undo()).not.toBeNull();
        expect(history.undo()).toBeNull();
        expect(state(sheet)).toEqual(before);
        for (let step = 0; step < done; step += 1) history.redo();
        expect(state(sheet)).toEqual(after);
      }),
      { numRuns: 150 },
    );
  });

  test("a new edit forgets what was taken back", () => {
    const { sheet, edits, history } = aSheet();
    edits.type(sheet, 0, 0, "a");
    history.undo();
    edits.type(sheet, 0, 0, "b");
    expect(history.redo()).toBeNull();
  });
});
