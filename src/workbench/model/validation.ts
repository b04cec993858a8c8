/** Data validation: rules on areas, the last one set wins where they overlap. */
import type { Area } from "./area";
import { contains, encloses, intersection, without } from "./area";
import type { Shift } from "./shift";
import { shiftAreas } from "./shift";

export type ValidationOperator = "Between" | "NotBetween" | "EqualTo" | "NotEqualTo" | "GreaterThan" | "LessThan" | "GreaterThanOrEqualTo" | "LessThanOrEqualTo";
type Limits = { readonly operator: ValidationOperator; readonly formula1: string | number; readonly formula2?: string | number };

/** As the Office API words it. A list's source is a comma list, or a formula with "=" (an area, a name). */
export type ValidationRule =
  | { readonly kind: "List"; readonly source: string; readonly inCellDropDown: boolean }
  | ({ readonly kind: "WholeNumber" | "Decimal" | "TextLength" | "Date" | "Time" } & Limits)
  | { readonly kind: "Custom"; readonly formula: string };

export type ErrorAlert = { readonly message: string; readonly title: string; readonly showAlert: boolean; readonly style: "Stop" | "Warning" | "Information" };
export type Prompt = { readonly message: string; readonly title: string; readonly showPrompt: boolean };

export const defaultAlert: ErrorAlert = Object.freeze({ message: "", title: "", showAlert: true, style: "Stop" });
export const defaultPrompt: Prompt = Object.freeze({ message: "", title: "", showPrompt: true });

export type Validation = {
  areas: readonly Area[];
  rule: ValidationRule;
  readonly errorAlert: ErrorAlert;
  readonly prompt: Prompt;
  readonly ignoreBlanks: boolean;
};

export class ValidationSet {
  private rules: Validation[] = [];

  all(): readonly Validation[] {
    return this.rules;
  }

  at(row: number, column: number): Validation | null {
    return this.rules.find((each) => each.areas.some((area) => contains(area, row, column))) ?? null;
  }

  /** Those that touch the area. */
  within(area: Area): Validation[] {
    return this.rules.filter((each) => each.areas.some((own) => intersection(own, area)));
  }

  set(areas: readonly Area[], validation: Omit<Validation, "areas">): void {
    for (const area of areas) this.clear(area);
    this.rules.push({ ...validation, areas: [...areas] });
  }

  clear(area: Area): void {
    for (const each of this.rules) each.areas = each.areas.flatMap((own) => without(own, area));
    this.rules = this.rules.filter((each) => each.areas.length > 0);
  }

  shift(shift: Shift): void {
    for (const each of this.rules) each.areas = shiftAreas(each.areas, shift);
    this.rules = this.rules.filter((each) => each.areas.length > 0);
  }

  /** A table that grew carries its columns' rules down, as Excel does. */
  extend(from: Area, to: Area): void {
    for (const each of this.rules) {
      each.areas = each.areas.map((area) => (encloses(from, area) && area.bottom === from.bottom ? { ...area, bottom: to.bottom } : area));
    }
  }

  rewrite(change: (formula: string) => string): void {
    for (const each of this.rules) each.rule = rewriteRule(each.rule, change);
  }
}

const rewriteRule = (rule: ValidationRule, change: (formula: string) => string): ValidationRule => {
  const limit = (value: string | number) => (typeof value === "string" && value.startsWith("=") ? change(value) : value);
  switch (rule.kind) {
    case "List":
      return rule.source.startsWith("=") ? { ...rule, source: change(rule.source) } : rule;
    case "Custom":
      return { ...rule, formula: change(rule.formula) };
    case "WholeNumber":
    case "Decimal":
    case "TextLength":
    case "Date":
    case "Time":
      return { ...rule, formula1: limit(rule.formula1), ...(rule.formula2 === undefined ? {} : { formula2: limit(rule.formula2) }) };
  }
};
