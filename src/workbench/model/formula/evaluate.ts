/**
 * Computes a formula, as far as the model goes: operators, references, names, tables' columns and the functions of `functions.ts`.
 * Anything else is #NAME?, as in an Excel that does not know the function.
 */
import { compareValues } from "../order";
import type { Value } from "../value";
import { errorValue, isErrorValue } from "../value";
import { functions } from "./functions";
import type { CellSource, Operand } from "./operand";
import { single, toNumber, toText } from "./operand";
import type { Node } from "./parse";
import { parseFormula } from "./parse";
import { moveReference, readReference } from "./references";

/** Where a formula stands and what it can see. */
export type Scope = {
  readonly home: CellSource;
  readonly row: number;
  readonly column: number;
  /** How far the cell is from the one the formula was written for; only conditional formats and validations are away from it. */
  readonly rowsAway: number;
  readonly columnsAway: number;
  sheet(name: string): CellSource | null;
  /** What a defined name stands for: its formula. */
  name(name: string): string | null;
  structured(text: string, row: number): Operand;
};

export const evaluateFormula = (formula: string, scope: Scope): Operand => {
  const node = parseFormula(formula);
  return node ? evaluate(node, scope) : errorValue("#NAME?");
};

export const evaluate = (node: Node, scope: Scope): Operand => {
  switch (node.kind) {
    case "literal":
      return node.value;
    case "error":
      return errorValue(node.error);
    case "reference": {
      const reference = readReference(node.text);
      const source = reference ? (reference.sheet === null ? scope.home : scope.sheet(reference.sheet)) : null;
      return reference && source ? { source, area: moveReference(reference, scope.rowsAway, scope.columnsAway) } : errorValue("#REF!");
    }
    case "structured":
      return scope.structured(node.text, scope.row);
    case "name": {
      const formula = scope.name(node.name);
      return formula === null ? errorValue("#NAME?") : evaluateFormula(formula, { ...scope, rowsAway: 0, columnsAway: 0 });
    }
    case "array":
      return node.rows.map((row) => row.map((each) => single(evaluate(each, scope))));
    case "unary":
      return unary(node.operator, single(evaluate(node.operand, scope)));
    case "binary":
      return binary(node.operator, single(evaluate(node.left, scope)), single(evaluate(node.right, scope)));
    case "call": {
      const call = functions[node.name];
      return call ? call(node.args, scope, evaluate) : errorValue("#NAME?");
    }
  }
};

const unary = (operator: "-" | "+" | "%", value: Value): Value => {
  if (operator === "+") return value;
  const number = toNumber(value);
  if (typeof number !== "number") return number;
  return operator === "-" ? -number : number / 100;
};

const binary = (operator: string, left: Value, right: Value): Value => {
  if (isErrorValue(left)) return left;
  if (isErrorValue(right)) return right;
  if (operator === "&") return `${String(toText(left))}${String(toText(right))}`;
  if (operator in comparisons) return compare(operator as keyof typeof comparisons, left, right);
  const one = toNumber(left);
  const other = toNumber(right);
  if (typeof one !== "number") return one;
  if (typeof other !== "number") return other;
  switch (operator) {
    case "+":
      return one + other;
    case "-":
      return one - other;
    case "*":
      return one * other;
    case "/":
      return other === 0 ? errorValue("#DIV/0!") : one / other;
    case "^": {
      const power = one ** other;
      return Number.isFinite(power) ? power : errorValue("#NUM!");
    }
    default:
      throw new Error(`There is no operator ${operator}.`);
  }
};

const comparisons = {
  "=": (order: number) => order === 0,
  "<>": (order: number) => order !== 0,
  "<": (order: number) => order < 0,
  ">": (order: number) => order > 0,
  "<=": (order: number) => order <= 0,
  ">=": (order: number) => order >= 0,
} as const;

/** Blank counts as 0, "" or FALSE, whichever the other side is. */
const compare = (operator: keyof typeof comparisons, left: Value, right: Value): boolean => {
  const like = (value: Value, other: Value): Value => (value !== null ? value : typeof other === "string" ? "" : typeof other === "boolean" ? false : 0);
  return comparisons[operator](compareValues(like(left, right), like(right, left)));
};
