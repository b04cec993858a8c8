import { isRefused, refused, type Refused } from "./refused";
import { tokensOf, type Token } from "./tokens";

/**
 * The `$filter` grammar that Sage 200 documents: `eq ne gt ge lt le and or ( )`, `contains`, `startswith`, `endswith`,
 * a field on the left and a literal on the right. What it does not document (`not`, `in`, arithmetic, literals on the left) is refused.
 */
export type Literal =
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "date"; readonly ms: number }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "null" };

export const comparisons = ["eq", "ne", "gt", "ge", "lt", "le"] as const;
export type Comparison = (typeof comparisons)[number];
export const textFunctions = ["contains", "startswith", "endswith"] as const;
export type TextFunction = (typeof textFunctions)[number];

export type Filter =
  | { readonly kind: "and" | "or"; readonly parts: readonly Filter[] }
  | { readonly kind: "compare"; readonly field: string; readonly comparison: Comparison; readonly literal: Literal }
  | { readonly kind: "text"; readonly test: TextFunction; readonly field: string; readonly text: string };

/** Deeper than any person writes, shallow enough that the parser cannot run out of stack. */
const deepest = 50;

const isComparison = (text: string): text is Comparison => comparisons.some((known) => known === text);
const isTextFunction = (text: string): text is TextFunction => textFunctions.some((known) => known === text);

class Reader {
  #at = 0;
  constructor(private readonly tokens: readonly Token[]) {}
  get next(): Token {
    return this.tokens[this.#at] ?? { kind: "end" };
  }
  take(): Token {
    const token = this.next;
    this.#at += 1;
    return token;
  }
  takeIf(kind: Token["kind"]): boolean {
    if (this.next.kind !== kind) return false;
    this.#at += 1;
    return true;
  }
  takeWord(word: string): boolean {
    const token = this.next;
    if (token.kind !== "name" || token.text !== word) return false;
    this.#at += 1;
    return true;
  }
}

const literalOf = (token: Token): Literal | null => {
  switch (token.kind) {
    case "string":
    case "number":
    case "date":
      return token;
    case "name":
      if (token.text === "null") return { kind: "null" };
      return token.text === "true" || token.text === "false" ? { kind: "boolean", value: token.text === "true" } : null;
    case "(":
    case ")":
    case ",":
    case "end":
      return null;
  }
};

const textTest = (test: TextFunction, reader: Reader): Filter | Refused => {
  const opened = reader.takeIf("(");
  const field = reader.take();
  const comma = reader.takeIf(",");
  const text = reader.take();
  const closed = reader.takeIf(")");
  if (!opened || !comma || !closed || field.kind !== "name" || text.kind !== "string") return refused(`${test} in $filter takes a field and a quoted string.`);
  return { kind: "text", test, field: field.text, text: text.value };
};

const term = (reader: Reader, depth: number): Filter | Refused => {
  if (depth > deepest) return refused(`$filter is nested more than ${deepest} deep.`);
  if (reader.takeIf("(")) {
    const inner = either(reader, depth + 1);
    if (isRefused(inner)) return inner;
    return reader.takeIf(")") ? inner : refused("A bracket in $filter is not closed.");
  }
  const field = reader.take();
  if (field.kind !== "name") return refused("A field name is expected in $filter.");
  if (isTextFunction(field.text) && reader.next.kind === "(") return textTest(field.text, reader);
  const word = reader.take();
  if (word.kind !== "name" || !isComparison(word.text)) return refused(`A comparison (${comparisons.join(", ")}) is expected after '${field.text}' in $filter.`);
  const literal = literalOf(reader.take());
  if (literal === null) return refused(`A value is expected after '${field.text} ${word.text}' in $filter.`);
  return { kind: "compare", field: field.text, comparison: word.text, literal };
};

const joined = (reader: Reader, depth: number, kind: "and" | "or", part: (reader: Reader, depth: number) => Filter | Refused): Filter | Refused => {
  const first = part(reader, depth);
  if (isRefused(first)) return first;
  const parts: Filter[] = [first];
  while (reader.takeWord(kind)) {
    const next = part(reader, depth);
    if (isRefused(next)) return next;
    parts.push(next);
  }
  return parts.length === 1 ? first : { kind, parts };
};

const both = (reader: Reader, depth: number) => joined(reader, depth, "and", term);
const either = (reader: Reader, depth: number): Filter | Refused => joined(reader, depth, "or", both);

/** Reads a `$filter`; `and` binds tighter than `or`. */
export const parseFilter = (text: string): Filter | Refused => {
  const tokens = tokensOf(text);
  if (isRefused(tokens)) return tokens;
  const reader = new Reader(tokens);
  const filter = either(reader, 0);
  if (isRefused(filter)) return filter;
  return reader.next.kind === "end" ? filter : refused("$filter goes on after its end.");
};

/** For each field the values of which it must have one for the filter to hold: from comparisons, and choices of one field, that stand alone or are joined by `and`. */
export const equalitiesIn = (filter: Filter): ReadonlyMap<string, readonly Literal[]> => {
  const found = new Map<string, readonly Literal[]>();
  const collect = (part: Filter): void => {
    if (part.kind === "and") part.parts.forEach(collect);
    else if (part.kind === "compare" && part.comparison === "eq") found.set(part.field, [part.literal]);
    else if (part.kind === "or") {
      const choices = part.parts.flatMap((one) => (one.kind === "compare" && one.comparison === "eq" ? [one] : []));
      const [first] = choices;
      if (first !== undefined && choices.length === part.parts.length && choices.every(({ field }) => field === first.field)) found.set(first.field, choices.map(({ literal }) => literal));
    }
  };
  collect(filter);
  return found;
};

/** For each field the least value that it must have for the filter to hold, moments in milliseconds: from `gt` and `ge` that stand alone or are joined by `and`. */
export const floorsIn = (filter: Filter): ReadonlyMap<string, number> => {
  const found = new Map<string, number>();
  const collect = (part: Filter): void => {
    if (part.kind === "and") part.parts.forEach(collect);
    else if (part.kind === "compare" && (part.comparison === "gt" || part.comparison === "ge") && (part.literal.kind === "date" || part.literal.kind === "number")) {
      const floor = part.literal.kind === "date" ? part.literal.ms : part.literal.value;
      found.set(part.field, Math.max(found.get(part.field) ?? Number.NEGATIVE_INFINITY, floor));
    }
  };
  collect(filter);
  return found;
};
