/** Conditional formats: kept in order of priority, 0 first, and judged for the kinds the model can judge. */
import type { Area } from "./area";
import { encloses, intersection, without } from "./area";
import { Refusal } from "./refusal";
import type { Shift } from "./shift";
import { shiftAreas } from "./shift";
import type { CellStyle } from "./style";

export type ConditionalRule =
  | { readonly type: "Custom"; readonly formula: string }
  | { readonly type: "CellValue"; readonly operator: CellValueOperator; readonly formula1: string; readonly formula2?: string }
  | { readonly type: "ContainsText"; readonly operator: "Contains" | "NotContains" | "BeginsWith" | "EndsWith"; readonly text: string }
  /** Kept with its settings and shown by no one: colour scales, data bars, icons, top/bottom, presets. */
  | { readonly type: "PresetCriteria" | "TopBottom" | "ColorScale" | "DataBar" | "IconSet"; readonly settings: Readonly<Record<string, unknown>> };
export type CellValueOperator = "Between" | "NotBetween" | "EqualTo" | "NotEqualTo" | "GreaterThan" | "LessThan" | "GreaterThanOrEqual" | "LessThanOrEqual";

export type ConditionalFormat = {
  readonly id: string;
  areas: readonly Area[];
  rule: ConditionalRule;
  style: CellStyle;
  stopIfTrue: boolean;
};

export class ConditionalFormatSet {
  private formats: ConditionalFormat[] = [];

  /** First is strongest. */
  all(): readonly ConditionalFormat[] {
    return this.formats;
  }

  within(area: Area): ConditionalFormat[] {
    return this.formats.filter((each) => each.areas.some((own) => intersection(own, area)));
  }

  byId(id: string): ConditionalFormat | null {
    return this.formats.find((each) => each.id === id) ?? null;
  }

  /** A new format is the strongest, as in Excel. */
  add(format: ConditionalFormat): ConditionalFormat {
    this.formats.unshift(format);
    return format;
  }

  /** From a file, weakest last. */
  append(format: ConditionalFormat): void {
    this.formats.push(format);
  }

  setPriority(id: string, priority: number): void {
    const index = this.formats.findIndex((each) => each.id === id);
    const [moved] = index < 0 ? [] : this.formats.splice(index, 1);
    if (!moved) throw new Refusal("ItemNotFound", "The conditional format does not exist.");
    this.formats.splice(Math.max(0, Math.min(priority, this.formats.length)), 0, moved);
  }

  delete(id: string): void {
    this.formats = this.formats.filter((each) => each.id !== id);
  }

  clear(area: Area): void {
    for (const each of this.formats) each.areas = each.areas.flatMap((own) => without(own, area));
    this.formats = this.formats.filter((each) => each.areas.length > 0);
  }

  shift(shift: Shift): void {
    for (const each of this.formats) each.areas = shiftAreas(each.areas, shift);
    this.formats = this.formats.filter((each) => each.areas.length > 0);
  }

  /** A table that grew carries its columns' formats down, as Excel does. */
  extend(from: Area, to: Area): void {
    for (const each of this.formats) {
      each.areas = each.areas.map((area) => (encloses(from, area) && area.bottom === from.bottom ? { ...area, bottom: to.bottom } : area));
    }
  }

  rewrite(change: (formula: string) => string): void {
    for (const each of this.formats) {
      const { rule } = each;
      if (rule.type === "Custom") each.rule = { ...rule, formula: change(rule.formula) };
      if (rule.type === "CellValue") each.rule = { ...rule, formula1: change(rule.formula1), ...(rule.formula2 === undefined ? {} : { formula2: change(rule.formula2) }) };
    }
  }
}
