/** The practice month: documents that another installation posted, which this one meets for the first time. */
import type { SyncCore } from "../../../src/sync/core";
import { aTenant, describeOnEachEngine } from "../../support/database";
import { connectedSandbox } from "../../support/sandbox-connectors";
import { pull, type Practice } from "./practice-core";
import { mapEverything, postingCore, runNow } from "./posting-bench";

describeOnEachEngine("documents that were reconciled before", (on) => {
  let world: Practice;
  let core: SyncCore;
  beforeEach(async () => {
    world = await connectedSandbox({ customers: 60, seed: 7, invoices: 0, practiceMonth: true });
    core = postingCore(world, on().db, aTenant());
    await mapEverything(core, world);
  });
  afterEach(async () => {
    await core.close();
    await world.close();
  });

  const before = () => world.sandbox.data.documents.list("invoices").filter(({ reconciled }) => reconciled !== null);
  const booked = () => world.sandbox.books().flatMap(({ posted }) => posted);

  it("stand as posted with their numbers in Sage, and none is posted a second time", async () => {
    expect(before().length).toBeGreaterThan(10);
    await runNow(core);
    await runNow(core);
    const numbers = new Set(before().map(({ reference }) => reference));
    expect(booked().filter(({ reference, type }) => type === "invoice" && numbers.has(reference))).toEqual([]);
    expect(world.sandbox.calls.count("POST /sales_receipts")).toBe(booked().filter(({ type }) => type === "receipt").length);
    const rows = (await pull(core, "invoices")).rows;
    for (const invoice of before()) {
      expect(rows.find((row) => row.key === invoice.id)?.cells).toMatchObject({ State: "Posted", Reconciled: "Yes", "Sage Transaction": invoice.reconciled?.sageTransactionId });
    }
  });

  it("are known for what they are before any mapping and any run: receipts as The Layer's own, invoices as found", async () => {
    const states = async (of: SyncCore) => {
      const all = (await pull(of, "sage-transactions")).rows.map(({ cells }) => cells["State"]);
      return { unmatched: all.filter((state) => state === "No matching invoice").length, ours: all.filter((state) => state === "Already in The Layer").length };
    };
    const fresh = postingCore(world, on().db, aTenant());
    const first = await states(fresh);
    await fresh.close();
    expect(first.ours).toBeGreaterThan(0);
    await runNow(core);
    expect(await states(core)).toEqual(first);
  });

  it("let a payment that is made now be posted to their company at once", async () => {
    await runNow(core);
    const [invoice] = before().filter(({ outstanding, total }) => outstanding === total);
    if (!invoice) throw new Error("Every invoice was paid before.");
    const method = world.sandbox.data.paymentMethods.find(({ name }) => name === "BACS") ?? world.sandbox.data.paymentMethods[0];
    world.sandbox.edit.addPayment({ invoiceId: invoice.id, amount: "1.00", method: method?.name ?? "" });
    await runNow(core);
    expect(booked().filter(({ gross }) => gross === -100)).toMatchObject([{ reference: invoice.reference, type: "receipt" }]);
  });
});
