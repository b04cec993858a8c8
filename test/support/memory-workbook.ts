/**
 * A workbook in memory behind the same port as Excel, for tests of what uses the port. It passes the contract that the real
 * adapter passes (workbook-port-contract.ts). Everything it is asked to write goes through the same cell rules as a real write.
 */
import { shownValue, type Cell, type CellValue, type RowCells, type RowRef } from "../../src/sync/model/cell";
import { failed, failure, ok, type Failure, type Result } from "../../src/sync/model/failure";
import { keyOf, type Column, type SheetDefinition } from "../../src/sync/sheets/sheet";
import { written } from "../../src/excel/cells";
import { cellFor, cellFormatOf } from "../../src/excel/columns";
import { literalOf } from "../../src/excel/literal";
import { markText } from "../../src/excel/mark-text";
import type { Capabilities, NewTable, PageTexts, RowMark, RowPatch, SelectedRow, SheetBlock, SheetEdit, TableTarget, WorkbookPort, WorkOptions } from "../../src/excel/port";
import { columnPositions, completeHeaders, foldHeader, indexRows, isBlankRow, rowCells } from "../../src/excel/row-keys";
import { freeSheetName } from "../../src/excel/sheet-names";

type Table = { name: string; headers: string[]; rows: Cell[][] };
type Worksheet = { name: string; table: Table | null; cells: Cell[][] };

export type MemoryWorkbook = {
  readonly port: WorkbookPort;
  /** Adds a worksheet of plain cells and brings it to the front. */
  place(worksheet: string, grid: readonly (readonly Cell[])[]): void;
  activate(worksheet: string): void;
  /** The values of a table's rows, formulas and errors as they are. */
  rows(table: string): RowCells[];
  headers(table: string): readonly string[];
  /** A user's edit: reported to `onEdit` listeners. `row` counts from 0 within the body; one past the end adds a row. */
  type(table: string, row: number, header: string, cell: Cell): void;
  /** A user's own column at the right of a table. */
  addColumn(table: string, header: string, cells: readonly Cell[]): void;
  insertRow(table: string, before: number): void;
  deleteRow(table: string, row: number): void;
  sort(table: string, header: string): void;
  deleteTable(table: string): void;
  /** The marks in a table's cells as last written, by row reference. */
  marks(table: string): readonly RowMark[];
  list(id: string): readonly string[] | undefined;
  listOf(table: string, header: string): string | undefined;
  readonly activeWorksheet: string | null;
  readonly selection: { readonly table: string; readonly row: number; readonly header: string } | null;
  /** The user comes to rest on a row of a table's body; on no row of any table where it is null. */
  select(at: { readonly table: string; readonly row: number } | null): void;
  /** What stands at the edges of a table's printed pages; undefined where nothing was set up. */
  pageOf(table: string): PageTexts | undefined;
  /** The next call of the port answers this failure. */
  failNext(why: Failure): void;
};

/** What a cell reads back as once `value` is written into that column. */
const stored = (column: Column | undefined, value: CellValue): Cell => {
  const sent = written(cellFor(column, value), cellFormatOf(column));
  if (sent === "" || sent === null) return null;
  return typeof sent === "string" && sent.startsWith("'") ? sent.slice(1) : sent;
};

const cancelled = () => failure("cancelled", "The work was stopped before its end.", "Start it again: rows already written are not doubled.");

export const memoryWorkbook = (capabilities: Partial<Capabilities> = {}): MemoryWorkbook => {
  const worksheets: Worksheet[] = [];
  const settings = new Map<string, string>();
  const lists = new Map<string, readonly string[]>();
  const validations = new Map<string, Readonly<Record<string, string>>>();
  const marked = new Map<string, Map<string, RowMark>>();
  const listeners = new Set<(edit: SheetEdit) => void>();
  const selecting = new Set<() => void>();
  const pages = new Map<string, PageTexts>();
  let restsOn: { readonly table: string; readonly row: number } | null = null;
  let active: string | null = null;
  let selection: MemoryWorkbook["selection"] = null;
  let nextFailure: Failure | null = null;

  const sheetOf = (table: string) => worksheets.find((sheet) => sheet.table?.name === table);
  const tableOf = (name: string): Table | null => sheetOf(name)?.table ?? null;
  const existing = (name: string): Table => {
    const table = tableOf(name);
    if (!table) throw new Error(`The test has no table ${name}.`);
    return table;
  };
  const front = () => worksheets.find((sheet) => sheet.name === active);
  const tell = (edit: SheetEdit) => listeners.forEach((listener) => listener(edit));
  const absent = (target: TableTarget) =>
    failed(failure("not-found", `This workbook has no table ${target.definition.table}.`, "Make it from the template, or choose Use this sheet.", target.definition.table));

  /** Every call of the port is asynchronous and may be made to fail. */
  const answer = async <T>(work: () => Result<T>, options?: WorkOptions): Promise<Result<T>> => {
    await Promise.resolve();
    if (nextFailure) {
      const why = nextFailure;
      nextFailure = null;
      return failed(why);
    }
    return options?.signal?.aborted ? failed(cancelled()) : work();
  };

  const blockOf = (worksheet: Worksheet, table: Table | null, headers: readonly string[], rows: readonly Cell[][], firstRow = 0): SheetBlock => {
    const kept = rows.map((row, index) => ({ row, position: firstRow + index })).filter(({ row }) => !isBlankRow(row));
    return {
      worksheet: worksheet.name,
      table: table?.name ?? null,
      headers: [...headers],
      rows: kept.map(({ row }) => headers.map((_, column) => row[column] ?? null)),
      positions: kept.map(({ position }) => position),
    };
  };

  const placed = (target: TableTarget, table: Table) => {
    const positions = columnPositions({ headers: completeHeaders(target.definition, target.headers) }, table.headers);
    const index = indexRows(
      target.definition,
      table.rows.map((row) => (isBlankRow(row) ? null : rowCells(positions, row))),
    );
    return { positions, index };
  };

  const write = (table: Table, definition: SheetDefinition, positions: ReadonlyMap<string, number>, row: number, cells: Readonly<Record<string, Cell>>) => {
    for (const [header, value] of Object.entries(cells)) {
      const column = positions.get(header);
      if (column === undefined) continue;
      (table.rows[row] ??= [])[column] = stored(definition.columns[header], literalOf(value));
    }
  };

  const addMissingColumns = (table: Table, definition: SheetDefinition) => {
    const known = new Set(table.headers.map(foldHeader));
    for (const header of Object.keys(definition.columns)) if (!known.has(foldHeader(header))) table.headers.push(header);
  };

  const refKey = (ref: RowRef) => `${ref.nth}\u0000${ref.key}`;

  const port: WorkbookPort = {
    capabilities: () => ({ notes: true, undoGroup: true, ribbonState: true, platform: "memory", ...capabilities }),
    outline: () =>
      answer(() => ok(worksheets.map((sheet) => ({ worksheet: sheet.name, tables: sheet.table ? [sheet.table.name] : [], isActive: sheet.name === active })))),
    readTable: (name, options) =>
      answer(() => {
        const sheet = sheetOf(name);
        if (!sheet?.table) return ok(null);
        options?.onProgress?.({ done: sheet.table.rows.length, total: sheet.table.rows.length });
        return ok(blockOf(sheet, sheet.table, sheet.table.headers, sheet.table.rows));
      }, options),
    readRows: (name, firstRow, rowCount) =>
      answer(() => {
        const sheet = sheetOf(name);
        if (!sheet?.table) return ok(null);
        return ok(blockOf(sheet, sheet.table, sheet.table.headers, sheet.table.rows.slice(firstRow, firstRow + rowCount), firstRow));
      }),
    readActiveSheet: (options) =>
      answer(() => {
        const sheet = front();
        if (sheet?.table) return ok(blockOf(sheet, sheet.table, sheet.table.headers, sheet.table.rows));
        const first = sheet?.cells.findIndex((row) => !isBlankRow(row)) ?? -1;
        if (!sheet || first < 0) return ok(null);
        const headers = (sheet.cells[first] ?? []).map((cell) => String(literalOf(cell) ?? ""));
        return ok(blockOf(sheet, null, headers, sheet.cells.slice(first + 1)));
      }, options),
    adoptActiveSheet: (target, lookups) =>
      answer(() => {
        const sheet = front();
        const { definition } = target;
        const other = sheetOf(definition.table);
        if (!sheet) return failed(failure("empty-sheet", "There is nothing on the sheet in front.", "Open the sheet with your rows and try again."));
        const spelled = new Map(Object.entries(target.headers).map(([canonical, header]) => [foldHeader(header), canonical]));
        const first = sheet.cells.findIndex((row) => !isBlankRow(row));
        if (!sheet.table && first < 0) return failed(failure("empty-sheet", `The sheet ${sheet.name} is empty.`, "Go to the sheet with your rows and try again.", sheet.name));
        if (other && other !== sheet)
          return failed(failure("table-exists", `This workbook already has a table ${definition.table}, on the sheet ${other.name}.`, "Go on working there, or delete that table first.", definition.table));
        const table = sheet.table ?? { name: definition.table, headers: (sheet.cells[first] ?? []).map((cell) => String(literalOf(cell) ?? "")), rows: sheet.cells.slice(first + 1) };
        table.name = definition.table;
        table.headers = table.headers.map((header) => spelled.get(foldHeader(header)) ?? header);
        addMissingColumns(table, definition);
        sheet.table = table;
        sheet.cells = [];
        validations.set(definition.table, lookups);
        return ok({ table: definition.table });
      }),
    writeTable: (content: NewTable, options) =>
      answer(() => {
        const { definition } = content;
        let sheet = sheetOf(definition.table);
        if (!sheet) {
          sheet = { name: freeSheetName(definition.name, worksheets.map((other) => other.name)), table: null, cells: [] };
          worksheets.push(sheet);
          sheet.table = { name: definition.table, headers: Object.keys(definition.columns), rows: [] };
        }
        const table = existing(definition.table);
        addMissingColumns(table, definition);
        table.rows = [];
        marked.delete(definition.table);
        const { positions } = placed({ definition, headers: {} }, table);
        content.rows.forEach((cells, row) => {
          table.rows[row] = [];
          write(table, definition, positions, row, cells);
        });
        validations.set(definition.table, content.lists);
        if (content.activate || active === null) active = sheet.name;
        options?.onProgress?.({ done: content.rows.length, total: content.rows.length });
        return ok({ rows: content.rows.length });
      }, options),
    mergeTable: (target, changed, gone, options) =>
      answer(() => {
        const table = tableOf(target.definition.table);
        if (!table) return absent(target);
        const { positions, index } = placed(target, table);
        const missing = gone.filter((key) => index.all(key).length === 0).map((key) => ({ key, nth: 0 }));
        for (const cells of changed) {
          const row = index.all(keyOf(target.definition, cells))[0];
          if (row === undefined) table.rows.push([]);
          write(table, target.definition, positions, row ?? table.rows.length - 1, cells);
        }
        const leaving = new Set(gone.flatMap((key) => index.all(key)));
        table.rows = table.rows.filter((_, row) => !leaving.has(row));
        return ok({ written: changed.length, missing });
      }, options),
    patchRows: (target, patches: readonly RowPatch[], options) =>
      answer(() => {
        const table = tableOf(target.definition.table);
        if (!table) return absent(target);
        const { positions, index } = placed(target, table);
        const missing: RowRef[] = [];
        let done = 0;
        for (const patch of patches) {
          const row = index.find(patch.row);
          if (row === undefined) missing.push(patch.row);
          else {
            write(table, target.definition, positions, row, patch.cells);
            done++;
          }
        }
        options?.onProgress?.({ done: patches.length, total: patches.length });
        return ok({ written: done, missing });
      }, options),
    markProblems: (target, marks, only, options) =>
      answer(() => {
        const table = tableOf(target.definition.table);
        if (!table) return absent(target);
        const { positions, index } = placed(target, table);
        const column = positions.get("Problem");
        const record = only ? (marked.get(table.name) ?? new Map<string, RowMark>()) : new Map<string, RowMark>();
        marked.set(table.name, record);
        const cleared = only ? only.map((ref) => index.find(ref)).filter((row) => row !== undefined) : table.rows.map((_, row) => row);
        if (column !== undefined) for (const row of cleared) if (table.rows[row]) (table.rows[row] ?? [])[column] = null;
        only?.forEach((ref) => record.delete(refKey(ref)));
        const missing: RowRef[] = [];
        for (const mark of marks) {
          const row = index.find(mark.row);
          if (row === undefined) {
            missing.push(mark.row);
            continue;
          }
          record.set(refKey(mark.row), mark);
          if (column !== undefined) (table.rows[row] ?? [])[column] = markText(mark, completeHeaders(target.definition, target.headers));
        }
        return ok({ written: marks.length - missing.length, missing });
      }, options),
    writeLists: (sources, options) =>
      answer(() => {
        for (const source of sources) lists.set(source.id, [...source.values]);
        return ok(undefined);
      }, options),
    goTo: (target, ref, column) =>
      answer(() => {
        const table = tableOf(target.definition.table);
        if (!table) return ok(false);
        const { positions, index } = placed(target, table);
        const row = index.find(ref);
        if (row === undefined || !positions.has(column)) return ok(false);
        selection = { table: table.name, row, header: column };
        active = sheetOf(table.name)?.name ?? active;
        return ok(true);
      }),
    activateTable: (name) =>
      answer(() => {
        const sheet = sheetOf(name);
        active = sheet?.name ?? active;
        return ok(sheet !== undefined);
      }),
    copyForUpload: (target, columns, options) =>
      answer(() => {
        const table = tableOf(target.definition.table);
        if (!table) return absent(target);
        const canonical = new Map([...columnPositions({ headers: completeHeaders(target.definition, target.headers) }, table.headers)].map(([header, position]) => [position, header]));
        const dropped = new Set(columns.map(foldHeader));
        const kept = table.headers
          .map((spelled, index) => ({ header: canonical.get(index) ?? spelled, spelled, index }))
          .filter(({ header, spelled }) => !dropped.has(foldHeader(header)) && !dropped.has(foldHeader(spelled)));
        const name = freeSheetName(`${target.definition.name} upload`, worksheets.map((sheet) => sheet.name));
        const rows = table.rows.filter((row) => !isBlankRow(row)).map((row) => kept.map(({ header, index }) => stored(target.definition.columns[header], literalOf(row[index] ?? null))));
        worksheets.push({ name, table: null, cells: [kept.map(({ header }) => header), ...rows] });
        active = name;
        return ok({ worksheet: name });
      }, options),
    onEdit: async (listener) => {
      await Promise.resolve();
      listeners.add(listener);
      return ok(async () => {
        await Promise.resolve();
        listeners.delete(listener);
      });
    },
    onSelect: async (watched, listener) => {
      await Promise.resolve();
      let told = JSON.stringify(null);
      const look = () => {
        const table = restsOn && watched.includes(restsOn.table) ? tableOf(restsOn.table) : null;
        const cells = table?.rows[restsOn?.row ?? 0];
        const row: SelectedRow | null = table && cells ? { table: table.name, cells: Object.fromEntries(table.headers.map((header, column) => [header, shownValue(cells[column])])) } : null;
        if (JSON.stringify(row) === told) return;
        told = JSON.stringify(row);
        listener(row);
      };
      selecting.add(look);
      look();
      return ok(async () => {
        await Promise.resolve();
        selecting.delete(look);
      });
    },
    setUpPage: (name, texts) =>
      answer(() => {
        if (!tableOf(name)) return ok(false);
        pages.set(name, texts);
        return ok(true);
      }),
    readSetting: (name) => answer(() => ok(settings.has(name) ? (JSON.parse(settings.get(name) ?? "null") as unknown) : undefined)),
    writeSetting: (name, value) =>
      answer(() => {
        if (value === undefined) settings.delete(name);
        else settings.set(name, JSON.stringify(value));
        return ok(undefined);
      }),
  };

  const reshape = (name: string, what: "rows" | "columns" | "deleted", change: (table: Table) => void) => {
    change(existing(name));
    tell({ kind: "shape", table: name, what });
  };

  return {
    port,
    place: (worksheet, grid) => {
      worksheets.push({ name: worksheet, table: null, cells: grid.map((row) => [...row]) });
      active = worksheet;
    },
    activate: (worksheet) => {
      active = worksheet;
    },
    rows: (name) => existing(name).rows.map((row) => Object.fromEntries(existing(name).headers.map((header, column) => [header, row[column] ?? null]))),
    headers: (name) => [...existing(name).headers],
    type: (name, row, header, cell) => {
      const table = existing(name);
      const column = table.headers.indexOf(header);
      if (column < 0) throw new Error(`The test's table ${name} has no column ${header}.`);
      (table.rows[row] ??= [])[column] = cell;
      tell({ kind: "cells", table: name, rowsAffected: "some", firstRow: row, rowCount: 1, headers: [header] });
    },
    addColumn: (name, header, cells) =>
      reshape(name, "columns", (table) => {
        const column = table.headers.push(header) - 1;
        cells.forEach((cell, row) => {
          (table.rows[row] ??= [])[column] = cell;
        });
      }),
    insertRow: (name, before) => reshape(name, "rows", (table) => table.rows.splice(before, 0, [])),
    deleteRow: (name, row) => reshape(name, "rows", (table) => table.rows.splice(row, 1)),
    sort: (name, header) => {
      const table = existing(name);
      const column = table.headers.indexOf(header);
      table.rows.sort((a, b) => String(literalOf(a[column] ?? null) ?? "").localeCompare(String(literalOf(b[column] ?? null) ?? "")));
      // Excel reports a sort as one edit of the whole body.
      tell({ kind: "cells", table: name, rowsAffected: "some", firstRow: 0, rowCount: table.rows.length, headers: [...table.headers] });
    },
    deleteTable: (name) =>
      reshape(name, "deleted", () => {
        const sheet = sheetOf(name);
        if (sheet) sheet.table = null;
      }),
    marks: (name) => [...(marked.get(name)?.values() ?? [])],
    list: (id) => lists.get(id),
    listOf: (name, header) => validations.get(name)?.[header],
    select: (at) => {
      restsOn = at;
      selecting.forEach((look) => look());
    },
    pageOf: (name) => pages.get(name),
    get activeWorksheet() {
      return active;
    },
    get selection() {
      return selection;
    },
    failNext: (why) => {
      nextFailure = why;
    },
  };
};
