import { failed, failure } from "../../../src/sync/model/failure";
import { aTenant, describeOnEachEngine } from "../../support/database";
import { practiceCore, pull } from "./practice-core";
import { aLinkedCustomer, mapEverything, practiceWithoutDocuments, runNow } from "./posting-bench";

describeOnEachEngine("a Sage company that cannot be read", (on) => {
  it("holds up no other: its documents wait with the reason, and go when it can be read again", async () => {
    const world = await practiceWithoutDocuments();
    const here = aLinkedCustomer(world);
    let there = here;
    for (let nth = 1; there.company.name === here.company.name; nth += 1) there = aLinkedCustomer(world, nth);
    let isDown = false;
    const down = failure("sage-down", "The company's database is being restored.", "Sync again later.");
    const sage = {
      ...world.sage,
      banks: async (...[company, signal]: Parameters<typeof world.sage.banks>) => (isDown && company.name === there.company.name ? failed(down) : world.sage.banks(company, signal)),
    };
    const { db } = on();
    const tenant = aTenant();
    const core = practiceCore({ ...world, sage }, db, tenant);
    try {
      await mapEverything(core, world);
      const mine = world.sandbox.edit.addInvoice({ customerId: here.customerId, subCompany: here.subCompany, lines: [{ net: "100.00" }] });
      const theirs = world.sandbox.edit.addInvoice({ customerId: there.customerId, subCompany: there.subCompany, lines: [{ net: "50.00" }] });
      const unpaid = world.sandbox.edit.addPayment({ invoiceId: theirs.id, amount: "60.00", method: world.sandbox.data.paymentMethods[0]?.name ?? "" });
      const forgetReadings = () => db.transaction("forget", (tx) => tx.deleteFrom("freshness").where("tenant", "=", tenant).where("what", "like", "sage-%").execute());
      const stateOf = async (sheet: "invoices" | "payments", id: string) => (await pull(core, sheet)).rows.find((row) => row.key === id)?.cells;

      isDown = true;
      await forgetReadings();
      const begun = await core.run({}, { id: "u1", name: "Priya Nair" });
      if (!begun.ok) throw new Error(begun.failure.cause);
      let run = begun.value;
      while (run.state === "running") {
        await new Promise((resolve) => setTimeout(resolve, 20));
        run = (await core.runs(5)).find((one) => one.id === run.id) ?? run;
      }
      expect(run).toMatchObject({ state: "done", failure: { code: "sage-down", cause: `${there.company.name} could not be read: ${down.cause} Its documents wait; the others went on.` } });
      expect(run.counts).toMatchObject({ posted: 1, waiting: 2, failed: 0 });
      expect(await stateOf("invoices", mine.id)).toMatchObject({ State: "Posted" });
      expect(await stateOf("invoices", theirs.id)).toMatchObject({ State: "Waiting", "Last Error": `${there.company.name} could not be read: ${down.cause} ${down.cure}` });
      expect(await stateOf("payments", unpaid.id)).toMatchObject({ State: "Waiting" });
      expect((await core.errorGroups()).open).toBe(0);

      isDown = false;
      // A process of its own: this one does not ask again at once what failed a moment ago.
      const other = practiceCore(world, db, tenant);
      await runNow(other);
      await other.close();
      expect(await stateOf("invoices", theirs.id)).toMatchObject({ State: "Posted" });
      expect(await stateOf("payments", unpaid.id)).toMatchObject({ State: "Posted" });
    } finally {
      await core.close();
      await world.close();
    }
  });
  // What is decided here is the flow's, and the same on both engines.
}, ["PostgreSQL"]);
