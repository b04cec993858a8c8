/** Formula text → syntax tree. A text that is no formula answers null: Excel refuses to take it. */
import type { ErrorText } from "../value";
import { errorFromText } from "../value";
import type { Token } from "./tokens";
import { tokenise } from "./tokens";

export type Node =
  | { readonly kind: "literal"; readonly value: string | number | boolean }
  | { readonly kind: "error"; readonly error: ErrorText }
  | { readonly kind: "reference"; readonly text: string }
  | { readonly kind: "structured"; readonly text: string }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly (Node | null)[] }
  | { readonly kind: "unary"; readonly operator: "-" | "+" | "%"; readonly operand: Node }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Node; readonly right: Node }
  | { readonly kind: "array"; readonly rows: readonly (readonly Node[])[] };

const strengths: Readonly<Record<string, number>> = { "=": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "<>": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5 };

class Unparsable extends Error {}

const cache = new Map<string, Node | null>();

/** `formula` with or without "=". */
export const parseFormula = (formula: string): Node | null => {
  const known = cache.get(formula);
  if (known !== undefined) return known;
  const made = parseFresh(formula.startsWith("=") ? formula.slice(1) : formula);
  if (cache.size > 2_000) cache.clear();
  cache.set(formula, made);
  return made;
};

const parseFresh = (text: string): Node | null => {
  const tokens = tokenise(text).filter((token) => token.type !== "space");
  try {
    const parser = new Parser(tokens);
    const node = parser.expression(0);
    parser.finish();
    return node;
  } catch (fault) {
    if (fault instanceof Unparsable) return null;
    throw fault;
  }
};

class Parser {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  finish(): void {
    if (this.at < this.tokens.length) throw new Unparsable();
  }

  expression(strength: number): Node {
    let left = this.prefixed();
    for (;;) {
      const operator = this.peek();
      if (operator === "%") {
        this.at++;
        left = { kind: "unary", operator: "%", operand: left };
        continue;
      }
      const power = operator === null ? undefined : strengths[operator];
      if (operator === null || power === undefined || power <= strength) return left;
      this.at++;
      left = { kind: "binary", operator, left, right: this.expression(power) };
    }
  }

  private prefixed(): Node {
    const operator = this.peek();
    // "@" asks for one value where an array might come; the model only ever gives one.
    if (operator === "@") {
      this.at++;
      return this.prefixed();
    }
    if (operator === "-" || operator === "+") {
      this.at++;
      // A sign binds tighter than "^" in Excel: -2^2 is 4.
      return { kind: "unary", operator, operand: this.prefixed() };
    }
    return this.primary();
  }

  private primary(): Node {
    const token = this.tokens[this.at++];
    if (!token) throw new Unparsable();
    switch (token.type) {
      case "number":
        return { kind: "literal", value: Number(token.text) };
      case "string":
        return { kind: "literal", value: token.text.slice(1, -1).replaceAll('""', '"') };
      case "error": {
        const error = errorFromText(token.text);
        if (!error) throw new Unparsable();
        return { kind: "error", error: error.error };
      }
      case "reference":
        return { kind: "reference", text: token.text };
      case "structured":
        return { kind: "structured", text: token.text };
      case "name":
        return /^(true|false)$/i.test(token.text) ? { kind: "literal", value: token.text.toLowerCase() === "true" } : { kind: "name", name: token.text };
      case "function":
        return { kind: "call", name: token.text.toUpperCase().replace(/^_XLFN\./, ""), args: this.args() };
      case "operator":
        if (token.text === "(") {
          const inner = this.expression(0);
          this.expect(")");
          return inner;
        }
        if (token.text === "{") return this.array();
        throw new Unparsable();
      case "space":
      case "bad":
        throw new Unparsable();
    }
  }

  private args(): (Node | null)[] {
    this.expect("(");
    const args: (Node | null)[] = [];
    if (this.peek() === ")") {
      this.at++;
      return args;
    }
    for (;;) {
      const next = this.peek();
      args.push(next === "," || next === ")" ? null : this.expression(0));
      if (this.peek() === ",") this.at++;
      else break;
    }
    this.expect(")");
    return args;
  }

  private array(): Node {
    const rows: Node[][] = [[]];
    for (;;) {
      rows[rows.length - 1]?.push(this.expression(0));
      const separator = this.peek();
      this.at++;
      if (separator === ";") rows.push([]);
      else if (separator === "}") return { kind: "array", rows };
      else if (separator !== ",") throw new Unparsable();
    }
  }

  private peek(): string | null {
    const token = this.tokens[this.at];
    return token?.type === "operator" ? token.text : null;
  }

  private expect(text: string): void {
    if (this.peek() !== text) throw new Unparsable();
    this.at++;
  }
}
