/** Receipts and their allocations as they are read from Sage, over real HTTP. */
import { failed, failure, ok } from "../../../../src/sync/model/failure";
import type { Sage200Api } from "../../../../src/sync/sage200";
import { aTenant, describeOnEachEngine } from "../../../support/database";
import { practiceCore, pull, push, pushed } from "../practice-core";
import { receiptBench, type ReceiptBench } from "./receipt-bench";

describeOnEachEngine("reading receipts", (on) => {
  let bench: ReceiptBench;
  beforeEach(async () => {
    bench = await receiptBench(on().db, aTenant(), { sweepTransactionsEvery: 0 });
  });
  afterEach(() => bench.close());

  const postedInvoice = async (net: string) => {
    const invoice = bench.invoice(net);
    await bench.run();
    return { ...invoice, urn: bench.postedUrn(invoice.reference) };
  };
  const rowOf = async (reference: string) => (await bench.rows()).filter((row) => row.reference === reference);
  const sheet = (query: Parameters<typeof pull>[2] = {}) => pull(bench.core, "sage-transactions", { company: bench.company.name, ...query });
  const totals = async () => {
    const answer = await bench.core.receiptTotals(bench.company.name);
    if (!answer.ok) throw new Error(answer.failure.cause);
    const [one] = answer.value;
    if (!one) throw new Error("There are no totals.");
    return one;
  };
  /** A core that meets Sage as the test wants it, over the same database. */
  const coreWith = (changes: (sage: Sage200Api) => Partial<Sage200Api>) => practiceCore({ ...bench.world, sage: { ...bench.world.sage, ...changes(bench.world.sage) } }, on().db, bench.tenant, { sweepTransactionsEvery: 0 });

  it("a later allocation, a part of it, and its taking back move the rows; nothing is left of what Sage no longer says", async () => {
    const invoice = await postedInvoice("100.00");
    const receipt = bench.receipt("120.00", { reference: "BACS 20MAR" });
    expect(await rowOf("BACS 20MAR")).toMatchObject([{ state: "Unallocated", allocated: "120.00", sageInvoice: null }]);
    const { cursor } = await sheet();

    bench.allocateInSage({ urn: receipt.urn, amount: "50.00" }, { urn: invoice.urn, amount: "50.00" });
    const rows = await rowOf("BACS 20MAR");
    expect(rows).toHaveLength(2);
    expect(rows).toEqual(expect.arrayContaining([expect.objectContaining({ state: "Ready", allocated: "50.00", sageInvoice: invoice.reference }), expect.objectContaining({ state: "Unallocated", allocated: "70.00" })]));
    const changed = await sheet({ since: cursor });
    expect(changed.rows).toHaveLength(2);

    bench.sandbox.edit.deallocate({ companyName: bench.company.name, urn: receipt.urn });
    expect(await rowOf("BACS 20MAR")).toMatchObject([{ state: "Unallocated", allocated: "120.00" }]);
    const after = await sheet({ since: changed.cursor });
    expect(after.gone).toEqual([rows.find((row) => row.state === "Ready")?.id]);
    expect(after.rows).toHaveLength(1);
  });

  it("our own receipt, allocated in Sage later, is already in The Layer and never counted twice", async () => {
    const invoice = await postedInvoice("100.00");
    bench.sandbox.edit.addPayment({ invoiceId: invoice.id, amount: "70.00", method: bench.method, date: "2026-03-20" });
    await bench.run();
    const posted = bench.books().posted.find((one) => one.gross === -7_000);
    expect(await rowOf(posted?.reference ?? "")).toMatchObject([{ state: "Already in The Layer", allocated: "70.00" }]);
    expect(await totals()).toMatchObject({ unallocated: "70.00", allocated: "0.00", fromLayer: "0.00", open: "0.00" });
    bench.allocateInSage({ urn: posted?.urn ?? 0, amount: "70.00" }, { urn: invoice.urn, amount: "70.00" });
    const rows = await rowOf(posted?.reference ?? "");
    expect(rows).toMatchObject([{ state: "Already in The Layer", sageInvoice: invoice.reference }]);
    expect(await bench.sync(rows.map(({ id }) => id))).toMatchObject([{ outcome: "already" }]);
    expect(await totals()).toMatchObject({ fromLayer: "70.00", open: "0.00", synced: "0.00" });
  });

  it("what was archived in Sage goes from the sheet, and comes to nothing in the totals", async () => {
    const invoice = await postedInvoice("100.00");
    const receipt = bench.receipt("120.00");
    bench.allocateInSage({ urn: receipt.urn, amount: "120.00" }, { urn: invoice.urn, amount: "120.00" });
    const before = await sheet();
    expect(before.rows).toHaveLength(1);
    bench.sandbox.edit.archive({ companyName: bench.company.name, urns: [receipt.urn, invoice.urn] });
    const after = await sheet({ since: before.cursor });
    expect(after).toMatchObject({ rows: [], gone: before.rows.map((row) => row.key) });
    expect((await totals()).receipts).toEqual({ count: 0, amount: "0.00" });
  });

  it("a change that moved no stamp is found by the complete list", async () => {
    const invoice = await postedInvoice("100.00");
    const receipt = bench.receipt("120.00", { reference: "BACS 20MAR" });
    await sheet();
    bench.allocateInSage({ urn: receipt.urn, amount: "120.00" }, { urn: invoice.urn, amount: "120.00" });
    const core = coreWith(() => ({ transactionPages: async function* () {} }));
    try {
      const { rows } = await pull(core, "sage-transactions", { company: bench.company.name });
      expect(rows.map((row) => row.cells)).toMatchObject([{ State: "Ready", "Sage Invoice": invoice.reference }]);
    } finally {
      await core.close();
    }
  });

  it("a list that is suddenly empty is not believed, and what was known is shown with its time", async () => {
    bench.receipt("120.00", { reference: "BACS 20MAR" });
    await sheet();
    const core = coreWith(() => ({ transactionPages: async function* () {}, sweptTransactionPages: async function* () { yield ok([]); } }));
    try {
      const { rows, notes } = await pull(core, "sage-transactions", { company: bench.company.name });
      expect(rows).toHaveLength(1);
      expect(notes.join()).toContain("not believed");
    } finally {
      await core.close();
    }
  });

  it("a receipt is not judged by what may be out of date, nor lost, while the tunnel to Sage answers with nothing", async () => {
    const invoice = await postedInvoice("100.00");
    const receipt = bench.receipt("50.00", { reference: "BACS 20MAR" });
    bench.allocateInSage({ urn: receipt.urn, amount: "50.00" }, { urn: invoice.urn, amount: "50.00" });
    const ready = await rowOf("BACS 20MAR");
    expect(ready).toMatchObject([{ state: "Ready" }]);
    // What makes it Ready is taken back in Sage, which nobody can see from here.
    bench.sandbox.edit.deallocate({ companyName: bench.company.name, urn: receipt.urn });
    bench.sandbox.faults.emptyListEvery = 1;
    expect(await bench.sync(ready.map(({ id }) => id))).toMatchObject([{ outcome: "refused", message: expect.stringContaining("not believed") as string }]);
    const { rows, notes } = await sheet();
    expect(rows.map((row) => row.cells)).toMatchObject([{ "Receipt Reference": "BACS 20MAR", State: "Ready" }]);
    expect(notes.join()).toContain("not believed");
    bench.sandbox.faults.emptyListEvery = 0;
    // Another process, which does not remember that Sage could not be read just now.
    const core = coreWith(() => ({}));
    try {
      const later = await pull(core, "sage-transactions", { company: bench.company.name });
      expect(later.rows.map((row) => row.cells)).toMatchObject([{ "Receipt Reference": "BACS 20MAR", State: "Unallocated" }]);
    } finally {
      await core.close();
    }
    expect(bench.layerPayments()).toEqual([]);
  });

  it("a receipt that was archived since it was read goes when it is asked for by its id, and is not recorded", async () => {
    const invoice = await postedInvoice("100.00");
    const receipt = bench.receipt("120.00", { reference: "BACS 20MAR" });
    bench.allocateInSage({ urn: receipt.urn, amount: "120.00" }, { urn: invoice.urn, amount: "120.00" });
    const ready = await rowOf("BACS 20MAR");
    bench.sandbox.edit.archive({ companyName: bench.company.name, urns: [receipt.urn, invoice.urn] });
    // Neither the changes nor the complete list say so yet.
    const core = practiceCore({ ...bench.world, sage: { ...bench.world.sage, transactionPages: async function* () {} } }, on().db, bench.tenant);
    try {
      const results = await bench.sync(ready.map(({ id }) => id), undefined, core);
      expect(results).toMatchObject([{ outcome: "refused", message: expect.stringContaining("archived") as string }]);
    } finally {
      await core.close();
    }
    expect(bench.layerPayments()).toEqual([]);
  });

  it("several receipts for several invoices in one session are filled in, add up, and say so", async () => {
    const first = await postedInvoice("100.00");
    const second = await postedInvoice("50.00");
    const one = bench.receipt("90.00", { reference: "ONE" });
    const two = bench.receipt("90.00", { reference: "TWO" });
    bench.allocateInSage({ urn: one.urn, amount: "90.00" }, { urn: two.urn, amount: "90.00" }, { urn: first.urn, amount: "120.00" }, { urn: second.urn, amount: "60.00" });
    const rows = await bench.rows();
    expect(rows.filter((row) => row.reference === "ONE")).toMatchObject([{ sageInvoice: first.reference, allocated: "90.00" }]);
    expect(rows.filter((row) => row.reference === "TWO").map(({ sageInvoice, allocated }) => [sageInvoice, allocated]).sort()).toEqual([[first.reference, "30.00"], [second.reference, "60.00"]].sort());
    for (const row of rows) expect(row.result).toContain("Sage does not record which of several receipts paid which of several invoices");
  });

  it("an invoice raised in Sage has no match; one of the same reference in The Layer is matched for a linked customer alone", async () => {
    const inSage = bench.sandbox.edit.enterInvoice({ companyName: bench.company.name, accountNumber: bench.account.reference, net: "60.00", reference: "SI-1" });
    const receipt = bench.receipt("60.00", { reference: "ONE" });
    bench.allocateInSage({ urn: receipt.urn, amount: "60.00" }, { urn: inSage.urn, amount: "60.00" });
    expect(await rowOf("ONE")).toMatchObject([{ state: "No matching invoice", result: expect.stringContaining("raised in Sage") as string }]);
    bench.sandbox.edit.addInvoice({ customerId: bench.customer.customerId, subCompany: bench.customer.subCompany, reference: "SI-1", lines: [{ net: "50.00" }] });
    expect(await rowOf("ONE")).toMatchObject([{ state: "Ready" }]);
  });

  it("a mapping that is pushed is in the rows at once", async () => {
    const invoice = await postedInvoice("100.00");
    const receipt = bench.receipt("20.00", { reference: "ONE" });
    bench.allocateInSage({ urn: receipt.urn, amount: "20.00" }, { urn: invoice.urn, amount: "20.00" });
    expect(await rowOf("ONE")).toMatchObject([{ state: "Ready" }]);
    const row = { PaymentMethod: bench.method, Enabled: "No", "Acc - Code": null, SageCompanyName: bench.company.name };
    expect(await push(bench.core, "payment-methods", pushed("payment-methods", [row], 1))).toMatchObject([{ outcome: "saved" }]);
    expect(await rowOf("ONE")).toMatchObject([{ state: "Choose a method", result: expect.stringContaining(bench.bankCode) as string }]);
  });

  it("worked example 8: of 501 receipts the first range has the newest 500, the second the oldest; another company's list is its own", async () => {
    bench.sandbox.edit.bulkReceipts(501, { companyName: bench.company.name, allocated: 0 });
    const [first, second, all] = [await sheet({ range: "1" }), await sheet({ range: "2" }), await sheet()];
    expect([first.rows.length, second.rows.length, all.rows.length]).toEqual([500, 1, 501]);
    expect(second.rows[0]?.key).toBe(all.rows.at(-1)?.key);
    expect(first.rows.map((row) => row.key)).toEqual(all.rows.slice(0, 500).map((row) => row.key));
    const other = bench.sandbox.data.companies.find((company) => company.name !== bench.company.name);
    expect((await pull(bench.core, "sage-transactions", { company: other?.name ?? "", range: "1" })).rows).toEqual([]);
    expect((await sheet({ range: "3" })).rows).toEqual([]);
  });

  it("a block pulled by since tells what newer receipts pushed out of it, and what moved into it", async () => {
    bench.sandbox.edit.bulkReceipts(501, { companyName: bench.company.name, allocated: 0 });
    const first = await sheet({ range: "1" });
    const second = await sheet({ range: "2" });
    const newest = bench.receipt("30.00", { reference: "NEWEST", date: "2027-12-31" });
    const held = new Set(first.rows.map((row) => row.key));
    const changed = await sheet({ range: "1", since: first.cursor });
    for (const key of changed.gone) held.delete(key);
    for (const { key } of changed.rows) held.add(key);
    const whole = await sheet({ range: "1" });
    expect([...held].sort()).toEqual(whole.rows.map((row) => row.key).sort());
    expect(held.has(first.rows.at(-1)?.key ?? "")).toBe(false);
    const moved = await sheet({ range: "2", since: second.cursor });
    expect(moved.rows.map((row) => row.key)).toEqual([first.rows.at(-1)?.key, second.rows[0]?.key]);

    const settled = bench.sandbox.edit.enterInvoice({ companyName: bench.company.name, accountNumber: bench.account.reference, net: "30.00", tax: "0.00" });
    bench.allocateInSage({ urn: newest.urn, amount: "30.00" }, { urn: settled.urn, amount: "30.00" });
    bench.sandbox.edit.archive({ companyName: bench.company.name, urns: [newest.urn, settled.urn] });
    const back = await sheet({ range: "2", since: moved.cursor });
    expect(back.rows.map((row) => row.key)).toEqual(second.rows.map((row) => row.key));
    expect(back.gone).toContain(first.rows.at(-1)?.key);
  });

  it("an invoice in another currency is not paid in sterling: the row says so, and syncing it is refused", async () => {
    const inSage = bench.sandbox.edit.enterInvoice({ companyName: bench.company.name, accountNumber: bench.account.reference, net: "60.00", reference: "SI-1" });
    bench.sandbox.edit.addInvoice({ customerId: bench.customer.customerId, subCompany: bench.customer.subCompany, reference: "SI-1", lines: [{ net: "60.00" }], currency: "EUR" });
    const receipt = bench.receipt("60.00", { reference: "ONE" });
    bench.allocateInSage({ urn: receipt.urn, amount: "60.00" }, { urn: inSage.urn, amount: "60.00" });
    const rows = await rowOf("ONE");
    expect(rows).toMatchObject([{ state: "No matching invoice", result: expect.stringContaining("invoice SI-1 is in EUR") as string }]);
    expect(await bench.sync(rows.map(({ id }) => id))).toMatchObject([{ outcome: "refused" }]);
    expect(bench.layerPayments()).toEqual([]);
  });

  it("control totals are over all receipts, and agree with the accounts", async () => {
    const invoice = await postedInvoice("100.00");
    const allocated = bench.receipt("50.00");
    bench.receipt("30.00");
    bench.allocateInSage({ urn: allocated.urn, amount: "50.00" }, { urn: invoice.urn, amount: "50.00" });
    const before = await totals();
    expect(before).toMatchObject({ receipts: { count: 2, amount: "80.00" }, allocated: "50.00", unallocated: "30.00", synced: "0.00", open: "50.00", control: { difference: "0.00" } });
    expect(before.states).toEqual(expect.arrayContaining([{ state: "Ready", rows: 1, amount: "50.00" }, { state: "Unallocated", rows: 1, amount: "30.00" }]));
    const ready = (await bench.rows()).filter((row) => row.state === "Ready").map(({ id }) => id);
    await bench.sync(ready);
    expect(await totals()).toMatchObject({ synced: "50.00", open: "0.00", control: { difference: "0.00" } });
  });

  it("where Sage does not answer, the rows are those of the last reading and the notes say of when", async () => {
    bench.receipt("30.00", { reference: "ONE" });
    await sheet();
    bench.receipt("40.00", { reference: "TWO" });
    const down = failure("sage-down", "Sage 200 did not answer.", "Try again in a few minutes.");
    const core = coreWith(() => ({ transactionPages: async function* () { yield failed(down); } }));
    try {
      const { rows, notes } = await pull(core, "sage-transactions", { company: bench.company.name });
      expect(rows.map((row) => row.cells["Receipt Reference"])).toEqual(["ONE"]);
      expect(notes).toEqual([expect.stringMatching(/^The receipts of .+ are as of .+ UTC\. Sage 200 did not answer\.$/)]);
    } finally {
      await core.close();
    }
  });
});
