/** RangeSort and TableSort. */
import type { SortField, Table, Worksheet } from "../../model";
import { rowsOf, sortArea, sortTable } from "../../model";
import type { Args } from "../args";
import { asNumber, asRecord, oneOf } from "../args";
import { BatchError } from "../errors";
import { HostType } from "../host-type";
import type { RangeTarget } from "./range-target";

const fieldsOf = (args: Args): SortField[] =>
  args.list(0).map((each) => {
    const field = asRecord(each);
    if (field["sortOn"] !== undefined && field["sortOn"] !== null) oneOf(field["sortOn"], ["Value"]);
    return { column: asNumber(field["key"]), ascending: field["ascending"] !== false };
  });

export const rangeSortType: HostType<RangeTarget> = new HostType<RangeTarget>("RangeSort", () => ({
  methods: {
    apply: (range, args) => {
      const area = range.cells;
      if (args.has(3)) args.oneOf(3, ["Rows"] as const);
      const hasHeaders = args.flag(2, false);
      if (hasHeaders && rowsOf(area) < 2) return;
      sortArea(range.sheet, hasHeaders ? { ...area, top: area.top + 1 } : area, fieldsOf(args));
    },
  },
}));

export type TableTarget = { readonly sheet: Worksheet; readonly table: Table };

export const tableSortType: HostType<TableTarget> = new HostType<TableTarget>("TableSort", () => ({
  read: {
    fields: ({ table }) => table.sorted.map((field) => ({ key: field.column, ascending: field.ascending, sortOn: "Value" })),
    matchCase: () => false,
    method: () => "PinYin",
  },
  methods: {
    apply: ({ sheet, table }, args) => sortTable(sheet, table, fieldsOf(args)),
    clear: ({ table }) => {
      table.sorted = [];
    },
    reapply: ({ sheet, table }) => {
      if (table.sorted.length === 0) throw new BatchError("InvalidOperation");
      sortTable(sheet, table, table.sorted);
    },
  },
}));
