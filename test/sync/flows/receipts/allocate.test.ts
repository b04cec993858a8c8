/** Allocating in Sage from Excel, suggestions, what is remembered of them, and the bar: over real HTTP. */
import { sql } from "kysely";
import type { AllocateLine } from "../../../../src/sync/contract";
import { aTenant, describeOnEachEngine } from "../../../support/database";
import { collect, never, practiceCore, somebody } from "../practice-core";
import { receiptBench, type ReceiptBench } from "./receipt-bench";

describeOnEachEngine("allocations from Excel", (on) => {
  let bench: ReceiptBench;
  beforeEach(async () => {
    bench = await receiptBench(on().db, aTenant());
  });
  afterEach(() => bench.close());

  const companyRef = async () => (await bench.core.matchBars()).find(({ company }) => company === bench.company.name)?.companyRef ?? "";
  const idOf = (urn: number): string => String(bench.books().posted.find((one) => one.urn === urn)?.id ?? "");
  const outcomes = (lines: readonly AllocateLine[]) => lines.flatMap((line) => (line.type === "allocation" ? [line.outcome] : []));
  const fromSage = () => bench.layerPayments().filter((one) => "origin" in one && one.origin === "sage");
  /** An invoice of 120.00, posted, and a receipt in Sage of as much as said. */
  const aScene = async (amount = "120.00", reference?: string) => {
    const invoice = bench.invoice("100.00");
    await bench.run();
    const receipt = bench.receipt(amount, { reference: reference ?? invoice.reference });
    await bench.rows();
    const invoiceUrn = bench.postedUrn(invoice.reference);
    return { invoice, receipt, invoiceUrn, pair: (pence: string) => ({ creditId: String(receipt.id), debitId: idOf(invoiceUrn), amount: pence }) };
  };

  it("allocates once in Sage, and records what comes of it in The Layer in the same go", async () => {
    const { invoice, receipt, invoiceUrn, pair } = await aScene();
    const lines = await bench.allocate([pair("120.00")], { thenSync: true });
    expect(lines).toMatchObject([
      { type: "allocation", nth: 0, outcome: "allocated", message: expect.stringContaining(`Allocated 120.00 of ${invoice.reference} to ${invoice.reference}`) as string },
      { type: "result", outcome: "synced", state: "Synced" },
    ]);
    expect(bench.books().allocations).toMatchObject([{ members: [{ urn: invoiceUrn, value: 12_000 }, { urn: receipt.urn, value: -12_000 }] }]);
    expect(fromSage()).toMatchObject([{ invoiceId: invoice.id, amount: "120.00" }]);
    expect(bench.outstanding(invoice.id)).toBe("0.00");
    expect((await bench.rows()).filter((row) => row.sageInvoice === invoice.reference)).toMatchObject([{ state: "Synced" }]);
  });

  it("a double click allocates once, also of a part and in another process; the same again later is there already", async () => {
    const { pair } = await aScene();
    const other = practiceCore(bench.world, on().other, bench.tenant);
    const clicks = (await Promise.all([bench.allocate([pair("30.00")]), bench.allocate([pair("30.00")]), bench.allocate([pair("30.00")], { by: other })])).flatMap(outcomes);
    expect(clicks.sort()).toEqual(["allocated", "already", "already"]);
    expect(outcomes(await bench.allocate([pair("30.00")]))).toEqual(["already"]);
    expect(bench.books().allocations).toHaveLength(1);
    await other.close();
  });

  it("what was allocated, and taken back in Sage long after the click, can be allocated again", async () => {
    const { receipt, pair } = await aScene();
    expect(outcomes(await bench.allocate([pair("120.00")], { thenSync: false }))).toEqual(["allocated"]);
    bench.world.sandbox.edit.deallocate({ companyName: bench.company.name, urn: receipt.urn });
    await on().db.transaction("age the click", (tx) => sql`update posting set intent = jsonb_set(intent, '{at}', '0') where tenant = ${bench.tenant} and kind = 'allocation'`.execute(tx));
    expect(outcomes(await bench.allocate([pair("120.00")], { thenSync: false }))).toEqual(["allocated"]);
    expect(bench.books().allocations).toMatchObject([{ members: [{ value: 12_000 }, { value: -12_000 }] }]);
  });

  it("what stays open is said, as Sage lets nothing be written off from outside", async () => {
    const { invoice, pair } = await aScene("118.50");
    expect(await bench.allocate([pair("118.50")])).toMatchObject([{ outcome: "allocated", message: expect.stringContaining(`1.50 stays open on ${invoice.reference}`) as string }]);
  });

  it("an answer that is lost after Sage allocated is found by what moved: once", async () => {
    const { pair } = await aScene();
    Object.assign(bench.sandbox.faults, { failAfterCommitEvery: 1, failAfterCommitAs: 504 });
    expect(outcomes(await bench.allocate([pair("120.00")]))).toEqual(["allocated"]);
    expect(bench.books().allocations).toHaveLength(1);
  });

  it("a failure before Sage allocated is found not to have moved anything, and sent again", async () => {
    const { pair } = await aScene();
    Object.assign(bench.sandbox.faults, { failBeforeCommitEvery: 2 });
    await bench.allocate([pair("60.00")]);
    expect(outcomes(await bench.allocate([pair("50.00")]))).toEqual(["allocated"]);
    expect(bench.books().allocations).toHaveLength(2);
  });

  it("refused with cause and cure, and nothing sent: too much, another account, gone; the good one of the request goes through", async () => {
    const { receipt, pair } = await aScene();
    const stranger = bench.sandbox.data.accounts(bench.company.name).find((one) => one.status === "active" && one.id !== bench.account.id);
    const elsewhere = bench.sandbox.edit.enterInvoice({ companyName: bench.company.name, accountNumber: stranger?.reference ?? "", net: "10.00" });
    await bench.sync(["nothing"]);
    const ref = await companyRef();
    const lines = await collect(
      bench.core.allocate(
        {
          allocations: [
            { companyRef: ref, sageCustomerId: String(bench.account.id), pairs: [pair("120.01")] },
            { companyRef: ref, sageCustomerId: String(bench.account.id), pairs: [{ creditId: String(receipt.id), debitId: String(elsewhere.id), amount: "10.00" }] },
            { companyRef: "no/where", sageCustomerId: String(bench.account.id), pairs: [pair("1.00")] },
            { companyRef: ref, sageCustomerId: String(bench.account.id), pairs: [pair("20.00")] },
          ],
          thenSync: false,
        },
        somebody,
        never,
      ),
    );
    const byNth = new Map(lines.flatMap((line) => (line.type === "allocation" ? [[line.nth, line] as const] : [])));
    expect([0, 1, 2, 3].map((nth) => byNth.get(nth)?.outcome)).toEqual(["refused", "refused", "refused", "allocated"]);
    expect(byNth.get(0)?.message).toMatch(/120\.00 outstanding in Sage, and 120\.01/);
    expect(byNth.get(1)?.message).toMatch(/another account/);
    expect(bench.books().allocations).toHaveLength(1);
  });

  it("allocations of the same invoice in one request go one after the other, each by what the one before left", async () => {
    const { invoiceUrn, pair } = await aScene("70.00", "A");
    const second = bench.receipt("70.00", { reference: "B" });
    const lines = await bench.allocate([pair("70.00")]);
    expect(outcomes(lines)).toEqual(["allocated"]);
    const ref = await companyRef();
    const of = (amount: string) => ({ companyRef: ref, sageCustomerId: String(bench.account.id), pairs: [{ creditId: String(second.id), debitId: idOf(invoiceUrn), amount }] });
    const answers = await collect(bench.core.allocate({ allocations: [of("40.00"), of("20.00")], thenSync: false }, somebody, never));
    expect(outcomes(answers)).toEqual(["allocated", "refused"]);
  });

  it("Sage's refusal stands in the Error Queue as a receipt's, and a retry after the cure resolves it", async () => {
    const { pair } = await aScene();
    Object.assign(bench.sandbox.faults, { refusePostings: 400 });
    expect(outcomes(await bench.allocate([pair("120.00")]))).toEqual(["refused"]);
    Object.assign(bench.sandbox.faults, { refusePostings: false });
    const { groups } = await bench.core.errorGroups();
    expect(groups).toMatchObject([{ what: "1 receipt" }]);
    const retried = await bench.core.retry({ what: "group", group: groups[0]?.id ?? "" }, somebody);
    expect(retried.ok && retried.value.retried).toBe(1);
    for (let tries = 0; tries < 100 && (await bench.core.errorGroups()).open > 0; tries += 1) await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await bench.core.errorGroups()).open).toBe(0);
    expect(bench.books().allocations).toHaveLength(1);
  });

  const suggested = async () => {
    const page = await bench.core.suggestions({ company: bench.company.name, limit: 50 });
    if (!page.ok) throw new Error(page.failure.cause);
    return page.value;
  };
  const suggestionOf = async (receiptId: number) => (await suggested()).suggestions.find((one) => one.receipts.some(({ id }) => id === String(receiptId)));

  it("a receipt that names its invoice and pays it exactly is suggested with reasons; accepted, it is remembered and counts for the bar", async () => {
    const { invoice, receipt, pair } = await aScene();
    const suggestion = await suggestionOf(receipt.id);
    if (suggestion?.outcome.kind !== "suggested") throw new Error(`Not suggested: ${JSON.stringify(suggestion?.outcome)}`);
    const { best } = suggestion.outcome;
    expect(best.pairs).toEqual([pair("120.00")]);
    expect(best.reasons.join(" ")).toContain(invoice.reference);
    expect(suggestion.outcome.aboveBar).toBe(false);
    expect(await suggestionOf(receipt.id)).toEqual(suggestion);
    await collect(
      bench.core.allocate(
        { allocations: [{ companyRef: suggestion.companyRef, sageCustomerId: suggestion.sageCustomerId, pairs: best.pairs, decided: { suggestionId: suggestion.id, as: "accepted", score: best.score } }], thenSync: false },
        somebody,
        never,
      ),
    );
    const record = (await bench.core.matchBars()).find(({ company }) => company === bench.company.name)?.record;
    expect(record?.find(({ bar }) => bar === 0.9)).toEqual({ bar: 0.9, decided: best.score >= 0.9 ? 1 : 0, right: best.score >= 0.9 ? 1 : 0 });
    expect(await suggestionOf(receipt.id)).toBeUndefined();
  });

  it("a rejected suggestion is remembered: it lowers the record, and no bar applies it", async () => {
    const { receipt } = await aScene();
    const before = await suggestionOf(receipt.id);
    if (before?.outcome.kind !== "suggested") throw new Error("Not suggested.");
    const { best } = before.outcome;
    const rejected = await bench.core.rejectSuggestion({ companyRef: before.companyRef, suggestionId: before.id, sageCustomerId: before.sageCustomerId, receiptIds: before.receipts.map(({ id }) => id), score: best.score, pairs: best.pairs }, somebody);
    expect(rejected.ok).toBe(true);
    const record = (await bench.core.matchBars()).find(({ company }) => company === bench.company.name)?.record;
    expect(record?.find(({ bar }) => bar === 0.9)).toEqual({ bar: 0.9, decided: best.score >= 0.9 ? 1 : 0, right: 0 });
    await bench.core.changeMatchBar({ companyRef: before.companyRef, bar: 0.5 }, somebody);
    expect((await suggestionOf(receipt.id))?.outcome).not.toMatchObject({ aboveBar: true });
    const stop = new AbortController();
    const work = bench.core.work(stop.signal);
    await bench.rows();
    await new Promise((resolve) => setTimeout(resolve, 500));
    stop.abort();
    await work;
    expect(bench.books().allocations).toEqual([]);
  });

  it("without a bar nothing is applied; with one, what scores it is, by Tieout", async () => {
    const { receipt, invoice } = await aScene();
    const suggestion = await suggestionOf(receipt.id);
    if (suggestion?.outcome.kind !== "suggested") throw new Error("Not suggested.");
    const stop = new AbortController();
    const work = bench.core.work(stop.signal);
    const settled = async () => {
      for (let tries = 0; tries < 60 && bench.books().allocations.length === 0; tries += 1) await new Promise((resolve) => setTimeout(resolve, 50));
    };
    await bench.rows();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(bench.books().allocations).toEqual([]);
    const bar = Math.max(0.5, Math.min(0.95, suggestion.outcome.best.score));
    const changed = await bench.core.changeMatchBar({ companyRef: suggestion.companyRef, bar }, somebody);
    expect(changed.ok && changed.value.bar).toBe(bar);
    expect((await suggestionOf(receipt.id))?.outcome).toMatchObject({ aboveBar: true });
    await bench.rows();
    await settled();
    stop.abort();
    await work;
    expect(bench.books().allocations).toHaveLength(1);
    const { entries } = await bench.core.audit({ limit: 50 });
    expect(entries.find(({ what }) => what === "Asked Sage to allocate")).toMatchObject({ who: "Tieout" });
    expect(entries.find(({ what }) => what === "Changed a setting")).toMatchObject({ who: "Priya Nair", to: { matchBar: bar } });
    expect(bench.outstanding(invoice.id)).toBe("0.00");
  });
});
