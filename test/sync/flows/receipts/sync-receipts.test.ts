/** Receipts that were entered in Sage become payments in The Layer: over real HTTP, as an accountant would check them. */
import { aTenant, describeOnEachEngine } from "../../../support/database";
import { failure } from "../../../../src/sync/model/failure";
import { practiceCore, pull, working } from "../practice-core";
import { receiptBench, type ReceiptBench } from "./receipt-bench";

describeOnEachEngine("receipts to The Layer", (on) => {
  let bench: ReceiptBench;
  beforeEach(async () => {
    bench = await receiptBench(on().db, aTenant());
  });
  afterEach(() => bench.close());

  const fromSage = () => bench.layerPayments().filter((one) => "origin" in one && one.origin === "sage");
  /** An invoice of 120.00 paid 70.00 in The Layer, another of 60.00, and a receipt of 50.00 in Sage. */
  const aScene = async () => {
    const first = bench.invoice("100.00");
    const second = bench.invoice("50.00");
    bench.sandbox.edit.addPayment({ invoiceId: first.id, amount: "70.00", method: bench.method, date: "2026-03-10" });
    await bench.run();
    const receipt = bench.receipt("50.00", { reference: "BACS 20MAR" });
    return { first, second, receipt, firstUrn: bench.postedUrn(first.reference), secondUrn: bench.postedUrn(second.reference) };
  };
  const rowOf = async (sageInvoice: string) => {
    const row = (await bench.rows()).find((one) => one.sageInvoice === sageInvoice);
    if (!row) throw new Error(`There is no row of ${sageInvoice}.`);
    return row;
  };

  it("worked example 4: two allocations are two rows; one is synced, its repetition refused as already there, and the other still pending", async () => {
    const { first, second, receipt, firstUrn, secondUrn } = await aScene();
    bench.allocateInSage({ urn: receipt.urn, amount: "50.00" }, { urn: firstUrn, amount: "30.00" }, { urn: secondUrn, amount: "20.00" });
    const row = await rowOf(first.reference);
    expect(row).toMatchObject({ state: "Ready", allocated: "30.00" });
    expect(await rowOf(second.reference)).toMatchObject({ state: "Ready", allocated: "20.00" });

    expect(await bench.sync([row.id])).toMatchObject([{ id: row.id, outcome: "synced", state: "Synced", message: expect.stringContaining(`30.00 on invoice ${first.reference} by ${bench.method}`) as string }]);
    expect(bench.outstanding(first.id)).toBe("20.00");
    expect(await bench.sync([row.id])).toMatchObject([{ outcome: "already" }]);
    expect(bench.outstanding(first.id)).toBe("20.00");
    expect(await rowOf(second.reference)).toMatchObject({ state: "Ready" });
    expect(bench.outstanding(second.id)).toBe("60.00");
    expect(fromSage()).toMatchObject([{ invoiceId: first.id, amount: "30.00", date: "2026-03-20", method: bench.method, reference: "BACS 20MAR" }]);
    expect((await bench.core.audit({ key: row.id, limit: 5 })).entries).toMatchObject([{ what: "Recorded in The Layer", who: "Priya Nair", to: { Amount: "30.00" } }]);
  });

  it("a payment that came from Sage is never posted back to it", async () => {
    const { first, receipt, firstUrn } = await aScene();
    bench.allocateInSage({ urn: receipt.urn, amount: "30.00" }, { urn: firstUrn, amount: "30.00" });
    await bench.sync([(await rowOf(first.reference)).id]);
    const before = bench.books().posted.length;
    await bench.run();
    await bench.run();
    expect(bench.books().posted).toHaveLength(before);
    const { rows } = await pull(bench.core, "payments");
    expect(rows.find((row) => row.cells["Reference"] === "BACS 20MAR")?.cells).toMatchObject({ State: "Nothing to post" });
  });

  it("worked example 5: what Sage has not allocated is listed, refused, and nothing changes", async () => {
    await aScene();
    const [row, ...others] = (await bench.rows()).filter((one) => one.reference === "BACS 20MAR");
    expect(others).toEqual([]);
    expect(row).toMatchObject({ state: "Unallocated", allocated: "50.00" });
    expect(await bench.sync([row?.id ?? ""])).toMatchObject([{ outcome: "refused", state: "Unallocated", message: expect.stringContaining("not allocated in Sage") as string }]);
    expect(fromSage()).toEqual([]);
  });

  it("a receipt that came from The Layer is there already, and a row that is not known is refused", async () => {
    await aScene();
    const own = (await bench.rows()).find((one) => one.state === "Already in The Layer");
    expect(await bench.sync([own?.id ?? "", "no/such:row"])).toMatchObject([{ outcome: "already" }, { outcome: "refused", message: expect.stringContaining("no such row") as string }]);
    expect(fromSage()).toEqual([]);
  });

  it("de-allocated before the sync, though the row was pulled before: refused, nothing written", async () => {
    const { first, receipt, firstUrn } = await aScene();
    bench.allocateInSage({ urn: receipt.urn, amount: "30.00" }, { urn: firstUrn, amount: "30.00" });
    const row = await rowOf(first.reference);
    bench.sandbox.edit.deallocate({ companyName: bench.company.name, urn: receipt.urn });
    expect(await bench.sync([row.id])).toMatchObject([{ outcome: "refused" }]);
    expect(fromSage()).toEqual([]);
  });

  it("de-allocated after the sync: the row says so, syncing again is refused, and allocated once more it is there", async () => {
    const { first, receipt, firstUrn } = await aScene();
    bench.allocateInSage({ urn: receipt.urn, amount: "30.00" }, { urn: firstUrn, amount: "30.00" });
    const row = await rowOf(first.reference);
    await bench.sync([row.id]);
    bench.sandbox.edit.deallocate({ companyName: bench.company.name, urn: receipt.urn });
    expect(await bench.sync([row.id])).toMatchObject([{ outcome: "refused", state: "De-allocated after sync" }]);
    expect((await bench.rows()).find((one) => one.id === row.id)).toMatchObject({ state: "De-allocated after sync" });
    bench.allocateInSage({ urn: receipt.urn, amount: "30.00" }, { urn: firstUrn, amount: "30.00" });
    expect(await bench.sync([row.id])).toMatchObject([{ outcome: "already", state: "Synced" }]);
    expect(fromSage()).toHaveLength(1);
  });

  it("what is allocated to the same invoice later is recorded as the difference", async () => {
    const { first, receipt, firstUrn } = await aScene();
    bench.allocateInSage({ urn: receipt.urn, amount: "30.00" }, { urn: firstUrn, amount: "30.00" });
    const row = await rowOf(first.reference);
    await bench.sync([row.id]);
    bench.allocateInSage({ urn: receipt.urn, amount: "12.50" }, { urn: firstUrn, amount: "12.50" });
    expect(await bench.sync([row.id])).toMatchObject([{ outcome: "synced" }]);
    expect(fromSage().map((one) => "amount" in one && one.amount)).toEqual(["30.00", "12.50"]);
    expect(bench.outstanding(first.id)).toBe("7.50");
  });

  it("a session of many to many is recorded pair by pair, spread over the invoices' lines from the top", async () => {
    const first = bench.invoice("50.00", "50.00");
    const second = bench.invoice("100.00");
    await bench.run();
    const [one, other] = [bench.receipt("150.00", { reference: "LUMP 1" }), bench.receipt("90.00", { reference: "LUMP 2" })];
    bench.allocateInSage(
      { urn: one.urn, amount: "150.00" },
      { urn: other.urn, amount: "90.00" },
      { urn: bench.postedUrn(first.reference), amount: "120.00" },
      { urn: bench.postedUrn(second.reference), amount: "120.00" },
    );
    const rows = (await bench.rows()).filter(({ state }) => state === "Ready");
    expect(rows).toHaveLength(3);
    expect((await bench.sync(rows.map(({ id }) => id))).map(({ outcome }) => outcome)).toEqual(["synced", "synced", "synced"]);
    expect([bench.outstanding(first.id), bench.outstanding(second.id)]).toEqual(["0.00", "0.00"]);
    expect(fromSage()).toHaveLength(3);
  });

  it("a payment that The Layer took meanwhile leaves too little: refused with both figures, nothing written", async () => {
    const { first, receipt, firstUrn } = await aScene();
    bench.allocateInSage({ urn: receipt.urn, amount: "50.00" }, { urn: firstUrn, amount: "50.00" });
    const row = await rowOf(first.reference);
    bench.sandbox.edit.addPayment({ invoiceId: first.id, amount: "20.00", method: bench.method, date: "2026-03-21" });
    expect(await bench.sync([row.id])).toMatchObject([{ outcome: "refused", state: "Exceeds what is outstanding", message: expect.stringMatching(/50\.00 .* 30\.00/) as string }]);
    expect(fromSage()).toEqual([]);
  });

  it("rows of one invoice share what it has outstanding, in their order: the one that no longer fits is refused", async () => {
    const first = bench.invoice("100.00");
    await bench.run();
    const urn = bench.postedUrn(first.reference);
    const receipts = ["70.00", "50.00"].map((amount) => bench.receipt(amount));
    for (const [at, amount] of ["70.00", "50.00"].entries()) bench.allocateInSage({ urn: receipts[at]?.urn ?? 0, amount }, { urn, amount });
    bench.sandbox.edit.addPayment({ invoiceId: first.id, amount: "30.00", method: bench.method, date: "2026-03-01" });
    const rows = (await bench.rows()).filter(({ sageInvoice }) => sageInvoice === first.reference);
    const outcomes = (await bench.sync(rows.map(({ id }) => id))).map(({ outcome }) => outcome).sort();
    expect(outcomes).toEqual(["refused", "synced"]);
    expect(Number(bench.outstanding(first.id))).toBeGreaterThanOrEqual(0);
  });

  it("two processes that sync the same rows at the same time record them once", async () => {
    const { first, receipt, firstUrn } = await aScene();
    bench.allocateInSage({ urn: receipt.urn, amount: "30.00" }, { urn: firstUrn, amount: "30.00" });
    const { id } = await rowOf(first.reference);
    const other = practiceCore(bench.world, on().other, bench.tenant);
    const outcomes = (await Promise.all([bench.sync([id]), bench.sync([id], undefined, other), bench.sync([id, id])])).flat().map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === "synced").length).toBeLessThanOrEqual(1);
    for (const outcome of outcomes) expect(["synced", "already"]).toContain(outcome);
    expect(fromSage()).toHaveLength(1);
    await other.close();
  });

  it.each([503, "drop"] as const)("an answer that is lost after The Layer recorded it (%s) makes no second payment", async (as) => {
    const { first, receipt, firstUrn } = await aScene();
    bench.allocateInSage({ urn: receipt.urn, amount: "30.00" }, { urn: firstUrn, amount: "30.00" });
    const { id } = await rowOf(first.reference);
    Object.assign(bench.sandbox.faults, { failAfterRecordingEvery: 1, failAfterRecordingAs: as });
    const results = await bench.sync([id]);
    expect(results).toMatchObject([{ outcome: "synced", state: "Synced" }]);
    expect(fromSage()).toHaveLength(1);
    expect(bench.outstanding(first.id)).toBe("20.00");
  });

  it("a 503 before The Layer recorded it is looked up, found to be absent, and sent again once", async () => {
    const { first, receipt, firstUrn } = await aScene();
    bench.allocateInSage({ urn: receipt.urn, amount: "30.00" }, { urn: firstUrn, amount: "30.00" });
    const { id } = await rowOf(first.reference);
    Object.assign(bench.sandbox.faults, { failBeforeRecordingEvery: 2 });
    expect(await bench.sync([id])).toMatchObject([{ outcome: "synced" }]);
    expect(fromSage()).toHaveLength(1);
  });

  it("a process that dies after The Layer recorded it, before it knew: another takes over, finds the payment, and records it once", async () => {
    const { first, receipt, firstUrn } = await aScene();
    bench.allocateInSage({ urn: receipt.urn, amount: "30.00" }, { urn: firstUrn, amount: "30.00" });
    const { id } = await rowOf(first.reference);
    const dies: typeof bench.world.layer.recordPayment = async (...payment) => {
      await bench.world.layer.recordPayment(...payment);
      throw new Error("The process is dead.");
    };
    const dying = practiceCore({ ...bench.world, layer: { ...bench.world.layer, recordPayment: dies } }, on().db, bench.tenant, { posting: { ...bench.world.posting, patience: 500 } });
    expect(await bench.sync([id], undefined, dying)).toMatchObject([{ outcome: "later", state: "Syncing" }]);
    await dying.close();
    expect(fromSage()).toHaveLength(1);
    expect(await working(bench.core, () => bench.sync([id]))).toMatchObject([{ outcome: "already", state: "Synced" }]);
    expect(fromSage()).toHaveLength(1);
    expect(bench.outstanding(first.id)).toBe("20.00");
  });

  it("a refusal of The Layer stands in the Error Queue as a receipt's, and syncing the row again resolves it", async () => {
    const { first, receipt, firstUrn } = await aScene();
    bench.allocateInSage({ urn: receipt.urn, amount: "30.00" }, { urn: firstUrn, amount: "30.00" });
    const { id } = await rowOf(first.reference);
    const refuses: typeof bench.world.layer.recordPayment = async () => ({ kind: "refused", code: "method-disabled", failure: failure("layer-refused", "The method is switched off.", "Enable it.") });
    const refused = practiceCore({ ...bench.world, layer: { ...bench.world.layer, recordPayment: refuses } }, on().db, bench.tenant);
    expect(await bench.sync([id], undefined, refused)).toMatchObject([{ outcome: "refused", state: "Failed", message: "The method is switched off. Enable it." }]);
    await refused.close();
    const { rows } = await pull(bench.core, "error-queue");
    expect(rows.map(({ cells }) => cells)).toMatchObject([{ Type: "Receipt", Operation: "Record in The Layer", "Layer Reference": "BACS 20MAR", State: "Open" }]);
    const { groups } = await bench.core.errorGroups();
    const retried = await bench.core.retry({ what: "group", group: groups[0]?.id ?? "" }, { id: "u2", name: "Sam Lee" });
    expect(retried.ok && retried.value.retried).toBe(1);
    expect(await bench.sync([id])).toMatchObject([{ outcome: "already", state: "Synced" }]);
    expect((await bench.core.errorGroups()).open).toBe(0);
    expect(fromSage()).toHaveLength(1);
  });

  it("what nobody waits for goes on: a reader who leaves at once loses nothing", async () => {
    const { first, receipt, firstUrn } = await aScene();
    bench.allocateInSage({ urn: receipt.urn, amount: "30.00" }, { urn: firstUrn, amount: "30.00" });
    const { id } = await rowOf(first.reference);
    bench.sandbox.faults.slowRecordingsMs = 200;
    const leaving = new AbortController();
    setTimeout(() => leaving.abort(), 400);
    for await (const line of bench.core.syncReceipts({ rows: [{ id }] }, { id: "u1", name: "Priya Nair" }, leaving.signal)) expect(line.type).not.toBe("fault");
    bench.sandbox.faults.slowRecordingsMs = 0;
    for (let tries = 0; tries < 100 && fromSage().length === 0; tries += 1) {
      await bench.sync([id]);
    }
    expect(fromSage()).toHaveLength(1);
  });
});

describeOnEachEngine("the method of a receipt", (on) => {
  it("of a bank account that several methods share is for the user to choose, and what does not fit is refused", async () => {
    const practice = await receiptBench(on().db, aTenant(), { alsoEnabled: [] });
    const other = practice.sandbox.data.paymentMethods[1]?.name ?? "";
    const off = practice.sandbox.data.paymentMethods[2]?.name ?? "";
    await practice.close();
    const bench = await receiptBench(on().db, aTenant(), { alsoEnabled: [other] });
    const invoice = bench.invoice("100.00");
    await bench.run();
    const receipt = bench.receipt("40.00");
    bench.allocateInSage({ urn: receipt.urn, amount: "40.00" }, { urn: bench.postedUrn(invoice.reference), amount: "40.00" });
    const row = (await bench.rows()).find(({ sageInvoice }) => sageInvoice === invoice.reference);
    const id = row?.id ?? "";
    expect(row?.state).toBe("Choose a method");
    expect(await bench.sync([id])).toMatchObject([{ outcome: "refused", state: "Choose a method", message: expect.stringContaining(other) as string }]);
    expect(await bench.sync([id], "No such method")).toMatchObject([{ outcome: "refused", message: expect.stringContaining("No such method") as string }]);
    expect(await bench.sync([id], off)).toMatchObject([{ outcome: "refused", message: expect.stringContaining("switched off") as string }]);
    expect(bench.outstanding(invoice.id)).toBe("120.00");
    expect(await bench.sync([id], other)).toMatchObject([{ outcome: "synced", message: expect.stringContaining(`by ${other}`) as string }]);
    await bench.close();
  });
});
