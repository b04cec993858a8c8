import { customerLinks } from "../../src/sync/sheets/customer-links";
import { subCompanies } from "../../src/sync/sheets/sub-companies";
import { addTable, dropDownFor } from "../../src/workbench/model";
import { rowsOf, targetOf, value } from "../support/workbook-port-contract";
import { openOfficeWorkbook } from "./office-workbook";

const target = targetOf(customerLinks);

describe("making a table of the sheet in front", () => {
  test("a table that the user made is taken over with its own columns, and renamed", async () => {
    const office = openOfficeWorkbook();
    office.place("My list", [
      ["CustomerId", "Colour", "Sage Company Name"],
      ["C1", "red", "Acme UK"],
    ]);
    addTable(office.workbook.active, { top: 0, left: 0, bottom: 1, right: 2 }, true, "Table1");
    value(await office.port.adoptActiveSheet({ definition: customerLinks, headers: { CustomerId: "CustomerId", SageCompanyName: "Sage Company Name" } }, {}));
    expect(office.workbook.table("Table1")).toBeNull();
    expect(office.tableOf("CustomerLinks").columns.map((column) => column.name).slice(0, 3)).toEqual(["CustomerId", "Colour", "SageCompanyName"]);
    expect(rowsOf(value(await office.port.readTable("CustomerLinks")))[0]).toMatchObject({ CustomerId: "C1", Colour: "red", SageCompanyName: "Acme UK" });
  });

  test("doing it twice changes nothing", async () => {
    const office = openOfficeWorkbook();
    office.place("Export", [["CustomerId", "SageCompanyName"], ["C1", "Acme UK"]]);
    value(await office.port.adoptActiveSheet(target, {}));
    const first = value(await office.port.readTable("CustomerLinks"));
    value(await office.port.adoptActiveSheet(target, {}));
    expect(value(await office.port.readTable("CustomerLinks"))).toEqual(first);
  });

  test("a sheet that begins below and right of A1 becomes a table there", async () => {
    const office = openOfficeWorkbook();
    office.place("Export", [[null, null, null], [null, "CustomerId", "SageCompanyName"], [null, "C1", "Acme UK"]]);
    value(await office.port.adoptActiveSheet(target, {}));
    expect(office.tableOf("CustomerLinks").area).toMatchObject({ top: 1, left: 1, bottom: 2 });
  });

  test("a sheet with headings only becomes a table with one blank row", async () => {
    const office = openOfficeWorkbook();
    office.place("Export", [["CustomerId", "SageCompanyName"]]);
    value(await office.port.adoptActiveSheet(target, {}));
    expect(value(await office.port.readTable("CustomerLinks"))?.rows).toEqual([]);
  });

  test("a heading that stands twice means its first column", async () => {
    const office = openOfficeWorkbook();
    office.place("Export", [["CustomerId", "CustomerId", "SageCompanyName"], ["C1", "old", "Acme UK"]]);
    value(await office.port.adoptActiveSheet(target, {}));
    expect(rowsOf(value(await office.port.readTable("CustomerLinks")))[0]).toMatchObject({ CustomerId: "C1" });
  });

  test("the columns of ours are General, codes are text, and drop-downs stand in their columns", async () => {
    const office = openOfficeWorkbook();
    office.place("Export", [["SageCompanyName", "CustomerId"], ["Acme UK", "C1"]]);
    value(await office.port.writeLists([{ id: "sage-company", values: ["Acme UK"] }]));
    office.workbook.activate(office.workbook.worksheet("Export") ?? office.workbook.active);
    value(await office.port.adoptActiveSheet(target, { SageCompanyName: "sage-company" }));
    const sheet = office.sheetOf("CustomerLinks");
    const column = (header: string) => office.tableOf("CustomerLinks").columnIndex(header);
    expect(["CustomerId", "SageAccountNumber", "Problem", "Result"].map((header) => sheet.numberFormat(1, column(header)))).toEqual(["@", "@", "General", "General"]);
    expect(dropDownFor(sheet, 1, column("SageCompanyName"))).toEqual(["Acme UK"]);
  });

  test("another sheet of ours is not turned into this one", async () => {
    const office = openOfficeWorkbook();
    value(await office.port.writeTable({ definition: subCompanies, rows: [{ SubCompany: "North" }], lists: {}, activate: true }));
    expect(await office.port.adoptActiveSheet(target, {})).toMatchObject({ ok: false, failure: { code: "table-exists", value: "SubCompanies" } });
    expect(value(await office.port.readTable("SubCompanies"))?.rows).toHaveLength(1);
  });

  test("a protected sheet is left as it is", async () => {
    const office = openOfficeWorkbook();
    office.place("Export", [["CustomerId"], ["C1"]]);
    office.workbook.active.protect(null);
    expect(await office.port.adoptActiveSheet(target, {})).toMatchObject({ ok: false, failure: { code: "sheet-protected", value: "Export" } });
    expect(office.workbook.tables()).toEqual([]);
  });
});
