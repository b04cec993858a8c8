/** Table and its collections. */
import type { Table, TableOptions, Workbook, Worksheet } from "../../model";
import { addTable, clearFilter, convertToRange, deleteCells, deleteTable, insertCells, parseArea, reapplyFilter, renameTable, resizeTable, splitAddress } from "../../model";
import type { Area } from "../../model";
import type { Args } from "../args";
import { asBoolean, asText } from "../args";
import { BatchError, invalidArgument } from "../errors";
import { workbookTarget } from "../event-feed";
import type { HostObject, TypeDefinition } from "../host-type";
import { HostType, itemAt } from "../host-type";
import { findPlace } from "../reference";
import { registrations } from "../registrations";
import { autoFilterType } from "./filters";
import { rangeObject, rangeType } from "./range-target";
import type { TableTarget } from "./sorting";
import { tableSortType } from "./sorting";
import { tableColumnCollectionType } from "./table-columns";
import { tableRowCollectionType } from "./table-rows";
import { worksheetObject } from "./worksheet";

type Collection = { readonly workbook: Workbook; /** Null for the whole workbook. */ readonly sheet: Worksheet | null };

export const tableObject = (workbook: Workbook, table: Table): HostObject => {
  const sheet = workbook.worksheetById(table.worksheet);
  if (!sheet) throw new BatchError("ItemNotFound");
  return tableType.of({ sheet, table });
};

const tablesOf = ({ workbook, sheet }: Collection): readonly Table[] => sheet?.tables ?? workbook.tables();

const findTable = (tables: readonly Table[], key: string | number): Table | null => {
  const lower = String(key).toLowerCase();
  return tables.find((table) => table.name.toLowerCase() === lower || table.id.toLowerCase() === lower) ?? null;
};

const placeOfTable = ({ workbook, sheet }: Collection, args: Args): { sheet: Worksheet; area: Area } => {
  const passed = args.object(0)?.as(rangeType);
  if (passed) return { sheet: passed.sheet, area: passed.cells };
  const place = findPlace(workbook, sheet ?? workbook.active, args.text(0));
  if (!place || (sheet && place.sheet !== sheet)) throw invalidArgument();
  return place;
};

const collection = <T>(workbookOf: (target: T) => Workbook, tables: (target: T) => readonly Table[]): TypeDefinition<T> => ({
  items: (target) => tables(target).map((table) => tableObject(workbookOf(target), table)),
  item: (target, key) => {
    const table = findTable(tables(target), key);
    if (!table) throw new BatchError("ItemNotFound");
    return tableObject(workbookOf(target), table);
  },
  objects: {
    getItemOrNullObject: (target, args) => {
      const table = findTable(tables(target), args.key(0));
      return table ? tableObject(workbookOf(target), table) : null;
    },
  },
  methods: { getCount: (target) => tables(target).length },
});

export const tableCollectionType: HostType<Collection> = new HostType<Collection>("TableCollection", () => {
  const base = collection<Collection>(({ workbook }) => workbook, tablesOf);
  return {
    ...base,
    read: { count: (target) => tablesOf(target).length },
    objects: {
      ...base.objects,
      add: (target, args) => {
        const place = placeOfTable(target, args);
        return tableObject(target.workbook, addTable(place.sheet, place.area, args.flag(1, false)));
      },
      getItemAt: (target, args) =>
        itemAt(
          tablesOf(target).map((table) => tableObject(target.workbook, table)),
          args.integer(0),
        ),
    },
    methods: {
      ...base.methods,
      ...registrations<Collection>({ Added: "tableAdded", DataChanged: "tableChanged", Deleted: "tableDeleted" }, ({ sheet }) => sheet?.id ?? workbookTarget),
    },
  };
});

export const tableScopedCollectionType: HostType<{ workbook: Workbook; tables: readonly Table[] }> = new HostType<{ workbook: Workbook; tables: readonly Table[] }>("TableScopedCollection", () => {
  const base = collection<{ workbook: Workbook; tables: readonly Table[] }>(
    ({ workbook }) => workbook,
    ({ tables }) => tables,
  );
  return {
    ...base,
    objects: {
      ...base.objects,
      getFirst: ({ workbook, tables }) => {
        const [first] = tables;
        if (!first) throw new BatchError("ItemNotFound");
        return tableObject(workbook, first);
      },
    },
  };
});

/** Throws ItemNotFound for a table that was deleted since the program got hold of it. */
const alive = ({ sheet, table }: TableTarget): Table => {
  if (!sheet.tables.includes(table)) throw new BatchError("ItemNotFound");
  return table;
};

const option = (name: keyof TableOptions) => ({
  read: (target: TableTarget) => alive(target).options[name],
  write: (target: TableTarget, value: unknown) => {
    const { sheet, table } = target;
    table.options = { ...alive(target).options, [name]: asBoolean(value) };
    sheet.workbook.emit({ kind: "table", what: "restyled", worksheet: sheet.id, table: table.id, tableName: table.name });
  },
});

const optionNames = ["highlightFirstColumn", "highlightLastColumn", "showBandedColumns", "showBandedRows", "showFilterButton"] as const;

/** The totals row comes in below the last row, moving down what stands there, and takes its cells with it when it goes. */
const showTotals = (target: TableTarget, value: unknown): void => {
  const table = alive(target);
  const { sheet } = target;
  const isShown = asBoolean(value);
  if (isShown === table.options.showTotals) return;
  const { totals } = table;
  if (isShown) {
    const row = table.area.bottom + 1;
    insertCells(sheet, { ...table.area, top: row, bottom: row }, "Down");
    table.area = { ...table.area, bottom: row };
  }
  table.options = { ...table.options, showTotals: isShown };
  if (totals) {
    table.area = { ...table.area, bottom: totals.top - 1 };
    deleteCells(sheet, totals, "Up");
  }
  sheet.workbook.emit({ kind: "table", what: "restyled", worksheet: sheet.id, table: table.id, tableName: table.name });
};

const resizeArea = ({ sheet }: TableTarget, args: Args): Area => {
  const passed = args.object(0)?.as(rangeType);
  if (passed) {
    if (passed.sheet !== sheet) throw invalidArgument();
    return passed.cells;
  }
  const { sheet: name, rest } = splitAddress(args.text(0));
  const area = parseArea(rest);
  if (!area || (name !== null && sheet.workbook.worksheet(name) !== sheet)) throw invalidArgument();
  return area;
};

export const tableType: HostType<TableTarget> = new HostType<TableTarget>("Table", () => ({
  identity: ({ table }) => ({ Id: table.id }),
  read: {
    id: ({ table }) => table.id,
    name: ({ table }) => table.name,
    style: ({ table }) => table.style,
    showHeaders: ({ table }) => table.options.showHeaders,
    showTotals: ({ table }) => table.options.showTotals,
    ...Object.fromEntries(optionNames.map((name) => [name, option(name).read])),
  },
  write: {
    showTotals,
    name: (target, value) => renameTable(target.sheet, alive(target), asText(value)),
    style: (target, value) => {
      alive(target).style = asText(value);
      target.sheet.workbook.emit({ kind: "table", what: "restyled", worksheet: target.sheet.id, table: target.table.id, tableName: target.table.name });
    },
    ...Object.fromEntries(optionNames.map((name) => [name, option(name).write])),
  },
  open: {
    autoFilter: (target) => autoFilterType.of(target),
    columns: (target) => tableColumnCollectionType.of(target),
    rows: (target) => tableRowCollectionType.of(target),
    sort: (target) => tableSortType.of(target),
    worksheet: ({ sheet }) => worksheetObject(sheet),
  },
  objects: {
    convertToRange: (target) => {
      const { area } = alive(target);
      convertToRange(target.sheet, target.table);
      return rangeObject(target.sheet, area);
    },
    getDataBodyRange: (target) => rangeObject(target.sheet, alive(target).body),
    getHeaderRowRange: (target) => {
      const { header } = alive(target);
      if (!header) throw new BatchError("ItemNotFound");
      return rangeObject(target.sheet, header);
    },
    getRange: (target) => rangeObject(target.sheet, alive(target).area),
    getTotalRowRange: (target) => {
      const { totals } = alive(target);
      if (!totals) throw new BatchError("ItemNotFound");
      return rangeObject(target.sheet, totals);
    },
  },
  methods: {
    clearFilters: (target) => clearFilter(target.sheet, alive(target)),
    delete: (target) => deleteTable(target.sheet, alive(target)),
    reapplyFilters: (target) => reapplyFilter(target.sheet, alive(target)),
    resize: (target, args) => resizeTable(target.sheet, alive(target), resizeArea(target, args)),
    ...registrations<TableTarget>({ DataChanged: "tableChanged", SelectionChanged: "tableSelectionChanged" }, ({ table }) => table.id),
  },
}));
