/** The law of the choke point, on Microsoft's runtime and a workbook that reads what is typed as Excel does. */
import fc from "fast-check";
import { storableText, textCell, written } from "../../src/excel/cells";
import { queue } from "../../src/excel/execute";
import { customerLinks } from "../../src/sync/sheets/customer-links";
import { readValues } from "../../src/workbench/model";
import { aLink, links, rowsOf, targetOf, value } from "../support/workbook-port-contract";
import { openOfficeWorkbook } from "./office-workbook";

const starts = ["", "=", "+", "-", "@", "\t", "\r", "\n", "'", "''", " ", "\u00a0", "＝", "＋", "－", "＠", "#", "$", "£", "(", "\u0000"];
const bodies = ["", "1+1", "00123", "1E5", "3-4", "3/4/26", "TRUE", "false", "N/A", "DIV/0!", "SUM(A1)", "12:30", "50%", "1,234.50", "Jan 5", "5 Jan 2026", "HYPERLINK(\"http://x\")", "cmd|' /C calc'!A0"];
const nasty = fc.oneof(fc.tuple(fc.constantFrom(...starts), fc.constantFrom(...bodies)).map(([start, body]) => start + body), fc.string({ unit: "grapheme", maxLength: 40 }), fc.string({ unit: "binary", maxLength: 20 }));

describe("text written by us", () => {
  test.each(["text", "general"] as const)("reads back as the same text and never as a formula, in a %s column", async (format) => {
    const { runtime, workbook } = openOfficeWorkbook();
    const sheet = workbook.active;
    await fc.assert(
      fc.asyncProperty(fc.array(nasty, { minLength: 1, maxLength: 60 }), async (texts) => {
        const area = { top: 0, left: 0, bottom: texts.length - 1, right: 0 };
        await runtime.Excel.run(async (context) => {
          queue(context, [
            { kind: "formatColumn", worksheet: sheet.name, area, format: format === "text" ? "@" : "General" },
            { kind: "writeBlock", worksheet: sheet.name, area, values: texts.map((text) => [written(textCell(text), format)]) },
          ]);
          await context.sync();
        });
        expect(readValues(sheet, area).map(([read]) => read)).toEqual(texts.map(storableText));
        for (let row = 0; row < texts.length; row++) expect(sheet.formula(row, 0)).toBeNull();
      }),
      { numRuns: 150 },
    );
  });

  test("every column of a table keeps every text, ours and the user's", async () => {
    const office = openOfficeWorkbook();
    await fc.assert(
      fc.asyncProperty(fc.array(nasty.filter((text) => storableText(text).trim() !== ""), { minLength: 1, maxLength: 12 }), async (texts) => {
        const rows = texts.map((text, index) => aLink(`C${index}`, { CustomerName: text, SageAccountNumber: text, SageCompanyName: "Acme UK", Synced: null, Problem: text, Result: text }));
        value(await office.port.writeTable(links(rows)));
        const read = rowsOf(value(await office.port.readTable("CustomerLinks")));
        expect(read).toEqual(rows.map((row) => Object.fromEntries(Object.entries(row).map(([header, cell]) => [header, typeof cell === "string" ? storableText(cell) : cell]))));
      }),
      { numRuns: 40 },
    );
  });

  test("a code patched into a cell that the user made General, or a date, stays text", async () => {
    const office = openOfficeWorkbook();
    value(await office.port.writeTable(links([aLink("C1"), aLink("C2")])));
    const sheet = office.sheetOf("CustomerLinks");
    const column = office.tableOf("CustomerLinks").columnIndex("SageAccountNumber");
    sheet.setNumberFormat({ top: 1, bottom: 2, left: column, right: column }, "dd/mm/yyyy");
    office.type("CustomerLinks", 0, "SageAccountNumber", 45749);
    const before = rowsOf(value(await office.port.readTable("CustomerLinks")))[0];
    expect(before?.["SageAccountNumber"]).toEqual({ kind: "date", serial: 45749, text: "02/04/2025" });
    value(await office.port.patchRows(targetOf(customerLinks), [{ row: { key: "c1\u001facme uk", nth: 0 }, cells: { SageAccountNumber: "2-4" } }]));
    expect(rowsOf(value(await office.port.readTable("CustomerLinks")))[0]?.["SageAccountNumber"]).toBe("2-4");
  });
});
