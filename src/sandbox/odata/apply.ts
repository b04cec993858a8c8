import { writerOf, type Entity, type Field, type Writer } from "./entity";
import { folded } from "./predicate";
import type { CollectionQuery, OrderKey, Selection } from "./query";

type Sorted<R> = { readonly of: readonly R[]; readonly rows: readonly R[] };

/** How many orders of one table are kept: a client pages through one or two at a time. */
const keptOrders = 6;

export type TableOptions<R> = {
  /** Added to the key of a kept order of these fields, for whatever else changes what they answer. */
  readonly epoch?: (fields: readonly string[]) => string;
  /** The few records that can have the values that a filter asks for, or null where no index says. */
  readonly narrow?: (equal: CollectionQuery<R>["equal"]) => readonly R[] | null;
  /** The records that a query can mean, in the order that it wants them, where an index has them so; null where none has. */
  readonly walk?: (query: CollectionQuery<R>) => Iterable<R> | null;
  /** Whether lists show the record yet; null where all are shown. */
  readonly visible?: () => ((row: R) => boolean) | null;
};

/**
 * Records of one kind in their own order, with the orders that were asked for kept until the records change: paging
 * through 100,000 accounts sorts them once. `get` answers a new array whenever a record changed.
 */
export class Table<R> {
  readonly #orders = new Map<string, Sorted<R>>();

  constructor(
    readonly entity: Entity<R>,
    private readonly get: () => readonly R[],
    private readonly options: TableOptions<R> = {},
  ) {}

  rows(): readonly R[] {
    return this.get();
  }

  /** The same resource over fewer records, such as those of one customer. */
  over(get: () => readonly R[]): Table<R> {
    return new Table(this.entity, get, { ...(this.options.visible === undefined ? {} : { visible: this.options.visible }) });
  }

  ordered(keys: readonly OrderKey[]): readonly R[] {
    const rows = this.get();
    if (keys.length === 0) return rows;
    const key = `${this.options.epoch?.(keys.map(({ field }) => field)) ?? ""} ${keys.map(({ field, isDescending }) => `${field}${isDescending ? "-" : "+"}`).join(",")}`;
    const kept = this.#orders.get(key);
    if (kept !== undefined && kept.of === rows) return kept.rows;
    const sorted = [...rows].sort(comparatorOf(this.entity, keys));
    this.#orders.delete(key);
    if (this.#orders.size >= keptOrders) this.#orders.delete([...this.#orders.keys()][0] ?? "");
    this.#orders.set(key, { of: rows, rows: sorted });
    return sorted;
  }

  /** One page. The sort is stable: ties stay in the table's own order. */
  page(query: CollectionQuery<R>): readonly R[] {
    const page: R[] = [];
    let toSkip = query.skip;
    const few = this.options.narrow?.(query.equal) ?? null;
    const isVisible = this.options.visible?.() ?? null;
    const walked = few === null ? (this.options.walk?.(query) ?? null) : null;
    for (const row of few === null ? (walked ?? this.ordered(query.orderBy)) : [...few].sort(comparatorOf(this.entity, query.orderBy))) {
      if (page.length >= query.top) break;
      if (isVisible !== null && !isVisible(row)) continue;
      if (query.where !== null && !query.where(row)) continue;
      if (toSkip > 0) toSkip -= 1;
      else page.push(row);
    }
    return page;
  }
}

const sortValue = <R>(field: Field<R>, row: R): string | number | null => {
  const value = field.get(row);
  if (value === null || typeof value === "number") return value;
  return typeof value === "boolean" ? Number(value) : folded(value);
};

const comparatorOf = <R>(of: Entity<R>, keys: readonly OrderKey[]) => {
  const fields = keys.flatMap(({ field, isDescending }) => {
    const found = of.fields.get(field);
    return found === undefined ? [] : [{ found, sign: isDescending ? -1 : 1 }];
  });
  return (a: R, b: R): number => {
    for (const { found, sign } of fields) {
      const left = sortValue(found, a);
      const right = sortValue(found, b);
      if (left === right) continue;
      // SQL Server puts nulls first.
      if (left === null) return -sign;
      if (right === null) return sign;
      return left < right ? -sign : sign;
    }
    return 0;
  };
};

/** Writes a record as a query wants it: what was selected, then what was expanded. */
export const presenter = <R>(of: Entity<R>, selection: Selection): Writer<R> =>
  writerOf(
    of,
    selection.fields,
    [...selection.expands].flatMap(([name, select]) => {
      const expand = of.expands.get(name);
      return expand === undefined ? [] : [[name, expand.writer(select)] as const];
    }),
  );
