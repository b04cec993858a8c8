/**
 * What every workbook behind the port must do, whoever implements it. Run for Excel's adapter on Microsoft's runtime and for the
 * workbook in memory that other tests use in its place.
 */
import type { CellValue, RowCells } from "../../src/sync/model/cell";
import { customerLinks } from "../../src/sync/sheets/customer-links";
import { customers } from "../../src/sync/sheets/customers";
import { paymentMethods } from "../../src/sync/sheets/payment-methods";
import { taxCodes } from "../../src/sync/sheets/tax-codes";
import { keyOf, type SheetDefinition } from "../../src/sync/sheets/sheet";
import type { NewTable, SelectedRow, SheetBlock, SheetEdit, TableTarget, WorkbookPort } from "../../src/excel/port";
import type { Result } from "../../src/sync/model/failure";

export type ContractWorkbook = {
  readonly port: WorkbookPort;
  /** A new worksheet with literal cells from A1 on, as an opened file would have them, brought to the front. */
  place(worksheet: string, grid: readonly (readonly CellValue[])[]): void;
  /** A user types into a table's body. */
  type(table: string, row: number, header: string, value: CellValue): void;
  insertRow(table: string, before: number): void;
  /** Ascending, by the text of that column. */
  sort(table: string, header: string): void;
  /** A user's own column at the right end. */
  addColumn(table: string, header: string, cells: readonly CellValue[]): void;
  /** A user comes to rest in a cell of a table's body. */
  select(table: string, row: number, header: string): void;
  /** Until all that was reported of edits has arrived. */
  settled(): Promise<void>;
};

export const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.cause}`);
  return result.value;
};

export const targetOf = (definition: SheetDefinition): TableTarget => ({
  definition,
  headers: Object.fromEntries(Object.keys(definition.columns).map((header) => [header, header])),
});

export const rowsOf = (block: SheetBlock | null): readonly RowCells[] =>
  (block?.rows ?? []).map((row) => Object.fromEntries((block?.headers ?? []).map((header, column) => [header, row[column] ?? null])));

export const aLink = (id: string, over: RowCells = {}): RowCells => ({
  CustomerId: id,
  CustomerName: `Customer ${id}`,
  SageCompanyName: "Acme UK",
  SageSiteId: "0a1b2c3d-0000-4000-8000-000000000001",
  SageAccountNumber: "00123",
  SageCustomerId: null,
  Synced: false,
  ...over,
});

export const links = (rows: readonly RowCells[], over: Partial<NewTable> = {}): NewTable => ({ definition: customerLinks, rows, lists: {}, activate: true, ...over });

const refTo = (id: string, nth = 0) => ({ key: keyOf(customerLinks, aLink(id)), nth });

export const workbookPortContract = (name: string, open: () => Promise<ContractWorkbook>): void => {
  describe(`a workbook port: ${name}`, () => {
    const target = targetOf(customerLinks);
    const read = async (port: WorkbookPort) => rowsOf(value(await port.readTable("CustomerLinks")));

    test("a table that is not there reads as null", async () => {
      const { port } = await open();
      expect(value(await port.readTable("CustomerLinks"))).toBeNull();
      expect(value(await port.readRows("CustomerLinks", 0, 1))).toBeNull();
      expect(value(await port.activateTable("CustomerLinks"))).toBe(false);
    });

    test("what is written reads back, with leading zeros and signs", async () => {
      const { port } = await open();
      const rows = [aLink("00042"), aLink("1E5", { CustomerName: "=HYPERLINK(\"x\")", SageAccountNumber: "3-4" }), aLink("-7", { CustomerName: "'t Hooft BV", Synced: true })];
      expect(value(await port.writeTable(links(rows)))).toEqual({ rows: 3 });
      const block = value(await port.readTable("CustomerLinks"));
      expect(block).toMatchObject({ worksheet: "Customer Links", table: "CustomerLinks", headers: Object.keys(customerLinks.columns), positions: [0, 1, 2] });
      expect(rowsOf(block)).toEqual(rows.map((row) => ({ ...row, Synced: row["Synced"] === true ? "Yes" : "No", Problem: null, Result: null })));
    });

    test("writing again replaces every row, more or fewer", async () => {
      const { port } = await open();
      for (const count of [3, 1, 5, 0, 2]) {
        value(await port.writeTable(links(Array.from({ length: count }, (_, index) => aLink(`C${count}-${index}`)))));
        expect((await read(port)).map((row) => row["CustomerId"])).toEqual(Array.from({ length: count }, (_, index) => `C${count}-${index}`));
      }
      expect(value(await port.outline()).filter((sheet) => sheet.tables.includes("CustomerLinks"))).toHaveLength(1);
    });

    test("dates, rates and flags read back as Excel keeps them", async () => {
      const { port } = await open();
      value(await port.writeTable({ definition: taxCodes, rows: [{ TaxRate: "17.5", SageCompanyName: "Acme UK", SageTaxCode: "01" }], lists: {}, activate: false }));
      expect(rowsOf(value(await port.readTable("TaxCodes")))[0]).toMatchObject({ TaxRate: 17.5, SageTaxCode: "01" });
      value(await port.writeTable({ definition: customers, rows: [{ CustomerId: "1", Synced: true, "Last Synced": "2026-11-21T09:30:00Z", Reason: "-none-" }], lists: {}, activate: false }));
      const row = rowsOf(value(await port.readTable("Customers")))[0];
      expect(row).toMatchObject({ CustomerId: "1", Synced: "Yes", Reason: "-none-" });
      expect(typeof row?.["Last Synced"]).toBe("number");
    });

    test("a worksheet of that name with other things on it is left alone", async () => {
      const { port, place } = await open();
      place("Customer Links", [["My notes"], ["do not touch"]]);
      value(await port.writeTable(links([aLink("C1")])));
      const sheets = value(await port.outline());
      expect(sheets.find((sheet) => sheet.tables.includes("CustomerLinks"))?.worksheet).toBe("Customer Links (2)");
    });

    test("blank rows are left out and the positions of the others told", async () => {
      const { port, insertRow } = await open();
      value(await port.writeTable(links([aLink("C1"), aLink("C2")])));
      insertRow("CustomerLinks", 1);
      expect(value(await port.readTable("CustomerLinks"))).toMatchObject({ positions: [0, 2] });
      const some = value(await port.readRows("CustomerLinks", 1, 2));
      expect(some?.positions).toEqual([2]);
      expect(rowsOf(some)[0]?.["CustomerId"]).toBe("C2");
    });

    test("a patch finds its row after the user sorted and inserted rows", async () => {
      const { port, sort, insertRow } = await open();
      value(await port.writeTable(links([aLink("C3"), aLink("C1"), aLink("C2")])));
      sort("CustomerLinks", "CustomerId");
      insertRow("CustomerLinks", 0);
      expect(value(await port.patchRows(target, [{ row: refTo("C3"), cells: { SageAccountNumber: "00999", Result: "=done" } }]))).toEqual({ written: 1, missing: [] });
      const rows = await read(port);
      expect(rows.map((row) => [row["CustomerId"], row["SageAccountNumber"], row["Result"]])).toEqual([
        ["C1", "00123", null],
        ["C2", "00123", null],
        ["C3", "00999", "=done"],
      ]);
    });

    test("of rows with the same key the nth is meant, and a row that is gone is told", async () => {
      const { port } = await open();
      value(await port.writeTable(links([aLink("C1"), aLink("C2"), aLink("C1", { CustomerName: "again" })])));
      const report = value(
        await port.patchRows(target, [
          { row: refTo("C1", 1), cells: { Result: "second" } },
          { row: refTo("C1", 2), cells: { Result: "third" } },
          { row: refTo("C9"), cells: { Result: "none" } },
        ]),
      );
      expect(report).toEqual({ written: 1, missing: [refTo("C1", 2), refTo("C9")] });
      expect((await read(port)).map((row) => row["Result"])).toEqual([null, null, "second"]);
    });

    test("rows without a key are told apart from blank rows", async () => {
      const { port, insertRow } = await open();
      value(await port.writeTable(links([{ CustomerName: "first without id" }, { CustomerName: "second without id" }])));
      insertRow("CustomerLinks", 0);
      const blank = keyOf(customerLinks, {});
      value(await port.patchRows(target, [{ row: { key: blank, nth: 1 }, cells: { Result: "here" } }]));
      expect((await read(port)).map((row) => row["Result"])).toEqual([null, "here"]);
    });

    test("null empties a cell, and cells not named stay", async () => {
      const { port } = await open();
      value(await port.writeTable(links([aLink("C1", { SageCustomerId: "77" })])));
      value(await port.patchRows(target, [{ row: refTo("C1"), cells: { SageCustomerId: null } }]));
      expect((await read(port))[0]).toMatchObject({ SageCustomerId: null, SageAccountNumber: "00123" });
    });

    test("a merge changes, adds and removes rows, and keeps the user's order and own columns", async () => {
      const { port, addColumn } = await open();
      value(await port.writeTable(links([aLink("C3"), aLink("C1"), aLink("C2")])));
      addColumn("CustomerLinks", "My note", ["three", "one", "two"]);
      const report = value(await port.mergeTable(target, [{ ...aLink("C1"), CustomerName: "Renamed" }, aLink("C4")], [refTo("C2").key, "no such key"]));
      expect(report).toEqual({ written: 2, missing: [{ key: "no such key", nth: 0 }] });
      expect((await read(port)).map((row) => [row["CustomerId"], row["CustomerName"], row["My note"]])).toEqual([
        ["C3", "Customer C3", "three"],
        ["C1", "Renamed", "one"],
        ["C4", "Customer C4", null],
      ]);
    });

    test("a merge into a table without rows, and one that takes all rows out", async () => {
      const { port } = await open();
      value(await port.writeTable(links([])));
      value(await port.mergeTable(target, [aLink("C1"), aLink("C2")], []));
      expect((await read(port)).map((row) => row["CustomerId"])).toEqual(["C1", "C2"]);
      value(await port.mergeTable(target, [], [refTo("C1").key, refTo("C2").key]));
      expect(await read(port)).toEqual([]);
      value(await port.mergeTable(target, [aLink("C3")], []));
      expect((await read(port)).map((row) => row["CustomerId"])).toEqual(["C3"]);
    });

    test("what concerns a table that is not there fails and names it", async () => {
      const { port } = await open();
      for (const result of [await port.patchRows(target, []), await port.mergeTable(target, [], []), await port.markProblems(target, []), await port.copyForUpload(target, [])])
        expect(result).toMatchObject({ ok: false, failure: { code: "not-found", value: "CustomerLinks" } });
    });

    test("marks stand in words in the Problem cell, are replaced, and can be renewed for single rows", async () => {
      const { port } = await open();
      value(await port.writeTable(links([aLink("C1"), aLink("C2"), aLink("C3")])));
      const mark = (id: string, text: string) => ({ row: refTo(id), columns: [{ column: "SageAccountNumber", severity: "error" as const }, { column: "CustomerName", severity: "warning" as const }], text });
      expect(value(await port.markProblems(target, [mark("C1", "No such account."), mark("C3", "Nor this."), mark("C9", "gone")]))).toEqual({ written: 2, missing: [refTo("C9")] });
      const marked = " · Error in SageAccountNumber · Warning in CustomerName";
      const problems = async () => (await read(port)).map((row) => row["Problem"]);
      expect(await problems()).toEqual([`No such account.${marked}`, null, `Nor this.${marked}`]);
      value(await port.markProblems(target, [mark("C2", "New.")], [refTo("C1"), refTo("C2")]));
      expect(await problems()).toEqual([null, `New.${marked}`, `Nor this.${marked}`]);
      value(await port.markProblems(target, []));
      expect(await problems()).toEqual([null, null, null]);
    });

    test("the sheet in front is read with its first row as headers, and becomes a table where it stands", async () => {
      const { port, place } = await open();
      place("Export", [
        ["sage company name", "Customer ID", "Colour", "SageAccountNumber"],
        ["Acme UK", "C1", "red", "00012"],
        ["Acme UK", 42, "blue", null],
      ]);
      const before = value(await port.readActiveSheet());
      expect(before).toMatchObject({ worksheet: "Export", table: null, headers: ["sage company name", "Customer ID", "Colour", "SageAccountNumber"] });
      expect(before?.rows).toEqual([
        ["Acme UK", "C1", "red", "00012"],
        ["Acme UK", 42, "blue", null],
      ]);
      const mapped = { definition: customerLinks, headers: { CustomerId: "Customer ID", SageCompanyName: "sage company name", SageAccountNumber: "SageAccountNumber" } };
      expect(value(await port.adoptActiveSheet(mapped, {}))).toEqual({ table: "CustomerLinks" });
      const after = value(await port.readTable("CustomerLinks"));
      expect(after?.headers).toEqual(["SageCompanyName", "CustomerId", "Colour", "SageAccountNumber", "CustomerName", "SageSiteId", "SageCustomerId", "Synced", "Problem", "Result"]);
      expect(rowsOf(after).map((row) => [row["CustomerId"], row["Colour"], row["SageAccountNumber"]])).toEqual([
        ["C1", "red", "00012"],
        [42, "blue", null],
      ]);
      expect(value(await port.readActiveSheet())).toMatchObject({ table: "CustomerLinks" });
      value(await port.patchRows(mapped, [{ row: { key: keyOf(customerLinks, { CustomerId: 42, SageCompanyName: "Acme UK" }), nth: 0 }, cells: { CustomerId: "00042" } }]));
      expect((await read(port))[1]?.["CustomerId"]).toBe("00042");
    });

    test("a second table of the same kind is refused, and so is an empty sheet", async () => {
      const { port, place } = await open();
      value(await port.writeTable(links([aLink("C1")])));
      place("Export", [["CustomerId"], ["C2"]]);
      expect(await port.adoptActiveSheet(target, {})).toMatchObject({ ok: false, failure: { code: "table-exists" } });
      place("Empty", []);
      expect(value(await port.readActiveSheet())).toBeNull();
      expect(await port.adoptActiveSheet(target, {})).toMatchObject({ ok: false, failure: { code: "empty-sheet" } });
    });

    test("goTo selects by key, and says when row or column is gone", async () => {
      const { port } = await open();
      value(await port.writeTable(links([aLink("C1"), aLink("C2")], { activate: false })));
      expect(value(await port.goTo(target, refTo("C2"), "SageSiteId"))).toBe(true);
      expect(value(await port.outline()).find((sheet) => sheet.isActive)?.tables).toEqual(["CustomerLinks"]);
      expect(value(await port.goTo(target, refTo("C9"), "SageSiteId"))).toBe(false);
      expect(value(await port.goTo(target, refTo("C1"), "No such column"))).toBe(false);
    });

    test("a copy for upload leaves the named columns out and holds codes as text", async () => {
      const { port, type } = await open();
      value(await port.writeTable(links([aLink("C1"), aLink("C2")])));
      type("CustomerLinks", 0, "SageCustomerId", 345);
      const { worksheet } = value(await port.copyForUpload(target, ["Problem", "Result"]));
      expect(worksheet).toBe("Customer Links upload");
      const copy = value(await port.readActiveSheet());
      expect(copy).toMatchObject({ worksheet, table: null, headers: Object.keys(customerLinks.columns).filter((header) => header !== "Problem" && header !== "Result") });
      expect(rowsOf(copy)[0]).toMatchObject({ CustomerId: "C1", SageAccountNumber: "00123", SageCustomerId: "345" });
      expect(value(await port.copyForUpload(target, [])).worksheet).toBe("Customer Links upload (2)");
    });

    test("settings come back as they were kept, and can be taken out", async () => {
      const { port } = await open();
      expect(value(await port.readSetting("links"))).toBeUndefined();
      value(await port.writeSetting("links", { cursor: "7", list: [1, null] }));
      expect(value(await port.readSetting("links"))).toEqual({ cursor: "7", list: [1, null] });
      value(await port.writeSetting("links", undefined));
      expect(value(await port.readSetting("links"))).toBeUndefined();
    });

    test("drop-down lists can be written and rewritten", async () => {
      const { port } = await open();
      value(await port.writeLists([{ id: "sage-company", values: ["Acme UK", "=Acme"] }]));
      value(await port.writeTable({ definition: paymentMethods, rows: [{ PaymentMethod: "Card" }], lists: { SageCompanyName: "sage-company" }, activate: true }));
      value(await port.writeLists([{ id: "sage-company", values: ["Acme UK"] }, { id: "sage-site", values: [] }]));
      expect(value(await port.outline()).every((sheet) => !sheet.worksheet.startsWith("Tieout"))).toBe(true);
    });

    test("the user's edits are told, ours are not, and none after the end", async () => {
      const { port, type, insertRow, settled } = await open();
      value(await port.writeTable(links([aLink("C1"), aLink("C2")])));
      const edits: SheetEdit[] = [];
      const stop = value(await port.onEdit((edit) => edits.push(edit)));
      value(await port.patchRows(target, [{ row: refTo("C1"), cells: { Result: "ours" } }]));
      await settled();
      expect(edits).toEqual([]);
      type("CustomerLinks", 1, "CustomerName", "typed");
      await settled();
      expect(edits).toEqual([{ kind: "cells", table: "CustomerLinks", rowsAffected: "some", firstRow: 1, rowCount: 1, headers: ["CustomerName"] }]);
      insertRow("CustomerLinks", 0);
      await settled();
      expect(edits.slice(1)).toContainEqual({ kind: "shape", table: "CustomerLinks", what: "rows" });
      await stop();
      const told = edits.length;
      type("CustomerLinks", 0, "CustomerName", "unheard");
      await settled();
      expect(edits).toHaveLength(told);
    });

    test("the row that the selection comes to rest in is told, of the tables asked for, and each only once", async () => {
      const { port, select, settled } = await open();
      value(await port.writeTable({ definition: taxCodes, rows: [{ TaxRate: "20", SageCompanyName: "Acme UK", SageTaxCode: "01" }], lists: {}, activate: false }));
      value(await port.writeTable(links([aLink("C1"), aLink("00042", { SageCustomerId: "77" })])));
      select("CustomerLinks", 0, "CustomerName");
      const told: (SelectedRow | null)[] = [];
      const stop = value(await port.onSelect(["CustomerLinks"], (row) => told.push(row)));
      expect(told).toEqual([{ table: "CustomerLinks", cells: expect.objectContaining({ CustomerId: "C1", SageCustomerId: null }) as unknown }]);
      select("CustomerLinks", 1, "CustomerId");
      await settled();
      select("CustomerLinks", 1, "SageSiteId");
      await settled();
      expect(told.slice(1)).toEqual([{ table: "CustomerLinks", cells: expect.objectContaining({ CustomerId: "00042", SageCustomerId: "77" }) as unknown }]);
      select("TaxCodes", 0, "TaxRate");
      await settled();
      expect(told.slice(2)).toEqual([null]);
      await stop();
      select("CustomerLinks", 0, "CustomerId");
      await settled();
      expect(told).toHaveLength(3);
    });

    test("pages are set up for a table that is there, and for no other", async () => {
      const { port } = await open();
      const texts = { left: "Acme UK", middle: "Links", right: "November 2026", foot: "Tieout" };
      expect(value(await port.setUpPage("CustomerLinks", texts))).toBe(false);
      value(await port.writeTable(links([aLink("C1")])));
      expect(value(await port.setUpPage("CustomerLinks", texts))).toBe(true);
    });

    test("work that was aborted before it began is told as cancelled and writes nothing", async () => {
      const { port } = await open();
      value(await port.writeTable(links([aLink("C1")])));
      const result = await port.patchRows(target, [{ row: refTo("C1"), cells: { Result: "x" } }], { signal: AbortSignal.abort() });
      expect(result).toMatchObject({ ok: false, failure: { code: "cancelled" } });
      expect((await read(port))[0]?.["Result"]).toBeNull();
    });
  });
};
