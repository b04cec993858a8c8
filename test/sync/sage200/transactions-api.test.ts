import fc from "fast-check";
import { ok } from "../../../src/sync/model/failure";
import type { ReadTransaction } from "../../../src/sync/receipts/transaction";
import type { SageCompanyRef } from "../../../src/sync/rules/reference";
import { toTransaction } from "../../../src/sync/sage200/transactions-transform";
import { wireTransaction } from "../../../src/sync/sage200/transactions-schema";
import { connectedSandbox, drain } from "../../support/sandbox-connectors";

const aWire = (changes: object = {}) =>
  wireTransaction.parse({
    id: 242434, urn: 1391, customer_id: 27006, trader_transaction_type: "TradingAccountEntryTypePurchasePaymentSalesReceipt", reference: "BACS 20MAR", second_reference: null,
    transaction_date: "2026-03-20T00:00:00", document_gross_value: -120.1, document_allocated_value: -20, document_outstanding_value: -100.1, date_time_updated: "2026-03-20T10:04:11.2", ...changes,
  });

test("money is whole pence with Sage's sign, days have no zone, stamps are UTC", () =>
  expect(toTransaction(aWire())).toMatchObject({ type: "receipt", gross: -12_010, allocated: -2_000, outstanding: -10_010, date: "2026-03-20", dueDate: null, updatedAt: "2026-03-20T10:04:11.200Z", sessions: [], bankCode: "" }));

test("a kind that is not known is kept as another, and never taken for a receipt", () => expect(toTransaction(aWire({ trader_transaction_type: "SomethingNew" })).type).toBe("other"));

test("every number of pence is read as itself, up to a hundred thousand million pounds", () =>
  fc.assert(fc.property(fc.maxSafeInteger().map((pence) => (pence % 10 ** 13) + 0), (pence) => expect(toTransaction(aWire({ document_gross_value: pence / 100 })).gross).toBe(pence))));

test("an amount of more than two decimals is not rounded but refused", () => expect(() => aWire({ document_gross_value: 1.005 })).toThrow());

describe("over real HTTP", () => {
  it("reads every transaction once at least where stamps tie across pages, and from the middle on what changed since", async () => {
    const world = await connectedSandbox({ customers: 60, seed: 7, invoices: 0, pageSize: 7 });
    try {
      const { sandbox, sage } = world;
      const sites = await sage.sites();
      if (!sites.ok) throw new Error(sites.failure.cause);
      const name = sandbox.data.links().find((link) => sandbox.data.account(link.sageCompanyName, link.sageAccountNumber)?.status === "active")?.sageCompanyName;
      const company = sites.value.find((one) => one.name === name);
      if (!company) throw new Error("There is no such company.");
      sandbox.faults.tiedStamps = true;
      sandbox.edit.bulkReceipts(40, { companyName: company.name, allocated: 10, spacingMs: 0 });
      const all = await drain(sage.transactionPages(company, null), (page) => page);
      expect(all.failure).toBeNull();
      const receipts = all.found.filter((one) => one.type === "receipt");
      expect(new Set(receipts.map((one) => one.id)).size).toBe(40);
      const allocated = receipts.filter((one) => one.allocated !== 0);
      expect(new Set(allocated.map((one) => one.id)).size).toBe(10);
      for (const one of allocated) expect(one.sessions.reduce((sum, item) => sum + item.value, 0)).toBe(0);

      const newest = all.found.map((one) => one.updatedAt).sort().at(-1) ?? "";
      const since = await drain(sage.transactionPages(company, newest), (page) => page);
      expect(new Set(since.found.filter((one) => one.type === "receipt").map((one) => one.id)).size).toBe(40);
      const swept = await drain(sage.sweptTransactionPages(company), (page) => page);
      expect(new Set(swept.found.map((one) => one.id))).toEqual(new Set(all.found.map((one) => one.id)));
      expect(await sage.transactionsById(company, [receipts[0]?.id ?? "", "999999999"])).toEqual(ok([receipts[0]]));
      const balance = await sage.balanceOf(company, receipts[0]?.sageCustomerId ?? "");
      expect(balance).toMatchObject({ ok: true, value: { sageCustomerId: receipts[0]?.sageCustomerId } });
    } finally {
      await world.close();
    }
  });

  describe("where the tunnel to Sage breaks, and its gateway answers lists with 200 and nothing", () => {
    type World = Awaited<ReturnType<typeof connectedSandbox>>;
    let world: World;
    let company: SageCompanyRef;
    let known: readonly ReadTransaction[];
    beforeAll(async () => {
      world = await connectedSandbox({ customers: 60, seed: 7, invoices: 0, pageSize: 7 });
      const sites = await world.sage.sites();
      const found = sites.ok ? sites.value.find((one) => one.name === world.sandbox.data.companies[0]?.name) : undefined;
      if (!found) throw new Error("There is no such company.");
      company = found;
      world.sandbox.edit.bulkReceipts(40, { companyName: company.name, allocated: 10, spacingMs: 1_000 });
      known = (await drain(world.sage.transactionPages(company, null), (page) => page)).found;
    });
    afterAll(() => world.close());
    afterEach(() => (world.sandbox.faults.emptyListEvery = 0));

    const unreadable = expect.objectContaining({ code: "sage-unreadable" }) as unknown;
    const newest = () => known.map((one) => one.updatedAt).sort().at(-1) ?? "";

    test("transactions asked for by id are not taken for gone", async () => {
      world.sandbox.faults.emptyListEvery = 1;
      expect(await world.sage.transactionsById(company, known.slice(0, 3).map(({ id }) => id))).toEqual({ ok: false, failure: unreadable });
    });

    test("those that were archived are left out, as the answer names another beside them", async () => {
      const settled = known.find((one) => one.type === "receipt" && one.outstanding === 0);
      const paid = known.find((one) => one.type === "invoice" && one.outstanding === 0 && settled?.sessions.some(({ urn }) => urn === one.urn));
      if (!settled || !paid) throw new Error("Nothing is settled.");
      world.sandbox.edit.archive({ companyName: company.name, urns: [Number(settled.urn), Number(paid.urn)] });
      expect(await world.sage.transactionsById(company, [settled.id, paid.id])).toEqual(ok([]));
    });

    test("no change is not told of a ledger that lists nothing", async () => {
      world.sandbox.faults.emptyListEvery = 1;
      expect(await drain(world.sage.transactionPages(company, newest()), (page) => page)).toMatchObject({ found: [], failure: unreadable });
    });

    test.each(["transactionPages", "accountPages"] as const)("%s of a company that is read for the first time do not say that it has none", async (pages) => {
      world.sandbox.faults.emptyListEvery = 1;
      const read = pages === "transactionPages" ? world.sage.transactionPages(company, null) : world.sage.accountPages(company, null);
      expect((await read.next()).value).toEqual({ ok: false, failure: expect.objectContaining({ code: "sage-unreadable", cause: expect.stringContaining("not one tax code either") as string }) as unknown });
    });

    test("accounts are neither unchanged nor fewer than there are", async () => {
      const accounts = await drain(world.sage.accountIdPages(company), (page) => page.accounts);
      const newestOf = (await drain(world.sage.accountPages(company, null), (page) => page.accounts)).found.map((one) => one.updatedAt).sort().at(-1) ?? "";
      const ids = world.sage.accountIdPages(company);
      expect(await ids.next()).toMatchObject({ value: { ok: true } });
      world.sandbox.faults.emptyListEvery = 1;
      expect(accounts.found.length).toBeGreaterThan(7);
      expect((await ids.next()).value).toEqual({ ok: false, failure: unreadable });
      expect(await drain(world.sage.accountPages(company, newestOf), (page) => page.accounts)).toMatchObject({ found: [], failure: unreadable });
    });

    test.each(["transactionPages", "sweptTransactionPages"] as const)("%s that end before the newest transaction are not the end", async (pages) => {
      const read = pages === "transactionPages" ? world.sage.transactionPages(company, null) : world.sage.sweptTransactionPages(company);
      expect(await read.next()).toMatchObject({ value: { ok: true } });
      world.sandbox.faults.emptyListEvery = 1;
      expect((await read.next()).value).toEqual({ ok: false, failure: unreadable });
    });
  });
});
