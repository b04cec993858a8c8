/** What the user sees: marks in cells, drop-downs, formats. Judged by the workbench's own reading of the rules we set. */
import { customerLinks } from "../../src/sync/sheets/customer-links";
import { paymentMethods } from "../../src/sync/sheets/payment-methods";
import { keyOf } from "../../src/sync/sheets/sheet";
import { appearance, dropDownFor } from "../../src/workbench/model";
import type { RowMark } from "../../src/excel/port";
import { aLink, links, targetOf, value } from "../support/workbook-port-contract";
import { openOfficeWorkbook } from "./office-workbook";

const target = targetOf(customerLinks);
const refTo = (id: string) => ({ key: keyOf(customerLinks, aLink(id)), nth: 0 });
const mark = (id: string, ...columns: RowMark["columns"]): RowMark => ({ row: refTo(id), columns, text: "See the docs." });
const error = (column: string) => ({ column, severity: "error" as const });

const opened = async (names: readonly string[]) => {
  const office = openOfficeWorkbook();
  value(await office.port.writeTable(links(names.map((id) => aLink(id)))));
  const look = (row: number, header: string) => appearance(office.sheetOf("CustomerLinks"), row + 1, office.tableOf("CustomerLinks").columnIndex(header));
  return { ...office, look, ids: () => office.shown("CustomerLinks", "CustomerId") };
};

describe("marks", () => {
  test("colour exactly the cells concerned, each severity its own way and not by colour alone", async () => {
    const { port, look } = await opened(["C1", "C2"]);
    value(await port.markProblems(target, [mark("C1", error("SageAccountNumber"), { column: "CustomerName", severity: "warning" }, { column: "Synced", severity: "info" })]));
    const plain = look(1, "SageAccountNumber");
    const looks = ["SageAccountNumber", "CustomerName", "Synced"].map((header) => look(0, header));
    expect(new Set(looks.map((each) => each.fill)).size).toBe(3);
    expect(looks[0]).toMatchObject({ bold: true });
    expect(looks[0]?.underline).not.toBe(plain.underline);
    for (const header of ["CustomerId", "SageCompanyName", "Problem", "Result"]) expect(look(0, header).fill).toBe(plain.fill);
    for (const header of Object.keys(customerLinks.columns)) expect(look(1, header).fill).toBe(plain.fill);
  });

  test("the gravest severity shows where a cell has several", async () => {
    const { port, look } = await opened(["C1", "C2"]);
    value(await port.markProblems(target, [mark("C1", { column: "CustomerName", severity: "info" }, error("CustomerName")), mark("C2", error("CustomerName"))]));
    expect(look(0, "CustomerName")).toEqual(look(1, "CustomerName"));
  });

  test("move with their rows when the user sorts, and go when the row is clean", async () => {
    const { port, look, sort, ids } = await opened(["C2", "C1"]);
    value(await port.markProblems(target, [mark("C2", error("SageSiteId"))]));
    sort("CustomerLinks", "CustomerId");
    expect(ids()).toEqual(["C1", "C2"]);
    expect([look(0, "SageSiteId").bold ?? false, look(1, "SageSiteId").bold]).toEqual([false, true]);
    value(await port.markProblems(target, []));
    expect(look(1, "SageSiteId").bold ?? false).toBe(false);
  });

  test("a column is not marked for another whose name begins alike", async () => {
    const office = openOfficeWorkbook();
    value(await office.port.writeTable({ definition: paymentMethods, rows: [{ PaymentMethod: "Card" }], lists: {}, activate: true }));
    office.addColumn("PaymentMethods", "Payment", ["x"]);
    value(await office.port.markProblems(targetOf(paymentMethods), [{ row: { key: keyOf(paymentMethods, { PaymentMethod: "Card" }), nth: 0 }, columns: [error("PaymentMethod")], text: "No." }]));
    const bold = office.tableOf("PaymentMethods").columns.filter((_, column) => appearance(office.sheetOf("PaymentMethods"), 1, column).bold).map((column) => column.name);
    expect(bold).toEqual(["PaymentMethod"]);
  });

  test("are three formats however many there are, renewed when the table grew, and no format of the user's is touched", async () => {
    const { port, sheetOf, look } = await opened(["C1"]);
    const formats = () => sheetOf("CustomerLinks").conditionalFormats.all();
    sheetOf("CustomerLinks").conditionalFormats.append({ id: "user", areas: [{ top: 1, bottom: 50, left: 1, right: 1 }], rule: { type: "Custom", formula: "=FALSE" }, style: look(0, "CustomerId"), stopIfTrue: false });
    value(await port.markProblems(target, [mark("C1", error("SageSiteId"))]));
    const first = formats().map((each) => each.id);
    expect(first).toHaveLength(4);
    value(await port.markProblems(target, []));
    expect(formats().map((each) => each.id)).toEqual(first);
    value(await port.mergeTable(target, [aLink("C2"), aLink("C3")], []));
    value(await port.markProblems(target, [mark("C3", error("SageSiteId"))]));
    expect(look(2, "SageSiteId").bold).toBe(true);
    expect(formats()).toHaveLength(4);
    expect(formats().map((each) => each.id)).toContain("user");
  });
});

describe("drop-downs", () => {
  const lists = [
    { id: "sage-company", values: ["Acme UK", "=Acme Ireland"] },
    { id: "sage-bank", values: ["0001"] },
  ];

  test("come from a very hidden sheet, keep leading zeros and signs, and follow a list that is rewritten", async () => {
    const office = openOfficeWorkbook();
    value(await office.port.writeLists(lists));
    value(await office.port.writeTable({ definition: paymentMethods, rows: [{ PaymentMethod: "Card" }, { PaymentMethod: "Cash" }], lists: { SageCompanyName: "sage-company", "Acc - Code": "sage-bank" }, activate: true }));
    const choices = (row: number, header: string) => dropDownFor(office.sheetOf("PaymentMethods"), row + 1, office.tableOf("PaymentMethods").columnIndex(header));
    expect(choices(1, "SageCompanyName")).toEqual(["Acme UK", "=Acme Ireland"]);
    expect(choices(0, "Acc - Code")).toEqual(["0001"]);
    expect(choices(0, "Enabled")).toEqual(["Yes", "No"]);
    value(await office.port.writeLists([{ id: "sage-bank", values: ["0001", "0002", "0003"] }]));
    expect(choices(0, "Acc - Code")).toEqual(["0001", "0002", "0003"]);
    expect(choices(1, "SageCompanyName")).toEqual(["Acme UK", "=Acme Ireland"]);
    expect(office.workbook.worksheet("Tieout Lists")?.visibility).toBe("VeryHidden");
  });

  test("are in text format as far as their values reach, and the saved file holds no cell beyond", async () => {
    const office = openOfficeWorkbook();
    value(await office.port.writeLists(lists));
    const formats = (row: number) => office.workbook.worksheet("Tieout Lists")?.numberFormat(row, 0);
    expect([formats(0), formats(2), formats(3), formats(1_000_000)]).toEqual(["@", "@", "General", "General"]);
  });
});

describe("a new table", () => {
  test("holds codes in text format and says so for rows typed below", async () => {
    const { sheetOf, tableOf } = await opened(["C1", "C2"]);
    const formats = (row: number) => ["CustomerId", "SageSiteId", "CustomerName", "Problem"].map((header) => sheetOf("CustomerLinks").numberFormat(row, tableOf("CustomerLinks").columnIndex(header)));
    expect(formats(1)).toEqual(["@", "@", "@", "General"]);
    expect(formats(2)).toEqual(["@", "@", "@", "General"]);
  });

  test("00123 typed into a code column stays 00123", async () => {
    const { typeText, shown } = await opened(["C1"]);
    typeText("CustomerLinks", 0, "SageCustomerId", "00123");
    expect(shown("CustomerLinks", "SageCustomerId")).toEqual(["00123"]);
  });
});
