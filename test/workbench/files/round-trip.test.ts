import * as fc from "fast-check";
import { errorTexts, errorValue, type Value } from "../../../src/workbench/model/value";
import { maxRows } from "../../../src/workbench/model/area";
import { restyle, plainStyle } from "../../../src/workbench/model/style";
import { Table } from "../../../src/workbench/model/table";
import { defaultAlert, defaultPrompt } from "../../../src/workbench/model/validation";
import { saveWorkbook } from "../../../src/workbench/files";
import { openPackage } from "../../../src/workbench/files/package/parts";
import { aWorkbook, open, reopened, rowsOf } from "./builder";

const text = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }),
  fc.constantFrom("00123", "=1+1", "+44 20", "-x", "@SUM(A1)", "#N/A", "#REF!", "_x0041_", "_x000D_", " spaced ", "two\nlines", "tab\there", "1E10", "TRUE", "3-4", "<b>&amp;</b>"),
).filter((value) => !/[\u0000\ufffe\uffff]/.test(value));

const value: fc.Arbitrary<Value> = fc.oneof(
  fc.constant(null),
  text,
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number)),
  fc.integer(),
  fc.boolean(),
  fc.constantFrom(...errorTexts.filter((each) => !["#FIELD!", "#BLOCKED!", "#BUSY!"].includes(each))).map(errorValue),
);

/** Each property saves and opens dozens of files; a machine that is busy with other tests needs time for that. */
jest.setTimeout(120_000);

describe("a workbook that is saved and opened again", () => {
  test("has the same values of the same types", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(value, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 8 }), async (rows) => {
        const back = await reopened(aWorkbook(rows));
        expect(rowsOf(back.active, rows.length, 3)).toEqual(rows);
      }),
      { numRuns: 60 },
    );
  });

  test("stays the same when it is saved a second time", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(value, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 6 }), async (rows) => {
        const once = await reopened(aWorkbook(rows));
        const twice = await reopened(once);
        expect(rowsOf(twice.active, rows.length, 2)).toEqual(rows);
      }),
      { numRuns: 25 },
    );
  });

  test("keeps number formats of cells and of whole columns", async () => {
    const back = await reopened(
      aWorkbook([["Id", "Amount"], ["00123", 12.5]], (sheet) => {
        sheet.grid.setNumberFormat({ top: 0, bottom: maxRows - 1, left: 0, right: 0 }, "@");
        sheet.grid.setNumberFormat({ top: 1, bottom: 9, left: 1, right: 1 }, "#,##0.00");
        sheet.grid.setNumberFormat({ top: 0, bottom: maxRows - 1, left: 5, right: 5 }, '0.000"kg"');
      }),
    );
    expect([0, 1, 50_000].map((row) => back.active.numberFormat(row, 0))).toEqual(["@", "@", "@"]);
    expect([0, 1, 9, 10].map((row) => back.active.numberFormat(row, 1))).toEqual(["General", "#,##0.00", "#,##0.00", "General"]);
    expect(back.active.numberFormat(7, 5)).toBe('0.000"kg"');
  });

  test("keeps dates as numbers in a date format", async () => {
    const back = await reopened(aWorkbook([[46347], [45351.75]], (sheet) => sheet.grid.setNumberFormat({ top: 0, bottom: 1, left: 0, right: 0 }, "dd/mm/yyyy")));
    expect(rowsOf(back.active, 2, 1)).toEqual([[46347], [45351.75]]);
    expect(back.active.text(0, 0)).toBe("21/11/2026");
  });

  test("keeps formulas with their last results", async () => {
    const back = await reopened(
      aWorkbook([[2], [3]], (sheet) => {
        sheet.grid.column(1).putFormula(0, "=A1*2", 4);
        sheet.grid.column(1).putFormula(1, "=FUNCTIONOFTOMORROW(A2)", "kept");
      }),
    );
    expect([back.active.formula(0, 1), back.active.value(0, 1)]).toEqual(["=A1*2", 4]);
    expect([back.active.formula(1, 1), back.active.value(1, 1)]).toEqual(["=FUNCTIONOFTOMORROW(A2)", "kept"]);
  });

  test("keeps tables with their filters and the rows that these hide", async () => {
    const back = await reopened(
      aWorkbook([["Name", "Town"], ["Ann", "Ely"], ["Bob", ""], ["Cem", "Bath"]], (sheet, workbook) => {
        const table = new Table(workbook.newId(), sheet.id, "People", { top: 0, left: 0, bottom: 3, right: 1 });
        table.columns = [table.newColumn("Name"), table.newColumn("Town")];
        table.style = "TableStyleLight9";
        table.criteria.set(table.columns[1]!.id, { filterOn: "Values", values: ["Ely", ""] });
        sheet.setTables([table]);
        sheet.filteredRows.set(3, 3, true);
      }),
    );
    const [table] = back.active.tables;
    expect(table).toMatchObject({ name: "People", style: "TableStyleLight9", area: { top: 0, left: 0, bottom: 3, right: 1 } });
    expect([...(table?.criteria.values() ?? [])]).toEqual([{ filterOn: "Values", values: ["Ely", ""] }]);
    expect([1, 2, 3].map((row) => back.active.filteredRows.get(row))).toEqual([false, false, true]);
  });

  test("keeps drop-downs, problem colours, notes, names, widths, frozen panes and hidden sheets", async () => {
    const back = await reopened(
      aWorkbook([["Company", "Problem"], ["Northwind", "x"]], (sheet, workbook) => {
        sheet.validations.set([{ top: 1, left: 0, bottom: 99, right: 0 }], {
          rule: { kind: "List", source: '=Companies', inCellDropDown: true },
          errorAlert: { ...defaultAlert, title: "Company", message: "Choose one." },
          prompt: defaultPrompt,
          ignoreBlanks: true,
        });
        sheet.validations.set([{ top: 1, left: 2, bottom: 9, right: 2 }], { rule: { kind: "List", source: 'Yes,No,"quoted"', inCellDropDown: true }, errorAlert: defaultAlert, prompt: defaultPrompt, ignoreBlanks: false });
        sheet.conditionalFormats.append({ id: "x", areas: [{ top: 1, left: 0, bottom: 99, right: 1 }], rule: { type: "Custom", formula: '=$B2<>""' }, style: restyle(plainStyle, { fill: "#FDE7E9" }), stopIfTrue: false });
        sheet.notes.add(1, 0, "Look here", "Ann");
        sheet.columnWidths.set(0, 0, 120);
        sheet.frozen = { rows: 1, columns: 0 };
        const lists = workbook.addWorksheet("Lists");
        lists.grid.column(0).put(0, "Northwind");
        workbook.setVisibility(lists, "VeryHidden");
        workbook.names.add({ name: "Companies", scope: null, formula: "=Lists!$A$1:$A$1", visible: false, comment: "" });
      }),
    );
    const sheet = back.active;
    expect(sheet.validations.at(5, 0)).toMatchObject({ rule: { kind: "List", source: "=Companies" }, errorAlert: { title: "Company", message: "Choose one.", style: "Stop" }, ignoreBlanks: true });
    expect(sheet.validations.at(5, 2)?.rule).toEqual({ kind: "List", source: 'Yes,No,"quoted"', inCellDropDown: true });
    expect(sheet.conditionalFormats.all()).toMatchObject([{ rule: { type: "Custom", formula: '=$B2<>""' }, style: { fill: "#FDE7E9" }, areas: [{ top: 1, left: 0, bottom: 99, right: 1 }] }]);
    expect(sheet.notes.all()).toMatchObject([{ row: 1, column: 0, content: "Look here", author: "Ann" }]);
    expect(sheet.columnWidths.get(0)).toBe(120);
    expect(sheet.frozen).toEqual({ rows: 1, columns: 0 });
    expect(back.worksheet("Lists")?.visibility).toBe("VeryHidden");
    expect(back.names.all()).toMatchObject([{ name: "Companies", formula: "=Lists!$A$1:$A$1", visible: false }]);
  });

  test("keeps cell styles", async () => {
    const look = restyle(plainStyle, { bold: true, fill: "#1F4E79", color: "#FFFFFF", horizontal: "Right", wrap: true });
    const back = await reopened(aWorkbook([["Total"]], (sheet) => sheet.grid.changeStyle({ top: 0, left: 0, bottom: 0, right: 0 }, look)));
    expect(back.active.style(0, 0)).toBe(look);
  });

  test("keeps the add-in's settings and custom XML, and grows no further copies of them", async () => {
    const first = aWorkbook([["x"]], (_, workbook) => {
      workbook.settings.set("workbookId", "w-1");
      workbook.settings.set("mapping", { columns: ['a "b" <c> & d', null, 7], nested: { on: true } });
      workbook.customXml.add('<map xmlns="urn:test:map"><to>é</to></map>');
    });
    const second = await reopened(await reopened(first));
    expect([...second.settings]).toEqual([...first.settings]);
    expect(second.customXml.all()).toEqual(first.customXml.all());
    expect(first.customXml.all()).toMatchObject([{ namespaceUri: "urn:test:map", xml: '<map xmlns="urn:test:map"><to>é</to></map>' }]);
    const items = openPackage(await saveWorkbook(second)).names.filter((name) => /^customXml\/item\d+\.xml$/.test(name));
    expect(items).toHaveLength(2);
  });

  test("keeps the ids by which the add-in knows its conditional formats, and gives none of them out again", async () => {
    const back = await reopened(
      aWorkbook([["x"]], (sheet, workbook) => {
        const id = workbook.newId();
        sheet.conditionalFormats.add({ id, areas: [{ top: 0, left: 0, bottom: 9, right: 0 }], rule: { type: "Custom", formula: "=TRUE" }, style: restyle(plainStyle, { bold: true }), stopIfTrue: false });
        workbook.settings.set("marks", [id]);
      }),
    );
    const [id] = back.settings.get("marks") as string[];
    expect(back.active.conditionalFormats.byId(id!)).toMatchObject({ rule: { formula: "=TRUE" } });
    expect(Array.from({ length: 50 }, () => back.newId())).not.toContain(id);
  });

  test("opens again when a sheet was added to an opened file", async () => {
    const once = await reopened(aWorkbook([["one"]]));
    once.addWorksheet("Added").grid.column(0).put(0, "two");
    const back = await open(await saveWorkbook(once));
    expect(back.worksheets.map((sheet) => [sheet.name, sheet.value(0, 0)])).toEqual([["Sheet1", "one"], ["Added", "two"]]);
  });
});
