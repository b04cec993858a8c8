import { type Observed, planTable } from "../../src/excel/plan-table";
import { customerLinks } from "../../src/sync/sheets/customer-links";
import { aLink, links } from "../support/workbook-port-contract";

const headers = Object.keys(customerLinks.columns);
const rows = (count: number) => Array.from({ length: count }, (_, index) => aLink(`C${index}`));
const small = { bytes: 2_500_000, cells: headers.length * 2 };

const present = (over: { headers?: readonly string[]; rows?: number; hasTotals?: boolean; below?: number } = {}): Observed => {
  const own = over.headers ?? headers;
  const bottom = 3 + (over.rows ?? 2) + (over.hasTotals ? 1 : 0);
  return {
    kind: "table",
    place: { table: "CustomerLinks", worksheet: "Links", area: { top: 3, left: 1, bottom, right: own.length }, headers: own, hasTotals: over.hasTotals ?? false, isProtected: false },
    usedBottom: bottom + (over.below ?? 0),
  };
};
const batchesOf = (observed: Observed, count: number, limits = small) => [...planTable(observed, links(rows(count)), limits).batches].map((batch) => batch.commands);

describe("the plan of a table", () => {
  test("text columns are formatted as text before any value is written, in the same sync", () => {
    for (const observed of [{ kind: "none", worksheet: "Customer Links" } as const, present()]) {
      const [first] = batchesOf(observed, 3);
      const kinds = first?.map((command) => command.kind) ?? [];
      const formats = first?.filter((command) => command.kind === "formatColumn") ?? [];
      expect(formats.filter((command) => command.format === "@")).toHaveLength(6);
      const bodyWrite = first?.findIndex((command) => command.kind === "writeBlock" && command.values.length > 1) ?? -1;
      expect(kinds.lastIndexOf("formatColumn")).toBeLessThan(bodyWrite);
      for (const { area } of formats) expect(area.bottom - area.top).toBe(2);
    }
  });

  test("a new table is made over what was written, and grown with each chunk", () => {
    const batches = batchesOf({ kind: "none", worksheet: "Customer Links" }, 5);
    expect(batches).toHaveLength(3);
    const areas = batches.flatMap((commands) => commands.filter((command) => command.kind === "createTable" || command.kind === "resizeTable")).map((command) => [command.kind, command.area.bottom]);
    expect(areas).toEqual([
      ["createTable", 2],
      ["resizeTable", 4],
      ["resizeTable", 5],
    ]);
  });

  test("a table that shrinks has its old rows emptied first and the cells it leaves cleaned", () => {
    const [first = []] = batchesOf(present({ rows: 9 }), 1);
    const clears = first.filter((command) => command.kind === "clearBlock");
    expect(clears.map((command) => [command.what, command.area.top, command.area.bottom])).toEqual([
      ["contents", 4, 12],
      ["all", 5, 12],
    ]);
    expect(first.filter((command) => command.kind === "resizeTable").map((command) => command.area.bottom)).toEqual([4]);
  });

  test("what stands below a table that grows is moved down, never written over", () => {
    const [withBelow = []] = batchesOf(present({ rows: 2, below: 3 }), 4, { bytes: 2_500_000, cells: 1000 });
    expect(withBelow.filter((command) => command.kind === "insertCells").map((command) => [command.area.top, command.area.bottom])).toEqual([[6, 7]]);
    const [without = []] = batchesOf(present({ rows: 2 }), 4, { bytes: 2_500_000, cells: 1000 });
    expect(without.some((command) => command.kind === "insertCells")).toBe(false);
  });

  test("the user's order and own columns stay; missing columns come at the right", () => {
    const own = ["SageCompanyName", "My note", "CustomerId"];
    const [first = []] = batchesOf(present({ headers: own }), 1);
    expect(first.filter((command) => command.kind === "addTableColumn").map((command) => command.header)).toEqual(headers.filter((header) => !own.includes(header)));
    const write = first.find((command) => command.kind === "writeBlock");
    expect(write?.kind === "writeBlock" && write.values[0]?.slice(0, 3)).toEqual(["Acme UK", null, "C0"]);
  });

  test("a totals row is taken away first and put back last, also when the work is stopped", () => {
    const plan = planTable(present({ hasTotals: true }), links(rows(5)), small);
    const shown = [...plan.batches].map((batch) => batch.commands.filter((command) => command.kind === "showTotals").map((command) => command.shown));
    expect(shown).toEqual([[false], [], [true]]);
    expect(plan.whenStopped).toEqual([{ kind: "showTotals", table: "CustomerLinks", shown: true }]);
  });

  test("filters are cleared before rows are replaced", () => {
    expect(batchesOf(present(), 1)[0]?.[0]).toEqual({ kind: "clearFilters", table: "CustomerLinks" });
  });

  test("no rows at all leave headers and one blank row", () => {
    const [only = [], ...others] = batchesOf({ kind: "none", worksheet: "Customer Links" }, 0);
    expect(others).toEqual([]);
    expect(only.filter((command) => command.kind === "createTable").map((command) => command.area.bottom)).toEqual([1]);
  });
});
