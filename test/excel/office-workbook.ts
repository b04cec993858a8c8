/** Excel's adapter on Microsoft's own client runtime, over the workbench's in-memory workbook, with a user beside it. */
import type { CellValue } from "../../src/sync/model/cell";
import { createWorkbookPort } from "../../src/excel/adapter";
import type { Capabilities } from "../../src/excel/port";
import { addColumn, areaAt, createWorkbook, insertCells, maxColumns, sortTable, type Table, typeInto, type Workbook, type Worksheet, writeLiterals } from "../../src/workbench/model";
import { createOffice } from "../../src/workbench/client";
import { startOfficeRuntime, type OfficeRuntime, type OfficeRuntimeOptions } from "../support/office-runtime";
import type { ContractWorkbook } from "../support/workbook-port-contract";

export type OfficeWorkbook = ContractWorkbook & {
  readonly workbook: Workbook;
  readonly runtime: Pick<OfficeRuntime, "Excel" | "counters" | "host" | "settled" | "dispose">;
  sheetOf(table: string): Worksheet;
  tableOf(table: string): Table;
  /** Types text as at the keyboard, with Excel's own reading of it. */
  typeText(table: string, row: number, header: string, text: string): void;
  /** A column of a table's body as the sheet shows it. */
  shown(table: string, header: string): readonly string[];
};

/** A chunked write of 100,000 cells takes its time on a busy machine. */
jest.setTimeout(60_000);

const opened = new Set<Pick<OfficeRuntime, "dispose">>();
afterEach(() => {
  for (const runtime of opened) runtime.dispose();
  opened.clear();
});

const capabilities: Capabilities = { notes: false, undoGroup: false, ribbonState: false, platform: "test" };

/** `client`: Microsoft's, or the workbench's own, which alone has what came after ExcelApi 1.17. */
export const openOfficeWorkbook = (options: OfficeRuntimeOptions & { client?: "microsoft" | "workbench" } = {}, can: Partial<Capabilities> = {}): OfficeWorkbook => {
  const workbook = createWorkbook({ thisYear: 2026 });
  const runtime = options.client === "workbench" ? createOffice(workbook, options) : startOfficeRuntime(workbook, options);
  opened.add(runtime);
  Object.assign(globalThis, { Excel: runtime.Excel });
  const tableOf = (name: string): Table => {
    const table = workbook.table(name);
    if (!table) throw new Error(`The test has no table ${name}.`);
    return table;
  };
  const sheetOf = (name: string): Worksheet => {
    const sheet = workbook.worksheetById(tableOf(name).worksheet);
    if (!sheet) throw new Error(`The test has no worksheet for ${name}.`);
    return sheet;
  };
  const cellOf = (name: string, row: number, header: string) => {
    const table = tableOf(name);
    return { row: table.body.top + row, column: table.area.left + table.columnIndex(header) };
  };
  const literals = (sheet: Worksheet, top: number, left: number, grid: readonly (readonly CellValue[])[]) => {
    const width = grid[0]?.length ?? 0;
    if (width > 0) writeLiterals(sheet, { top, left, bottom: top + grid.length - 1, right: left + width - 1 }, grid);
  };
  return {
    port: createWorkbookPort({ ...capabilities, ...can }),
    workbook,
    runtime,
    sheetOf,
    tableOf,
    place: (worksheet, grid) => {
      const sheet = workbook.addWorksheet(worksheet);
      literals(sheet, 0, 0, grid);
      workbook.activate(sheet);
    },
    type: (name, row, header, typed) => {
      const at = cellOf(name, row, header);
      literals(sheetOf(name), at.row, at.column, [[typed]]);
    },
    typeText: (name, row, header, text) => {
      const at = cellOf(name, row, header);
      typeInto(sheetOf(name), at.row, at.column, text);
    },
    shown: (name, header) => {
      const { body } = tableOf(name);
      return Array.from({ length: body.bottom - body.top + 1 }, (_, row) => {
        const at = cellOf(name, row, header);
        return sheetOf(name).text(at.row, at.column);
      });
    },
    insertRow: (name, before) => {
      const row = tableOf(name).body.top + before;
      insertCells(sheetOf(name), { top: row, bottom: row, left: 0, right: maxColumns - 1 }, "Down");
    },
    sort: (name, header) => sortTable(sheetOf(name), tableOf(name), [{ column: tableOf(name).columnIndex(header), ascending: true }]),
    addColumn: (name, header, cells) => {
      const table = tableOf(name);
      addColumn(sheetOf(name), table, null, header);
      literals(sheetOf(name), table.body.top, table.area.right, cells.map((cell) => [cell]));
    },
    select: (name, row, header) => {
      const at = cellOf(name, row, header);
      workbook.select(sheetOf(name), [areaAt(at.row, at.column)]);
    },
    // Longer than the quiet times after which edits and selections are told.
    settled: async () => {
      await runtime.settled();
      await new Promise((resolve) => setTimeout(resolve, 300));
      await runtime.settled();
    },
  };
};
