import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as XLSX from "@e965/xlsx";
import { openWorkbook, saveWorkbook } from "../../../src/workbench/files";
import { openPackage, resolvePart } from "../../../src/workbench/files/package/parts";
import { parseRelationships } from "../../../src/workbench/files/package/relationships";
import { open, rowsOf } from "./builder";

/** Made by LibreOffice from the .fods and .csv beside them: `soffice --convert-to xlsx`. */
const fixture = (name: string) => new Uint8Array(readFileSync(join(__dirname, "../../fixtures/files", name)));

describe("a file saved by LibreOffice", () => {
  test("opens with text, numbers, dates, booleans and formulas as LibreOffice had them", async () => {
    const sheet = (await open(fixture("links.xlsx"))).active;
    expect(sheet.name).toBe("Links");
    expect(rowsOf(sheet, 4, 3)).toEqual([
      ["CustomerId", "CustomerName", "SageCompanyName"],
      ["00123", "=Sum Total Ltd", "Northwind Ltd"],
      ["0000456", "Überfall & Söhne <Ltd>", "Southgate plc"],
      [789, true, null],
    ]);
    expect([sheet.numberFormat(1, 0), sheet.text(1, 3), sheet.text(1, 4), sheet.formula(2, 5), sheet.value(2, 5)]).toEqual(["@", "21/11/2026", "1,234.50", "=E3*2", -0.14]);
    expect(sheet.text(3, 3)).toBe("#DIV/0!");
  });

  test("opens with its drop-down, note, name, widths and header style", async () => {
    const workbook = await open(fixture("links.xlsx"));
    const sheet = workbook.active;
    expect(sheet.validations.at(2, 2)?.rule).toEqual({ kind: "List", source: "Northwind Ltd,Southgate plc", inCellDropDown: true });
    expect(sheet.notes.all()).toMatchObject([{ row: 1, column: 1, content: "Check the name" }]);
    expect(workbook.names.find("Companies", null)?.formula).toBe("=Links!$C$2:$C$4");
    expect(sheet.columnWidths.get(1)).toBeGreaterThan(sheet.columnWidths.get(0));
    expect(sheet.style(0, 0)).toMatchObject({ bold: true, fill: "#1F4E79", color: "#FFFFFF" });
    expect(workbook.worksheets.map((each) => each.name)).toEqual(["Links", "Second sheet"]);
  });

  test("made from a .csv as text keeps codes that Excel would have changed", async () => {
    const sheet = (await open(fixture("export.xlsx"))).active;
    expect(rowsOf(sheet, 4, 2).slice(1)).toEqual([["00042", "Smith, Jones & Co"], ["1E10", "=1+1"], ["3-4", "Plain"]]);
  });

  test("is saved again with every relationship pointing at a part that is there", async () => {
    const saved = openPackage(await saveWorkbook(await open(fixture("links.xlsx"))));
    for (const [part, folder] of [["_rels/.rels", ""], ["xl/_rels/workbook.xml.rels", "xl"], ["xl/worksheets/_rels/sheet1.xml.rels", "xl/worksheets"]] as const) {
      const targets = parseRelationships(saved.read(part) ?? "").map(({ target }) => resolvePart(folder, target));
      expect(targets.filter((target) => !saved.has(target))).toEqual([]);
    }
  });

  test("is saved again with an edit, and everything else as it was", async () => {
    const workbook = await open(fixture("links.xlsx"));
    workbook.active.grid.column(0).put(3, "00789");
    const book = XLSX.read(await saveWorkbook(workbook), { type: "array", cellStyles: true });
    const cells = book.Sheets.Links as Record<string, XLSX.CellObject>;
    expect([cells.A2?.v, cells.A4?.t, cells.A4?.v, cells.B2?.t, cells.B2?.f, cells.F3?.f]).toEqual(["00123", "s", "00789", "s", undefined, "E3*2"]);
    const sheet = openPackage(await saveWorkbook(workbook)).read("xl/styles.xml");
    expect(sheet).toContain("<bottom style=");
  });
});

describe("what is no workbook", () => {
  test.each([
    ["an empty file", new Uint8Array(), "is empty"],
    ["a text file", new TextEncoder().encode("CustomerId,Name"), "not an Excel workbook"],
    ["an old Excel file", new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), "old Excel file"],
    ["a cut-off file", fixture("links.xlsx").slice(0, 2000), "damaged"],
  ])("%s is refused with its name, the cause and the cure", async (_, bytes, words) => {
    const opened = await openWorkbook(bytes, { name: "customers.xlsx" });
    expect(opened).toMatchObject({ ok: false, failure: { code: "bad-request", value: "customers.xlsx" } });
    if (!opened.ok) {
      expect(opened.failure.cause).toContain("customers.xlsx");
      expect(opened.failure.cause).toContain(words);
      expect(opened.failure.cure).toContain(".xlsx");
    }
  });
});
