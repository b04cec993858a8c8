/** Conditional formats between the file's words and the Office API's. Kinds that the model only keeps travel in their file form. */
import type { ConditionalRule as FileRule } from "hucre";
import { cellAddress } from "../../model/address";
import type { CellValueOperator, ConditionalRule } from "../../model/conditional";
import type { ConditionalFormatContent } from "../content";
import { formatAreas, parseAreas, withoutEquals } from "./areas";
import { comparisons } from "./operators";
import { readDifference, writeDifference, type StyleContext } from "./styles";

const operators = {
  ...comparisons,
  greaterThanOrEqual: "GreaterThanOrEqual",
  lessThanOrEqual: "LessThanOrEqual",
} as const satisfies Record<NonNullable<FileRule["operator"]>, CellValueOperator>;
const fileOperators = new Map(Object.entries(operators).map(([file, model]) => [model, file as NonNullable<FileRule["operator"]>]));

const textOperators = { containsText: "Contains", notContainsText: "NotContains", beginsWith: "BeginsWith", endsWith: "EndsWith" } as const;
const fileTextTypes = { Contains: "containsText", NotContains: "notContainsText", BeginsWith: "beginsWith", EndsWith: "endsWith" } as const;

type Kept = Extract<ConditionalRule, { settings: unknown }>["type"];
const keptTypes = {
  colorScale: "ColorScale", dataBar: "DataBar", iconSet: "IconSet", top10: "TopBottom", aboveAverage: "PresetCriteria",
  duplicateValues: "PresetCriteria", uniqueValues: "PresetCriteria", containsBlanks: "PresetCriteria", notContainsBlanks: "PresetCriteria",
} as const satisfies Record<string, Kept>;

const readRule = (file: FileRule): ConditionalRule | null => {
  const [first, second] = file.formula === undefined ? [] : [file.formula].flat();
  switch (file.type) {
    case "expression":
      return first === undefined ? null : { type: "Custom", formula: `=${first}` };
    case "cellIs":
      if (first === undefined) return null;
      return { type: "CellValue", operator: operators[file.operator ?? "equal"], formula1: `=${first}`, ...(second === undefined ? {} : { formula2: `=${second}` }) };
    case "containsText":
    case "notContainsText":
    case "beginsWith":
    case "endsWith":
      return file.text === undefined ? null : { type: "ContainsText", operator: textOperators[file.type], text: file.text };
    case "colorScale":
    case "dataBar":
    case "iconSet":
    case "top10":
    case "aboveAverage":
    case "duplicateValues":
    case "uniqueValues":
    case "containsBlanks":
    case "notContainsBlanks":
      return { type: keptTypes[file.type], settings: { file } };
  }
};

/** Strongest first: a file numbers priorities from 1, the smaller the stronger. */
export const readConditionalFormats = (files: readonly FileRule[], context: StyleContext): ConditionalFormatContent[] =>
  [...files]
    .sort((one, other) => one.priority - other.priority)
    .flatMap((file) => {
      const rule = readRule(file);
      const areas = parseAreas(file.range);
      return rule === null || areas.length === 0 ? [] : [{ id: "", rule, areas, style: readDifference(file.style, context), stopIfTrue: file.stopIfTrue === true }];
    });

/** Excel wants the formula beside the text, and judges by the formula. */
const textFormula = (operator: keyof typeof fileTextTypes, text: string, cell: string): string => {
  const quoted = `"${text.replaceAll('"', '""')}"`;
  switch (operator) {
    case "Contains":
      return `NOT(ISERROR(SEARCH(${quoted},${cell})))`;
    case "NotContains":
      return `ISERROR(SEARCH(${quoted},${cell}))`;
    case "BeginsWith":
      return `LEFT(${cell},${text.length})=${quoted}`;
    case "EndsWith":
      return `RIGHT(${cell},${text.length})=${quoted}`;
  }
};

const isFileRule = (value: unknown): value is FileRule => typeof value === "object" && value !== null && "type" in value && "range" in value;

const writeRule = (rule: ConditionalRule, firstCell: string): Omit<FileRule, "range" | "priority"> | null => {
  switch (rule.type) {
    case "Custom":
      return { type: "expression", formula: withoutEquals(rule.formula) };
    case "CellValue": {
      const formulas = [rule.formula1, ...(rule.formula2 === undefined ? [] : [rule.formula2])].map(withoutEquals);
      return { type: "cellIs", operator: fileOperators.get(rule.operator) ?? "equal", formula: formulas };
    }
    case "ContainsText":
      return { type: fileTextTypes[rule.operator], text: rule.text, formula: textFormula(rule.operator, rule.text, firstCell) };
    case "PresetCriteria":
    case "TopBottom":
    case "ColorScale":
    case "DataBar":
    case "IconSet": {
      // One made through Office.js has no file form; it is a decoration the add-in does not use.
      const { file } = rule.settings;
      return isFileRule(file) ? file : null;
    }
  }
};

export const writeConditionalFormats = (formats: readonly ConditionalFormatContent[]): FileRule[] =>
  formats.flatMap(({ areas, rule, style, stopIfTrue }, index) => {
    const [first] = areas;
    if (first === undefined) return [];
    const written = writeRule(rule, cellAddress(first.top, first.left));
    if (written === null) return [];
    const difference = writeDifference(style);
    return [
      { ...written, range: formatAreas(areas), priority: index + 1, ...(stopIfTrue ? { stopIfTrue } : {}), ...(Object.keys(difference).length === 0 ? {} : { style: difference }) },
    ];
  });
