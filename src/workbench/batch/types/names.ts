/** NamedItemCollection and NamedItem. */
import type { DefinedName, Value, Workbook, Worksheet } from "../../model";
import { absoluteAddress, qualifiedAddress, quoteSheetName, toApiValue } from "../../model";
import type { Args } from "../args";
import { asBoolean, asText } from "../args";
import { BatchError, invalidArgument } from "../errors";
import type { HostObject } from "../host-type";
import { HostType } from "../host-type";
import type { Place } from "../reference";
import { findPlace } from "../reference";
import { rangeObject, rangeType } from "./range-target";
import { worksheetObject } from "./worksheet";

type Collection = { readonly workbook: Workbook; /** Null for names of the workbook. */ readonly scope: Worksheet | null };
type NameTarget = { readonly workbook: Workbook; readonly name: DefinedName };

const formulaFrom = ({ workbook }: Collection, args: Args): string => {
  const passed = args.object(1);
  if (passed) {
    const range = passed.as(rangeType);
    if (!range) throw invalidArgument();
    return `=${quoteSheetName(range.sheet.name)}!${absoluteAddress(range.cells)}`;
  }
  const text = args.text(1);
  const place = text.startsWith("=") ? null : findPlace(workbook, workbook.active, text);
  if (place) return `=${quoteSheetName(place.sheet.name)}!${absoluteAddress(place.area)}`;
  return text.startsWith("=") ? text : `="${text.replaceAll('"', '""')}"`;
};

const own = ({ workbook, scope }: Collection): DefinedName[] => workbook.names.all().filter((each) => each.scope === (scope?.id ?? null));
const find = ({ workbook, scope }: Collection, key: string | number): DefinedName | null => workbook.names.own(String(key), scope?.id ?? null);
const nameObject = (workbook: Workbook, name: DefinedName): HostObject => namedItemType.of({ workbook, name });

export const namedItemCollectionType: HostType<Collection> = new HostType<Collection>("NamedItemCollection", () => ({
  items: (target) => own(target).map((name) => nameObject(target.workbook, name)),
  item: (target, key) => {
    const name = find(target, key);
    if (!name) throw new BatchError("ItemNotFound");
    return nameObject(target.workbook, name);
  },
  objects: {
    add: (target, args) => {
      if (target.workbook.table(args.text(0))) throw new BatchError("ItemAlreadyExists");
      const name = target.workbook.names.add({ name: args.text(0), scope: target.scope?.id ?? null, formula: formulaFrom(target, args), visible: true, comment: args.optionalText(2) ?? "" });
      return nameObject(target.workbook, name);
    },
    getItemOrNullObject: (target, args) => {
      const name = find(target, args.text(0));
      return name ? nameObject(target.workbook, name) : null;
    },
  },
  methods: { getCount: (target) => own(target).length },
}));

const homeOf = ({ workbook, name }: NameTarget): Worksheet => (name.scope === null ? null : workbook.worksheetById(name.scope)) ?? workbook.active;

const alive = ({ workbook, name }: NameTarget): DefinedName => {
  if (!workbook.names.all().includes(name)) throw new BatchError("ItemNotFound");
  return name;
};

const placeOf = (target: NameTarget): Place | null => findPlace(target.workbook, homeOf(target), alive(target).formula);

const valueOf = (target: NameTarget): Value => {
  const operand = target.workbook.calculator.evaluate(target.name.formula, homeOf(target), { row: 0, column: 0 });
  return typeof operand === "object" && operand !== null && !("error" in operand) ? null : operand;
};

const typeOf = (target: NameTarget): string => {
  if (placeOf(target)) return "Range";
  const value = valueOf(target);
  if (typeof value === "number") return Number.isInteger(value) ? "Integer" : "Double";
  if (typeof value === "boolean") return "Boolean";
  return typeof value === "string" ? "String" : "Error";
};

export const namedItemType: HostType<NameTarget> = new HostType<NameTarget>("NamedItem", () => ({
  identity: ({ name }) => ({ _Id: name.name }),
  read: {
    comment: ({ name }) => name.comment,
    formula: ({ name }) => name.formula,
    name: ({ name }) => name.name,
    scope: ({ name }) => (name.scope === null ? "Workbook" : "Worksheet"),
    type: typeOf,
    value: (target) => {
      const place = placeOf(target);
      return place ? qualifiedAddress(place.sheet.name, place.area) : toApiValue(valueOf(target));
    },
    visible: ({ name }) => name.visible,
  },
  write: {
    comment: (target, value) => {
      alive(target).comment = asText(value);
    },
    formula: (target, value) => {
      alive(target).formula = asText(value);
    },
    visible: (target, value) => {
      alive(target).visible = asBoolean(value);
    },
  },
  open: {
    worksheet: (target) => {
      if (target.name.scope === null) throw new BatchError("InvalidOperation");
      return worksheetObject(homeOf(target));
    },
    worksheetOrNullObject: (target) => (target.name.scope === null ? null : worksheetObject(homeOf(target))),
  },
  objects: {
    getRange: (target) => {
      const place = placeOf(target);
      if (!place) throw new BatchError("InvalidReference");
      return rangeObject(place.sheet, place.area);
    },
    getRangeOrNullObject: (target) => {
      const place = placeOf(target);
      return place ? rangeObject(place.sheet, place.area) : null;
    },
  },
  methods: { delete: (target) => void target.workbook.names.delete(alive(target).name, target.name.scope) },
}));
