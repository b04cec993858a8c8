import { subCompanyPlans } from "../../../src/sandbox/data/companies";
import { aTenant, describeOnEachEngine } from "../../support/database";
import { pull, push, pushed, unlinkedCustomers } from "./practice-core";
import { aLinkedCustomer, mapEverything, postingCore, practiceWithoutDocuments, retried, runNow } from "./posting-bench";

describeOnEachEngine("a retry", (on) => {
  it("of many payments that failed for one method posts each once when the method is mapped, and empties the Error Queue to resolved", async () => {
    // A thousand on a server, as at a month's end; the embedded engine shows the same with fewer.
    const many = on().url === null ? 100 : 1_000;
    const world = await practiceWithoutDocuments();
    const core = postingCore(world, on().db, aTenant());
    try {
      await mapEverything(core, world, { without: ["Cheque"] });
      const customer = aLinkedCustomer(world);
      const invoice = world.sandbox.edit.addInvoice({ customerId: customer.customerId, subCompany: customer.subCompany, lines: [{ net: "1000.00" }] });
      for (let n = 0; n < many; n += 1) world.sandbox.edit.addPayment({ invoiceId: invoice.id, amount: "1.20", method: "Cheque" });
      await runNow(core);
      const [group, ...others] = (await core.errorGroups()).groups;
      expect(others).toEqual([]);
      expect(group).toMatchObject({ count: many, what: `${many.toLocaleString("en-GB")} payments`, fixAt: { sheet: "payment-methods", value: "Cheque", company: customer.company.name } });

      const code = world.sandbox.data.banks(customer.company.name).find((bank) => bank.status === "active")?.code ?? "";
      await push(core, "payment-methods", pushed("payment-methods", [{ PaymentMethod: "Cheque", Enabled: "Yes", "Acc - Code": code, SageCompanyName: customer.company.name }]));
      await retried(core, { what: "group", group: group?.id ?? "" });

      const books = world.sandbox.books().find((one) => one.company === customer.company.name);
      expect(books?.posted.filter((one) => one.gross === -120)).toHaveLength(many);
      expect(books?.duplicates).toEqual([]);
      expect(books?.differences).toEqual([]);
      expect((await core.errorGroups()).open).toBe(0);
      const states = (await pull(core, "error-queue")).rows.map((row) => row.cells["State"]);
      expect(states).toHaveLength(many);
      expect(new Set(states)).toEqual(new Set(["Resolved"]));
    } finally {
      await core.close();
      await world.close();
    }
  });

  it("of a document that fails no longer, and now waits for something else, leaves no error that says what is not so", async () => {
    const world = await practiceWithoutDocuments();
    const core = postingCore(world, on().db, aTenant());
    try {
      const [found] = unlinkedCustomers(world.sandbox).flatMap((one) => {
        const plan = subCompanyPlans.find(({ name, booksIn }) => booksIn === one.company.name && world.sandbox.data.subCompanies.some((known) => known.name === name));
        return plan ? [{ ...one, subCompany: plan.name }] : [];
      });
      if (!found) throw new Error("No company with a sub-company has an account that nobody is linked to.");
      world.sandbox.edit.addInvoice({ customerId: found.customer.id, subCompany: found.subCompany, lines: [{ net: "10.00" }] });
      await runNow(core);
      expect((await core.errorGroups()).groups).toMatchObject([{ fixAt: { sheet: "sub-companies", value: found.subCompany } }]);

      await mapEverything(core, world);
      await retried(core, { what: "all" });
      expect(await core.newCustomers()).toMatchObject([{ customerId: found.customer.id, documents: 1 }]);
      expect((await pull(core, "invoices")).rows.map((row) => row.cells)).toMatchObject([{ State: "Waiting", "Last Error": expect.stringMatching(/^Waits for a decision: /) as string }]);
      expect((await core.errorGroups()).open).toBe(0);
      expect((await pull(core, "error-queue")).rows.map((row) => row.cells["State"])).toEqual(["Resolved"]);
    } finally {
      await core.close();
      await world.close();
    }
  });
});
