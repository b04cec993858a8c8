/** AutoFilter criteria, as the Office API words them, and whether a cell passes. */
import { compareValues } from "./order";
import type { Value } from "./value";

export type FilterCriterion =
  | { readonly filterOn: "Values"; readonly values: readonly string[] }
  | { readonly filterOn: "Custom"; readonly criterion1: string; readonly criterion2?: string; readonly operator?: "And" | "Or" }
  | { readonly filterOn: "CellColor" | "FontColor"; readonly color: string };

export type FilterCell = { readonly value: Value; readonly text: string; readonly fill: string | undefined; readonly color: string | undefined };

/** `Values` compare the text that is shown, folding case; "" stands for blanks. */
export const passes = (cell: FilterCell, criterion: FilterCriterion): boolean => {
  switch (criterion.filterOn) {
    case "Values":
      return criterion.values.some((wanted) => wanted.toLowerCase() === cell.text.toLowerCase());
    case "Custom": {
      const first = passesCustom(cell, criterion.criterion1);
      if (criterion.criterion2 === undefined) return first;
      const second = passesCustom(cell, criterion.criterion2);
      return criterion.operator === "Or" ? first || second : first && second;
    }
    case "CellColor":
      return cell.fill === criterion.color;
    case "FontColor":
      return cell.color === criterion.color;
  }
};

/** ">=5", "<>x", "=ab*", "ab": text is matched whole with * and ?, numbers by size. Excel's COUNTIF reads criteria the same way. */
export const passesCustom = (cell: { readonly value: Value; readonly text: string }, criterion: string): boolean => {
  const [, operator = "=", operand = ""] = /^(<=|>=|<>|<|>|=)?(.*)$/s.exec(criterion) ?? [];
  const number = operand.trim() === "" ? Number.NaN : Number(operand);
  if (operator === "=" || operator === "<>") {
    const equal = operand === "" ? cell.value === null || cell.text === "" : Number.isNaN(number) ? matchesPattern(cell.text, operand) : cell.value === number || cell.text === operand;
    return operator === "=" ? equal : !equal;
  }
  if (cell.value === null) return false;
  const wanted: Value = Number.isNaN(number) ? operand : number;
  if (typeof wanted !== typeof cell.value) return false;
  const order = compareValues(cell.value, wanted);
  if (operator === "<") return order < 0;
  if (operator === ">") return order > 0;
  return operator === "<=" ? order <= 0 : order >= 0;
};

const patterns = new Map<string, RegExp>();

/** Excel's wildcards: * any run, ? one character, ~ takes the next literally. Case does not count. */
export const matchesPattern = (text: string, pattern: string): boolean => {
  let expression = patterns.get(pattern);
  if (!expression) {
    const source = pattern.replace(/~[*?~]|[*?]|[.+^${}()|[\]\\]/g, (found) => {
      if (found === "*") return "[\\s\\S]*";
      if (found === "?") return "[\\s\\S]";
      return found.startsWith("~") ? `\\${found[1] ?? ""}` : `\\${found}`;
    });
    expression = new RegExp(`^${source}$`, "i");
    if (patterns.size > 500) patterns.clear();
    patterns.set(pattern, expression);
  }
  return expression.test(text);
};
