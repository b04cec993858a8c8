/** What a validation says to a text somebody types, and the list it offers. */
import { coerceInput } from "./coerce";
import { fulfils } from "./comparing";
import { displayText } from "./display";
import { isMatrix, isRange, single, toNumber, valuesOf } from "./formula/operand";
import type { ErrorAlert, Validation, ValidationOperator, ValidationRule } from "./validation";
import type { Value } from "./value";
import type { Worksheet } from "./worksheet";

export type TypedVerdict = { readonly isValid: true } | { readonly isValid: false; readonly alert: ErrorAlert };

/** The choices of a list validation on that cell, or null where it has none or the list is not to be shown in the cell. */
export const dropDownFor = (sheet: Worksheet, row: number, column: number): string[] | null => {
  const validation = sheet.validations.at(row, column);
  return validation?.rule.kind === "List" && validation.rule.inCellDropDown ? listItems(sheet, validation, validation.rule.source, row, column) : null;
};

const firstCell = (validation: Validation): { row: number; column: number } => {
  const area = validation.areas[0];
  return { row: area?.top ?? 0, column: area?.left ?? 0 };
};

const listItems = (sheet: Worksheet, validation: Validation, source: string, row: number, column: number): string[] => {
  if (!source.startsWith("=")) return source.split(",").map((item) => item.trim());
  const operand = sheet.workbook.calculator.evaluate(source, sheet, { row, column }, firstCell(validation));
  if (!isRange(operand) && !isMatrix(operand)) return [];
  return [...valuesOf(operand)].filter((value) => value !== null).map((value) => displayText(value, "General"));
};

/** Judges what is typed, as Excel does: only typing is checked; what is pasted or written by an add-in is not. */
export const checkTyped = (sheet: Worksheet, row: number, column: number, text: string): TypedVerdict => {
  const validation = sheet.validations.at(row, column);
  if (!validation || !validation.errorAlert.showAlert) return { isValid: true };
  const value = typedValue(sheet, row, column, text);
  if (value === null && validation.ignoreBlanks) return { isValid: true };
  return accepts(sheet, validation, value, row, column) ? { isValid: true } : { isValid: false, alert: validation.errorAlert };
};

const typedValue = (sheet: Worksheet, row: number, column: number, text: string): Value => {
  const entry = coerceInput(text, { format: sheet.numberFormat(row, column), thisYear: sheet.workbook.thisYear, by: "typed" });
  switch (entry.kind) {
    case "blank":
      return null;
    case "text":
      return entry.text;
    case "number":
      return entry.number;
    case "boolean":
      return entry.value;
    case "error":
      return entry.error;
    case "formula":
      return single(sheet.workbook.calculator.evaluate(entry.formula, sheet, { row, column }));
  }
};

const accepts = (sheet: Worksheet, validation: Validation, value: Value, row: number, column: number): boolean => {
  const { rule } = validation;
  const compute = (limit: string | number | undefined): Value =>
    typeof limit === "string" && limit.startsWith("=") ? single(sheet.workbook.calculator.evaluate(limit, sheet, { row, column }, firstCell(validation))) : typeof limit === "string" ? toNumber(limit) : (limit ?? null);
  switch (rule.kind) {
    case "List": {
      const text = displayText(value, "General");
      const items = listItems(sheet, validation, rule.source, row, column);
      // A comma list is strict about case; a list in cells is not.
      return rule.source.startsWith("=") ? items.some((item) => item.toLowerCase() === text.toLowerCase()) : items.includes(text);
    }
    case "Custom": {
      // The formula speaks about the cell itself, so it has to see the new value.
      const before = sheet.grid.column(column).value(row);
      sheet.grid.column(column).cacheResult(row, value);
      try {
        return single(sheet.workbook.calculator.evaluate(rule.formula, sheet, { row, column }, firstCell(validation))) === true;
      } finally {
        sheet.grid.column(column).cacheResult(row, before);
      }
    }
    case "TextLength":
      return within(displayText(value, "General").length, rule, compute);
    case "WholeNumber":
      return typeof value === "number" && Number.isInteger(value) && within(value, rule, compute);
    case "Decimal":
    case "Date":
    case "Time":
      return typeof value === "number" && within(value, rule, compute);
  }
};

type Limited = Extract<ValidationRule, { operator: ValidationOperator }>;

const within = (value: number, rule: Limited, compute: (limit: string | number | undefined) => Value): boolean => fulfils(value, rule.operator, compute(rule.formula1), compute(rule.formula2));
