import { aLink, links, rowsOf, value } from "../support/workbook-port-contract";
import { decodeCell } from "../../src/excel/decode";
import { openOfficeWorkbook } from "./office-workbook";

const opened = async () => {
  const office = openOfficeWorkbook();
  value(await office.port.writeTable(links([aLink("C1"), aLink("C2")])));
  const cell = async (header: string) => rowsOf(value(await office.port.readTable("CustomerLinks")))[0]?.[header];
  return { ...office, cell };
};

describe("what a user did not mean is told from what is there", () => {
  test("a formula in a user's column is a formula with its result", async () => {
    const { typeText, cell } = await opened();
    typeText("CustomerLinks", 0, "Synced", "=1+1");
    expect(await cell("Synced")).toEqual({ kind: "formula", formula: "=1+1", value: 2 });
  });

  test("a text that only looks like a formula is text", async () => {
    const { typeText, cell } = await opened();
    typeText("CustomerLinks", 0, "CustomerName", "'=1+1");
    expect(await cell("CustomerName")).toBe("=1+1");
    expect(decodeCell({ value: "=1", formula: "=1" })).toBe("=1");
  });

  test("an error value is an error, the same characters as text are text", async () => {
    const { typeText, cell, sheetOf, tableOf } = await opened();
    sheetOf("CustomerLinks").setNumberFormat({ top: 1, bottom: 1, left: 0, right: 8 }, "General");
    typeText("CustomerLinks", 0, "SageAccountNumber", "#N/A");
    typeText("CustomerLinks", 0, "SageCustomerId", "'#N/A");
    typeText("CustomerLinks", 0, "SageCompanyName", "=1/0");
    expect(tableOf("CustomerLinks").name).toBe("CustomerLinks");
    expect(await cell("SageAccountNumber")).toEqual({ kind: "error", text: "#N/A" });
    expect(await cell("SageCustomerId")).toBe("#N/A");
    expect(await cell("SageCompanyName")).toEqual({ kind: "error", text: "#DIV/0!" });
  });

  test("a code that Excel turned into a date says what the user sees", async () => {
    const { typeText, cell, sheetOf, tableOf } = await opened();
    const column = tableOf("CustomerLinks").columnIndex("SageAccountNumber");
    sheetOf("CustomerLinks").setNumberFormat({ top: 1, bottom: 1, left: column, right: column }, "General");
    typeText("CustomerLinks", 0, "SageAccountNumber", "3-Apr");
    expect(await cell("SageAccountNumber")).toMatchObject({ kind: "date", text: "03-Apr" });
  });

  test("a date whose column is too narrow is told in words, not in hashes", () => {
    expect(decodeCell({ value: 46347, formula: 46347, valueType: "Double", numberFormat: "dd mmm yyyy", text: "#######" })).toEqual({ kind: "date", serial: 46347, text: "21 Nov 2026" });
  });

  test("dates on an exported sheet survive its being made a table, to be seen as what they are", async () => {
    const office = openOfficeWorkbook();
    office.place("Export", [
      ["CustomerId", "SageCompanyName"],
      ["C1", "Acme UK"],
      [45749, "Acme UK"],
      [7, "Acme UK"],
    ]);
    office.workbook.active.setNumberFormat({ top: 2, bottom: 2, left: 0, right: 0 }, "dd-mmm");
    const { customerLinks } = await import("../../src/sync/sheets/customer-links");
    value(await office.port.adoptActiveSheet({ definition: customerLinks, headers: { CustomerId: "CustomerId", SageCompanyName: "SageCompanyName" } }, {}));
    const sheet = office.sheetOf("CustomerLinks");
    expect([1, 2, 3].map((row) => sheet.numberFormat(row, 0))).toEqual(["@", "dd-mmm", "@"]);
    expect(rowsOf(value(await office.port.readTable("CustomerLinks"))).map((row) => row["CustomerId"])).toEqual(["C1", { kind: "date", serial: 45749, text: "02-Apr" }, 7]);
  });
});
