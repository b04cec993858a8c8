/**
 * What each feature costs in syncs and bytes, counted where Microsoft's runtime hands its requests to Excel.
 * Excel on the web refuses requests and answers above 5 MB.
 */
import { keyOf } from "../../src/sync/sheets/sheet";
import type { RowCells } from "../../src/sync/model/cell";
import { customerLinks } from "../../src/sync/sheets/customer-links";
import { aLink, links, targetOf, value } from "../support/workbook-port-contract";
import { openOfficeWorkbook, type OfficeWorkbook } from "./office-workbook";

const megabyte = 1024 * 1024;
const target = targetOf(customerLinks);

/** Rows as long as real ones: company names of some 30 characters, and GUIDs. */
const manyLinks = (count: number): RowCells[] =>
  Array.from({ length: count }, (_, index) =>
    aLink(`L${String(index).padStart(7, "0")}`, {
      CustomerName: `Northern Widgets & Sons ${index} Limited`,
      SageCompanyName: ["Acme United Kingdom", "Acme Ireland", "Acme Services"][index % 3] ?? "",
      SageAccountNumber: `NOR${String(index % 100_000).padStart(5, "0")}`,
      SageCustomerId: String(100_000 + index),
      Synced: index % 2 === 0,
    }),
  );
const refOf = (row: RowCells) => ({ key: keyOf(customerLinks, row), nth: 0 });

type Cost = { syncs: number; maxRequest: number; maxResponse: number; request: number; response: number };
const table: (readonly [string, Cost])[] = [];

const costOf = async (name: string, { runtime }: OfficeWorkbook, work: () => Promise<unknown>): Promise<Cost> => {
  runtime.host.resetCounters();
  await work();
  await runtime.settled();
  const { syncs, maxRequestBytes, maxResponseBytes, requestBytes, responseBytes } = runtime.counters;
  const cost = { syncs, maxRequest: maxRequestBytes, maxResponse: maxResponseBytes, request: requestBytes, response: responseBytes };
  table.push([name, cost]);
  return cost;
};

afterAll(() => {
  const mb = (bytes: number) => (bytes / 1e6).toFixed(2).padStart(8);
  const lines = table.map(([name, cost]) => `${name.padEnd(52)}${String(cost.syncs).padStart(6)}${mb(cost.maxRequest)}${mb(cost.request)}${mb(cost.maxResponse)}${mb(cost.response)}`);
  if (process.env["PRINT_BUDGETS"]) console.log([`${"feature".padEnd(52)} syncs  max→  total→   max←  total← (MB)`, ...lines].join("\n"));
});

describe("2,000 rows", () => {
  const rows = manyLinks(2000);
  const opened = async () => {
    const office = openOfficeWorkbook();
    value(await office.port.writeTable(links(rows)));
    return office;
  };

  test("writing one chunk takes at most 3 syncs", async () => {
    const office = openOfficeWorkbook();
    const cost = await costOf("write 2,000 rows, new table", office, () => office.port.writeTable(links(rows)));
    expect(cost.syncs).toBeLessThanOrEqual(3);
    const again = await costOf("write 2,000 rows, table there", office, () => office.port.writeTable(links(rows)));
    expect(again.syncs).toBeLessThanOrEqual(3);
  });

  test("reading a table takes 2 syncs", async () => {
    const office = await opened();
    expect((await costOf("read 2,000 rows", office, () => office.port.readTable("CustomerLinks"))).syncs).toBe(2);
    expect((await costOf("read 1 row after an edit", office, () => office.port.readRows("CustomerLinks", 7, 1))).syncs).toBe(2);
  });

  test("reading the sheet in front takes 2 syncs when it holds plain cells", async () => {
    const office = openOfficeWorkbook();
    office.place("Export", [["CustomerId", "SageCompanyName"], ...rows.map((row) => [String(row["CustomerId"]), String(row["SageCompanyName"])])]);
    expect((await costOf("read the sheet in front, 2,000 rows", office, () => office.port.readActiveSheet())).syncs).toBe(2);
  });

  test("marking 5,000 problem cells in 2,000 rows takes at most 4 syncs, the second time 3, and one row 3", async () => {
    const office = await opened();
    const columns = ["CustomerName", "SageAccountNumber", "SageCustomerId"].map((column) => ({ column, severity: "error" as const }));
    const marks = rows.map((row, index) => ({ row: refOf(row), columns: columns.slice(0, index % 2 === 0 ? 3 : 2), text: `Customer ${String(row["CustomerId"])} has no account ${String(row["SageAccountNumber"])}.` }));
    expect(marks.reduce((sum, mark) => sum + mark.columns.length, 0)).toBe(5000);
    expect((await costOf("mark 5,000 cells, first time", office, () => office.port.markProblems(target, marks))).syncs).toBeLessThanOrEqual(4);
    expect((await costOf("mark 5,000 cells, again", office, () => office.port.markProblems(target, marks))).syncs).toBeLessThanOrEqual(3);
    expect((await costOf("mark 1 row of 2,000", office, () => office.port.markProblems(target, marks.slice(0, 1), [refOf(rows[0] ?? {})]))).syncs).toBeLessThanOrEqual(3);
  });

  test("writing 2,000 results takes 3 syncs, next to each other or scattered", async () => {
    const office = await opened();
    const patches = rows.map((row) => ({ row: refOf(row), cells: { Result: "Linked to NOR00001 in Acme United Kingdom", SageCustomerId: "123456" } }));
    expect((await costOf("patch 2,000 results", office, () => office.port.patchRows(target, patches))).syncs).toBe(3);
    const every = patches.filter((_, index) => index % 100 === 0);
    expect((await costOf("patch 20 results, each 100 rows apart", office, () => office.port.patchRows(target, every))).syncs).toBe(3);
  });

  test("refreshing 200 changed rows and 50 new ones takes at most 4 syncs", async () => {
    const office = await opened();
    const changed = rows.filter((_, index) => index % 10 === 0).map((row) => ({ ...row, CustomerName: "Renamed" }));
    const added = manyLinks(2050).slice(2000);
    expect((await costOf("merge 200 changed and 50 new rows", office, () => office.port.mergeTable(target, [...changed, ...added], []))).syncs).toBeLessThanOrEqual(4);
  });

  test("a list of 2,000 accounts with three short ones takes 2 syncs", async () => {
    const office = openOfficeWorkbook();
    const lists = [{ id: "sage-account", values: rows.map((row) => String(row["SageAccountNumber"])) }, ...["sage-company", "sage-site", "sage-bank"].map((id) => ({ id, values: ["a", "b"] }))];
    expect((await costOf("write 4 lists, 2,000 values", office, () => office.port.writeLists(lists))).syncs).toBeLessThanOrEqual(2);
  });
});

describe("100,000 rows", () => {
  test("no request passes 3 MB, no answer 5 MB, and writing n chunks takes n + 2 syncs", async () => {
    const office = openOfficeWorkbook();
    const rows = manyLinks(100_000);
    let chunks = 0;
    const write = await costOf("write 100,000 rows", office, () => office.port.writeTable(links(rows), { onProgress: () => chunks++ }));
    expect(chunks).toBeGreaterThan(5);
    expect(write.syncs).toBeLessThanOrEqual(chunks + 2);
    expect(write.maxRequest).toBeLessThan(3 * megabyte);

    let blocks = 0;
    const read = await costOf("read 100,000 rows", office, async () => {
      const block = value(await office.port.readTable("CustomerLinks", { onProgress: () => blocks++ }));
      expect(block?.rows).toHaveLength(100_000);
    });
    expect(read.syncs).toBe(blocks + 1);
    expect(read.maxResponse).toBeLessThan(5 * megabyte);

    const patches = rows.filter((_, index) => index % 50 === 0).map((row) => ({ row: refOf(row), cells: { Result: "Linked to NOR00001 in Acme United Kingdom" } }));
    const patch = await costOf("patch 2,000 results among 100,000 rows", office, () => office.port.patchRows(target, patches));
    expect(patch.maxRequest).toBeLessThan(3 * megabyte);
    expect(patch.maxResponse).toBeLessThan(5 * megabyte);

    const marks = rows.map((row) => ({ row: refOf(row), columns: [{ column: "SageAccountNumber", severity: "warning" as const }], text: `Account ${String(row["SageAccountNumber"])} is closed in Sage.` }));
    const mark = await costOf("mark each of 100,000 rows", office, () => office.port.markProblems(target, marks));
    expect(mark.maxRequest).toBeLessThan(3 * megabyte);

    const lists = await costOf("write a list of 100,000 accounts", office, () => office.port.writeLists([{ id: "sage-account", values: rows.map((row) => String(row["SageAccountNumber"])) }]));
    expect(lists.maxRequest).toBeLessThan(3 * megabyte);
  }, 240_000);
});
