/** A database that was lost after documents were posted, over real HTTP: a new one meets them in Sage and sends none of them again. */
import type { SyncCore } from "../../../src/sync/core";
import { documentPostingKey } from "../../../src/sync/flows/documents/plan-document";
import { failed, failure } from "../../../src/sync/model/failure";
import type { Database } from "../../../src/sync/store";
import { companyRef } from "../../../src/sync/store/keys";
import { aTenant, describeOnEachEngine, openMemoryDatabase } from "../../support/database";
import { aLinkedCustomer, mapEverything, practiceWithoutDocuments, runNow } from "./posting-bench";
import { practiceCore, pull, somebody, type Practice } from "./practice-core";

const soon = () => new Promise((resolve) => setTimeout(resolve, 10));

describeOnEachEngine("after the database was lost", (on) => {
  let world: Practice;
  const cores: SyncCore[] = [];
  const databases: Database[] = [];
  beforeEach(async () => {
    world = await practiceWithoutDocuments();
  });
  afterEach(async () => {
    for (const core of cores.splice(0)) await core.close();
    for (const database of databases.splice(0)) await database.close();
    await world.close();
  });

  const startsWith = async (tenant: string, db = on().db, sage: Practice["sage"] = world.sage): Promise<SyncCore> => {
    const core = practiceCore({ ...world, sage }, db, tenant);
    cores.push(core);
    await mapEverything(core, world);
    return core;
  };
  const customer = () => aLinkedCustomer(world);
  const anInvoice = () => world.sandbox.edit.addInvoice({ customerId: customer().customerId, subCompany: customer().subCompany, lines: [{ net: "100.00" }], date: "2026-03-02" });
  const method = () => world.sandbox.data.paymentMethods[0]?.name ?? "";
  const books = () => {
    const found = world.sandbox.books().find((one) => one.company === customer().company.name);
    if (!found) throw new Error("The sandbox has no books of the customer's company.");
    return found;
  };
  const told = () => (["invoices", "credit-notes", "payments"] as const).flatMap((list) => world.sandbox.data.documents.list(list)).map(({ reconciled }) => reconciled?.sageTransactionId ?? null);

  /** An invoice, its payment and a credit note, which Sage has and The Layer was never told of. */
  const postedAndForgotten = async (tenant: string) => {
    const invoice = anInvoice();
    world.sandbox.edit.addPayment({ invoiceId: invoice.id, amount: "50.00", method: method(), date: "2026-03-10" });
    world.sandbox.edit.addCreditNote({ invoiceId: invoice.id, lines: [{ net: "10.00" }], date: "2026-03-11" });
    const core = await startsWith(tenant);
    world.sandbox.faults.slowPostingsMs = 100;
    const begun = await core.run({}, somebody);
    if (!begun.ok) throw new Error(begun.failure.cause);
    while (books().posted.length < 3) await soon();
    world.sandbox.faults.layerDown = true;
    while ((await core.runs(1))[0]?.state === "running") await soon();
    expect(told()).toEqual([null, null, null]);
    world.sandbox.faults.layerDown = false;
    world.sandbox.faults.slowPostingsMs = 0;
  };

  it("what Sage has under our keys is taken as posted: nothing is sent, and The Layer is told", async () => {
    const tenant = aTenant();
    await postedAndForgotten(tenant);
    const urns = books().posted.map(({ urn }) => String(urn)).sort();
    // The keys are drawn from the tenant and the documents alone, so an empty database comes to the same.
    const empty = await openMemoryDatabase();
    databases.push(empty);
    const core = await startsWith(tenant, empty);
    await runNow(core);
    expect(books().posted).toHaveLength(3);
    expect(books().duplicates).toEqual([]);
    expect(told().sort()).toEqual(urns);
    for (const slug of ["invoices", "credit-notes", "payments"] as const) {
      expect((await pull(core, slug)).rows.map(({ cells }) => cells)).toMatchObject([{ State: "Posted", Reconciled: "Yes" }]);
    }
    expect((await core.errorGroups()).open).toBe(0);
  });

  it("what Sage has under our key otherwise than it would be posted now waits for a person, who is told what is there", async () => {
    const tenant = aTenant();
    const invoice = anInvoice();
    const core = await startsWith(tenant);
    const { urn } = world.sandbox.edit.enterInvoice({
      companyName: customer().company.name,
      accountNumber: customer().account.reference,
      net: "70.00",
      tax: "14.00",
      date: "2026-03-02",
      reference: invoice.reference,
      secondReference: documentPostingKey(tenant, companyRef(customer().company.siteId, String(customer().company.companyId)), { kind: "invoice", id: invoice.id }),
    });
    await runNow(core);
    expect(books().posted).toHaveLength(1);
    expect((await pull(core, "invoices")).rows.map(({ cells }) => cells)).toMatchObject([{ State: "Needs review", "Last Error": expect.stringContaining(`of URN ${urn}, it is of 84.00, not 120.00`) as string }]);
  });

  it("while Sage's ledger cannot be read, documents wait and say so; they are posted once it can", async () => {
    const isDown = { value: true };
    const down = failed(failure("sage-down", "Sage did not answer.", "Try again later."));
    const transactionPages: Practice["sage"]["transactionPages"] = async function* (...asked) {
      if (isDown.value) yield down;
      else yield* world.sage.transactionPages(...asked);
    };
    const core = await startsWith(aTenant(), on().db, { ...world.sage, transactionPages });
    anInvoice();
    await runNow(core);
    expect((await pull(core, "invoices")).rows.map(({ cells }) => cells)).toMatchObject([{ State: "Waiting", "Last Error": `${customer().company.name} could not be read: Sage did not answer. Try again later.` }]);
    expect(books().posted).toEqual([]);
    isDown.value = false;
    // The refresher does not ask again at once what did not answer just now.
    while (books().posted.length === 0) await runNow(core);
    expect(books().posted).toHaveLength(1);
  });
});
