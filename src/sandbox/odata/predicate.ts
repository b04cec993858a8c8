import type { Entity, Field, Scalar } from "./entity";
import type { Comparison, Filter, Literal } from "./parse";
import { isRefused, refused, type Refused } from "./refused";

export type Predicate<R> = (row: R) => boolean;

/** Assumed: text compares without regard to case, as under the collation that SQL Server installs by default in Britain. */
export const folded = (text: string): string => text.toLowerCase();

const comparable = <R>(field: Field<R>): ((row: R) => Scalar) => {
  if (field.type === "decimal") return (row) => Number(field.get(row)) / 10 ** field.places;
  if (field.type === "string" || field.type === "enum") return (row) => folded(String(field.get(row)));
  return field.get;
};

/** The literal in the field's own terms; refused where their types do not agree, as OData does. */
const operand = <R>(name: string, field: Field<R>, literal: Literal): Scalar | Refused => {
  const mismatch = refused(`The value given for '${name}' in $filter has the wrong type: ${field.type} is expected.`);
  switch (literal.kind) {
    case "null":
      return null;
    case "number":
      return field.type === "int" || field.type === "decimal" ? literal.value : mismatch;
    case "date":
      return field.type === "datetime" ? literal.ms : mismatch;
    case "boolean":
      return field.type === "boolean" ? literal.value : mismatch;
    case "string":
      if (field.type === "string") return folded(literal.value);
      if (field.type !== "enum") return mismatch;
      // The integers behind Sage's enumerations are not published: only their names are taken here.
      return field.names.includes(literal.value) ? folded(literal.value) : refused(`'${literal.value}' is not a value of '${name}'.`);
  }
};

const compare = (comparison: Comparison, left: Scalar, right: Scalar): boolean => {
  if (comparison === "eq") return left === right;
  if (comparison === "ne") return left !== right;
  if (left === null || right === null) return false;
  switch (comparison) {
    case "gt":
      return left > right;
    case "ge":
      return left >= right;
    case "lt":
      return left < right;
    case "le":
      return left <= right;
  }
};

/** Turns a filter into a test of one record. Unknown fields and wrong types are refused. */
export const predicateOf = <R>(filter: Filter, of: Entity<R>): Predicate<R> | Refused => {
  if ("parts" in filter) {
    const tests: Predicate<R>[] = [];
    for (const part of filter.parts) {
      const test = predicateOf(part, of);
      if (isRefused(test)) return test;
      tests.push(test);
    }
    return filter.kind === "and" ? (row) => tests.every((test) => test(row)) : (row) => tests.some((test) => test(row));
  }
  const field = of.fields.get(filter.field);
  if (field === undefined) return refused(`Could not find a property named '${filter.field}' on type '${of.name}'.`);
  const value = comparable(field);
  if (filter.kind === "text") {
    if (field.type !== "string" && field.type !== "enum") return refused(`${filter.test} in $filter needs a text field; '${filter.field}' is ${field.type}.`);
    const text = folded(filter.text);
    if (filter.test === "contains") return (row) => String(value(row)).includes(text);
    return filter.test === "startswith" ? (row) => String(value(row)).startsWith(text) : (row) => String(value(row)).endsWith(text);
  }
  const right = operand(filter.field, field, filter.literal);
  if (isRefused(right)) return right;
  const { comparison } = filter;
  return (row) => compare(comparison, value(row), right);
};
