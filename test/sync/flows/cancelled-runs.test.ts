/** A run that somebody cancels, over real HTTP: what was sent stands, nothing new is sent by itself, and the next sync posts the rest once. */
import type { SyncCore } from "../../../src/sync/core";
import { aTenant, describeOnEachEngine } from "../../support/database";
import { aLinkedCustomer, mapEverything, practiceWithoutDocuments, runNow } from "./posting-bench";
import { practiceCore, pull, somebody, working, type Practice } from "./practice-core";

const documents = 30;
const soon = () => new Promise((resolve) => setTimeout(resolve, 20));

describeOnEachEngine("a run that is cancelled", (on) => {
  let world: Practice;
  let core: SyncCore;
  beforeEach(async () => {
    world = await practiceWithoutDocuments();
    core = practiceCore(world, on().db, aTenant(), { posting: { ...world.posting, sweepEvery: 10 } });
    await mapEverything(core, world);
  });
  afterEach(async () => {
    await core.close();
    await world.close();
  });

  const customer = () => aLinkedCustomer(world);
  const addInvoice = () => world.sandbox.edit.addInvoice({ customerId: customer().customerId, subCompany: customer().subCompany, lines: [{ net: "10.00" }] });
  const books = () => {
    const found = world.sandbox.books().find((one) => one.company === customer().company.name);
    if (!found) throw new Error("The sandbox has no books of the customer's company.");
    return found;
  };
  const posted = () => books().posted.length;
  const newestRun = async () => (await core.runs(1))[0];

  /** A run of 30 invoices, cancelled when Sage has some, and ended. Returns how many it has then. */
  const cancelHalfway = async () => {
    for (let n = 0; n < documents; n += 1) addInvoice();
    world.sandbox.faults.slowPostingsMs = 50;
    const begun = await core.run({}, somebody);
    if (!begun.ok) throw new Error(begun.failure.cause);
    while (posted() < 4) await soon();
    const cancelled = await core.cancelRun(begun.value.id, { id: "u2", name: "Ben Okafor" });
    expect(cancelled).toMatchObject({ ok: true, value: { state: "failed", failure: { code: "cancelled", cause: "The sync was cancelled by Ben Okafor." } } });
    // What was being sent when it was cancelled arrives and is recorded: the run's last word counts all that Sage has.
    while ((await newestRun())?.counts.posted !== posted()) await soon();
    world.sandbox.faults.slowPostingsMs = 0;
    return { id: begun.value.id, sent: posted() };
  };

  it("ends with what was being sent, sends nothing more between runs, and the next sync posts the rest once", async () => {
    const { sent } = await cancelHalfway();
    expect(sent).toBeLessThan(documents);
    await working(core, async () => {
      // Each sweep ends with a look at what is due: many of them fit in here.
      await new Promise((resolve) => setTimeout(resolve, 400));
    });
    expect(posted()).toBe(sent);
    const states = (await pull(core, "invoices")).rows.map(({ cells }) => cells["State"]);
    expect([states.filter((state) => state === "Posted").length, states.filter((state) => state === "Waiting").length]).toEqual([sent, documents - sent]);
    const [waiting] = (await pull(core, "invoices", { state: "Waiting" })).rows;
    expect(waiting?.cells["Last Error"]).toBe("The sync was cancelled by Ben Okafor. What was sent stands. What was not goes with the next sync.");
    expect((await runNow(core)).counts.posted).toBe(documents - sent);
    expect(posted()).toBe(documents);
    expect(books().duplicates).toEqual([]);
    expect(books().differences).toEqual([]);
    expect((await pull(core, "error-queue")).rows).toEqual([]);
  });

  it("cancelled while The Layer was read, leaves what was read as it is: what is in doubt is looked up between runs, and nothing is planned beside that", async () => {
    addInvoice();
    world.sandbox.faults.dropPostingAnswerRate = 1;
    await runNow(core);
    world.sandbox.faults.dropPostingAnswerRate = 0;
    for (let n = 0; n < documents; n += 1) addInvoice();
    world.sandbox.faults.slowMs = 100;
    const begun = await core.run({}, somebody);
    if (!begun.ok) throw new Error(begun.failure.cause);
    const states = async () => (await core.documentCounts()).counts.reduce((sum, one) => ({ inDoubt: sum.inDoubt + one.inDoubt, posting: sum.posting + one.posting, waiting: sum.waiting + one.waiting }), { inDoubt: 0, posting: 0, waiting: 0 });
    while ((await states()).waiting < documents) await soon();
    await core.cancelRun(begun.value.id, somebody);
    world.sandbox.faults.slowMs = 0;
    expect(await states()).toEqual({ inDoubt: 1, posting: 0, waiting: documents });
    await working(core, async () => {
      while ((await states()).inDoubt > 0) await soon();
    });
    expect(await states()).toEqual({ inDoubt: 0, posting: 0, waiting: documents });
    await runNow(core);
    expect(posted()).toBe(documents + 1);
    expect(books().duplicates).toEqual([]);
  });

  it("lets another begin at once, which goes on where it stopped", async () => {
    for (let n = 0; n < documents; n += 1) addInvoice();
    const begun = await core.run({}, somebody);
    if (!begun.ok) throw new Error(begun.failure.cause);
    await core.cancelRun(begun.value.id, somebody);
    await runNow(core);
    expect(posted()).toBe(documents);
    expect(books().duplicates).toEqual([]);
  });

  it("is in the audit, once, whoever else cancels it; a run that is over is answered as it ended, and one that never was is not found", async () => {
    const { id } = await cancelHalfway();
    expect(await core.cancelRun(id, somebody)).toMatchObject({ ok: true, value: { failure: { cause: "The sync was cancelled by Ben Okafor." } } });
    const { entries } = await core.audit({ limit: 100 });
    expect(entries.filter(({ what }) => what === "Cancelled a sync")).toMatchObject([{ who: "Ben Okafor", key: "Every company" }]);
    const done = await runNow(core);
    expect(await core.cancelRun(done.id, somebody)).toMatchObject({ ok: true, value: { state: "done", failure: null } });
    expect(await core.cancelRun("run-of-nobody", somebody)).toMatchObject({ ok: false, failure: { code: "not-found" } });
  });
});
