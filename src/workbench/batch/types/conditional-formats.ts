/** ConditionalFormatCollection and ConditionalFormat. */
import type { Area, ConditionalFormat, ConditionalRule, Worksheet } from "../../model";
import { intersection, plainStyle } from "../../model";
import type { Args } from "../args";
import { asBoolean, asNumber } from "../args";
import { BatchError, invalidArgument } from "../errors";
import type { HostObject } from "../host-type";
import { HostType, itemAt } from "../host-type";
import { areasOn } from "../reference";
import { cellValueType, customType, readCellValueRule, readTextRule, textComparisonType } from "./conditional-rules";
import { rangeAreasObject, rangeAreasType, rangeObject, rangeType } from "./range-target";

type Collection = { readonly sheet: Worksheet; readonly areas: readonly Area[] };
export type FormatTarget = { readonly sheet: Worksheet; readonly format: ConditionalFormat };

const kinds = ["Custom", "CellValue", "ContainsText"] as const;

const newRule = (type: (typeof kinds)[number]): ConditionalRule => {
  switch (type) {
    case "Custom":
      return { type, formula: "" };
    case "CellValue":
      return { type, operator: "EqualTo", formula1: "" };
    case "ContainsText":
      return { type, operator: "Contains", text: "" };
  }
};

const formats = ({ sheet, areas }: Collection): ConditionalFormat[] => sheet.conditionalFormats.all().filter((each) => each.areas.some((own) => areas.some((area) => intersection(own, area))));
const formatObject = (sheet: Worksheet, format: ConditionalFormat): HostObject => conditionalFormatType.of({ sheet, format });
const changed = (sheet: Worksheet): void => sheet.layoutChanged();

const byId = (target: Collection, key: string | number): ConditionalFormat | null => formats(target).find((format) => format.id === key) ?? null;

export const conditionalFormatCollectionType: HostType<Collection> = new HostType<Collection>("ConditionalFormatCollection", () => ({
  items: (target) => formats(target).map((format) => formatObject(target.sheet, format)),
  item: (target, key) => {
    const format = byId(target, key);
    if (!format) throw new BatchError("ItemNotFound");
    return formatObject(target.sheet, format);
  },
  objects: {
    add: ({ sheet, areas }, args) => {
      const format = sheet.conditionalFormats.add({ id: sheet.workbook.newId(), areas, rule: newRule(args.oneOf(0, kinds)), style: plainStyle, stopIfTrue: false });
      changed(sheet);
      return formatObject(sheet, format);
    },
    getItemAt: (target, args) =>
      itemAt(
        formats(target).map((format) => formatObject(target.sheet, format)),
        args.integer(0),
      ),
    getItemOrNullObject: (target, args) => {
      const format = byId(target, args.key(0));
      return format ? formatObject(target.sheet, format) : null;
    },
  },
  methods: {
    clearAll: ({ sheet, areas }) => {
      for (const area of areas) sheet.conditionalFormats.clear(area);
      changed(sheet);
    },
    getCount: (target) => formats(target).length,
  },
}));

const alive = ({ sheet, format }: FormatTarget): ConditionalFormat => {
  if (!sheet.conditionalFormats.byId(format.id)) throw new BatchError("ItemNotFound");
  return format;
};

const opened = (target: FormatTarget, type: ConditionalRule["type"], kind: HostType<FormatTarget>): HostObject | null => (alive(target).rule.type === type ? kind.of(target) : null);
const needed = (object: HostObject | null): HostObject => {
  // Asking a custom format for its cell-value rule is an error in Excel too.
  if (!object) throw new BatchError("InvalidOperation");
  return object;
};

const rangesFrom = (sheet: Worksheet, args: Args): readonly Area[] => {
  const passed = args.object(0);
  if (!passed) return areasOn(sheet, args.text(0));
  const range = passed.as(rangeType);
  const areas = passed.as(rangeAreasType);
  if ((range?.sheet ?? areas?.sheet) !== sheet) throw invalidArgument();
  return range ? [range.cells] : (areas?.areas ?? []);
};

export const conditionalFormatType: HostType<FormatTarget> = new HostType<FormatTarget>("ConditionalFormat", () => ({
  identity: ({ format }) => ({ Id: format.id }),
  read: {
    id: ({ format }) => format.id,
    priority: ({ sheet, format }) => sheet.conditionalFormats.all().indexOf(format),
    stopIfTrue: ({ format }) => format.stopIfTrue,
    type: ({ format }) => format.rule.type,
  },
  write: {
    priority: ({ sheet, format }, value) => {
      sheet.conditionalFormats.setPriority(format.id, asNumber(value));
      changed(sheet);
    },
    stopIfTrue: (target, value) => {
      alive(target).stopIfTrue = asBoolean(value);
      changed(target.sheet);
    },
  },
  open: {
    cellValue: (target) => needed(opened(target, "CellValue", cellValueType)),
    cellValueOrNullObject: (target) => opened(target, "CellValue", cellValueType),
    custom: (target) => needed(opened(target, "Custom", customType)),
    customOrNullObject: (target) => opened(target, "Custom", customType),
    textComparison: (target) => needed(opened(target, "ContainsText", textComparisonType)),
    textComparisonOrNullObject: (target) => opened(target, "ContainsText", textComparisonType),
  },
  objects: {
    getRange: (target) => {
      const [only, ...more] = alive(target).areas;
      if (!only || more.length > 0) throw new BatchError("InvalidOperation");
      return rangeObject(target.sheet, only);
    },
    getRangeOrNullObject: (target) => {
      const [only, ...more] = alive(target).areas;
      return only && more.length === 0 ? rangeObject(target.sheet, only) : null;
    },
    getRanges: (target) => rangeAreasObject(target.sheet, alive(target).areas),
  },
  methods: {
    changeRuleToCellValue: (target, args) => {
      alive(target).rule = readCellValueRule(args.raw(0));
      changed(target.sheet);
    },
    changeRuleToContainsText: (target, args) => {
      alive(target).rule = readTextRule(args.raw(0));
      changed(target.sheet);
    },
    changeRuleToCustom: (target, args) => {
      alive(target).rule = { type: "Custom", formula: args.text(0) };
      changed(target.sheet);
    },
    delete: (target) => {
      target.sheet.conditionalFormats.delete(alive(target).id);
      changed(target.sheet);
    },
    setRanges: (target, args) => {
      alive(target).areas = rangesFrom(target.sheet, args);
      changed(target.sheet);
    },
  },
}));
