/** The rules of conditional formats and the look they give. */
import type { CellValueOperator, ConditionalRule, StyleChanges } from "../../model";
import { parseColour, restyle } from "../../model";
import { asBoolean, asRecord, asText, oneOf } from "../args";
import { invalidArgument } from "../errors";
import { HostType } from "../host-type";
import type { FormatTarget } from "./conditional-formats";

const operators: readonly CellValueOperator[] = ["Between", "NotBetween", "EqualTo", "NotEqualTo", "GreaterThan", "LessThan", "GreaterThanOrEqual", "LessThanOrEqual"];
const textOperators = ["Contains", "NotContains", "BeginsWith", "EndsWith"] as const;

export const readCellValueRule = (value: unknown): ConditionalRule => {
  const record = asRecord(value);
  const second = record["formula2"];
  return { type: "CellValue", operator: oneOf(record["operator"], operators), formula1: asText(record["formula1"]), ...(second === undefined || second === null ? {} : { formula2: asText(second) }) };
};

export const readTextRule = (value: unknown): ConditionalRule => {
  const record = asRecord(value);
  return { type: "ContainsText", operator: oneOf(record["operator"], textOperators), text: asText(record["text"]) };
};

const setRule = ({ sheet, format }: FormatTarget, rule: ConditionalRule): void => {
  format.rule = rule;
  sheet.layoutChanged();
};

const formula = ({ format }: FormatTarget): string => (format.rule.type === "Custom" ? format.rule.formula : "");
const setFormula = (target: FormatTarget, value: unknown): void => setRule(target, { type: "Custom", formula: asText(value) });

export const customType: HostType<FormatTarget> = new HostType<FormatTarget>("CustomConditionalFormat", () => ({
  open: { format: (target) => conditionalRangeFormatType.of(target), rule: (target) => conditionalRuleType.of(target) },
}));

export const conditionalRuleType: HostType<FormatTarget> = new HostType<FormatTarget>("ConditionalFormatRule", () => ({
  read: { formula, formulaLocal: formula },
  write: { formula: setFormula, formulaLocal: setFormula },
}));

export const cellValueType: HostType<FormatTarget> = new HostType<FormatTarget>("CellValueConditionalFormat", () => ({
  read: {
    rule: ({ format: { rule } }) => (rule.type === "CellValue" ? { operator: rule.operator, formula1: rule.formula1, formula2: rule.formula2 ?? "" } : null),
  },
  write: { rule: (target, value) => setRule(target, readCellValueRule(value)) },
  open: { format: (target) => conditionalRangeFormatType.of(target) },
}));

export const textComparisonType: HostType<FormatTarget> = new HostType<FormatTarget>("TextConditionalFormat", () => ({
  read: { rule: ({ format: { rule } }) => (rule.type === "ContainsText" ? { operator: rule.operator, text: rule.text } : null) },
  write: { rule: (target, value) => setRule(target, readTextRule(value)) },
  open: { format: (target) => conditionalRangeFormatType.of(target) },
}));

const change = ({ sheet, format }: FormatTarget, changes: StyleChanges): void => {
  format.style = restyle(format.style, changes);
  sheet.layoutChanged();
};

const colour = (value: unknown): string => {
  const parsed = parseColour(asText(value));
  if (parsed === null) throw invalidArgument();
  return parsed;
};

export const conditionalRangeFormatType: HostType<FormatTarget> = new HostType<FormatTarget>("ConditionalRangeFormat", () => ({
  open: { fill: (target) => conditionalFillType.of(target), font: (target) => conditionalFontType.of(target) },
}));

export const conditionalFillType: HostType<FormatTarget> = new HostType<FormatTarget>("ConditionalRangeFill", () => ({
  read: { color: ({ format }) => format.style.fill ?? "" },
  write: { color: (target, value) => change(target, { fill: colour(value) }) },
  methods: { clear: (target) => change(target, { fill: undefined }) },
}));

export const conditionalFontType: HostType<FormatTarget> = new HostType<FormatTarget>("ConditionalRangeFont", () => ({
  read: {
    bold: ({ format }) => format.style.bold ?? false,
    color: ({ format }) => format.style.color ?? "",
    italic: ({ format }) => format.style.italic ?? false,
    strikethrough: ({ format }) => format.style.strikethrough ?? false,
    underline: ({ format }) => (format.style.underline ? "Single" : "None"),
  },
  write: {
    bold: (target, value) => change(target, { bold: asBoolean(value) }),
    color: (target, value) => change(target, { color: colour(value) }),
    italic: (target, value) => change(target, { italic: asBoolean(value) }),
    strikethrough: (target, value) => change(target, { strikethrough: asBoolean(value) }),
    underline: (target, value) => change(target, { underline: oneOf(value, ["None", "Single", "Double"]) !== "None" }),
  },
  methods: { clear: (target) => change(target, { bold: undefined, color: undefined, italic: undefined, strikethrough: undefined, underline: undefined }) },
}));
