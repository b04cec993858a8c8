/**
 * Results of formulas, computed when somebody looks and remembered until the workbook changes. A formula with a function the
 * model does not know keeps the result it came with (from a file), or shows #NAME? when it was typed here.
 */
import type { Operand, CellSource } from "./formula/operand";
import { single } from "./formula/operand";
import { evaluate, evaluateFormula } from "./formula/evaluate";
import type { Scope } from "./formula/evaluate";
import { functions } from "./formula/functions";
import type { Node } from "./formula/parse";
import { parseFormula } from "./formula/parse";
import { structuredReference } from "./formula/structured";
import type { Value } from "./value";
import type { Workbook } from "./workbook";
import type { Worksheet } from "./worksheet";

export class Calculator {
  private generation = 0;
  private readonly computed = new Map<string, number>();
  private readonly underWay = new Set<string>();

  constructor(private readonly workbook: Workbook) {}

  /** Every result is out of date from here on. */
  invalidate(): void {
    this.generation++;
  }

  /** The result of the formula in that cell; the model keeps it as the cell's value. */
  result(sheet: Worksheet, row: number, column: number, formula: string): Value {
    const key = `${sheet.id}:${row}:${column}`;
    const cells = sheet.grid.column(column);
    if (this.computed.get(key) === this.generation) return cells.value(row);
    // A circle of formulas shows 0, as Excel does after its warning.
    if (this.underWay.has(key)) return 0;
    const node = parseFormula(formula);
    if (node && isKnown(node)) {
      this.underWay.add(key);
      try {
        const value = single(evaluate(node, this.scope(sheet, row, column)));
        cells.cacheResult(row, value ?? 0);
      } finally {
        this.underWay.delete(key);
      }
    }
    if (this.computed.size > 200_000) this.computed.clear();
    this.computed.set(key, this.generation);
    return cells.value(row);
  }

  /** For rules that are not in a cell: a validation, a conditional format. `from` is the cell they were written for. */
  evaluate(formula: string, sheet: Worksheet, at: { row: number; column: number }, from: { row: number; column: number } = at): Operand {
    return evaluateFormula(formula, this.scope(sheet, at.row, at.column, from));
  }

  private scope(sheet: Worksheet, row: number, column: number, from: { row: number; column: number } = { row, column }): Scope {
    return {
      home: sourceOf(sheet),
      row,
      column,
      rowsAway: row - from.row,
      columnsAway: column - from.column,
      sheet: (name) => {
        const found = this.workbook.worksheet(name);
        return found ? sourceOf(found) : null;
      },
      name: (name) => this.workbook.names.find(name, sheet.id)?.formula ?? null,
      structured: (text, at) => structuredReference(this.workbook, sheet, text, at, sourceOf),
    };
  }
}

const sources = new WeakMap<Worksheet, CellSource>();

const sourceOf = (sheet: Worksheet): CellSource => {
  const known = sources.get(sheet);
  if (known) return known;
  const made: CellSource = {
    get name() {
      return sheet.name;
    },
    value: (row, column) => sheet.value(row, column),
    lastRow: (column) => sheet.grid.columnIfAny(column)?.lastRow() ?? -1,
    lastColumn: () => sheet.grid.lastColumn(),
  };
  sources.set(sheet, made);
  return made;
};

const known = new WeakMap<Node, boolean>();

const isKnown = (node: Node): boolean => {
  const answer = known.get(node);
  if (answer !== undefined) return answer;
  const fresh = knowsAll(node);
  known.set(node, fresh);
  return fresh;
};

const knowsAll = (node: Node): boolean => {
  switch (node.kind) {
    case "call":
      return node.name in functions && node.args.every((arg) => arg === null || knowsAll(arg));
    case "unary":
      return knowsAll(node.operand);
    case "binary":
      return knowsAll(node.left) && knowsAll(node.right);
    case "array":
      return node.rows.every((row) => row.every(knowsAll));
    case "literal":
    case "error":
    case "reference":
    case "structured":
    case "name":
      return true;
  }
};
