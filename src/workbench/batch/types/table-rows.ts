/** TableRowCollection and TableRow. A row is a place, not a record: after a sort it is another one. */
import type { Area, Input } from "../../model";
import { addRows, columnsOf, deleteRows, readValues, rowsOf, writeInputs } from "../../model";
import { BatchError, invalidArgument } from "../errors";
import type { HostObject } from "../host-type";
import { HostType, itemAt } from "../host-type";
import { rangeObject } from "./range-target";
import type { TableTarget } from "./sorting";

type RowTarget = TableTarget & { readonly index: number };

const rowArea = ({ table, index }: RowTarget): Area => {
  const { body } = table;
  if (index < 0 || index >= rowsOf(body)) throw new BatchError("ItemNotFound");
  return { ...body, top: body.top + index, bottom: body.top + index };
};

const rowObject = (target: TableTarget, index: number): HostObject => tableRowType.of({ ...target, index });
const rows = (target: TableTarget): HostObject[] => Array.from({ length: rowsOf(target.table.body) }, (_, index) => rowObject(target, index));

const asMatrix = (value: unknown, width: number): Input[][] => {
  if (!Array.isArray(value)) return [new Array<Input>(width).fill(value as Input)];
  return (value as unknown[]).map((row) => {
    if (!Array.isArray(row) || row.length !== width) throw invalidArgument();
    return row as Input[];
  });
};

export const tableRowCollectionType: HostType<TableTarget> = new HostType<TableTarget>("TableRowCollection", () => ({
  read: { count: ({ table }) => rowsOf(table.body) },
  items: rows,
  objects: {
    add: (target, args) => {
      const { sheet, table } = target;
      const values = args.has(1) ? asMatrix(args.raw(1), columnsOf(table.area)) : [new Array<Input>(columnsOf(table.area)).fill(null)];
      const asked = args.optionalInteger(0);
      const top = addRows(sheet, table, asked === null || asked < 0 ? null : asked, values.length);
      writeInputs(sheet, { ...table.body, top, bottom: top + values.length - 1 }, values);
      return rowObject(target, top - table.body.top);
    },
    getItemAt: (target, args) => itemAt(rows(target), args.integer(0)),
  },
  methods: { getCount: ({ table }) => rowsOf(table.body) },
}));

export const tableRowType: HostType<RowTarget> = new HostType<RowTarget>("TableRow", () => ({
  identity: ({ index }) => ({ _Id: index }),
  read: {
    index: ({ index }) => index,
    values: (target) => readValues(target.sheet, rowArea(target)),
  },
  write: { values: (target, value) => writeInputs(target.sheet, rowArea(target), asMatrix(value, columnsOf(target.table.area))) },
  objects: { getRange: (target) => rangeObject(target.sheet, rowArea(target)) },
  methods: { delete: ({ sheet, table, index }) => deleteRows(sheet, table, index, 1) },
}));
