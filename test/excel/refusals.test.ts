/** What can go wrong in Excel, brought about on purpose. */
import { customerLinks } from "../../src/sync/sheets/customer-links";
import { keyOf } from "../../src/sync/sheets/sheet";
import { clearFilter, filterColumn } from "../../src/workbench/model";
import { aLink, links, rowsOf, targetOf, value } from "../support/workbook-port-contract";
import { openOfficeWorkbook, type OfficeWorkbook } from "./office-workbook";

const target = targetOf(customerLinks);
const refTo = (id: string, nth = 0) => ({ key: keyOf(customerLinks, aLink(id)), nth });
const ids = async (office: OfficeWorkbook) => rowsOf(value(await office.port.readTable("CustomerLinks"))).map((row) => row["CustomerId"]);
const many = (count: number, from = 0) => Array.from({ length: count }, (_, index) => aLink(`C${from + index}`));
/** More than one chunk of 100,000 cells. */
const twoChunks = 15_000;

describe("when Excel refuses", () => {
  test("a user in the middle of typing is waited for", async () => {
    const office = openOfficeWorkbook();
    value(await office.port.writeTable(links(many(1))));
    office.workbook.setEditingCell(true);
    let isDone = false;
    const patch = office.port.patchRows(target, [{ row: refTo("C0"), cells: { Result: "x" } }]).then((result) => {
      isDone = true;
      return result;
    });
    await office.runtime.settled();
    expect(isDone).toBe(false);
    office.workbook.setEditingCell(false);
    expect(value(await patch)).toEqual({ written: 1, missing: [] });
  });

  test("where Excel does not wait, the user is told to leave the cell", async () => {
    const office = openOfficeWorkbook({ refuse: () => "InvalidOperationInCellEditMode" });
    expect(await office.port.readTable("CustomerLinks")).toMatchObject({ ok: false, failure: { code: "excel-busy", retry: "same" } });
  });

  test("a protected sheet is told by name, and nothing is written", async () => {
    const office = openOfficeWorkbook();
    value(await office.port.writeTable(links(many(2))));
    office.sheetOf("CustomerLinks").protect(null);
    const before = value(await office.port.readTable("CustomerLinks"));
    const results = [
      await office.port.writeTable(links(many(5))),
      await office.port.patchRows(target, [{ row: refTo("C0"), cells: { Result: "x" } }]),
      await office.port.mergeTable(target, many(3), []),
      await office.port.markProblems(target, []),
    ];
    for (const result of results) expect(result).toMatchObject({ ok: false, failure: { code: "sheet-protected", value: "Customer Links" } });
    expect(value(await office.port.readTable("CustomerLinks"))).toEqual(before);
  });

  test("an answer above the limit is asked for again in smaller blocks", async () => {
    const office = openOfficeWorkbook({ limits: { responseBytes: 60_000 } });
    value(await office.port.writeTable(links(many(1000))));
    expect(await ids(office)).toHaveLength(1000);
  });

  test("a row that alone is above the limit is a failure, not a blank", async () => {
    const office = openOfficeWorkbook({ limits: { responseBytes: 20_000 } });
    value(await office.port.writeTable(links([aLink("C1", { CustomerName: "x".repeat(30_000) })])));
    expect(await office.port.readTable("CustomerLinks")).toMatchObject({ ok: false, failure: { code: "too-large" } });
  });

  test("more cells than Excel reads at once are read in blocks", async () => {
    const office = openOfficeWorkbook({ limits: { readCells: 500 } });
    value(await office.port.writeTable(links(many(300))));
    expect(await ids(office)).toHaveLength(300);
  });

  test("a request above the limit is told as too large", async () => {
    const office = openOfficeWorkbook({ limits: { requestBytes: 20_000 } });
    expect(await office.port.writeTable(links(many(1000)))).toMatchObject({ ok: false, failure: { code: "too-large" } });
  });

  test("a table deleted between finding and writing is told as gone", async () => {
    let requests = 0;
    const office: OfficeWorkbook = openOfficeWorkbook({ refuse: () => (++requests === 6 ? "ItemNotFound" : null) });
    value(await office.port.writeTable(links(many(2))));
    requests = 4;
    expect(await office.port.patchRows(target, [{ row: refTo("C0"), cells: { Result: "x" } }])).toMatchObject({ ok: false, failure: { code: "not-found" } });
  });
});

describe("when work is stopped in the middle", () => {
  test("the table covers exactly what was written, and doing it again completes it", async () => {
    const office = openOfficeWorkbook();
    const stop = new AbortController();
    const seen: number[] = [];
    const result = await office.port.writeTable(links(many(twoChunks)), { signal: stop.signal, onProgress: ({ done }) => (seen.push(done), stop.abort()) });
    expect(result).toMatchObject({ ok: false, failure: { code: "cancelled", retry: "same" } });
    const written = await ids(office);
    expect(written).toHaveLength(seen[0] ?? -1);
    expect(written.length).toBeLessThan(twoChunks);
    expect(written.at(-1)).toBe(`C${written.length - 1}`);
    value(await office.port.writeTable(links(many(twoChunks))));
    const all = await ids(office);
    expect(new Set(all).size).toBe(twoChunks);
    expect(all).toHaveLength(twoChunks);
  });

  test("a refill that was stopped leaves no row of before among the new", async () => {
    const office = openOfficeWorkbook();
    value(await office.port.writeTable(links(many(50, 900_000))));
    const stop = new AbortController();
    await office.port.writeTable(links(many(twoChunks)), { signal: stop.signal, onProgress: () => stop.abort() });
    expect((await ids(office)).every((id) => typeof id === "string" && id.length < 7)).toBe(true);
  });

  test("a merge that Excel broke off is completed by doing it again, without doubles", async () => {
    let fail = false;
    const office = openOfficeWorkbook({ refuse: (request) => (fail && JSON.stringify(request).includes("C700000") ? "GeneralException" : null) });
    value(await office.port.writeTable(links(many(10))));
    fail = true;
    const fresh = [...many(twoChunks, 100), aLink("C700000")];
    expect(await office.port.mergeTable(target, fresh, [])).toMatchObject({ ok: false, failure: { code: "excel-refused" } });
    fail = false;
    value(await office.port.mergeTable(target, fresh, [refTo("C3").key]));
    const all = await ids(office);
    expect(all).toHaveLength(10 + twoChunks + 1 - 1);
    expect(new Set(all).size).toBe(all.length);
  });
});

describe("when the user has been at the sheet", () => {
  test("rows hidden by a filter are found and written like the others", async () => {
    const office = openOfficeWorkbook();
    value(await office.port.writeTable(links(many(4))));
    filterColumn(office.sheetOf("CustomerLinks"), office.tableOf("CustomerLinks"), 0, { filterOn: "Values", values: ["C0"] });
    value(await office.port.patchRows(target, [{ row: refTo("C2"), cells: { Result: "hidden" } }]));
    expect(rowsOf(value(await office.port.readTable("CustomerLinks"))).map((row) => row["Result"])).toEqual([null, null, "hidden", null]);
  });

  test("with a filter on, rows are not taken out: what stands in the way is told, and it works once cleared", async () => {
    const office = openOfficeWorkbook();
    value(await office.port.writeTable(links(many(4))));
    filterColumn(office.sheetOf("CustomerLinks"), office.tableOf("CustomerLinks"), 0, { filterOn: "Values", values: ["C0"] });
    const refused = await office.port.mergeTable(target, [{ ...aLink("C1"), CustomerName: "Renamed" }], [refTo("C2").key]);
    expect(refused).toMatchObject({ ok: false, failure: { code: "excel-refused" } });
    clearFilter(office.sheetOf("CustomerLinks"), office.tableOf("CustomerLinks"));
    value(await office.port.mergeTable(target, [{ ...aLink("C1"), CustomerName: "Renamed" }], [refTo("C2").key]));
    expect(await ids(office)).toEqual(["C0", "C1", "C3"]);
  });

  test("a filter is cleared when all rows are replaced", async () => {
    const office = openOfficeWorkbook();
    value(await office.port.writeTable(links(many(4))));
    filterColumn(office.sheetOf("CustomerLinks"), office.tableOf("CustomerLinks"), 0, { filterOn: "Values", values: ["C0"] });
    value(await office.port.writeTable(links(many(6))));
    expect(await ids(office)).toHaveLength(6);
    expect(office.sheetOf("CustomerLinks").isRowHidden(2)).toBe(false);
  });

  test("notes that the user typed below the table move down when it grows", async () => {
    const office = openOfficeWorkbook();
    value(await office.port.writeTable(links(many(2))));
    const sheet = office.sheetOf("CustomerLinks");
    const { writeLiterals } = await import("../../src/workbench/model");
    writeLiterals(sheet, { top: 5, bottom: 5, left: 1, right: 1 }, [["my note"]]);
    value(await office.port.mergeTable(target, many(10, 100), []));
    expect(await ids(office)).toHaveLength(12);
    expect(sheet.value(15, 1)).toBe("my note");
    value(await office.port.writeTable(links(many(20))));
    expect(await ids(office)).toHaveLength(20);
    expect(sheet.value(23, 1)).toBe("my note");
  });

  test("a totals row stays below the rows", async () => {
    const office = openOfficeWorkbook();
    value(await office.port.writeTable(links(many(2))));
    await office.runtime.Excel.run(async (context) => {
      context.workbook.tables.getItem("CustomerLinks").showTotals = true;
      await context.sync();
    });
    value(await office.port.mergeTable(target, many(3, 100), []));
    expect(await ids(office)).toEqual(["C0", "C1", "C100", "C101", "C102"]);
    expect(office.tableOf("CustomerLinks").totals?.top).toBe(6);
    value(await office.port.writeTable(links(many(4))));
    expect(await ids(office)).toHaveLength(4);
    expect(office.tableOf("CustomerLinks").totals?.top).toBe(5);
  });
});
