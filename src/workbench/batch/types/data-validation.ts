/** DataValidation of a Range or of several. */
import type { Area, ErrorAlert, Prompt, Validation, ValidationOperator, ValidationRule, Worksheet } from "../../model";
import { absoluteAddress, areaAt, boundingArea, defaultAlert, defaultPrompt, encloses, intersection, isUnbounded, quoteSheetName } from "../../model";
import { checkTyped } from "../../model";
import { asBoolean, asRecord, asText, oneOf } from "../args";
import { BatchError, invalidArgument } from "../errors";
import type { HostObject } from "../host-type";
import { HostType, isHostObject } from "../host-type";
import { rangeAreasObject, rangeType } from "./range-target";

type Target = { readonly sheet: Worksheet; readonly areas: readonly Area[] };

const operators: readonly ValidationOperator[] = ["Between", "NotBetween", "EqualTo", "NotEqualTo", "GreaterThan", "LessThan", "GreaterThanOrEqualTo", "LessThanOrEqualTo"];
const limited = { wholeNumber: "WholeNumber", decimal: "Decimal", textLength: "TextLength", date: "Date", time: "Time" } as const;

/** The one validation that covers all of it, none at all, or several. */
const current = ({ sheet, areas }: Target): Validation | "none" | "mixed" => {
  const touching = [...new Set(areas.flatMap((area) => sheet.validations.within(area)))];
  const [only, ...more] = touching;
  if (!only) return "none";
  const isCovered = areas.every((area) => only.areas.some((own) => encloses(own, area)));
  return more.length === 0 && isCovered ? only : "mixed";
};

const sourceText = (value: unknown): string => {
  if (isHostObject(value)) {
    const range = value.as(rangeType);
    if (!range) throw invalidArgument();
    return `=${quoteSheetName(range.sheet.name)}!${absoluteAddress(range.cells)}`;
  }
  const text = asText(value);
  // A list typed out has 255 characters at most; longer ones make a file that Excel repairs.
  if (!text.startsWith("=") && (text.length > 255 || text === "")) throw invalidArgument();
  return text;
};

const limit = (value: unknown): string | number => {
  if (isHostObject(value)) return sourceText(value);
  if (typeof value === "number" || typeof value === "string") return value;
  throw invalidArgument();
};

const ruleFrom = (value: unknown): ValidationRule => {
  const entries = Object.entries(asRecord(value)).filter(([, each]) => each !== undefined && each !== null);
  const [entry, ...more] = entries;
  if (!entry || more.length > 0) throw invalidArgument();
  const [kind, content] = entry;
  const rule = asRecord(content);
  if (kind === "list") return { kind: "List", source: sourceText(rule["source"]), inCellDropDown: asBoolean(rule["inCellDropDown"] ?? true) };
  if (kind === "custom") return { kind: "Custom", formula: asText(rule["formula"]) };
  const known = limited[kind as keyof typeof limited] as (typeof limited)[keyof typeof limited] | undefined;
  if (!known) throw invalidArgument();
  return {
    kind: known,
    operator: oneOf(rule["operator"], operators),
    formula1: limit(rule["formula1"]),
    ...(rule["formula2"] === undefined || rule["formula2"] === null ? {} : { formula2: limit(rule["formula2"]) }),
  };
};

const ruleTo = (rule: ValidationRule): Record<string, unknown> => {
  if (rule.kind === "List") return { list: { inCellDropDown: rule.inCellDropDown, source: rule.source } };
  if (rule.kind === "Custom") return { custom: { formula: rule.formula } };
  const { kind, ...content } = rule;
  return { [kind.charAt(0).toLowerCase() + kind.slice(1)]: content };
};

const update = (target: Target, change: (known: Omit<Validation, "areas">) => Omit<Validation, "areas">): void => {
  const known = current(target);
  if (typeof known === "string") throw new BatchError("InvalidOperation");
  const { areas: _areas, ...rest } = known;
  target.sheet.validations.set(target.areas, change(rest));
  target.sheet.layoutChanged();
};

const alertFrom = (value: unknown): ErrorAlert => {
  const record = asRecord(value);
  return {
    message: asText(record["message"] ?? ""),
    title: asText(record["title"] ?? ""),
    showAlert: asBoolean(record["showAlert"] ?? true),
    style: oneOf(record["style"] ?? "Stop", ["Stop", "Warning", "Information"]),
  };
};

const promptFrom = (value: unknown): Prompt => {
  const record = asRecord(value);
  return { message: asText(record["message"] ?? ""), title: asText(record["title"] ?? ""), showPrompt: asBoolean(record["showPrompt"] ?? true) };
};

const invalidCells = ({ sheet, areas }: Target): HostObject | null => {
  const bad: Area[] = [];
  for (const area of areas) {
    const used = isUnbounded(area) ? intersection(area, sheet.usedArea(true) ?? areaAt(0, 0)) : area;
    if (!used) continue;
    for (let column = used.left; column <= used.right; column++) {
      for (let row = used.top; row <= used.bottom; row++) {
        if (checkTyped(sheet, row, column, sheet.input(row, column)).isValid) continue;
        const last = bad.at(-1);
        const cell = areaAt(row, column);
        if (last && last.left === column && last.right === column && last.bottom === row - 1) bad[bad.length - 1] = boundingArea(last, cell);
        else bad.push(cell);
      }
    }
  }
  return bad.length > 0 ? rangeAreasObject(sheet, bad) : null;
};

export const dataValidationType: HostType<Target> = new HostType<Target>("DataValidation", () => ({
  read: {
    errorAlert: (target) => pick(target, (known) => known.errorAlert, defaultAlert),
    ignoreBlanks: (target) => pick(target, (known) => known.ignoreBlanks, true),
    prompt: (target) => pick(target, (known) => known.prompt, defaultPrompt),
    rule: (target) => pick<unknown>(target, (known) => ruleTo(known.rule), {}),
    type: (target) => {
      const known = current(target);
      return known === "none" ? "None" : known === "mixed" ? "MixedCriteria" : known.rule.kind;
    },
    valid: (target) => (current(target) === "mixed" ? null : invalidCells(target) === null),
  },
  write: {
    errorAlert: (target, value) => update(target, (known) => ({ ...known, errorAlert: alertFrom(value) })),
    ignoreBlanks: (target, value) => update(target, (known) => ({ ...known, ignoreBlanks: asBoolean(value) })),
    prompt: (target, value) => update(target, (known) => ({ ...known, prompt: promptFrom(value) })),
    rule: (target, value) => {
      const known = current(target);
      const rest = typeof known === "string" ? { errorAlert: defaultAlert, prompt: defaultPrompt, ignoreBlanks: true } : { errorAlert: known.errorAlert, prompt: known.prompt, ignoreBlanks: known.ignoreBlanks };
      target.sheet.validations.set(target.areas, { ...rest, rule: ruleFrom(value) });
      target.sheet.layoutChanged();
    },
  },
  objects: {
    getInvalidCells: (target) => {
      const found = invalidCells(target);
      if (!found) throw new BatchError("ItemNotFound");
      return found;
    },
    getInvalidCellsOrNullObject: invalidCells,
  },
  methods: {
    clear: ({ sheet, areas }) => {
      for (const area of areas) sheet.validations.clear(area);
      sheet.layoutChanged();
    },
  },
}));

const pick = <T>(target: Target, read: (known: Validation) => T, none: T): T | null => {
  const known = current(target);
  return known === "none" ? none : known === "mixed" ? null : read(known);
};
