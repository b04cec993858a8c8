import type { Entity } from "./entity";
import { equalitiesIn, floorsIn, parseFilter, type Literal } from "./parse";
import { predicateOf, type Predicate } from "./predicate";
import { isRefused, refused, type Refused } from "./refused";

export type OrderKey = { readonly field: string; readonly isDescending: boolean };

export type Selection = {
  /** Null for all fields. */
  readonly fields: readonly string[] | null;
  /** Each expanded child, with its selected fields or null for all. */
  readonly expands: ReadonlyMap<string, readonly string[] | null>;
};

export type CollectionQuery<R> = {
  readonly selection: Selection;
  readonly where: Predicate<R> | null;
  /** Fields that must equal one of some values for `where` to hold. */
  readonly equal: ReadonlyMap<string, readonly Literal[]>;
  /** The least values that fields must have for `where` to hold; moments in milliseconds. */
  readonly atLeast: ReadonlyMap<string, number>;
  /** Empty for the resource's own order. */
  readonly orderBy: readonly OrderKey[];
  readonly top: number;
  readonly skip: number;
};

/** What the web framework made of the query string: a text, or a list where an option came twice. */
export type RawQuery = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Sage 200 answers 500 records unless told otherwise and 5,000 at most. That more is refused with 400 is assumed. */
export const defaultTop = 500;
export const maximumTop = 5000;

const collectionOptions = ["$select", "$filter", "$orderby", "$top", "$skip", "$expand", "$metadata"];
const singleOptions = ["$select", "$expand", "$metadata"];

const options = (raw: RawQuery, allowed: readonly string[]): ReadonlyMap<string, string> | Refused => {
  const given = new Map<string, string>();
  for (const [name, value] of Object.entries(raw)) {
    if (!name.startsWith("$")) continue;
    if (!allowed.includes(name)) return refused(`The query option '${name}' is not supported.`);
    if (typeof value !== "string") return refused(`The query option '${name}' is given twice.`);
    if (name === "$metadata" && value !== "false") return refused("Only $metadata=false is supported.");
    given.set(name, value);
  }
  return given;
};

const unknownField = (name: string, type: string): Refused => refused(`Could not find a property named '${name}' on type '${type}'.`);
const namesIn = (list: string): readonly string[] => list.split(",").map((name) => name.trim());

const selectionOf = <R>(given: ReadonlyMap<string, string>, of: Entity<R>): Selection | Refused => {
  const expanded = given.has("$expand") ? namesIn(given.get("$expand") ?? "") : [];
  for (const name of expanded) if (!of.expands.has(name)) return unknownField(name, of.name);
  const select = given.get("$select");
  if (select === undefined) return { fields: null, expands: new Map(expanded.map((name) => [name, null])) };
  const fields: string[] = [];
  const expands = new Map<string, string[] | null>();
  for (const name of namesIn(select)) {
    const [parent = "", child, deeper] = name.split(".");
    if (child === undefined && of.fields.has(name)) fields.push(name);
    else if (deeper !== undefined || !expanded.includes(parent)) return unknownField(name, of.name);
    else if (child === undefined) expands.set(parent, null);
    else if (of.expands.get(parent)?.fieldNames.has(child) === true) {
      const chosen = expands.get(parent);
      if (chosen !== null) expands.set(parent, [...(chosen ?? []), child]);
    } else return unknownField(name, of.name);
  }
  return { fields, expands };
};

const orderOf = <R>(text: string, of: Entity<R>): readonly OrderKey[] | Refused => {
  const keys: OrderKey[] = [];
  for (const part of namesIn(text)) {
    const [field = "", direction = "asc", ...rest] = part.split(/ +/);
    if (!of.fields.has(field)) return unknownField(field, of.name);
    if (rest.length > 0 || (direction !== "asc" && direction !== "desc")) return refused(`'${part}' in $orderby is not a field with asc or desc.`);
    keys.push({ field, isDescending: direction === "desc" });
  }
  return keys;
};

const wholeNumber = (name: string, text: string | undefined, otherwise: number): number | Refused => {
  if (text === undefined) return otherwise;
  return /^\d{1,15}$/.test(text) ? Number(text) : refused(`Invalid value '${text}' for ${name}: a whole number of 0 or more is expected.`);
};

/** Reads and checks the options of a collection. */
export const collectionQuery = <R>(raw: RawQuery, of: Entity<R>): CollectionQuery<R> | Refused => {
  const given = options(raw, collectionOptions);
  if (isRefused(given)) return given;
  const selection = selectionOf(given, of);
  if (isRefused(selection)) return selection;
  const filterText = given.get("$filter");
  const filter = filterText === undefined ? null : parseFilter(filterText);
  if (isRefused(filter)) return filter;
  const where = filter === null ? null : predicateOf(filter, of);
  if (isRefused(where)) return where;
  const orderText = given.get("$orderby");
  const orderBy = orderText === undefined ? [] : orderOf(orderText, of);
  if (isRefused(orderBy)) return orderBy;
  const top = wholeNumber("$top", given.get("$top"), defaultTop);
  if (isRefused(top)) return top;
  if (top > maximumTop) return refused(`The limit of '${maximumTop}' for $top has been exceeded. The value from the incoming request is '${top}'.`);
  const skip = wholeNumber("$skip", given.get("$skip"), 0);
  if (isRefused(skip)) return skip;
  if (given.has("$skip") && orderBy.length === 0) return refused("$skip needs $orderby.");
  return { selection, where, equal: filter === null ? new Map() : equalitiesIn(filter), atLeast: filter === null ? new Map() : floorsIn(filter), orderBy, top, skip };
};

/** Reads the options that a single record takes: `$select` and `$expand`. */
export const singleQuery = <R>(raw: RawQuery, of: Entity<R>): Selection | Refused => {
  const given = options(raw, singleOptions);
  return isRefused(given) ? given : selectionOf(given, of);
};
