import { sheets } from "../../../src/sync/sheets";
import type { RowCells } from "../../../src/sync/model/cell";
import type { PullSlug } from "../../../src/sync/sheets/sheet";
import { customerNamedIn } from "../../../src/taskpane/engine/customer-following";
import { someBalances } from "../../support/scripted-core";
import { startedDesk, type Bench } from "../support/a-desk";

const pulled = async (bench: Bench, slug: PullSlug, rows: readonly RowCells[]) => {
  const written = await bench.workbook.port.writeTable({ definition: sheets[slug], rows, lists: {}, activate: true });
  if (!written.ok) throw new Error(written.failure.cause);
};
const receiptRows: readonly RowCells[] = [
  { Id: "1", Customer: "NORTH001 Ltd", "Sage Company": "Acme UK", Allocated: "10.00" },
  { Id: "2", Customer: "NORTH001 Ltd", "Sage Company": "Acme Ireland", Allocated: "20.00" },
  { Id: "3", Customer: "A Sage account of nobody", "Sage Company": "Acme UK", Allocated: "30.00" },
  { Id: "4", Customer: null, "Sage Company": "Acme UK", Allocated: "40.00" },
];
const following = async () => {
  const bench = await startedDesk();
  bench.gateway.receipts.balances.set("C-1", someBalances({ customerId: "C-1", customer: "NORTH001 Ltd" }));
  bench.gateway.receipts.balances.set("C-2", someBalances({ customerId: "C-2", customer: "Second Ltd" }));
  await pulled(bench, "sage-transactions", receiptRows);
  const stop = await bench.desk.receipts.followSelection();
  if (!stop.ok) throw new Error(stop.failure.cause);
  const select = async (table: string, row: number) => {
    bench.workbook.select({ table, row });
    await bench.desk.receipts.selectionSettled();
  };
  const asked = () => bench.gateway.requests.filter((request) => request.includes("/balances") || request.includes("layer-customer"));
  return { ...bench, select, asked, stop: stop.value, receipts: () => bench.desk.state.get().receipts };
};

test("the balance is that of the selected row's customer, in the row's company first", async () => {
  const { select, receipts } = await following();
  await select("SageTransactions", 1);
  expect(receipts().balance).toMatchObject({ customerId: "C-1", company: "Acme Ireland", value: { customer: "NORTH001 Ltd" }, failure: null });
});

test("another row of the same customer asks the gateway nothing and follows the company", async () => {
  const { select, asked, receipts } = await following();
  await select("SageTransactions", 0);
  const before = asked();
  expect(before).toHaveLength(2);
  await select("SageTransactions", 1);
  await select("SageTransactions", 0);
  expect(asked()).toEqual(before);
  expect(receipts().balance?.company).toBe("Acme UK");
});

test("a row without a customer leaves what is shown, and asks nothing", async () => {
  const { select, asked, receipts } = await following();
  await select("SageTransactions", 0);
  const before = asked();
  await select("SageTransactions", 3);
  expect(asked()).toEqual(before);
  expect(receipts()).toMatchObject({ balance: { customerId: "C-1" }, followed: null });
});

test("a name that The Layer does not have is said, with no balance in place of it", async () => {
  const { select, receipts } = await following();
  await select("SageTransactions", 2);
  expect(receipts().followed).toEqual({ kind: "unknown", name: "A Sage account of nobody" });
  await select("SageTransactions", 0);
  expect(receipts()).toMatchObject({ followed: null, balance: { customerId: "C-1" } });
});

test("a customer looked up by hand gives way to the next row selected, also where its customer was shown before", async () => {
  const { desk, select, receipts } = await following();
  await select("SageTransactions", 0);
  await desk.receipts.lookUpBalance("C-2", "Second Ltd");
  await select("SageTransactions", 1);
  expect(receipts().balance?.customerId).toBe("C-1");
});

test("where customers cannot be asked for, the cause is said and the next selection asks again", async () => {
  const { gateway, select, receipts } = await following();
  gateway.setOffline(true);
  await select("SageTransactions", 0);
  expect(receipts().followed).toMatchObject({ kind: "failed", failure: { code: "offline" } });
  gateway.setOffline(false);
  await select("SageTransactions", 1);
  expect(receipts()).toMatchObject({ followed: null, balance: { customerId: "C-1" } });
});

test("nothing is followed once it was stopped", async () => {
  const { select, stop, asked } = await following();
  await stop();
  await select("SageTransactions", 0);
  expect(asked()).toEqual([]);
});

describe("whom a row is about", () => {
  test.each([
    ["its id where the sheet has one", { table: "Customers", cells: { CustomerId: "C-9", CustomerName: "Nine Ltd", "Sage Company": "Acme UK" } }, { id: "C-9", name: "Nine Ltd", company: "Acme UK" }],
    ["an id kept as a number", { table: "CustomerLinks", cells: { CustomerId: 42, CustomerName: "Forty", SageCompanyName: "Acme UK", SageSiteId: "x", SageAccountNumber: "1" } }, { id: "42", name: "Forty", company: "Acme UK" }],
    ["its name where there is no id", { table: "Invoices", cells: { Reference: "INV-1", Customer: " Nine Ltd ", "Sage Company": null } }, { id: null, name: "Nine Ltd", company: null }],
    ["nobody in a line of a summary", { table: "Reconciliation", cells: { Line: "000001", Section: "Summary", Customer: null } }, null],
  ])("%s", (_what, row, named) => {
    const definition = Object.values(sheets).find(({ table }) => table === row.table);
    const blank = Object.fromEntries(Object.keys(definition?.columns ?? {}).map((header) => [header, null]));
    expect(customerNamedIn({ ...row, cells: { ...blank, ...row.cells } })).toEqual(named);
  });
});
