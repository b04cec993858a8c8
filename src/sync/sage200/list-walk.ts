/**
 * Reading a changing table page by page without missing a row. Sage has no cursor, and `$skip` moves under one's feet when
 * a row leaves the part already read. So pages are found by key:
 *
 * - everything: by `id`, which never changes;
 * - what changed since: by `date_time_updated`, where many rows may share one stamp (an import writes thousands at once). Each page
 *   begins at the last stamp seen, so rows that share it come again; where one stamp fills a whole page, its rows are walked by id.
 *
 * A page shorter than asked for does not prove the end: some versions cap `$top`. Only one shorter than 500, Sage's default,
 * does. The same row may come twice, and never not at all.
 */
import { ok, type Result } from "../model/failure";
import { instantLiteral } from "./query";
import { instantOf } from "./transform";

export type Stamped = { readonly id: string; readonly date_time_updated: string | null };

export type PageQuery = { readonly filter?: string; readonly orderBy: readonly string[] };
/** Reads one page; how many rows that is, and of which fields, is the caller's business. */
export type ReadPage<T> = (query: PageQuery) => Promise<Result<readonly T[]>>;

const smallestCap = 500;
const byId = ["id asc"];
const byStamp = ["date_time_updated asc", "id asc"];
const bothOf = (...filters: readonly (string | null)[]) => filters.filter((one) => one !== null).join(" and ");

/** Every row within `within`, by id. */
export async function* walkById<T extends { readonly id: string }>(read: ReadPage<T>, top: number, within: string | null = null): AsyncGenerator<Result<readonly T[]>> {
  for (let after: string | null = null; ; ) {
    const filter = bothOf(within, after === null ? null : `id gt ${after}`);
    const page: Result<readonly T[]> = await read({ ...(filter === "" ? {} : { filter }), orderBy: byId });
    if (!page.ok) {
      yield page;
      return;
    }
    const last = page.value.at(-1);
    if (last === undefined) return;
    yield page;
    if (page.value.length < Math.min(top, smallestCap)) return;
    after = last.id;
  }
}

/** Every row stamped at or after `since`, oldest change first. */
export async function* walkByStamp<T extends Stamped>(read: ReadPage<T>, top: number, since: string): AsyncGenerator<Result<readonly T[]>> {
  let from = instantLiteral(since);
  let seenAtFrom: ReadonlySet<string> = new Set();
  for (;;) {
    const page = await read({ filter: `date_time_updated ge ${from}`, orderBy: byStamp });
    if (!page.ok) {
      yield page;
      return;
    }
    const last = page.value.at(-1);
    if (last === undefined) return;
    const fresh = page.value.filter((row) => !seenAtFrom.has(row.id));
    if (fresh.length > 0) yield ok(fresh);
    if (page.value.length < Math.min(top, smallestCap)) return;

    const reached = instantOf(last.date_time_updated);
    if (reached !== from) {
      seenAtFrom = new Set(page.value.filter((row) => instantOf(row.date_time_updated) === reached).map((row) => row.id));
      from = reached;
      continue;
    }
    // The whole page bears one stamp. The stamp is a window of a millisecond, as Sage may keep finer time than it prints.
    const next = new Date(Date.parse(reached) + 1).toISOString();
    for await (const tied of walkById(read, top, `date_time_updated ge ${reached} and date_time_updated lt ${next}`)) {
      yield tied;
      if (!tied.ok) return;
    }
    from = next;
    seenAtFrom = new Set();
  }
}
