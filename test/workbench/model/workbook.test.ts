import { appearance, areaAt, checkTyped, clearArea, createWorkbook, defaultAlert, defaultPrompt, dropDownFor, parseArea, plainStyle, restyle, typeInto, writeInputs, writeLiterals } from "../../../src/workbench/model";
import type { Area, ConditionalRule, ValidationRule, WorkbookEvent, Worksheet } from "../../../src/workbench/model";

const area = (address: string): Area => parseArea(address) ?? areaAt(0, 0);

const validate = (sheet: Worksheet, address: string, rule: ValidationRule): void => sheet.validations.set([area(address)], { rule, errorAlert: { ...defaultAlert, message: "No." }, prompt: defaultPrompt, ignoreBlanks: true });
const format = (sheet: Worksheet, address: string, rule: ConditionalRule, fill: string): void => {
  sheet.conditionalFormats.append({ id: sheet.workbook.newId(), areas: [area(address)], rule, style: restyle(plainStyle, { fill }), stopIfTrue: false });
};

describe("worksheets", () => {
  test("have names that Excel would take, each once whatever its case", () => {
    const workbook = createWorkbook();
    workbook.addWorksheet("Links");
    expect(() => workbook.addWorksheet("links")).toThrow(/already exists/);
    for (const bad of ["", "a/b", "x".repeat(32), "'a", "[x]"]) expect(() => workbook.addWorksheet(bad)).toThrow(/not a valid worksheet name/);
    expect(workbook.addWorksheet().name).toBe("Sheet3");
  });

  test("leave one visible, and the next comes to the front when the one in front goes", () => {
    const workbook = createWorkbook();
    const links = workbook.addWorksheet("Links");
    const lists = workbook.addWorksheet("Lists");
    workbook.setVisibility(lists, "VeryHidden");
    expect(() => workbook.activate(lists)).toThrow(/hidden/);
    workbook.setVisibility(workbook.active, "Hidden");
    expect(workbook.active).toBe(links);
    expect(() => workbook.setVisibility(links, "Hidden")).toThrow(/at least one visible/);
    expect(() => workbook.deleteWorksheet(links)).toThrow(/at least one visible/);
  });

  test("renamed are renamed in every formula and name", () => {
    const workbook = createWorkbook();
    const other = workbook.addWorksheet("Other");
    workbook.names.add({ name: "Ids", scope: null, formula: "=Other!$A$1:$A$9", visible: true, comment: "" });
    typeInto(workbook.active, 0, 0, "=Other!A1");
    workbook.renameWorksheet(other, "My lists");
    expect([workbook.active.formula(0, 0), workbook.names.find("Ids", null)?.formula]).toEqual(["='My lists'!A1", "='My lists'!$A$1:$A$9"]);
  });

  test("protected refuse edits of locked cells only", () => {
    const sheet = createWorkbook().active;
    sheet.restyle(area("B1"), { unlocked: true });
    sheet.protect(null);
    expect(() => typeInto(sheet, 0, 0, "x")).toThrow(/protected/);
    typeInto(sheet, 0, 1, "x");
    expect(sheet.value(0, 1)).toBe("x");
  });
});

describe("entering", () => {
  test("a write of the wrong shape, or with one malformed formula, changes nothing", () => {
    const sheet = createWorkbook().active;
    expect(() => writeInputs(sheet, area("A1:B2"), [[1, 2]])).toThrow(/doesn't match/);
    expect(() => writeInputs(sheet, area("A1:B1"), [[1, "=("]])).toThrow(/not a formula/);
    expect(sheet.usedArea()).toBeNull();
  });

  test("null leaves a cell alone and an empty text empties it", () => {
    const sheet = createWorkbook().active;
    writeInputs(sheet, area("A1:B1"), [[1, 2]]);
    writeInputs(sheet, area("A1:B1"), [[null, ""]]);
    expect([sheet.value(0, 0), sheet.value(0, 1)]).toEqual([1, null]);
  });

  test("a number given to a text cell becomes text", () => {
    const sheet = createWorkbook().active;
    sheet.setNumberFormat(area("A1"), "@");
    writeInputs(sheet, area("A1"), [[123]]);
    expect(sheet.value(0, 0)).toBe("123");
  });

  test("a date typed in a General cell brings its format, and leaves another format as it is", () => {
    const sheet = createWorkbook({ thisYear: 2026 }).active;
    sheet.setNumberFormat(area("B1"), "0.00");
    typeInto(sheet, 0, 0, "3-4");
    typeInto(sheet, 0, 1, "3-4");
    expect([sheet.text(0, 0), sheet.input(0, 0), sheet.text(0, 1)]).toEqual(["03-Apr", "03/04/2026", "46115.00"]);
  });

  test("the formula bar shows what was entered, apostrophe and all", () => {
    const sheet = createWorkbook({ thisYear: 2026 }).active;
    for (const [row, text] of ["'00123", "=1+1", "50%", "Acme", "TRUE"].entries()) typeInto(sheet, row, 0, text);
    expect([0, 1, 2, 3, 4].map((row) => sheet.input(row, 0))).toEqual(["'00123", "=1+1", "50%", "Acme", "TRUE"]);
    expect([0, 1, 2].map((row) => sheet.text(row, 0))).toEqual(["00123", "2", "50%"]);
  });

  test("literals keep their type: a text that looks like a formula stays text", () => {
    const sheet = createWorkbook().active;
    writeLiterals(sheet, area("A1:D1"), [["=1+1", "00123", "plain", ""]]);
    expect([0, 1, 2, 3].map((column) => sheet.value(0, column))).toEqual(["=1+1", "00123", "plain", null]);
    expect([0, 1, 2].map((column) => sheet.grid.isPrefixed(0, column))).toEqual([true, true, false]);
  });

  test("clearing contents leaves the look, clearing all leaves nothing", () => {
    const sheet = createWorkbook().active;
    writeInputs(sheet, area("A1:A2"), [[1], [2]]);
    sheet.restyle(area("A1:A2"), { bold: true });
    sheet.notes.add(1, 0, "note", "me");
    clearArea(sheet, area("A1"), "Contents");
    expect([sheet.value(0, 0), sheet.style(0, 0).bold]).toEqual([null, true]);
    clearArea(sheet, area("A2"), "All");
    expect([sheet.value(1, 0), sheet.style(1, 0), sheet.notes.at(1, 0)]).toEqual([null, {}, null]);
  });
});

describe("validation", () => {
  test("a list offers its choices from a comma list, an area or a name, and refuses what is not among them", () => {
    const workbook = createWorkbook();
    const sheet = workbook.active;
    const lists = workbook.addWorksheet("Lists");
    writeInputs(lists, area("A1:A2"), [["Acme Ltd"], ["Bolt"]]);
    workbook.names.add({ name: "Companies", scope: null, formula: "=Lists!$A$1:$A$2", visible: false, comment: "" });
    workbook.setVisibility(lists, "VeryHidden");
    validate(sheet, "A1:A9", { kind: "List", source: "Yes, No", inCellDropDown: true });
    validate(sheet, "B1:B9", { kind: "List", source: "=Companies", inCellDropDown: true });
    validate(sheet, "C1:C9", { kind: "List", source: "=Lists!$A$1:$A$2", inCellDropDown: false });
    expect([dropDownFor(sheet, 0, 0), dropDownFor(sheet, 0, 1), dropDownFor(sheet, 0, 2), dropDownFor(sheet, 20, 0)]).toEqual([["Yes", "No"], ["Acme Ltd", "Bolt"], null, null]);
    expect([checkTyped(sheet, 0, 0, "Yes").isValid, checkTyped(sheet, 0, 0, "yes").isValid, checkTyped(sheet, 0, 1, "bolt").isValid, checkTyped(sheet, 0, 1, "Bot"), checkTyped(sheet, 0, 1, "").isValid]).toEqual([true, false, true, { isValid: false, alert: { ...defaultAlert, message: "No." } }, true]);
  });

  test("numbers, lengths and formulas are judged", () => {
    const sheet = createWorkbook().active;
    validate(sheet, "A1", { kind: "WholeNumber", operator: "Between", formula1: 1, formula2: 9 });
    validate(sheet, "B1", { kind: "TextLength", operator: "LessThanOrEqualTo", formula1: 3 });
    validate(sheet, "C1", { kind: "Custom", formula: "=LEN(C1)=2" });
    const verdicts = (row: number, column: number, texts: string[]) => texts.map((text) => checkTyped(sheet, row, column, text).isValid);
    expect(verdicts(0, 0, ["5", "0", "2.5", "x"])).toEqual([true, false, false, false]);
    expect(verdicts(0, 1, ["abc", "abcd"])).toEqual([true, false]);
    expect(verdicts(0, 2, ["ab", "abc"])).toEqual([true, false]);
    expect(sheet.value(0, 2)).toBeNull();
  });

  test("a later rule takes the cells it covers from an earlier one", () => {
    const sheet = createWorkbook().active;
    validate(sheet, "A1:A9", { kind: "List", source: "a,b", inCellDropDown: true });
    validate(sheet, "A4:A5", { kind: "List", source: "c,d", inCellDropDown: true });
    expect([2, 3, 4, 5].map((row) => dropDownFor(sheet, row, 0)?.[0])).toEqual(["a", "c", "c", "a"]);
  });
});

test("conditional formats hold by formula, value and text, the first one strongest", () => {
  const sheet = createWorkbook().active;
  writeInputs(sheet, area("A1:B3"), [["error: id", 5], ["fine", 50], ["", 500]]);
  format(sheet, "A1:A3", { type: "ContainsText", operator: "Contains", text: "ERROR" }, "#FF0000");
  format(sheet, "A1:B3", { type: "Custom", formula: "=$B1>=50" }, "#00FF00");
  format(sheet, "B1:B3", { type: "CellValue", operator: "GreaterThan", formula1: "=100" }, "#0000FF");
  const fills = [0, 1, 2].map((row) => [appearance(sheet, row, 0).fill, appearance(sheet, row, 1).fill]);
  expect(fills).toEqual([["#FF0000", undefined], ["#00FF00", "#00FF00"], ["#00FF00", "#00FF00"]]);
});

test("every edit tells its listeners once, with who made it, and what was in a single cell", () => {
  const workbook = createWorkbook();
  const events: WorkbookEvent[] = [];
  const stop = workbook.subscribe((event) => events.push(event));
  typeInto(workbook.active, 0, 0, "5");
  workbook.editAs("addin", () => writeInputs(workbook.active, area("A1:B1"), [[1, 2]]));
  stop();
  typeInto(workbook.active, 0, 0, "6");
  expect(events.map((event) => (event.kind === "cells" ? [event.origin, event.area, event.before, event.after] : event.kind))).toEqual([
    ["user", area("A1"), null, 5],
    ["addin", area("A1:B1"), undefined, undefined],
  ]);
});
