/** The functions the model knows: what checks, totals and conditional formats on a ledger use. */
import { cellsOf } from "../area";
import { passesCustom } from "../filter";
import { displayText } from "../display";
import { compareValues } from "../order";
import type { Value } from "../value";
import { errorValue, isErrorValue } from "../value";
import type { Scope } from "./evaluate";
import type { Operand } from "./operand";
import { isRange, single, toBoolean, toNumber, toText, valuesOf } from "./operand";
import type { Node } from "./parse";
import { readReference } from "./references";

type Args = readonly (Node | null)[];
type Evaluate = (node: Node, scope: Scope) => Operand;
export type FormulaFunction = (args: Args, scope: Scope, evaluate: Evaluate) => Operand;

/** Evaluates every argument first; an omitted one is blank. */
const eager =
  (compute: (operands: readonly Operand[], scope: Scope) => Operand): FormulaFunction =>
  (args, scope, evaluate) =>
    compute(
      args.map((node) => (node ? evaluate(node, scope) : null)),
      scope,
    );

/** Over single values; the first error among them is the result. */
const scalar = (compute: (...values: Value[]) => Value): FormulaFunction =>
  eager((operands) => {
    const values = operands.map(single);
    return values.find(isErrorValue) ?? compute(...values);
  });

const onText = (compute: (text: string, ...more: Value[]) => Value): FormulaFunction => scalar((value = null, ...more) => compute(String(toText(value)), ...more));
const onNumbers = (compute: (...numbers: number[]) => Value): FormulaFunction =>
  scalar((...values) => {
    const numbers = values.map(toNumber);
    const bad = numbers.find((number) => typeof number !== "number");
    return bad ?? compute(...(numbers as number[]));
  });

/** Numbers among the operands; text and blanks in areas do not count, errors win. */
const collect = (operands: readonly Operand[]): number[] | { error: Value } => {
  const numbers: number[] = [];
  for (const operand of operands) {
    const isArea = isRange(operand) || Array.isArray(operand);
    for (const value of valuesOf(operand)) {
      if (isErrorValue(value)) return { error: value };
      if (typeof value === "number") numbers.push(value);
      else if (!isArea && value !== null) {
        const number = toNumber(value);
        if (typeof number !== "number") return { error: number };
        numbers.push(number);
      }
    }
  }
  return numbers;
};
const total = (compute: (numbers: number[]) => Value): FormulaFunction =>
  eager((operands) => {
    const numbers = collect(operands);
    return "error" in numbers ? numbers.error : compute(numbers);
  });

const sizeOf = (operand: Operand): number => (isRange(operand) ? cellsOf(operand.area) : [...valuesOf(operand)].length);
const count = (counts: (value: Value) => boolean): FormulaFunction => eager((operands) => operands.reduce<number>((sum, operand) => sum + [...valuesOf(operand)].filter(counts).length, 0));
const is = (test: (value: Value) => boolean): FormulaFunction => eager(([operand = null]) => test(single(operand)));

const criterionText = (value: Value): string => String(isErrorValue(value) ? value.error : toText(value));
const passesCriterion = (value: Value, criterion: Value): boolean => passesCustom({ value, text: String(isErrorValue(value) ? value.error : toText(value)) }, criterionText(criterion));

const countIfs = eager((operands) => {
  const pairs: { values: Value[]; criterion: Value }[] = [];
  for (let index = 0; index + 1 < operands.length; index += 2) pairs.push({ values: [...valuesOf(operands[index] ?? null)], criterion: single(operands[index + 1] ?? null) });
  const longest = Math.max(0, ...pairs.map((pair) => pair.values.length));
  let found = 0;
  for (let index = 0; index < longest; index++) if (pairs.every((pair) => passesCriterion(pair.values[index] ?? null, pair.criterion))) found++;
  return found;
});

const sumIf = eager(([range = null, criterion = null, sums]) => {
  const keys = [...valuesOf(range)];
  const amounts = sums === undefined || sums === null ? keys : [...valuesOf(sums)];
  return keys.reduce<number>((sum, key, index) => {
    const amount = amounts[index];
    return passesCriterion(key, single(criterion)) && typeof amount === "number" ? sum + amount : sum;
  }, 0);
});

/** Excel's equality of look-ups: text folds case, and blank is not "". */
const sameKey = (one: Value, other: Value): boolean => one !== null && typeof one === typeof other && compareValues(one, other) === 0;

const match = eager(([key = null, range = null, type = 1]) => {
  const values = [...valuesOf(range)];
  const wanted = single(key);
  if (isErrorValue(wanted)) return wanted;
  if (toNumber(single(type)) === 0) {
    const index = values.findIndex((value) => sameKey(value, wanted));
    return index < 0 ? errorValue("#N/A") : index + 1;
  }
  let last = 0;
  values.forEach((value, index) => {
    if (value !== null && typeof value === typeof wanted && compareValues(value, wanted) <= 0) last = index + 1;
  });
  return last === 0 ? errorValue("#N/A") : last;
});

const lookUp = eager(([key = null, keys = null, results = null, otherwise]) => {
  const wanted = single(key);
  const index = [...valuesOf(keys)].findIndex((value) => sameKey(value, wanted));
  if (index < 0) return otherwise === undefined ? errorValue("#N/A") : single(otherwise);
  return [...valuesOf(results)][index] ?? null;
});

const verticalLookUp = eager(([key = null, table = null, position = 1, approximate = true]) => {
  const index = toNumber(single(position));
  if (!isRange(table) || typeof index !== "number" || index < 1) return errorValue("#VALUE!");
  const wanted = single(key);
  const exact = toBoolean(single(approximate)) === false;
  let row = -1;
  const last = Math.min(table.area.bottom, table.source.lastRow(table.area.left));
  for (let each = table.area.top; each <= last; each++) {
    const value = table.source.value(each, table.area.left);
    if (exact ? sameKey(value, wanted) : value !== null && typeof value === typeof wanted && compareValues(value, wanted) <= 0) row = each;
    if (exact && row >= 0) break;
  }
  if (row < 0) return errorValue("#N/A");
  const column = table.area.left + index - 1;
  return column > table.area.right ? errorValue("#REF!") : table.source.value(row, column);
});

const index = eager(([range = null, row = 1, column = 1]) => {
  const rows = toNumber(single(row));
  const columns = toNumber(single(column));
  if (!isRange(range) || typeof rows !== "number" || typeof columns !== "number") return errorValue("#VALUE!");
  const { area, source } = range;
  const isRow = area.top === area.bottom && columns === 1;
  const place = isRow ? { row: area.top, column: area.left + rows - 1 } : { row: area.top + rows - 1, column: area.left + columns - 1 };
  return place.row > area.bottom || place.column > area.right ? errorValue("#REF!") : source.value(place.row, place.column);
});

const find = (fold: boolean): FormulaFunction =>
  scalar((needle = null, haystack = null, start = 1) => {
    const from = toNumber(start);
    if (typeof from !== "number" || from < 1) return errorValue("#VALUE!");
    const [wanted, text] = [String(toText(needle)), String(toText(haystack))];
    const at = fold ? text.toLowerCase().indexOf(wanted.toLowerCase(), from - 1) : text.indexOf(wanted, from - 1);
    return at < 0 ? errorValue("#VALUE!") : at + 1;
  });

const every: FormulaFunction = eager((operands) => logical(operands, (values) => values.every(Boolean)));
const some: FormulaFunction = eager((operands) => logical(operands, (values) => values.some(Boolean)));
const logical = (operands: readonly Operand[], decide: (values: boolean[]) => boolean): Value => {
  const flags: boolean[] = [];
  for (const operand of operands)
    for (const value of valuesOf(operand)) {
      const flag = toBoolean(value);
      if (isErrorValue(flag)) return flag;
      if (value !== null) flags.push(flag === true);
    }
  return decide(flags);
};

const conditional: FormulaFunction = (args, scope, evaluate) => {
  const test = args[0] ? toBoolean(single(evaluate(args[0], scope))) : false;
  if (isErrorValue(test)) return test;
  const chosen = args[test === true ? 1 : 2];
  if (chosen === undefined) return test === true ? true : false;
  return chosen === null ? 0 : evaluate(chosen, scope);
};

const orElse = (catches: (value: Value) => boolean): FormulaFunction => (args, scope, evaluate) => {
  const value = args[0] ? evaluate(args[0], scope) : null;
  if (!catches(single(value))) return value;
  return args[1] ? evaluate(args[1], scope) : null;
};

const place = (axis: "row" | "column"): FormulaFunction =>
  eager(([operand], scope) => {
    if (operand === undefined) return scope[axis] + 1;
    if (!isRange(operand)) return errorValue("#VALUE!");
    return (axis === "row" ? operand.area.top : operand.area.left) + 1;
  });

const round = onNumbers((number = 0, digits = 0) => {
  const scale = 10 ** Math.trunc(digits);
  // Nudged by the number's own precision, so that 1.005 rounds up to 1.01 as in Excel.
  return (Math.sign(number) * Math.round(Math.abs(number) * scale * (1 + Number.EPSILON))) / scale;
});

export const functions: Readonly<Record<string, FormulaFunction>> = {
  IF: conditional,
  IFERROR: orElse(isErrorValue),
  IFNA: orElse((value) => isErrorValue(value) && value.error === "#N/A"),
  AND: every,
  OR: some,
  NOT: scalar((value = null) => {
    const flag = toBoolean(value);
    return typeof flag === "boolean" ? !flag : flag;
  }),
  TRUE: () => true,
  FALSE: () => false,
  NA: () => errorValue("#N/A"),
  ISBLANK: is((value) => value === null),
  ISNUMBER: is((value) => typeof value === "number"),
  ISTEXT: is((value) => typeof value === "string"),
  ISNONTEXT: is((value) => typeof value !== "string"),
  ISLOGICAL: is((value) => typeof value === "boolean"),
  ISERROR: is(isErrorValue),
  ISERR: is((value) => isErrorValue(value) && value.error !== "#N/A"),
  ISNA: is((value) => isErrorValue(value) && value.error === "#N/A"),
  SUM: total((numbers) => numbers.reduce((sum, number) => sum + number, 0)),
  AVERAGE: total((numbers) => (numbers.length === 0 ? errorValue("#DIV/0!") : numbers.reduce((sum, number) => sum + number, 0) / numbers.length)),
  MIN: total((numbers) => numbers.reduce((least, number) => Math.min(least, number), numbers[0] ?? 0)),
  MAX: total((numbers) => numbers.reduce((most, number) => Math.max(most, number), numbers[0] ?? 0)),
  COUNT: count((value) => typeof value === "number"),
  COUNTA: count((value) => value !== null),
  COUNTBLANK: eager((operands) => operands.reduce<number>((sum, operand) => sum + sizeOf(operand) - [...valuesOf(operand)].filter((value) => value !== null && value !== "").length, 0)),
  COUNTIF: countIfs,
  COUNTIFS: countIfs,
  SUMIF: sumIf,
  ROUND: round,
  ABS: onNumbers((number = 0) => Math.abs(number)),
  INT: onNumbers((number = 0) => Math.floor(number)),
  MOD: onNumbers((number = 0, divisor = 0) => (divisor === 0 ? errorValue("#DIV/0!") : number - divisor * Math.floor(number / divisor))),
  LEN: onText((text) => text.length),
  TRIM: onText((text) => text.replace(/^ +| +$/g, "").replace(/ {2,}/g, " ")),
  UPPER: onText((text) => text.toUpperCase()),
  LOWER: onText((text) => text.toLowerCase()),
  LEFT: onText((text, length = 1) => text.slice(0, Math.max(0, Number(toNumber(length))))),
  RIGHT: onText((text, length = 1) => (Number(toNumber(length)) <= 0 ? "" : text.slice(-Number(toNumber(length))))),
  MID: onText((text, start = 1, length = 0) => text.slice(Number(toNumber(start)) - 1, Number(toNumber(start)) - 1 + Number(toNumber(length)))),
  VALUE: scalar((value = null) => toNumber(value)),
  TEXT: scalar((value = null, pattern = null) => displayText(value, String(toText(pattern)))),
  EXACT: scalar((one = null, other = null) => toText(one) === toText(other)),
  SEARCH: find(true),
  FIND: find(false),
  CONCAT: eager((operands) => operands.flatMap((operand) => [...valuesOf(operand)].map((value) => String(toText(value)))).join("")),
  CONCATENATE: scalar((...values) => values.map((value) => String(toText(value))).join("")),
  MATCH: match,
  XLOOKUP: lookUp,
  VLOOKUP: verticalLookUp,
  INDEX: index,
  ROW: place("row"),
  COLUMN: place("column"),
  ROWS: eager(([operand = null]) => (isRange(operand) ? operand.area.bottom - operand.area.top + 1 : 1)),
  COLUMNS: eager(([operand = null]) => (isRange(operand) ? operand.area.right - operand.area.left + 1 : 1)),
  INDIRECT: eager(([text = null], scope) => {
    const target = String(toText(single(text)));
    const named = scope.name(target);
    return named === null ? indirect(target, scope) : indirect(named.replace(/^=/, ""), scope);
  }),
  DATE: onNumbers((year = 0, month = 1, day = 1) => Math.round((Date.UTC(year, month - 1, day) - Date.UTC(1899, 11, 30)) / 86_400_000)),
};

const indirect = (target: string, scope: Scope): Operand => {
  if (target.includes("[")) return scope.structured(target, scope.row);
  const reference = readReference(target);
  const source = reference ? (reference.sheet === null ? scope.home : scope.sheet(reference.sheet)) : null;
  return reference && source ? { source, area: reference.area } : errorValue("#REF!");
};
