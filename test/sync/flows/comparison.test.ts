/** What was posted beside Sage's ledger, over real HTTP: whatever a person or a fault did there is found, named and, once mended, resolved. */
import { isComparisonDue } from "../../../src/sync/flows/documents/unattended";
import { wasCompared } from "../../../src/sync/store/runs";
import { aTenant, describeOnEachEngine } from "../../support/database";
import { passTime } from "../store/passing-time";
import { retried, runNow } from "./posting-bench";
import { pull } from "./practice-core";
import { receiptBench, type ReceiptBench } from "./receipts/receipt-bench";

const anHour = 60 * 60 * 1000;

describeOnEachEngine("comparing with Sage's ledger", (on) => {
  let bench: ReceiptBench;
  beforeEach(async () => {
    bench = await receiptBench(on().db, aTenant());
  });
  afterEach(() => bench.close());

  /** An invoice of 120.00, its payment, a credit note and a refund of it, posted an hour ago. */
  const aScene = async () => {
    const invoice = bench.invoice("100.00");
    bench.sandbox.edit.addPayment({ invoiceId: invoice.id, amount: "120.00", method: bench.method, date: "2026-03-10" });
    const creditNote = bench.sandbox.edit.addCreditNote({ invoiceId: invoice.id, lines: [{ net: "10.00" }], date: "2026-03-11" });
    bench.sandbox.edit.addRefund({ creditNoteId: creditNote.id, amount: "12.00", method: bench.method, date: "2026-03-12" });
    await bench.run();
    await passTime(on().db, bench.tenant, anHour);
    return { invoice, urn: bench.postedUrn(invoice.reference) };
  };
  const compare = async () => (await runNow(bench.core, { compare: true })).counts;
  const queue = async () => (await pull(bench.core, "error-queue")).rows.map(({ cells }) => cells);
  const keyOf = (urn: number): string => bench.books().posted.find((one) => one.urn === urn)?.secondReference ?? "";
  /** As a clerk would type the invoice. */
  const typed = (reference: string, secondReference?: string) =>
    bench.sandbox.edit.enterInvoice({
      companyName: bench.company.name,
      accountNumber: bench.account.reference,
      net: "100.00",
      tax: "20.00",
      date: "2026-03-02",
      reference,
      ...(secondReference === undefined ? {} : { secondReference }),
    }).urn;
  /** Paid and moved to Sage's history: it stands in the ledger no more. */
  const takenAway = (urn: number) => {
    const receipt = bench.receipt("120.00");
    bench.allocateInSage({ urn: receipt.urn, amount: "120.00" }, { urn, amount: "120.00" });
    bench.sandbox.edit.archive({ companyName: bench.company.name, urns: [urn, receipt.urn] });
  };

  it("finds every document once as it was posted, sends nothing, and is in the audit", async () => {
    await aScene();
    const before = bench.books().posted.length;
    expect(await compare()).toMatchObject({ compared: 4, differing: 0, posted: 0 });
    expect(bench.books().posted).toHaveLength(before);
    expect(await queue()).toEqual([]);
    expect((await bench.core.audit({ limit: 1 })).entries).toMatchObject([{ what: "Compared with Sage", who: "Priya Nair", to: { Compared: 4, Differing: 0 } }]);
  });

  it("leaves alone what was posted so lately that Sage may not list it yet", async () => {
    bench.invoice("100.00");
    await bench.run();
    expect(await compare()).toMatchObject({ compared: 0, differing: 0 });
  });

  it("an invoice that somebody entered by hand as well is named with who did; archived since, it is resolved", async () => {
    const { invoice, urn } = await aScene();
    const byHand = typed(invoice.reference);
    expect(await compare()).toMatchObject({ compared: 4, differing: 1 });
    expect(await queue()).toMatchObject([
      {
        Type: "Invoice",
        "Layer Reference": invoice.reference,
        Operation: "Compare with Sage",
        State: "Open",
        Cause: `Invoice ${invoice.reference} of 120.00 stands in ${bench.company.name} as URN ${urn}, which Tieout posted, and was entered without Tieout as URN ${byHand} by k.marsh.`,
      },
    ]);
    takenAway(byHand);
    expect(await compare()).toMatchObject({ differing: 0 });
    expect((await queue()).map((cells) => cells["State"])).toEqual(["Resolved"]);
  });

  it("an invoice that stands twice under one key is found, and a retry of it compares again and posts nothing", async () => {
    const { invoice, urn } = await aScene();
    const second = typed(invoice.reference, keyOf(urn));
    await compare();
    const [group, ...others] = (await bench.core.errorGroups()).groups;
    expect(others).toEqual([]);
    expect(group).toMatchObject({ what: "1 invoice", cause: expect.stringContaining(`2 times under Tieout's key: as URN ${urn}, and as URN ${second}`) as string, onRetry: expect.stringMatching(/^Nothing is sent/) as string });
    const before = bench.books().posted.length;
    expect(await retried(bench.core, { what: "group", group: group?.id ?? "" })).toMatchObject({ trigger: "comparison", counts: { compared: 4, differing: 1 } });
    takenAway(second);
    expect(await retried(bench.core, { what: "all" })).toMatchObject({ trigger: "comparison", counts: { differing: 0 } });
    // What the clerk entered to pay it, and no more.
    expect(bench.books().posted).toHaveLength(before + 1);
    expect((await bench.core.errorGroups()).open).toBe(0);
  });

  it("an invoice that is gone before anybody saw it in the ledger is missing; one that was seen there and archived since is not", async () => {
    const seen = await aScene();
    await compare();
    takenAway(seen.urn);
    const unseen = bench.invoice("100.00");
    await bench.run();
    await passTime(on().db, bench.tenant, anHour);
    const urn = bench.postedUrn(unseen.reference);
    const key = keyOf(urn);
    takenAway(urn);
    expect(await compare()).toMatchObject({ compared: 5, differing: 1 });
    expect(await queue()).toMatchObject([
      { "Layer Reference": unseen.reference, Cause: `Invoice ${unseen.reference} of 120.00, dated 2 Mar 2026, was posted to ${bench.company.name} as URN ${urn}, and Sage no longer lists it.`, "What To Do": expect.stringContaining(`second reference ${key}`) as string },
    ]);
    // The cure that it names: entered by hand under its key.
    typed(unseen.reference, key);
    expect(await compare()).toMatchObject({ differing: 0 });
    expect((await queue()).map((cells) => cells["State"])).toEqual(["Resolved"]);
  });

  it("what bears a key of ours and is not known here is found, as after a restored database", async () => {
    await aScene();
    const urn = typed("INV-77", "TI-0123456789ABCDEFG");
    await compare();
    expect(await queue()).toMatchObject([
      { Type: "Invoice", "Layer Reference": "INV-77", "Sage Company": bench.company.name, Cause: `${bench.company.name} has an invoice INV-77 of 120.00, dated 2 Mar 2026, as URN ${urn} under Tieout's key TI-0123456789ABCDEFG, and Tieout's records have no such posting.` },
    ]);
  });

  it("a company whose ledger cannot be read is left out: what was found there stands, and the run says so", async () => {
    const { invoice } = await aScene();
    typed(invoice.reference);
    await compare();
    bench.sandbox.faults.emptyListEvery = 1;
    const begun = await bench.core.run({ compare: true }, { id: "u1", name: "Priya Nair" });
    expect(begun.ok).toBe(true);
    let run = (await bench.core.runs(1))[0];
    while (run?.state === "running") {
      await new Promise((resolve) => setTimeout(resolve, 20));
      run = (await bench.core.runs(1))[0];
    }
    expect(run).toMatchObject({ state: "done", counts: { compared: 0, differing: 0 }, failure: { cause: expect.stringContaining("They were left out; the others were compared.") as string } });
    expect((await queue()).map((cells) => cells["State"])).toEqual(["Open"]);
  });

  it("is due once a night, where something was posted before it", async () => {
    const due = (at: string) => isComparisonDue({ db: on().db, tenant: bench.tenant }, new Date(at));
    const tomorrow = (hour: string) => `${new Date(Date.now() + 24 * anHour).toISOString().slice(0, 10)}T${hour}:00:00.000Z`;
    expect(await due(tomorrow("03"))).toBe(false);
    await aScene();
    expect(await due(tomorrow("03"))).toBe(true);
    const wasComparedNow = () => on().db.read((handle) => wasCompared(handle, bench.tenant, new Date(Date.now() - anHour).toISOString()));
    await runNow(bench.core, { compare: true, company: bench.company.name });
    expect(await wasComparedNow()).toBe(false);
    await compare();
    expect(await wasComparedNow()).toBe(true);
    // Compared today, and not in the night that follows.
    expect(await due(new Date().toISOString())).toBe(false);
    expect(await due(tomorrow("03"))).toBe(true);
  });

  it("a comparison and a sync exclude each other, and each is named for what it is", async () => {
    await aScene();
    const [comparison, sync] = await Promise.all([bench.core.run({ compare: true }, { id: "u1", name: "Priya Nair" }), bench.core.run({}, { id: "u2", name: "Sam Okoro" })]);
    expect([comparison, sync].filter((one) => one.ok)).toHaveLength(1);
    const refused = [comparison, sync].find((one) => !one.ok);
    expect(refused).toMatchObject({ failure: { code: "run-under-way", cause: expect.stringMatching(/^(Priya Nair began a comparison with Sage|Sam Okoro began a sync) at /) as string } });
  });
});
