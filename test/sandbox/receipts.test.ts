import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ledgersBalance } from "../../src/sandbox/sage200/ledger";
import type { Sandbox } from "../../src/sandbox/index";
import { aSandbox, closeAll, sageReader, type Row } from "./clients";

afterEach(closeAll);

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "receipts-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const name = "Northwick Tools Ltd";
const expand = "allocation_session_items,allocation_history_items,bank_items";

const control = async (sandbox: Sandbox, edit: object): Promise<{ status: number; body: Row }> => {
  const answer = await fetch(`${sandbox.control.url}/edits`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(edit) });
  return { status: answer.status, body: (await answer.json()) as Row };
};

/** A customer with two invoices of 120.00 and 60.00, raised in Sage. */
const aScene = async (options: { now?: () => number } = {}) => {
  const sandbox = await aSandbox(options);
  const account = sandbox.data.accounts(name).find(({ id }) => sandbox.ledger(name).balanceOf(id) === 0);
  if (account === undefined) throw new Error("Everybody owes something.");
  const on = { companyName: name, accountNumber: account.reference };
  const { edit } = sandbox;
  const first = edit.enterInvoice({ ...on, net: "100.00", tax: "20.00", reference: "SI-1" });
  const second = edit.enterInvoice({ ...on, net: "60.00", reference: "SI-2" });
  const read = await sageReader(sandbox);
  const posted = async (urn: number): Promise<Row | undefined> => (await read("/sales_posted_transactions", { $filter: `urn eq ${urn}`, $expand: expand })).rows[0];
  return { sandbox, edit, account, on, first, second, read, posted, balance: () => sandbox.ledger(name).balanceOf(account.id) };
};

describe("lists of posted transactions, answered from the ledger's own order", () => {
  const idsOf = (rows: readonly Row[]) => rows.map((row) => Number(row["id"]));

  test("by id, page after page, they are all there is and each once, with what was archived left out", async () => {
    const { sandbox, edit, on, first, read } = await aScene();
    const receipt = edit.enterReceipt({ ...on, bankCode: "1200", amount: "120.00" });
    edit.allocate({ companyName: name, lines: [{ urn: receipt.urn, amount: "120.00" }, { urn: first.urn, amount: "120.00" }] });
    edit.archive({ companyName: name, urns: [receipt.urn, first.urn] });
    edit.bulkReceipts(30, { companyName: name, allocated: 10 });
    const listed: number[] = [];
    for (let after = 0; ; after = listed.at(-1) ?? 0) {
      const { rows } = await read("/sales_posted_transactions", { $filter: `id gt ${after}`, $orderby: "id asc", $top: "7" });
      if (rows.length === 0) break;
      listed.push(...idsOf(rows));
    }
    expect(listed).toEqual([...listed].sort((one, other) => one - other));
    expect(listed).toEqual(sandbox.ledger(name).transactions.map(({ id }) => id));
  });

  test("a choice of ids answers those that there are, in the order asked for, as far as the rest of the filter allows", async () => {
    const { first, second, read } = await aScene();
    const choice = `(id eq ${second.id} or id eq ${first.id} or id eq ${first.id} or id eq 99999999)`;
    expect(idsOf((await read("/sales_posted_transactions", { $filter: choice, $orderby: "id asc" })).rows)).toEqual([first.id, second.id]);
    expect(idsOf((await read("/sales_posted_transactions", { $filter: `${choice} and urn eq ${second.urn}`, $orderby: "id asc" })).rows)).toEqual([second.id]);
    expect(idsOf((await read("/sales_posted_transactions", { $filter: `id eq ${first.id} or urn eq ${second.urn}`, $orderby: "id desc" })).rows)).toEqual([second.id, first.id]);
  });
});

describe("receipts that people enter in Sage", () => {
  test("a receipt has their reference and name and none of our keys, and lowers the balance and the bank", async () => {
    const { edit, on, posted, balance, sandbox } = await aScene();
    const receipt = edit.enterReceipt({ ...on, bankCode: "1200", amount: "150.00", date: "2026-08-20", reference: "BACS NORTHWICK" });
    expect(await posted(receipt.urn)).toMatchObject({
      id: receipt.id,
      trader_transaction_type: "TradingAccountEntryTypePurchasePaymentSalesReceipt",
      reference: "BACS NORTHWICK",
      second_reference: "",
      user_name: "k.marsh",
      transaction_date: "2026-08-20T00:00:00",
      document_gross_value: -150,
      document_allocated_value: 0,
      document_outstanding_value: -150,
      allocation_session_items: [],
      bank_items: [{ bank_code: "1200", cheque_value: 150, urn: receipt.urn }],
    });
    expect(balance()).toBe(3_000);
    expect(sandbox.books()[0]?.receipts).toEqual([expect.objectContaining({ urn: receipt.urn, amount: 15_000, allocated: 0, unallocated: 15_000, bankCode: "1200", isArchived: false })]);
  });

  test("a settlement discount pays that much more than the money, and the ledgers agree", async () => {
    const { edit, on, first, sandbox, posted } = await aScene();
    const receipt = edit.enterReceipt({ ...on, bankCode: "1200", amount: "117.00", settlementDiscount: "3.00", reference: "SI-1" });
    edit.allocate({ companyName: name, lines: [{ urn: first.urn, amount: "120.00" }, { urn: receipt.urn, amount: "120.00" }] });
    expect(await posted(receipt.urn)).toMatchObject({ document_gross_value: -120, document_outstanding_value: 0, bank_items: [{ cheque_value: 117 }] });
    expect(ledgersBalance(sandbox.ledger(name))).toBe(true);
  });
});

describe("allocation by people", () => {
  test("a session of many to many names all its members on each of them, with the allocator's name", async () => {
    const { edit, on, first, second, posted, sandbox } = await aScene();
    const receipts = ["100.00", "80.00"].map((amount) => edit.enterReceipt({ ...on, bankCode: "1200", amount }));
    const [one, other] = receipts;
    if (one === undefined || other === undefined) throw new Error("Two receipts were entered.");
    const lines = [{ urn: first.urn, amount: "120.00" }, { urn: second.urn, amount: "60.00" }, { urn: one.urn, amount: "100.00" }, { urn: other.urn, amount: "80.00" }];
    edit.allocate({ companyName: name, date: "2026-08-25", user: "d.okafor", lines });
    const members = [first.urn, second.urn, one.urn, other.urn].map((urn, n) => ({ urn, user_name: "d.okafor", allocation_date: "2026-08-25T00:00:00", allocation_value: [120, 60, -100, -80][n] }));
    for (const { urn } of [first, second, one, other]) expect((await posted(urn))?.["allocation_session_items"]).toEqual(members.map((member) => expect.objectContaining(member) as unknown));
    expect(sandbox.books()[0]?.allocations).toEqual([{ date: "2026-08-25", user: "d.okafor", members: [first, second, one, other].map(({ urn }, n) => ({ urn, value: [12_000, 6_000, -10_000, -8_000][n] })) }]);
  });

  test("taking an allocation back restores what is outstanding on all members, leaves no session, and moves their stamps", async () => {
    const { edit, on, first, second, posted, sandbox } = await aScene();
    const receipt = edit.enterReceipt({ ...on, bankCode: "1200", amount: "180.00" });
    edit.allocate({ companyName: name, lines: [{ urn: first.urn, amount: "120.00" }, { urn: receipt.urn, amount: "120.00" }] });
    edit.allocate({ companyName: name, lines: [{ urn: second.urn, amount: "60.00" }, { urn: receipt.urn, amount: "60.00" }] });
    const before = await posted(first.urn);
    expect(before).toMatchObject({ document_outstanding_value: 0, full_settlement_date: expect.any(String) as string });
    expect((await control(sandbox, { edit: "deallocate", companyName: name, urn: receipt.urn, other: first.urn })).body).toEqual({ sessions: 1 });
    const [invoice, other, rest] = [await posted(first.urn), await posted(second.urn), await posted(receipt.urn)];
    expect(invoice).toMatchObject({ document_allocated_value: 0, document_outstanding_value: 120, full_settlement_date: null, allocation_session_items: [], allocation_history_items: [] });
    expect(other).toMatchObject({ document_outstanding_value: 0 });
    expect(rest).toMatchObject({ document_allocated_value: -60, document_outstanding_value: -120, allocation_session_items: [expect.objectContaining({ urn: second.urn }), expect.objectContaining({ urn: receipt.urn })] });
    expect(String(invoice?.["date_time_updated"]) > String(before?.["date_time_updated"])).toBe(true);
    expect(ledgersBalance(sandbox.ledger(name))).toBe(true);
    expect(edit.deallocate({ companyName: name, urn: receipt.urn })).toEqual({ sessions: 1 });
    expect(() => edit.deallocate({ companyName: name, urn: receipt.urn })).toThrow(/not allocated/);
  });

  test("more than is outstanding, or lines that do not come to nothing, are refused", async () => {
    const { edit, on, first, sandbox } = await aScene();
    const receipt = edit.enterReceipt({ ...on, bankCode: "1200", amount: "100.00" });
    const lines = (one: string, other: string) => [{ urn: first.urn, amount: one }, { urn: receipt.urn, amount: other }];
    expect(() => edit.allocate({ companyName: name, lines: lines("110.00", "110.00") })).toThrow(/exceeds its outstanding/);
    expect(() => edit.allocate({ companyName: name, lines: lines("100.00", "90.00") })).toThrow(/add up to zero/);
    expect((await control(sandbox, { edit: "allocate", allocation: { companyName: name, lines: [{ urn: 999_999, amount: "1.00" }] } })).status).toBe(404);
  });
});

describe("archiving", () => {
  test("a settled transaction leaves the lists without a trace and stands in the history; those it was allocated to still name it", async () => {
    const { edit, on, first, read, posted, sandbox } = await aScene();
    const receipt = edit.enterReceipt({ ...on, bankCode: "1200", amount: "120.00" });
    expect(() => edit.archive({ companyName: name, urns: [receipt.urn] })).toThrow(/not settled/);
    edit.allocate({ companyName: name, lines: [{ urn: first.urn, amount: "120.00" }, { urn: receipt.urn, amount: "120.00" }] });
    const totals = sandbox.books()[0]?.totals;
    expect((await control(sandbox, { edit: "archive", companyName: name, urns: [receipt.urn] })).body).toEqual({ archived: 1 });
    expect(await posted(receipt.urn)).toBeUndefined();
    expect((await read(`/sales_posted_transactions/${receipt.id}`)).status).toBe(404);
    expect((await read("/sales_posted_transactions", { $filter: `customer_id eq ${String((await posted(first.urn))?.["customer_id"])}`, $select: "urn" })).rows.map((row) => row["urn"])).not.toContain(receipt.urn);
    expect((await read("/sales_historical_transactions", { $expand: expand })).rows).toEqual([expect.objectContaining({ id: receipt.id, urn: receipt.urn, document_outstanding_value: 0 })]);
    expect((await read(`/sales_historical_transactions/${receipt.id}`)).rows[0]).toMatchObject({ urn: receipt.urn });
    expect((await posted(first.urn))?.["allocation_session_items"]).toEqual([expect.objectContaining({ urn: first.urn }), expect.objectContaining({ urn: receipt.urn })]);
    expect(sandbox.books()[0]?.totals).toEqual(totals);
    expect(ledgersBalance(sandbox.ledger(name))).toBe(true);
    expect(() => edit.deallocate({ companyName: name, urn: first.urn })).toThrow(/archived/);
  });
});

describe("reading what changed", () => {
  const changedSince = async (read: Awaited<ReturnType<typeof sageReader>>, since: string, top = 500) =>
    (await read("/sales_posted_transactions", { $filter: `date_time_updated gt ${since}Z`, $orderby: "date_time_updated asc,id asc", $top: top, $select: "id,urn,date_time_updated" })).rows;

  test("allocating, taking back and entering come in the order of change, each transaction once, as a sort of everything has them", async () => {
    const { edit, on, first, second, read, sandbox } = await aScene();
    const receipt = edit.enterReceipt({ ...on, bankCode: "1200", amount: "120.00" });
    edit.allocate({ companyName: name, lines: [{ urn: second.urn, amount: "60.00" }, { urn: receipt.urn, amount: "60.00" }] });
    edit.deallocate({ companyName: name, urn: second.urn });
    const all = await changedSince(read, "2020-01-01T00:00:00", 5_000);
    const sorted = [...sandbox.ledger(name).transactions].sort((a, b) => a.updatedAt - b.updatedAt || a.id - b.id);
    expect(all.map((row) => row["id"])).toEqual(sorted.map(({ id }) => id));
    expect(all.slice(-3).map((row) => row["urn"])).toEqual([first.urn, second.urn, receipt.urn]);
    const place = String(all.at(-3)?.["date_time_updated"]);
    expect((await changedSince(read, place)).map((row) => row["urn"])).toEqual([second.urn, receipt.urn]);
  });

  test("stamps that tie across a page are paged without loss", async () => {
    const { read, sandbox, edit } = await aScene({ now: () => Date.UTC(2026, 10, 21, 9) });
    edit.bulkReceipts(40, { companyName: name, spacingMs: 0 });
    sandbox.faults.tiedStamps = true;
    const seen: unknown[] = [];
    for (let skip = 0; ; skip += 7) {
      const { rows } = await read("/sales_posted_transactions", { $orderby: "date_time_updated asc,id asc", $top: 7, $skip: skip, $select: "id" });
      seen.push(...rows.map((row) => row["id"]));
      if (rows.length < 7) break;
    }
    expect(seen.length).toBe(sandbox.ledger(name).transactions.length);
    expect(new Set(seen).size).toBe(seen.length);
  });
});

describe("receipts in number", () => {
  test("part of them are allocated in full, and what The Layer knows of their invoices stands in both, reconciled", async () => {
    const sandbox = await aSandbox();
    const before = sandbox.data.documents.list("invoices").length;
    const { body } = await control(sandbox, { edit: "bulk-receipts", companyName: name, receipts: 300, allocated: 200, known: 150, spacingMs: 10 });
    const books = sandbox.books()[0];
    expect(Number(body["lastUrn"]) - Number(body["firstUrn"]) + 1).toBe(500);
    expect([books?.receipts.length, books?.receipts.filter(({ unallocated }) => unallocated === 0).length, books?.allocations.length, books?.differences]).toEqual([300, 200, 200, []]);
    const invoices = sandbox.data.documents.list("invoices").filter(({ reconciled }) => reconciled !== null);
    expect([invoices.length, sandbox.data.documents.list("invoices").length - before]).toEqual([150, 150]);
    for (const { reconciled, reference, outstanding, total } of invoices) {
      const invoice = sandbox.ledger(name).byUrn(Number(reconciled?.sageTransactionId));
      expect([invoice?.reference, invoice?.gross, outstanding]).toEqual([reference, Math.round(Number(total) * 100), total]);
    }
    const stamps = sandbox.ledger(name).transactions.filter(({ type }) => type === "receipt").map(({ createdAt }) => createdAt);
    expect(stamps).toEqual([...stamps].sort((a, b) => a - b));
    expect((stamps.at(-1) ?? 0) - (stamps[0] ?? 0)).toBe(2_990);
  });

  test("tens of thousands are paged by change, each once, and what changed since is found without looking at the others", async () => {
    const sandbox = await aSandbox({ invoices: 0 });
    sandbox.edit.bulkReceipts(20_000, { companyName: name, allocated: 4_000, known: 0 });
    const read = await sageReader(sandbox);
    let since = "2020-01-01T00:00:00";
    const seen = new Set<unknown>();
    for (;;) {
      const { rows } = await read("/sales_posted_transactions", { $filter: `date_time_updated gt ${since}Z`, $orderby: "date_time_updated asc,id asc", $top: 5_000, $select: "id,date_time_updated" });
      rows.forEach((row) => seen.add(row["id"]));
      since = String(rows.at(-1)?.["date_time_updated"] ?? since);
      if (rows.length < 5_000) break;
    }
    const ledger = sandbox.ledger(name);
    expect(seen.size).toBe(ledger.transactions.length);
    const [settled] = sandbox.books()[0]?.receipts.filter(({ unallocated }) => unallocated === 0) ?? [];
    const before = ledger.nextStamp;
    sandbox.edit.deallocate({ companyName: name, urn: settled?.urn ?? 0 });
    expect([...ledger.changedSince(before)].map(({ urn }) => urn).sort()).toEqual([(settled?.urn ?? 0) - 1, settled?.urn]);
    expect((await read("/sales_posted_transactions", { $filter: `date_time_updated gt ${since}Z`, $orderby: "date_time_updated asc,id asc", $expand: expand })).rows).toHaveLength(2);
  });

  test("they are the same after a restart, though the state file names none of them", async () => {
    const stateFile = join(folder, "state.json");
    const before = await aSandbox({ stateFile });
    before.edit.bulkReceipts(2_000, { companyName: name });
    const [urn] = before.books()[0]?.receipts.filter(({ unallocated }) => unallocated === 0).map((receipt) => receipt.urn) ?? [];
    before.edit.deallocate({ companyName: name, urn: urn ?? 0 });
    before.edit.archive({ companyName: name, urns: before.books()[0]?.receipts.filter(({ unallocated }) => unallocated === 0).slice(0, 3).map((receipt) => receipt.urn) ?? [] });
    const books = before.books();
    const invoices = before.data.documents.list("invoices");
    await closeAll();
    expect(statSync(stateFile).size).toBeLessThan(5_000);
    const after = await aSandbox({ stateFile });
    expect(after.books()).toEqual(books);
    expect(after.data.documents.list("invoices")).toEqual(invoices);
  });
});

describe("balances", () => {
  test("a customer's balance, limit and hold are read from Sage, and all balances together are what is outstanding", async () => {
    const { sandbox, edit, on, account, read } = await aScene();
    edit.enterReceipt({ ...on, bankCode: "1200", amount: "30.00" });
    edit.changeAccount(name, account.reference, { isOnHold: true });
    const { rows } = await read("/customer_views", { $filter: `reference eq '${account.reference}'`, $select: "reference,balance,base_balance,credit_limit,account_is_on_hold" });
    expect(rows).toEqual([{ reference: account.reference, balance: 150, base_balance: 150, credit_limit: expect.any(Number) as number, account_is_on_hold: true }]);
    const views = (await read("/customer_views", { $top: 5_000, $select: "balance" })).rows;
    const sum = views.reduce((total, row) => total + Math.round(Number(row["balance"]) * 100), 0);
    const transactions = (await read("/sales_posted_transactions", { $top: 5_000, $select: "document_outstanding_value" })).rows;
    const outstanding = transactions.reduce((total, row) => total + Math.round(Number(row["document_outstanding_value"]) * 100), 0);
    expect([sum, outstanding]).toEqual([sandbox.books()[0]?.totals.debtorsControl, sandbox.books()[0]?.totals.debtorsControl]);
  });
});
