import { refusal, type WireRefusal } from "./shapes";

export const maximumLimit = 1000;
const defaultLimit = 200;

/** Where a page ended: the stamp and key of its last record. Opaque to the caller. */
type Position = { readonly stamp: number; readonly key: string };

const written = (position: Position): string => Buffer.from(JSON.stringify([position.stamp, position.key])).toString("base64url");

const read = (cursor: string): Position | null => {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (!Array.isArray(parsed)) return null;
    const [stamp, key]: unknown[] = parsed;
    return typeof stamp === "number" && typeof key === "string" ? { stamp, key } : null;
  } catch {
    // Not JSON, so not a cursor that we gave: the caller says so to its client.
    return null;
  }
};

export type PageRequest = { readonly since: number | null; readonly after: Position | null; readonly limit: number };

const utc = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z$/;

/** `updatedSince` takes what changed at that moment or later; `limit` is 1 to 1,000, 200 by default. */
export const pageRequest = (query: Readonly<Record<string, unknown>>): PageRequest | WireRefusal => {
  const { updatedSince, cursor, limit } = query;
  let since: number | null = null;
  if (updatedSince !== undefined) {
    since = typeof updatedSince === "string" && utc.test(updatedSince) ? Date.parse(updatedSince) : Number.NaN;
    if (Number.isNaN(since)) return refusal("bad-updated-since", `updatedSince must be a UTC time such as 2026-11-21T09:30:00Z; '${String(updatedSince)}' is not.`);
  }
  const after = cursor === undefined ? null : read(String(cursor));
  if (cursor !== undefined && after === null) return refusal("bad-cursor", "The cursor is not one that this list gave. Begin again without it.");
  const count = limit === undefined ? defaultLimit : Number(limit);
  if (!Number.isInteger(count) || count < 1 || count > maximumLimit) return refusal("bad-limit", `limit must be 1 to ${maximumLimit}; '${String(limit)}' is not.`);
  return { since, after, limit: count };
};

export type Stamped<T> = { readonly stamp: number; readonly key: string; readonly value: T };

export const byStampAndKey = <T>(a: Stamped<T>, b: Stamped<T>): number => a.stamp - b.stamp || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

/** The first position in the sorted list that comes after both the cursor and `since`. */
const firstAfter = <T>(sorted: readonly Stamped<T>[], { since, after }: PageRequest): number => {
  const isBefore = (item: Stamped<T>): boolean =>
    (since !== null && item.stamp < since) || (after !== null && (item.stamp < after.stamp || (item.stamp === after.stamp && item.key <= after.key)));
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = sorted[middle];
    if (item !== undefined && isBefore(item)) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** One page of a list sorted by stamp and key. A record that changes while somebody pages moves to the end and is seen again, never missed. */
export const pageOf = <T, W>(sorted: readonly Stamped<T>[], request: PageRequest, wire: (item: Stamped<T>) => W): { items: W[]; next: string | null } => {
  const from = firstAfter(sorted, request);
  const page = sorted.slice(from, from + request.limit);
  const last = page.at(-1);
  return { items: page.map(wire), next: last === undefined || from + page.length >= sorted.length ? null : written(last) };
};
