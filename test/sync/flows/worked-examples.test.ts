/** The worked examples of posting, one after another as an accountant would check them, over real HTTP. */
import type { SyncCore } from "../../../src/sync/core";
import { aTenant, describeOnEachEngine } from "../../support/database";
import { push, pushed, pull, unlinkedCustomers, type Practice } from "./practice-core";
import { aLinkedCustomer, aStranger, mapEverything, postingCore, practiceWithoutDocuments, retried, runNow } from "./posting-bench";

describeOnEachEngine("worked examples", (on) => {
  let world: Practice;
  let core: SyncCore;
  let tenant: string;
  /** What was read a moment ago is not read again for a run. */
  const forgetReadings = () => on().db.transaction("forget", (tx) => tx.updateTable("freshness").set({ read_at: "2026-01-01T00:00:00.000Z" }).where("tenant", "=", tenant).execute());
  beforeEach(async () => {
    world = await practiceWithoutDocuments();
    tenant = aTenant();
    core = postingCore(world, on().db, tenant);
    await mapEverything(core, world);
  });
  afterEach(async () => {
    await core.close();
    await world.close();
  });

  const posted = (company: string) => world.sandbox.books().find((books) => books.company === company)?.posted ?? [];
  const balanceOf = (company: string, sageCustomerId: number) => posted(company).filter((one) => one.customerId === sageCustomerId).reduce((sum, one) => sum + one.gross, 0);
  const invoiceOf = (customer: { customerId: string; subCompany: string }, net = "100.00", status: "draft" | "finalised" = "finalised") =>
    world.sandbox.edit.addInvoice({ customerId: customer.customerId, subCompany: customer.subCompany, status, lines: [{ net }], date: "2026-03-02" });
  const stateOf = async (sheet: "invoices" | "payments" | "credit-notes" | "refunds", id: string) => (await pull(core, sheet)).rows.find((row) => row.key === id)?.cells;

  it("1: the first order brings a customer to Sage with its fields and its contacts; contacts added later never go", async () => {
    const stranger = aStranger(world);
    const subCompany = aLinkedCustomer(world).subCompany;
    const { company } = aLinkedCustomer(world);
    world.sandbox.edit.addOrder({ customerId: stranger.id, subCompany });
    await runNow(core);
    const [waiting] = await core.newCustomers();
    if (waiting) {
      const decided = await core.decideNewCustomer({ customerId: waiting.customerId, companyRef: waiting.companyRef, choice: { kind: "create" } }, { id: "u1", name: "Priya Nair" });
      if (!decided.ok) throw new Error(decided.failure.cause);
      await runNow(core).catch(() => undefined);
    }
    const link = world.sandbox.data.links().find((one) => one.customerId === stranger.id && one.sageCompanyName === company.name);
    expect(link?.synced).toBe(true);
    const account = world.sandbox.data.account(company.name, link?.sageAccountNumber ?? "");
    expect(account).toMatchObject({ name: stranger.name, vatNumber: stranger.vatNumber });
    expect((await core.audit({ key: stranger.id, limit: 10 })).entries.map((entry) => entry.what)).toContain("Created in Sage");
    expect(posted(company.name)).toEqual([]);

    const sageContacts = async (contacts: typeof stranger.contacts) => {
      const at = { name: company.name, siteId: company.siteId, siteName: company.siteName, companyId: String(company.companyId) };
      const found = await world.posting.customers.contactIds(at, link?.sageCustomerId ?? "", contacts);
      if (!found.ok) throw new Error(found.failure.cause);
      return found.value.map(({ contactId }) => contactId);
    };
    expect(await sageContacts(stranger.contacts)).toEqual(stranger.contacts.map(({ id }) => id));
    const later = world.sandbox.edit.addContact(stranger.id, { firstName: "Zuleika", lastName: "Quennell", email: "zuleika@example.com" });
    world.sandbox.edit.changeCustomer(stranger.id, { website: "www.after-the-first-sync.example" });
    await forgetReadings();
    await runNow(core, { customer: stranger.id });
    expect(world.sandbox.calls.list("sage200").some(({ method, url, status }) => method === "PUT" && url === `/customers/${link?.sageCustomerId ?? ""}` && status === 200)).toBe(true);
    expect(later.contacts).toHaveLength(stranger.contacts.length + 1);
    expect(await sageContacts(later.contacts)).toEqual(stranger.contacts.map(({ id }) => id));
  });

  it("2: a draft leaves Sage alone; finalised, it is there once with its total", async () => {
    const customer = aLinkedCustomer(world);
    const invoice = invoiceOf(customer, "100.00", "draft");
    await runNow(core);
    expect(posted(customer.company.name)).toEqual([]);
    world.sandbox.edit.finaliseInvoice(invoice.id, "2026-03-02");
    await runNow(core);
    expect(posted(customer.company.name)).toMatchObject([{ gross: 12_000, date: "2026-03-02", reference: invoice.reference }]);
    expect(balanceOf(customer.company.name, customer.account.id)).toBe(12_000);
    expect(await stateOf("invoices", invoice.id)).toMatchObject({ State: "Posted", Reconciled: "Yes" });
    expect(world.sandbox.data.documents.reconciliation("invoices", invoice.id)).toMatchObject({ reconciled: true });
    await runNow(core);
    expect(posted(customer.company.name)).toHaveLength(1);
  });

  it("3 and 6: a payment is an unallocated receipt in the method's bank; a credit note and its refund leave the balance as it was", async () => {
    const customer = aLinkedCustomer(world);
    const invoice = invoiceOf(customer);
    const method = world.sandbox.data.paymentMethods[0]?.name ?? "";
    const payment = world.sandbox.edit.addPayment({ invoiceId: invoice.id, amount: "70.00", method, date: "2026-03-20" });
    await runNow(core);
    const bank = world.sandbox.data.banks(customer.company.name).find((one) => one.status === "active")?.code;
    expect(posted(customer.company.name).find((one) => one.gross === -7_000)).toMatchObject({ outstanding: -7_000, bankCode: bank, date: "2026-03-20", reference: invoice.reference });
    expect(balanceOf(customer.company.name, customer.account.id)).toBe(5_000);

    const note = world.sandbox.edit.addCreditNote({ invoiceId: invoice.id, paymentId: payment.id, lines: [{ net: "58.33", tax: "11.67" }], date: "2026-03-21" });
    const refund = world.sandbox.edit.addRefund({ creditNoteId: note.id, amount: "70.00", method, date: "2026-03-22" });
    await runNow(core);
    expect(balanceOf(customer.company.name, customer.account.id)).toBe(5_000);
    expect(await stateOf("refunds", refund.id)).toMatchObject({ State: "Posted" });
  });

  it("7: a method without a bank code fails by name; mapped and retried, there is exactly one receipt and the error is resolved", async () => {
    const customer = aLinkedCustomer(world);
    const invoice = invoiceOf(customer);
    const method = world.sandbox.data.paymentMethods[0]?.name ?? "";
    const row = { PaymentMethod: method, Enabled: "No", "Acc - Code": null, SageCompanyName: customer.company.name };
    await push(core, "payment-methods", pushed("payment-methods", [row], 1));
    const payment = world.sandbox.edit.addPayment({ invoiceId: invoice.id, amount: "70.00", method });
    await runNow(core);
    expect(await stateOf("payments", payment.id)).toMatchObject({ State: "Failed", "Last Error": expect.stringContaining(method) as string });
    const { groups, open } = await core.errorGroups();
    expect(open).toBe(1);
    expect(groups[0]).toMatchObject({ what: "1 payment", fixAt: { sheet: "payment-methods", value: method } });

    await push(core, "payment-methods", pushed("payment-methods", [{ ...row, Enabled: "Yes", "Acc - Code": world.sandbox.data.banks(customer.company.name).find((bank) => bank.status === "active")?.code ?? "" }], 2));
    await retried(core, { what: "group", group: groups[0]?.id ?? "" });
    expect(posted(customer.company.name).filter((one) => one.gross === -7_000)).toHaveLength(1);
    expect((await core.errorGroups()).open).toBe(0);
    expect((await pull(core, "error-queue")).rows.map((entry) => entry.cells["State"])).toEqual(["Resolved"]);
  });

  it("9: a customer linked by upload keeps its account: its documents go there and no account is made", async () => {
    const [unlinked] = unlinkedCustomers(world.sandbox);
    const subCompany = world.sandbox.data.subCompanies.find(({ name }) => unlinked?.company.name.startsWith(name));
    if (!unlinked || !subCompany) throw new Error("The sandbox has no unlinked customer of such a company.");
    const before = world.sandbox.data.accounts(unlinked.company.name).length;
    await push(core, "customer-links", pushed("customer-links", [{ CustomerId: unlinked.customer.id, SageCompanyName: unlinked.company.name, SageSiteId: unlinked.company.siteId, SageAccountNumber: unlinked.account.reference, SageCustomerId: null }]));
    invoiceOf({ customerId: unlinked.customer.id, subCompany: subCompany.name });
    await runNow(core);
    expect(posted(unlinked.company.name)).toMatchObject([{ customerId: unlinked.account.id, gross: 12_000 }]);
    expect(world.sandbox.data.accounts(unlinked.company.name)).toHaveLength(before);
  });

  it("a sync of one company leaves the documents of another as they are", async () => {
    const customer = aLinkedCustomer(world);
    const invoice = invoiceOf(customer);
    const other = world.sandbox.data.companies.find(({ name }) => name !== customer.company.name)?.name ?? "";
    await runNow(core, { company: other });
    expect(posted(customer.company.name)).toEqual([]);
    expect((await core.errorGroups()).open).toBe(0);
    await runNow(core, { company: customer.company.name });
    expect(posted(customer.company.name)).toMatchObject([{ reference: invoice.reference }]);
  });

  it("10: two sub-companies of one Sage company share the customer's account", async () => {
    const customer = aLinkedCustomer(world);
    const other = world.sandbox.data.subCompanies.find(({ name }) => name !== customer.subCompany)?.name ?? "";
    await push(core, "sub-companies", pushed("sub-companies", [{ SubCompany: other, SageCompanyName: customer.company.name, SageSiteId: customer.company.siteId }], 1));
    invoiceOf(customer);
    invoiceOf({ ...customer, subCompany: other });
    await runNow(core);
    expect(posted(customer.company.name).map((one) => one.customerId)).toEqual([customer.account.id, customer.account.id]);
  });
});
