/** Month-end evidence, over real HTTP: every section adds up to its line in the summary. */
import { aTenant, describeOnEachEngine } from "../../../support/database";
import { collect, never, pull } from "../practice-core";
import { receiptBench, type ReceiptBench } from "./receipt-bench";

describeOnEachEngine("reconciliation", (on) => {
  let bench: ReceiptBench;
  beforeEach(async () => {
    bench = await receiptBench(on().db, aTenant());
  });
  afterEach(() => bench.close());

  const lines = async (month: string) =>
    (await pull(bench.core, "reconciliation", { company: bench.company.name, month })).rows.map(({ cells }) => ({
      line: String(cells["Line"]),
      section: String(cells["Section"]),
      says: String(cells["Description"]),
      pence: Math.round(Number(cells["Amount"]) * 100),
      who: cells["Who"],
      when: cells["When"],
    }));
  const sum = (rows: readonly { pence: number }[]) => rows.reduce((total, { pence }) => total + pence, 0);

  it("opening, receipts, allocations and closing agree, synced payments name who made them, and exceptions say why", async () => {
    const invoice = bench.invoice("100.00");
    await bench.run();
    const urn = bench.postedUrn(invoice.reference);
    const earlier = bench.receipt("25.00", { reference: "FEB", date: "2026-02-20" });
    const synced = bench.receipt("50.00", { reference: "ONE", date: "2026-03-05" });
    const noMatch = bench.receipt("60.00", { reference: "TWO", date: "2026-03-06" });
    bench.receipt("10.00", { reference: "THREE", date: "2026-03-07" });
    bench.receipt("99.00", { reference: "APRIL", date: "2026-04-02" });
    const inSage = bench.sandbox.edit.enterInvoice({ companyName: bench.company.name, accountNumber: bench.account.reference, net: "60.00", reference: "SI-1", date: "2026-03-01" });
    const allocate = (date: string, ...of: readonly { urn: number; amount: string }[]) => bench.sandbox.edit.allocate({ companyName: bench.company.name, date, user: "j.doe", lines: of });
    allocate("2026-03-10", { urn: synced.urn, amount: "50.00" }, { urn, amount: "50.00" });
    allocate("2026-03-11", { urn: noMatch.urn, amount: "60.00" }, { urn: inSage.urn, amount: "60.00" });
    allocate("2026-04-03", { urn: earlier.urn, amount: "25.00" }, { urn, amount: "25.00" });
    const ready = (await bench.rows()).find((row) => row.reference === "ONE");
    await bench.sync([ready?.id ?? ""]);

    const march = await lines("2026-03");
    const of = (section: string) => march.filter((line) => line.section === section);
    expect(march.map((line) => line.line)).toEqual(march.map((_, at) => String(at + 1).padStart(6, "0")));
    expect(of("Summary").map(({ pence }) => pence).slice(0, 9)).toEqual([2_500, 12_000, -11_000, 3_500, 0, 11_000, -5_000, 0, 6_000]);
    expect(sum(of("Opening"))).toBe(2_500);
    expect(sum(of("Receipts"))).toBe(12_000);
    expect(sum(of("Allocations"))).toBe(11_000);
    expect(of("Allocations").map(({ who }) => who)).toEqual(["j.doe", "j.doe"]);
    expect(of("Synced payments")).toMatchObject([{ pence: 5_000, who: "Priya Nair", when: expect.stringMatching(/^20\d\d-/) as string }]);
    expect(of("Exceptions")).toMatchObject([{ pence: 6_000, says: expect.stringContaining("No matching invoice") as string }]);
    expect(sum(of("Closing"))).toBe(3_500);
    expect(of("Summary").at(-1)).toMatchObject({ says: "Difference between the accounts and their transactions", pence: 0 });

    const april = await lines("2026-04");
    expect(april.filter((line) => line.section === "Summary").map(({ pence }) => pence).slice(0, 5)).toEqual([3_500, 9_900, -2_500, 10_900, 0]);
  });

  it("what was de-allocated in Sage after it was synced is an exception of its amount, and the month still adds up", async () => {
    const invoice = bench.invoice("100.00");
    await bench.run();
    const urn = bench.postedUrn(invoice.reference);
    const month = new Date().toISOString().slice(0, 7);
    const receipt = bench.receipt("50.00", { reference: "ONE", date: `${month}-01` });
    bench.sandbox.edit.allocate({ companyName: bench.company.name, date: `${month}-01`, user: "j.doe", lines: [{ urn: receipt.urn, amount: "50.00" }, { urn, amount: "50.00" }] });
    await bench.sync((await bench.rows()).map(({ id }) => id));
    bench.sandbox.edit.deallocate({ companyName: bench.company.name, urn: receipt.urn });

    const found = await lines(month);
    const of = (section: string) => found.filter((line) => line.section === section);
    expect(of("Summary").map(({ pence }) => pence).slice(0, 9)).toEqual([0, 5_000, 0, 5_000, 0, 0, 0, 0, 0]);
    expect(of("Summary")).toEqual(expect.arrayContaining([expect.objectContaining({ says: "In The Layer and no longer allocated in Sage, as listed under Exceptions", pence: 5_000 })]));
    expect(of("Exceptions")).toMatchObject([{ pence: 5_000, says: expect.stringContaining("De-allocated after sync") as string }]);
    expect(sum(of("Closing"))).toBe(5_000);
  });

  it.each([
    ["a company", { month: "2026-03" }, "no Sage company was given"],
    ["a month", { company: "Acme" }, "no month was given"],
  ])("without %s it says what to choose", async (_what, query, says) => {
    expect(await collect(bench.core.sheet("reconciliation", query, never))).toMatchObject([{ type: "fault", failure: { code: "bad-request", cause: expect.stringContaining(says) as string } }]);
  });
});
