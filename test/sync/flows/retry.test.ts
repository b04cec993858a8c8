import { aTenant, describeOnEachEngine } from "../../support/database";
import { pull, push, pushed } from "./practice-core";
import { aLinkedCustomer, mapEverything, postingCore, practiceWithoutDocuments, retried, runNow } from "./posting-bench";

describeOnEachEngine("a retry", (on) => {
  it("of 1,000 payments that failed for one method posts each once when the method is mapped, and empties the Error Queue to resolved", async () => {
    const world = await practiceWithoutDocuments();
    const core = postingCore(world, on().db, aTenant());
    try {
      await mapEverything(core, world, { methods: ["Cheque"] });
      const customer = aLinkedCustomer(world);
      const invoice = world.sandbox.edit.addInvoice({ customerId: customer.customerId, subCompany: customer.subCompany, lines: [{ net: "1000.00" }] });
      for (let n = 0; n < 1_000; n += 1) world.sandbox.edit.addPayment({ invoiceId: invoice.id, amount: "1.20", method: "Cheque" });
      await runNow(core);
      const [group, ...others] = (await core.errorGroups()).groups;
      expect(others).toEqual([]);
      expect(group).toMatchObject({ count: 1_000, what: "1,000 payments", fixAt: { sheet: "payment-methods", value: "Cheque", company: customer.company.name } });

      const code = world.sandbox.data.banks(customer.company.name).find((bank) => bank.status === "active")?.code ?? "";
      await push(core, "payment-methods", pushed("payment-methods", [{ PaymentMethod: "Cheque", Enabled: "Yes", "Acc - Code": code, SageCompanyName: customer.company.name }]));
      await retried(core, { what: "group", group: group?.id ?? "" });

      const books = world.sandbox.books().find((one) => one.company === customer.company.name);
      expect(books?.posted.filter((one) => one.gross === -120)).toHaveLength(1_000);
      expect(books?.duplicates).toEqual([]);
      expect(books?.differences).toEqual([]);
      expect((await core.errorGroups()).open).toBe(0);
      const states = (await pull(core, "error-queue")).rows.map((row) => row.cells["State"]);
      expect(states).toHaveLength(1_000);
      expect(new Set(states)).toEqual(new Set(["Resolved"]));
    } finally {
      await core.close();
      await world.close();
    }
  });
});
