import { openWorkbook, saveWorkbook } from "../../../src/workbench/files";
import { createWorkbook, type Workbook } from "../../../src/workbench/model/workbook";
import type { Worksheet } from "../../../src/workbench/model/worksheet";
import type { Value } from "../../../src/workbench/model/value";

/** A workbook whose first sheet holds these rows, as literals. */
export const aWorkbook = (rows: readonly (readonly Value[])[], change: (sheet: Worksheet, workbook: Workbook) => void = () => undefined): Workbook => {
  const workbook = createWorkbook({ name: "test.xlsx" });
  rows.forEach((row, rowIndex) => row.forEach((value, column) => workbook.active.grid.column(column).put(rowIndex, value)));
  change(workbook.active, workbook);
  return workbook;
};

export const open = async (bytes: Uint8Array): Promise<Workbook> => {
  const opened = await openWorkbook(bytes, { name: "test.xlsx" });
  if (!opened.ok) throw new Error(opened.failure.cause);
  return opened.value;
};

export const reopened = async (workbook: Workbook): Promise<Workbook> => open(await saveWorkbook(workbook));

export const rowsOf = (sheet: Worksheet, rows: number, columns: number): Value[][] =>
  Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (_unused, column) => sheet.value(row, column)));
