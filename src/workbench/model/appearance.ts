/** How a cell looks with its conditional formats applied. */
import { contains } from "./area";
import { fulfils } from "./comparing";
import type { CellValueOperator, ConditionalFormat } from "./conditional";
import { displayText } from "./display";
import { single, toBoolean } from "./formula/operand";
import type { CellStyle } from "./style";
import { restyle } from "./style";
import type { Value } from "./value";
import type { Worksheet } from "./worksheet";

/** The cell's own style with every conditional format that holds laid over it, the strongest on top. */
export const appearance = (sheet: Worksheet, row: number, column: number): CellStyle => {
  const holding: ConditionalFormat[] = [];
  for (const format of sheet.conditionalFormats.all()) {
    if (!format.areas.some((area) => contains(area, row, column)) || !holds(sheet, format, row, column)) continue;
    holding.push(format);
    if (format.stopIfTrue) break;
  }
  return holding.reduceRight((style, format) => restyle(style, format.style), sheet.style(row, column));
};

const holds = (sheet: Worksheet, format: ConditionalFormat, row: number, column: number): boolean => {
  const { rule } = format;
  const first = format.areas[0];
  const from = { row: first?.top ?? row, column: first?.left ?? column };
  const compute = (formula: string): Value => single(sheet.workbook.calculator.evaluate(formula, sheet, { row, column }, from));
  switch (rule.type) {
    case "Custom":
      return toBoolean(compute(rule.formula)) === true;
    case "ContainsText": {
      const text = displayText(sheet.value(row, column), "General").toLowerCase();
      const wanted = displayText(rule.text.startsWith("=") ? compute(rule.text) : rule.text, "General").toLowerCase();
      if (rule.operator === "Contains") return text.includes(wanted);
      if (rule.operator === "NotContains") return !text.includes(wanted);
      return rule.operator === "BeginsWith" ? text.startsWith(wanted) : text.endsWith(wanted);
    }
    case "CellValue":
      return holdsValue(sheet.value(row, column), rule.operator, compute(rule.formula1), rule.formula2 === undefined ? null : compute(rule.formula2));
    case "PresetCriteria":
    case "TopBottom":
    case "ColorScale":
    case "DataBar":
    case "IconSet":
      return false;
  }
};

/** A blank is 0 beside numbers and empty beside text. The Office API words the last two otherwise for a format than for a validation. */
const holdsValue = (value: Value, operator: CellValueOperator, first: Value, second: Value): boolean => {
  const own = value === null && typeof first === "string" ? "" : (value ?? 0);
  return fulfils(own, operator === "GreaterThanOrEqual" || operator === "LessThanOrEqual" ? `${operator}To` : operator, first ?? 0, second);
};
