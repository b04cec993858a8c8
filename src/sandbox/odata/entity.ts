/** A kind of record as Sage shows it: its fields, their types and widths, and what `$expand` can add. */
export type Scalar = string | number | boolean | null;

export type FieldType =
  | { readonly type: "int" }
  /** Held in whole units of the last place (pence for two places), printed as a JSON number. */
  | { readonly type: "decimal"; readonly places: number }
  | { readonly type: "string"; readonly width: number }
  /** Filtered by quoted name. */
  | { readonly type: "enum"; readonly width: number; readonly names: readonly string[] }
  | { readonly type: "boolean" }
  /** Held in milliseconds since 1970 UTC, printed without a zone. */
  | { readonly type: "datetime" };

export type Field<R> = FieldType & { readonly get: (row: R) => Scalar };

/** Turns a record into JSON text. */
export type Writer<R> = (row: R) => string;

/** `writer` makes the child object or array with only the selected fields, or with all where `select` is null. */
export type Expand<R> = { readonly fieldNames: ReadonlySet<string>; readonly writer: (select: readonly string[] | null) => Writer<R> };

export type Entity<R> = {
  readonly name: string;
  readonly fields: ReadonlyMap<string, Field<R>>;
  readonly expands: ReadonlyMap<string, Expand<R>>;
};

export const entity = <R>(name: string, fields: Record<string, Field<R>>, expands: Record<string, Expand<R>> = {}): Entity<R> => ({
  name,
  fields: new Map(Object.entries(fields)),
  expands: new Map(Object.entries(expands)),
});

export const int = <R>(get: (row: R) => number | null): Field<R> => ({ type: "int", get });
export const decimal = <R>(get: (row: R) => number, places = 2): Field<R> => ({ type: "decimal", places, get });
export const string = <R>(width: number, get: (row: R) => string): Field<R> => ({ type: "string", width, get });
export const choice = <R>(width: number, names: readonly string[], get: (row: R) => string): Field<R> => ({ type: "enum", width, names, get });
export const boolean = <R>(get: (row: R) => boolean): Field<R> => ({ type: "boolean", get });
export const datetime = <R>(get: (row: R) => number | null): Field<R> => ({ type: "datetime", get });

const naive = (ms: number): string => {
  const text = new Date(ms).toISOString().slice(0, -1);
  return text.endsWith(".000") ? text.slice(0, -4) : text.replace(/0+$/, "");
};

/** As Sage prints it: no zone though it is UTC, at most three decimals of a second, trailing zeros dropped (`10:37:40.86`). */
const printed = <R>(field: Field<R>, row: R): string => {
  const value = field.get(row);
  if (value === null) return "null";
  switch (field.type) {
    case "string":
    case "enum":
      return JSON.stringify(value);
    case "datetime":
      return `"${naive(Number(value))}"`;
    case "decimal":
      return String(Number(value) / 10 ** field.places);
    case "int":
    case "boolean":
      return String(value);
  }
};

/**
 * Writes one record with the fields named, or with all of them, then its expanded children. JSON text is put together
 * here and not by way of objects: a page of 5,000 customers has 750,000 fields.
 */
export const writerOf = <R>(of: Entity<R>, select: readonly string[] | null, children: readonly (readonly [name: string, writer: Writer<R>])[] = []): Writer<R> => {
  const parts: [start: string, write: Writer<R>][] = [];
  for (const [name, field] of of.fields) {
    if (select === null || select.includes(name)) parts.push([`"${name}":`, (row) => printed(field, row)]);
  }
  for (const [name, write] of children) parts.push([`"${name}":`, write]);
  return (row) => {
    let text = "{";
    for (const [start, write] of parts) text += (text === "{" ? start : `,${start}`) + write(row);
    return `${text}}`;
  };
};

export const one = <R, C>(child: Entity<C>, get: (row: R) => C | null): Expand<R> => ({
  fieldNames: new Set(child.fields.keys()),
  writer: (select) => {
    const write = writerOf(child, select);
    return (row) => {
      const found = get(row);
      return found === null ? "null" : write(found);
    };
  },
});

export const many = <R, C>(child: Entity<C>, get: (row: R) => readonly C[]): Expand<R> => ({
  fieldNames: new Set(child.fields.keys()),
  writer: (select) => {
    const write = writerOf(child, select);
    return (row) => `[${get(row).map(write).join(",")}]`;
  },
});

/** Known to Sage and never filled here. */
export const never = <R>(value: null | readonly never[]): Expand<R> => ({ fieldNames: new Set(), writer: () => () => JSON.stringify(value) });
