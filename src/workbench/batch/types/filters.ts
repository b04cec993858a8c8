/** Filter (of a column) and AutoFilter (of a table). */
import type { FilterCriterion } from "../../model";
import { clearFilter, filterColumn, parseColour, reapplyFilter } from "../../model";
import { asRecord, asText, oneOf } from "../args";
import { invalidArgument, notSupported } from "../errors";
import { HostType } from "../host-type";
import { rangeObject } from "./range-target";
import type { TableTarget } from "./sorting";
import type { ColumnTarget } from "./table-columns";
import { indexOf } from "./table-columns";

const textList = (values: readonly unknown[]): string[] => values.map((value) => (typeof value === "number" ? String(value) : asText(value)));

const criterionFrom = (value: unknown): FilterCriterion => {
  const record = asRecord(value);
  switch (record["filterOn"]) {
    case "Values":
      return { filterOn: "Values", values: textList(Array.isArray(record["values"]) ? (record["values"] as unknown[]) : []) };
    case "Custom":
      return {
        filterOn: "Custom",
        criterion1: asText(record["criterion1"]),
        ...(typeof record["criterion2"] === "string" ? { criterion2: record["criterion2"] } : {}),
        ...(record["operator"] === undefined ? {} : { operator: oneOf(record["operator"], ["And", "Or"]) }),
      };
    case "CellColor":
    case "FontColor":
      return { filterOn: record["filterOn"], color: colour(record["color"]) };
    default:
      throw notSupported(`Filter.apply with filterOn ${String(record["filterOn"])}`);
  }
};

const colour = (value: unknown): string => {
  const parsed = parseColour(asText(value));
  if (parsed === null) throw invalidArgument();
  return parsed;
};

const apply = (target: ColumnTarget, criterion: FilterCriterion | null): void => filterColumn(target.sheet, target.table, indexOf(target), criterion);

export const filterType: HostType<ColumnTarget> = new HostType<ColumnTarget>("Filter", () => ({
  read: { criteria: ({ table, column }) => table.criteria.get(column.id) ?? null },
  methods: {
    apply: (target, args) => apply(target, criterionFrom(args.raw(0))),
    applyCellColorFilter: (target, args) => apply(target, { filterOn: "CellColor", color: colour(args.raw(0)) }),
    applyCustomFilter: (target, args) =>
      apply(target, {
        filterOn: "Custom",
        criterion1: args.text(0),
        ...(args.has(1) ? { criterion2: args.text(1) } : {}),
        ...(args.has(2) ? { operator: args.oneOf(2, ["And", "Or"] as const) } : {}),
      }),
    applyFontColorFilter: (target, args) => apply(target, { filterOn: "FontColor", color: colour(args.raw(0)) }),
    applyValuesFilter: (target, args) => apply(target, { filterOn: "Values", values: textList(args.list(0)) }),
    clear: (target) => apply(target, null),
  },
}));

export const autoFilterType: HostType<TableTarget> = new HostType<TableTarget>("AutoFilter", () => ({
  read: {
    criteria: ({ table }) => table.columns.map((column) => table.criteria.get(column.id) ?? null),
    enabled: ({ table }) => table.options.showFilterButton,
    isDataFiltered: ({ table }) => table.criteria.size > 0,
  },
  objects: {
    getRange: ({ sheet, table }) => rangeObject(sheet, table.area),
    getRangeOrNullObject: ({ sheet, table }) => (table.options.showFilterButton ? rangeObject(sheet, table.area) : null),
  },
  methods: {
    clearColumnCriteria: ({ sheet, table }, args) => filterColumn(sheet, table, args.integer(0), null),
    clearCriteria: ({ sheet, table }) => clearFilter(sheet, table),
    reapply: ({ sheet, table }) => reapplyFilter(sheet, table),
  },
}));
