/** Data validation between the file's words and the Office API's, which the model speaks. */
import type { DataValidation } from "hucre";
import { defaultAlert, defaultPrompt, type Validation, type ValidationOperator, type ValidationRule } from "../../model/validation";
import { formatAreas, parseAreas, withoutEquals } from "./areas";
import { comparisons } from "./operators";

const operators = {
  ...comparisons,
  greaterThanOrEqual: "GreaterThanOrEqualTo",
  lessThanOrEqual: "LessThanOrEqualTo",
} as const satisfies Record<NonNullable<DataValidation["operator"]>, ValidationOperator>;
const fileOperators = new Map(Object.entries(operators).map(([file, model]) => [model, file as NonNullable<DataValidation["operator"]>]));

const kinds = { whole: "WholeNumber", decimal: "Decimal", date: "Date", time: "Time", textLength: "TextLength" } as const;
const fileKinds = { WholeNumber: "whole", Decimal: "decimal", Date: "date", Time: "time", TextLength: "textLength" } as const;

/** A limit is a number where it reads as one, and a formula otherwise. */
const readLimit = (text: string): string | number => (text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : `=${text}`);
const writeLimit = (limit: string | number): string => withoutEquals(String(limit));

const readRule = (validation: DataValidation): ValidationRule | null => {
  const { type, formula1, formula2, values } = validation;
  if (type === "custom") return formula1 === undefined ? null : { kind: "Custom", formula: `=${formula1}` };
  if (type === "list") {
    const source = values === undefined ? (formula1 === undefined ? null : `=${formula1}`) : values.join(",").replaceAll('""', '"');
    return source === null ? null : { kind: "List", source, inCellDropDown: true };
  }
  if (formula1 === undefined) return null;
  return {
    kind: kinds[type],
    operator: operators[validation.operator ?? "between"],
    formula1: readLimit(formula1),
    ...(formula2 === undefined ? {} : { formula2: readLimit(formula2) }),
  };
};

export const readValidation = (validation: DataValidation): Validation | null => {
  const rule = readRule(validation);
  const areas = parseAreas(validation.range);
  if (rule === null || areas.length === 0) return null;
  const styles = { stop: "Stop", warning: "Warning", information: "Information" } as const;
  return {
    areas,
    rule,
    ignoreBlanks: validation.allowBlank === true,
    errorAlert: {
      ...defaultAlert,
      showAlert: validation.showErrorMessage === true,
      style: styles[validation.errorStyle ?? "stop"],
      title: validation.errorTitle ?? "",
      message: validation.errorMessage ?? "",
    },
    prompt: { ...defaultPrompt, showPrompt: validation.showInputMessage === true, title: validation.inputTitle ?? "", message: validation.inputMessage ?? "" },
  };
};

const writeRule = (rule: ValidationRule): Pick<DataValidation, "type" | "operator" | "formula1" | "formula2"> => {
  switch (rule.kind) {
    case "List":
      // Quoted here, not by the library, which leaves a quote inside a value as it is and so breaks the list.
      return { type: "list", formula1: rule.source.startsWith("=") ? rule.source.slice(1) : `"${rule.source.replaceAll('"', '""')}"` };
    case "Custom":
      return { type: "custom", formula1: withoutEquals(rule.formula) };
    case "WholeNumber":
    case "Decimal":
    case "TextLength":
    case "Date":
    case "Time":
      return {
        type: fileKinds[rule.kind],
        operator: fileOperators.get(rule.operator) ?? "between",
        formula1: writeLimit(rule.formula1),
        ...(rule.formula2 === undefined ? {} : { formula2: writeLimit(rule.formula2) }),
      };
  }
};

export const writeValidation = ({ areas, rule, errorAlert, prompt, ignoreBlanks }: Validation): DataValidation => {
  const styles = { Stop: "stop", Warning: "warning", Information: "information" } as const;
  return {
    ...writeRule(rule),
    range: formatAreas(areas),
    allowBlank: ignoreBlanks,
    showErrorMessage: errorAlert.showAlert,
    showInputMessage: prompt.showPrompt,
    errorStyle: styles[errorAlert.style],
    ...(errorAlert.title === "" ? {} : { errorTitle: errorAlert.title }),
    ...(errorAlert.message === "" ? {} : { errorMessage: errorAlert.message }),
    ...(prompt.title === "" ? {} : { inputTitle: prompt.title }),
    ...(prompt.message === "" ? {} : { inputMessage: prompt.message }),
  };
};
