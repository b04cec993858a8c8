import * as fc from "fast-check";
import { ok } from "../../../src/sync/model/failure";
import { walkById, walkByStamp, type PageQuery, type ReadPage, type Stamped } from "../../../src/sync/sage200/list-walk";

/** The part of Sage that answers these queries: kept at 7 decimals, printed with 3, and perhaps capping `$top`. */
type Row = { readonly id: number; readonly ticks: number };
const printed = (ticks: number): string => new Date(Math.floor(ticks / 10)).toISOString().slice(0, -1);

const server = (rows: () => readonly Row[], top: number, onPage: () => void = () => undefined): ReadPage<Stamped> => async ({ filter, orderBy }: PageQuery) => {
  const conditions = (filter ?? "").split(" and ").filter((one) => one !== "");
  const kept = rows().filter((row) =>
    conditions.every((condition) => {
      const [field, operator, value = ""] = condition.split(" ");
      const [left, right] = field === "id" ? [row.id, Number(value)] : [row.ticks, Date.parse(value) * 10];
      return operator === "ge" ? left >= right : operator === "gt" ? left > right : left < right;
    }),
  );
  const byStamp = orderBy[0] === "date_time_updated asc";
  const sorted = [...kept].sort((a, b) => (byStamp ? a.ticks - b.ticks : 0) || a.id - b.id).slice(0, top);
  onPage();
  return ok(sorted.map(({ id, ticks }) => ({ id: String(id), date_time_updated: printed(ticks) })));
};
const collect = async (pages: AsyncIterable<{ ok: true; value: readonly Stamped[] } | { ok: false }>) => {
  const ids: string[] = [];
  for await (const page of pages) if (page.ok) ids.push(...page.value.map(({ id }) => id));
  return ids;
};
const base = Date.parse("2026-01-01T00:00:00Z") * 10;
/** Few moments for many rows, some of them apart by less than is printed. */
const someRows = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 9 })), { maxLength: 40 })
  .map((moments) => moments.map(([millisecond, finer], at): Row => ({ id: at + 1, ticks: base + millisecond * 10 + finer })));

test("every row since a moment comes, however many share a stamp and however small the page", async () => {
  await fc.assert(
    fc.asyncProperty(someRows, fc.integer({ min: 1, max: 6 }), async (rows, top) => {
      const ids = await collect(walkByStamp(server(() => rows, top), top, "2026-01-01T00:00:00.000Z"));
      expect([...new Set(ids)].sort()).toEqual(rows.map(({ id }) => String(id)).sort());
    }),
  );
});

test("rows that change while they are read are seen again, and none of the others is missed", async () => {
  await fc.assert(
    fc.asyncProperty(someRows, fc.integer({ min: 1, max: 6 }), fc.array(fc.nat(), { maxLength: 5 }), async (initial, top, changes) => {
      let rows = initial;
      let clock = base + 1_000;
      const left = [...changes];
      const change = () => {
        const next = left.shift();
        if (next === undefined || rows.length === 0) return;
        const at = next % rows.length;
        rows = rows.map((row, index) => (index === at ? { ...row, ticks: (clock += 10) } : row));
      };
      const ids = await collect(walkByStamp(server(() => rows, top, change), top, "2026-01-01T00:00:00.000Z"));
      expect([...new Set(ids)].sort()).toEqual(initial.map(({ id }) => String(id)).sort());
    }),
  );
});

test("rows that leave the part already read do not push others past the reader", async () => {
  let rows: Row[] = Array.from({ length: 9 }, (_unused, at) => ({ id: at + 1, ticks: base }));
  const dropFirst = () => {
    rows = rows.slice(1);
  };
  const ids = await collect(walkById(server(() => rows, 3, dropFirst), 3));
  expect(ids).toEqual(expect.arrayContaining(["4", "5", "6", "7", "8", "9"]));
});

test("a server that gives 500 rows where 1,000 were asked for is still read to its end", async () => {
  const rows = Array.from({ length: 1_300 }, (_unused, at): Row => ({ id: at + 1, ticks: base + at * 10 }));
  expect(await collect(walkById(server(() => rows, 500), 1_000))).toHaveLength(1_300);
  expect(new Set(await collect(walkByStamp(server(() => rows, 500), 1_000, "2026-01-01T00:00:00.000Z"))).size).toBe(1_300);
});
