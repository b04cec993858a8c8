/** TableColumnCollection and TableColumn. */
import type { Area, Input, TableColumn } from "../../model";
import { addColumn, deleteColumn, readValues, renameColumn, rowsOf, writeInputs } from "../../model";
import { asText } from "../args";
import { BatchError, invalidArgument } from "../errors";
import type { HostObject } from "../host-type";
import { HostType, itemAt } from "../host-type";
import { filterType } from "./filters";
import { rangeObject } from "./range-target";
import type { TableTarget } from "./sorting";

export type ColumnTarget = TableTarget & { readonly column: TableColumn };

/** Where the column stands now; columns move and go. */
export const indexOf = ({ table, column }: ColumnTarget): number => {
  const index = table.columns.indexOf(column);
  if (index < 0) throw new BatchError("ItemNotFound");
  return index;
};

const cellsOfColumn = (target: ColumnTarget, rows: Area): Area => {
  const left = target.table.area.left + indexOf(target);
  return { ...rows, left, right: left };
};

const columnObject = (target: TableTarget, column: TableColumn): HostObject => tableColumnType.of({ ...target, column });

/** A number is the column's id, a text its header. */
const find = ({ table }: TableTarget, key: string | number): TableColumn | null => {
  const byName = typeof key === "string" ? table.columns[table.columnIndex(key)] : undefined;
  return byName ?? table.columns.find((column) => String(column.id) === String(key)) ?? null;
};

const writeColumn = (target: ColumnTarget, values: unknown): void => {
  const area = cellsOfColumn(target, target.table.area);
  const rows: unknown[] = Array.isArray(values) ? (values as unknown[]) : Array.from({ length: rowsOf(area) }, () => [values]);
  writeInputs(
    target.sheet,
    area,
    rows.map((row) => {
      if (!Array.isArray(row)) throw invalidArgument();
      return row as Input[];
    }),
  );
};

export const tableColumnCollectionType: HostType<TableTarget> = new HostType<TableTarget>("TableColumnCollection", () => ({
  read: { count: ({ table }) => table.columns.length },
  items: (target) => target.table.columns.map((column) => columnObject(target, column)),
  item: (target, key) => {
    const column = find(target, key);
    if (!column) throw new BatchError("ItemNotFound");
    return columnObject(target, column);
  },
  objects: {
    add: (target, args) => {
      const asked = args.optionalInteger(0);
      // -1 means at the end, as leaving it out does.
      const at = addColumn(target.sheet, target.table, asked === null || asked < 0 ? null : asked, args.optionalText(2));
      const column = target.table.columns[at];
      if (!column) throw new BatchError("GeneralException");
      if (args.has(1)) writeColumn({ ...target, column }, args.raw(1));
      // The values bring their own header unless a name was given.
      const name = args.optionalText(2);
      if (name !== null) renameColumn(target.sheet, target.table, at, name);
      return columnObject(target, column);
    },
    getItemAt: (target, args) =>
      itemAt(
        target.table.columns.map((column) => columnObject(target, column)),
        args.integer(0),
      ),
    getItemOrNullObject: (target, args) => {
      const column = find(target, args.key(0));
      return column ? columnObject(target, column) : null;
    },
  },
  methods: { getCount: ({ table }) => table.columns.length },
}));

export const tableColumnType: HostType<ColumnTarget> = new HostType<ColumnTarget>("TableColumn", () => ({
  identity: ({ column }) => ({ Id: column.id }),
  read: {
    id: ({ column }) => column.id,
    index: indexOf,
    name: ({ column }) => column.name,
    values: (target) => readValues(target.sheet, cellsOfColumn(target, target.table.area)),
  },
  write: {
    name: (target, value) => renameColumn(target.sheet, target.table, indexOf(target), asText(value)),
    values: writeColumn,
  },
  open: { filter: (target) => filterType.of(target) },
  objects: {
    getDataBodyRange: (target) => rangeObject(target.sheet, cellsOfColumn(target, target.table.body)),
    getHeaderRowRange: (target) => {
      const { header } = target.table;
      if (!header) throw new BatchError("ItemNotFound");
      return rangeObject(target.sheet, cellsOfColumn(target, header));
    },
    getRange: (target) => rangeObject(target.sheet, cellsOfColumn(target, target.table.area)),
  },
  methods: { delete: (target) => deleteColumn(target.sheet, target.table, indexOf(target)) },
}));
