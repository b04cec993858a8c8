import { failure } from "../../../src/sync/model/failure";
import { pauseOf } from "../../../src/taskpane/engine/live";
import { aSuggestion, someBalances } from "../../support/scripted-core";
import { startedDesk, type Bench } from "../support/a-desk";
import { gatewayDouble, type GatewayDouble } from "../support/gateway-double";

const working = async (prepare: (gateway: GatewayDouble) => void = () => undefined): Promise<Bench> => {
  const gateway = gatewayDouble();
  prepare(gateway);
  const bench = await startedDesk({ gateway });
  bench.desk.chooseCompany("Acme UK");
  bench.desk.openPanel("receipts");
  await bench.desk.receipts.loadTotals();
  await bench.desk.receipts.open();
  return bench;
};
const threeReady = ({ receipts }: GatewayDouble) => {
  receipts.add("1", "Ready", 100);
  receipts.add("2", "Ready", 250.5);
  receipts.add("3", "Choose a method", 40);
  receipts.add("4", "Unallocated", 75);
};
const stateOf = ({ desk }: Bench) => desk.state.get();
const receiptsOf = (bench: Bench) => stateOf(bench).receipts;
const shown = ({ workbook }: Bench) => workbook.rows("SageTransactions").map((cells) => [cells["Id"], cells["State"], cells["Sync"], cells["Result"]]);
const choose = async ({ desk, workbook }: Bench, ...rows: number[]) => {
  for (const row of rows) workbook.type("SageTransactions", row, "Sync", "Yes");
  await desk.editsSettled();
};
const outcomeOf = (suggestion: ReturnType<typeof aSuggestion>) => {
  if (suggestion.outcome.kind !== "suggested") throw new Error("not suggested");
  return suggestion.outcome.best;
};

describe("the Sage Transactions worksheet", () => {
  test("comes with a drop-down of payment methods, and with the method where the bank has one alone", async () => {
    const bench = await working(threeReady);
    await bench.desk.receipts.pull({ company: "Acme UK" });
    expect(bench.workbook.listOf("SageTransactions", "Payment Method")).toBe("layer-payment-method");
    expect(bench.workbook.list("layer-payment-method")).toEqual(["BACS", "Card"]);
    expect(bench.workbook.rows("SageTransactions").map((cells) => cells["Payment Method"])).toEqual(["BACS", "BACS", null, "BACS"]);
  });

  test("keeps what the user chose when it is pulled anew or refreshed: the rows, and the method that only she knows", async () => {
    const bench = await working(threeReady);
    await bench.desk.receipts.pull({ company: "Acme UK" });
    bench.workbook.type("SageTransactions", 2, "Payment Method", "Card");
    await choose(bench, 2);
    bench.gateway.change("sage-transactions", "3", { "Layer Outstanding": 41 });
    await bench.desk.receipts.refresh();
    await bench.desk.receipts.pull({ company: "Acme UK" });
    expect(bench.workbook.rows("SageTransactions")[2]).toMatchObject({ "Payment Method": "Card", Sync: "Yes", "Layer Outstanding": 41 });
  });

  test("is pulled in the range asked for", async () => {
    const bench = await working(threeReady);
    await bench.desk.receipts.pull({ company: "Acme UK", range: "2" });
    expect(bench.gateway.requests).toContain("GET /api/sheets/sage-transactions?company=Acme+UK&range=2");
  });
});

describe("syncing chosen rows", () => {
  test("is announced in rows and money as they are typed, wherever they are sorted", async () => {
    const bench = await working(threeReady);
    expect(receiptsOf(bench).chosen).toBeNull();
    await bench.desk.receipts.pull({ company: "Acme UK" });
    expect(receiptsOf(bench).chosen?.willSync).toEqual({ rows: 0, amount: 0 });
    await choose(bench, 0, 1, 2, 3);
    expect(receiptsOf(bench).chosen).toEqual({ willSync: { rows: 2, amount: 35_050 }, withoutMethod: 1, cannot: [{ state: "Unallocated", rows: 1 }] });
    bench.workbook.type("SageTransactions", 2, "Payment Method", "Card");
    await bench.desk.editsSettled();
    expect(receiptsOf(bench).chosen?.willSync).toEqual({ rows: 3, amount: 39_050 });
    bench.workbook.deleteRow("SageTransactions", 0);
    await bench.desk.editsSettled();
    expect(receiptsOf(bench).chosen?.willSync.rows).toBe(2);
  });

  test("sends exactly those rows, with the method in the row, and answers each in its own cells", async () => {
    const bench = await working(threeReady);
    await bench.desk.receipts.pull({ company: "Acme UK" });
    bench.workbook.type("SageTransactions", 2, "Payment Method", "Card");
    await choose(bench, 0, 2, 3);
    bench.workbook.sort("SageTransactions", "Allocated");
    bench.gateway.receipts.refused.set("1", "The invoice is credited in The Layer.");
    await bench.desk.receipts.syncChosen();
    expect(bench.gateway.receipts.asked.syncs.flatMap(({ rows }) => rows)).toEqual(expect.arrayContaining([{ id: "1", method: "BACS" }, { id: "3", method: "Card" }]));
    expect(bench.gateway.receipts.asked.syncs.flatMap(({ rows }) => rows)).toHaveLength(2);
    const byId = new Map(shown(bench).map((row) => [row[0], row.slice(1)]));
    expect(byId.get("3")).toEqual(["Synced", null, "Recorded as PAY-3."]);
    expect(byId.get("1")).toEqual(["Failed", "Yes", "The invoice is credited in The Layer."]);
    expect(byId.get("4")).toEqual(["Unallocated", "Yes", null]);
    expect(stateOf(bench).said.text).toBe("1 row recorded in The Layer; 1 row refused, each with its reason in Result.");
  });

  test("with nothing that can go, sends nothing and says what is missing", async () => {
    const bench = await working(threeReady);
    expect(await bench.desk.receipts.syncChosen()).toMatchObject({ ok: false, failure: { cause: "This workbook has no Sage Transactions sheet." } });
    await bench.desk.receipts.pull({ company: "Acme UK" });
    expect(await bench.desk.receipts.syncChosen()).toMatchObject({ ok: false, failure: { cause: expect.stringContaining("says Yes") } });
    await choose(bench, 2);
    expect(await bench.desk.receipts.syncChosen()).toMatchObject({ ok: false, failure: { cause: "1 chosen row has no payment method." } });
    expect(bench.gateway.receipts.asked.syncs).toEqual([]);
  });

  test("a sheet that lost the column this hangs on is refused by its name", async () => {
    const bench = await working(threeReady);
    await bench.desk.receipts.pull({ company: "Acme UK" });
    bench.workbook.deleteTable("SageTransactions");
    bench.workbook.place("Sheet9", [["Id", "State"], ["1", "Ready"]]);
    expect(await bench.desk.receipts.syncChosen()).toMatchObject({ ok: false, failure: { code: "not-found" } });
  });

  test("once pressed twice records nothing twice", async () => {
    const bench = await working(threeReady);
    await bench.desk.receipts.pull({ company: "Acme UK" });
    await choose(bench, 0);
    await bench.desk.receipts.syncChosen();
    await choose(bench, 0);
    await bench.desk.receipts.syncChosen();
    expect([...bench.gateway.receipts.recorded.values()]).toEqual([1]);
  });

  test("what goes on after Excel was closed stands in the sheet at the next pull", async () => {
    const bench = await working(threeReady);
    await bench.desk.receipts.pull({ company: "Acme UK" });
    await choose(bench, 0, 1);
    bench.gateway.receipts.later.add("2");
    await bench.desk.receipts.syncChosen();
    expect(stateOf(bench).said.text).toContain("1 row still on the way, which goes on when Excel is closed");
    bench.gateway.receipts.arrive();
    const again = await startedDesk({ workbook: bench.workbook, gateway: bench.gateway });
    await again.desk.receipts.refresh();
    expect(shown(again).map(([, state]) => state)).toEqual(["Synced", "Synced", "Choose a method", "Unallocated"]);
  });

  test("a sheet that could not be written follows by itself, once Excel lets it", async () => {
    const bench = await working(threeReady);
    await bench.desk.receipts.pull({ company: "Acme UK" });
    await choose(bench, 0);
    bench.gateway.receipts.later.add("1");
    await bench.desk.receipts.syncChosen();
    expect(pauseOf(stateOf(bench))).toBe(2_000);
    bench.gateway.receipts.arrive();
    await bench.desk.documents.look();
    expect(shown(bench)[0]?.slice(0, 2)).toEqual(["1", "Synced"]);
    expect(pauseOf(stateOf(bench))).toBe(30_000);
  });
});

describe("syncing all that is ready", () => {
  test("needs no worksheet, and sends what the button said", async () => {
    const bench = await working(threeReady);
    await bench.desk.receipts.syncAllReady("Acme UK");
    expect(bench.gateway.receipts.asked.syncs[0]?.rows.map(({ id }) => id)).toEqual(["1", "2"]);
    expect(stateOf(bench).said.text).toBe("2 rows recorded in The Layer.");
    expect(receiptsOf(bench).totals.value?.companies.find((one) => one.company === "Acme UK")?.synced).toBe("350.50");
  });

  test("sends nothing where the figures are no longer those of the button, and shows the new ones", async () => {
    const bench = await working(threeReady);
    bench.gateway.receipts.add("5", "Ready", 9);
    const synced = await bench.desk.receipts.syncAllReady("Acme UK");
    expect(synced).toMatchObject({ ok: false, failure: { cause: "What is ready in Acme UK has changed: 3 rows, 359.50 now, 2 rows, 350.50 when you pressed." } });
    expect(bench.gateway.receipts.asked.syncs).toEqual([]);
    await bench.desk.receipts.syncAllReady("Acme UK");
    expect(bench.gateway.receipts.asked.syncs).toHaveLength(1);
  });
});

describe("matching", () => {
  const two = ({ receipts }: GatewayDouble) => receipts.suggestions.push(aSuggestion(), aSuggestion({ id: "suggestion-2", customer: "Southgate Ltd", receipts: [{ id: "r-2", kind: "receipt", reference: "CHQ 7", date: "2026-11-02", gross: "90.00", outstanding: "90.00" }] }));
  const accepting = (suggestion: ReturnType<typeof aSuggestion>) => ({ suggestion, pairs: outcomeOf(suggestion).pairs, as: "accepted" as const, score: outcomeOf(suggestion).score });

  test("a suggestion is allocated as it stands, says so, leaves the list, and the next one is in front", async () => {
    const bench = await working(two);
    const [first] = receiptsOf(bench).matching.value?.suggestions ?? [];
    if (!first) throw new Error("no suggestion");
    await bench.desk.receipts.allocate([accepting(first)]);
    expect(bench.gateway.receipts.asked.allocations[0]).toEqual({
      allocations: [{ companyRef: "acme-uk", sageCustomerId: "27800", pairs: outcomeOf(first).pairs, decided: { suggestionId: "suggestion-1", as: "accepted", score: 0.985 } }],
      thenSync: true,
    });
    expect(stateOf(bench).said.text).toBe("Allocated in Sage: BACS 1911 to INV-1001 and INV-1002. 2 payments recorded in The Layer.");
    expect(receiptsOf(bench)).toMatchObject({ current: "suggestion-2", matching: { value: { total: 1 } } });
  });

  test("a refusal keeps the suggestion, with Sage's reason beside it, and holds up no other", async () => {
    const bench = await working(two);
    bench.gateway.receipts.unallocatable.set("suggestion-1", "INV-1001 is fully allocated in Sage already.");
    await bench.desk.receipts.allocate((receiptsOf(bench).matching.value?.suggestions ?? []).map(accepting));
    expect(receiptsOf(bench).matching.value?.suggestions.map(({ id }) => id)).toEqual(["suggestion-1"]);
    expect(receiptsOf(bench).answers).toEqual({ "suggestion-1": { outcome: "refused", message: "INV-1001 is fully allocated in Sage already." } });
    expect(stateOf(bench).said.text).toBe("1 receipt allocated in Sage; 1 receipt refused: the reason stands at each. 2 payments recorded in The Layer.");
  });

  test("what is said to be wrong is told with what it was, and does not come back", async () => {
    const bench = await working(two);
    const [first] = receiptsOf(bench).matching.value?.suggestions ?? [];
    if (!first) throw new Error("no suggestion");
    await bench.desk.receipts.reject(first);
    expect(bench.gateway.receipts.asked.rejections).toEqual([{ companyRef: "acme-uk", suggestionId: "suggestion-1", sageCustomerId: "27800", receiptIds: ["r-1"], score: 0.985, pairs: outcomeOf(first).pairs }]);
    expect(receiptsOf(bench).matching.value?.suggestions[0]?.outcome.kind).toBe("none");
  });

  test("another company's list replaces this one", async () => {
    const bench = await working(two);
    bench.desk.chooseCompany("Acme Ireland");
    await bench.desk.receipts.open();
    expect(receiptsOf(bench).matching.value).toMatchObject({ company: "Acme Ireland", suggestions: [] });
    bench.desk.chooseCompany(null);
    await bench.desk.receipts.open();
    expect(receiptsOf(bench).matching.value).toBeNull();
  });

  test("a lost answer keeps the list and is said", async () => {
    const bench = await working(two);
    const [first] = receiptsOf(bench).matching.value?.suggestions ?? [];
    if (!first) throw new Error("no suggestion");
    bench.gateway.refuseNext("allocate", failure("gateway-down", "The gateway is busy.", "Try again."), 503);
    expect(await bench.desk.receipts.allocate([accepting(first)])).toMatchObject({ ok: false });
    expect(stateOf(bench).failure?.cause).toBe("The gateway is busy.");
    expect(receiptsOf(bench).matching.value?.suggestions).toHaveLength(2);
  });
});

describe("balances and evidence", () => {
  test("a customer's balance is asked for by her id in The Layer, and a company without a link has none", async () => {
    const bench = await working(({ receipts }) => receipts.balances.set("C-1042", someBalances()));
    await bench.desk.receipts.lookUpBalance("C-1042", "Northwind Ltd");
    expect(receiptsOf(bench).balance?.value?.balances.map(({ standing }) => standing.kind)).toEqual(["linked", "not linked"]);
    await bench.desk.receipts.lookUpBalance("C-9", "Nobody");
    expect(receiptsOf(bench).balance).toMatchObject({ customerId: "C-9", value: null, failure: { cause: "The Layer has no such customer." } });
  });

  test("the reconciliation sheet is made for one company and the last full month", async () => {
    const bench = await working();
    bench.gateway.change("reconciliation", "1", { Line: "1", Section: "Summary", Description: "Agreed", Amount: 0 });
    await bench.desk.receipts.reconcile();
    expect(bench.gateway.requests).toContain("GET /api/sheets/reconciliation?company=Acme+UK&month=2026-10");
    expect(bench.workbook.activeWorksheet).toBe("Reconciliation");
    expect(stateOf(bench).said.text).toBe("Reconciliation of Acme UK for October 2026 made.");
  });

  test("with several companies in view it is refused, as each is reconciled by itself", async () => {
    const bench = await working();
    bench.desk.chooseCompany(null);
    expect(await bench.desk.receipts.reconcile()).toMatchObject({ ok: false, failure: { cause: "No Sage company is chosen." } });
  });
});
