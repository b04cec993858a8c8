/** Listening to edits, and other people at the same workbook, on Microsoft's runtime. */
import type { SheetEdit } from "../../src/excel/port";
import { customerLinks } from "../../src/sync/sheets/customer-links";
import { deleteCells, deleteTable, maxColumns, renameTable, typeInto, writeInputs } from "../../src/workbench/model";
import { aLink, links, targetOf, value } from "../support/workbook-port-contract";
import { openOfficeWorkbook } from "./office-workbook";

const watched = async (count = 3) => {
  const office = openOfficeWorkbook();
  value(await office.port.writeTable(links(Array.from({ length: count }, (_, index) => aLink(`C${index}`)))));
  const edits: SheetEdit[] = [];
  const stop = value(await office.port.onEdit((edit) => edits.push(edit)));
  await office.settled();
  return { ...office, edits, stop };
};

describe("edits that are told", () => {
  test("a paste of several cells is one edit with its headings", async () => {
    const { edits, sheetOf, settled } = await watched();
    writeInputs(sheetOf("CustomerLinks"), { top: 2, bottom: 3, left: 4, right: 5 }, [["A1", "1"], ["A2", "2"]], "typed");
    await settled();
    expect(edits).toEqual([{ kind: "cells", table: "CustomerLinks", rowsAffected: "some", firstRow: 1, rowCount: 2, headers: ["SageAccountNumber", "SageCustomerId"] }]);
  });

  test("a row typed below the table is told as part of it", async () => {
    const { edits, sheetOf, settled } = await watched();
    typeInto(sheetOf("CustomerLinks"), 4, 0, "C9");
    await settled();
    expect(edits.filter((edit) => edit.kind === "cells").map((edit) => [edit.firstRow, edit.headers])).toEqual([[3, ["CustomerId"]]]);
  });

  test("rows deleted, the table renamed and the table deleted are told", async () => {
    const { edits, sheetOf, tableOf, settled } = await watched();
    deleteCells(sheetOf("CustomerLinks"), { top: 1, bottom: 1, left: 0, right: maxColumns - 1 }, "Up");
    await settled();
    expect(edits).toContainEqual({ kind: "shape", table: "CustomerLinks", what: "rows" });
    renameTable(sheetOf("CustomerLinks"), tableOf("CustomerLinks"), "Mine");
    typeInto(sheetOf("Mine"), 1, 1, "x");
    await settled();
    expect(edits).toContainEqual({ kind: "shape", table: "CustomerLinks", what: "renamed" });
    renameTable(sheetOf("Mine"), tableOf("Mine"), "CustomerLinks");
    typeInto(sheetOf("CustomerLinks"), 1, 1, "y");
    await settled();
    deleteTable(sheetOf("CustomerLinks"), tableOf("CustomerLinks"));
    await settled();
    expect(edits).toContainEqual({ kind: "shape", table: "CustomerLinks", what: "deleted" });
  });

  test("what a co-author edits is not told", async () => {
    const { edits, workbook, sheetOf, settled } = await watched();
    workbook.editAs("remote", () => typeInto(sheetOf("CustomerLinks"), 1, 1, "theirs"));
    await settled();
    expect(edits).toEqual([]);
  });

  test("nothing that we write is told, whatever we write", async () => {
    const { edits, port, settled } = await watched();
    const target = targetOf(customerLinks);
    value(await port.mergeTable(target, [aLink("C7")], [])); 
    value(await port.markProblems(target, []));
    value(await port.writeTable(links([aLink("C1")])));
    await settled();
    expect(edits).toEqual([]);
  });
});
