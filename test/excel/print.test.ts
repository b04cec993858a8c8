/** Pages of a worksheet, on Microsoft's runtime and in the saved file. */
import { openXlsx } from "hucre";
import { plainPageText } from "../../src/excel/print";
import { reconciliation } from "../../src/sync/sheets/reconciliation";
import { contentOf } from "../../src/workbench/files/content-of";
import { readXlsx } from "../../src/workbench/files/read-xlsx";
import { workbookOf } from "../../src/workbench/files/workbook-of";
import { writeXlsx } from "../../src/workbench/files/write-xlsx";
import { insertCells, maxColumns } from "../../src/workbench/model";
import { links, aLink, value } from "../support/workbook-port-contract";
import { openOfficeWorkbook } from "./office-workbook";

const texts = { left: "Smith & Sons Ltd", middle: "Reconciliation", right: "August 2026", foot: "As at 22 Nov 2026, 10:44" };
const lines = (count: number) => Array.from({ length: count }, (_, at) => ({ Line: String(at + 1).padStart(6, "0"), Section: "Receipts", Description: "Receipt entered in Sage", Amount: "12.50" }));
const printed = async (rows = 80) => {
  const office = openOfficeWorkbook();
  value(await office.port.writeTable({ definition: reconciliation, rows: lines(rows), lists: {}, activate: true }));
  value(await office.port.setUpPage("Reconciliation", texts));
  return office;
};

test("a reconciliation is printed across, on the width of one A4 page, with its headers on each page and nothing but the table", async () => {
  const { sheetOf } = await printed();
  expect(sheetOf("Reconciliation").page).toMatchObject({
    orientation: "Landscape",
    paper: "A4",
    zoom: { wide: 1, tall: null },
    printArea: { top: 0, left: 0, bottom: 80, right: 8 },
    titleRows: { from: 0, to: 0 },
    edges: { leftHeader: "Smith && Sons Ltd", centerHeader: "&BReconciliation", rightHeader: "August 2026", leftFooter: "As at 22 Nov 2026, 10:44", rightFooter: "Page &P of &N" },
  });
});

test("its long texts go on in further lines, so that paper shows all of them", async () => {
  const { sheetOf, tableOf } = await printed(3);
  const wraps = (header: string) => sheetOf("Reconciliation").style(1, tableOf("Reconciliation").columnIndex(header)).wrap ?? false;
  expect(["Description", "Customer", "Reference", "Amount"].map(wraps)).toEqual([true, true, false, false]);
});

test("a narrow table is printed upright", async () => {
  const { port, workbook, sheetOf } = openOfficeWorkbook();
  value(await port.writeTable(links([aLink("C1")])));
  const sheet = sheetOf("CustomerLinks");
  sheet.setColumnWidth(0, 9, 50);
  value(await port.setUpPage("CustomerLinks", texts));
  expect(workbook.active.page.orientation).toBe("Portrait");
});

test("made again for another month with other rows, the pages follow the table", async () => {
  const { port, sheetOf } = await printed(80);
  value(await port.writeTable({ definition: reconciliation, rows: lines(12), lists: {}, activate: true }));
  value(await port.setUpPage("Reconciliation", { ...texts, right: "September 2026" }));
  expect(sheetOf("Reconciliation").page).toMatchObject({ printArea: { top: 0, bottom: 12 }, edges: { rightHeader: "September 2026" } });
});

test("rows put above the table move its print area and its title rows along", async () => {
  const { sheetOf } = await printed(5);
  insertCells(sheetOf("Reconciliation"), { top: 0, bottom: 1, left: 0, right: maxColumns - 1 }, "Down");
  expect(sheetOf("Reconciliation").page).toMatchObject({ printArea: { top: 2, bottom: 7 }, titleRows: { from: 2, to: 2 } });
});

test("the saved file prints the same, and says so again when it is opened", async () => {
  const { workbook, sheetOf } = await printed(40);
  const bytes = await writeXlsx(contentOf(workbook));
  const file = (await openXlsx(bytes)).sheets.find((sheet) => sheet.name === "Reconciliation");
  expect(file?.pageSetup).toMatchObject({ orientation: "landscape", paperSize: "a4", fitToPage: true, fitToWidth: 1, fitToHeight: 0, printArea: "$A$1:$I$41", printTitlesRow: "$1:$1" });
  expect(file?.headerFooter).toMatchObject({ oddHeader: "&LSmith && Sons Ltd&C&BReconciliation&RAugust 2026", oddFooter: "&LAs at 22 Nov 2026, 10:44&RPage &P of &N" });
  const content = value(await readXlsx(bytes, "book.xlsx"));
  const again = workbookOf(content, { thisYear: 2026 });
  expect(again.worksheet("Reconciliation")?.page).toEqual(sheetOf("Reconciliation").page);
  const twice = value(await readXlsx(await writeXlsx(contentOf(again)), "book.xlsx"));
  expect(twice.sheets.find((sheet) => sheet.name === "Reconciliation")?.page).toEqual(sheetOf("Reconciliation").page);
});

test("text at the edges is text: no code, no second line, and short enough for Excel", () => {
  expect(plainPageText("R&D Ltd")).toBe("R&&D Ltd");
  expect(plainPageText("one\r\ntwo")).toBe("one two");
  expect(plainPageText("x".repeat(300))).toHaveLength(70);
});
