import { failure } from "../../../src/sync/model/failure";
import { pauseOf } from "../../../src/taskpane/engine/live";
import { goingRuns } from "../../../src/taskpane/engine/runs";
import { aNewCustomer } from "../../support/scripted-core";
import { startedDesk, type Bench } from "../support/a-desk";
import { gatewayDouble } from "../support/gateway-double";

const failing = async (ids: readonly string[] = ["P-1", "P-2", "P-3"]): Promise<Bench> => {
  const gateway = gatewayDouble();
  gateway.documents.failPayments(ids);
  return startedDesk({ gateway });
};
const stateOf = ({ desk }: Bench) => desk.state.get();
const payments = ({ workbook }: Bench) => workbook.rows("Payments").map((cells) => [cells["Id"], cells["State"], cells["Retry"]]);
const requestsFor = ({ gateway }: Bench, part: string) => gateway.requests.filter((request) => request.includes(part));

describe("a worksheet of documents", () => {
  test("is pulled with its filters, and then only what changed is asked for", async () => {
    const bench = await failing();
    bench.gateway.documents.add("payments", "P-9", { State: "Posted", Reference: "PAY-9" });
    await bench.desk.documents.pull("payments", { attention: "yes", company: "Acme UK" });
    expect(payments(bench)).toEqual([["P-1", "Failed", null], ["P-2", "Failed", null], ["P-3", "Failed", null]]);
    await bench.desk.documents.refresh("payments");
    const asked = requestsFor(bench, "sheets/payments");
    expect(asked[0]).toContain("company=Acme+UK");
    expect(asked[1]).toMatch(/attention=yes.*since=/);
    expect(stateOf(bench).said.text).toContain("Nothing changed since the last pull");
  });

  test("keeps the rows that the user has chosen, when refreshed and when pulled anew", async () => {
    const bench = await failing();
    await bench.desk.documents.pull("payments", {});
    bench.workbook.type("Payments", 1, "Retry", "Yes");
    bench.gateway.change("payments", "p-2", { "Last Error": "Still no code", Retry: null });
    await bench.desk.documents.refresh("payments");
    expect(bench.workbook.rows("Payments")[1]).toMatchObject({ "Last Error": "Still no code", Retry: "Yes" });
    await bench.desk.documents.pull("payments", {});
    expect(payments(bench)[1]).toEqual(["P-2", "Failed", "Yes"]);
  });

  test("a row that the filters no longer let through leaves the sheet at the next refresh", async () => {
    const bench = await failing();
    await bench.desk.documents.pull("payments", { state: "Failed" });
    bench.gateway.change("payments", "p-1", { State: "Posted" });
    await bench.desk.documents.refresh("payments");
    expect(payments(bench).map(([id]) => id)).toEqual(["P-2", "P-3"]);
  });

  test("a reopened workbook goes on from where its own rows stand, and one that lost the sheet gets all of it", async () => {
    const bench = await failing();
    await bench.desk.documents.pull("payments", { state: "Failed" });
    const again = await startedDesk({ workbook: bench.workbook, gateway: bench.gateway });
    await again.desk.documents.refresh("payments");
    expect(requestsFor(again, "sheets/payments").at(-1)).toContain("since=");
    again.workbook.deleteTable("Payments");
    await again.desk.documents.refresh("payments");
    expect(requestsFor(again, "sheets/payments").at(-1)).not.toContain("since=");
    expect(again.workbook.rows("Payments")).toHaveLength(3);
  });
});

describe("retrying chosen rows", () => {
  test("asks for exactly the rows with Yes, however written and wherever sorted, and takes the choice back", async () => {
    const bench = await failing();
    await bench.desk.documents.pull("payments", {});
    bench.workbook.type("Payments", 0, "Retry", "y");
    bench.workbook.type("Payments", 2, "Retry", "Yes");
    bench.workbook.type("Payments", 1, "Retry", "No");
    bench.workbook.sort("Payments", "Retry");
    await bench.desk.documents.retryChosen("payments");
    expect(bench.gateway.documents.asked.retries).toEqual([{ what: "documents", sheet: "payments", ids: expect.arrayContaining(["P-1", "P-3"]) as string[] }]);
    expect(payments(bench).map(([, , retry]) => retry).sort()).toEqual(["No", null, null]);
    expect(stateOf(bench).said.text).toBe("2 rows are being tried again.");
  });

  test("says how many of them needed none", async () => {
    const bench = await failing();
    bench.gateway.documents.add("payments", "P-9", { State: "Posted", Reference: "PAY-9" });
    await bench.desk.documents.pull("payments", {});
    for (const row of [0, 3]) bench.workbook.type("Payments", row, "Retry", "Yes");
    await bench.desk.documents.retryChosen("payments");
    expect(stateOf(bench).said.text).toBe("1 row is being tried again. 1 row needed no retry: in Sage already, or on the way.");
  });

  test("with no row chosen, or no such sheet, asks for nothing and says what to do", async () => {
    const bench = await failing();
    expect(await bench.desk.documents.retryChosen("payments")).toMatchObject({ ok: false, failure: { cause: "This workbook has no Payments sheet." } });
    await bench.desk.documents.pull("payments", {});
    expect(await bench.desk.documents.retryChosen("payments")).toMatchObject({ ok: false, failure: { cure: expect.stringContaining("Choose Yes") } });
    expect(bench.gateway.documents.asked.retries).toEqual([]);
  });

  test("keeps the choice where the gateway refused, so that it need not be made again", async () => {
    const bench = await failing();
    await bench.desk.documents.pull("payments", {});
    bench.workbook.type("Payments", 0, "Retry", "Yes");
    bench.gateway.refuseNext("retry", failure("not-allowed", "This needs the role editor.", "Ask your administrator."), 403);
    expect((await bench.desk.documents.retryChosen("payments")).ok).toBe(false);
    expect(payments(bench)[0]).toEqual(["P-1", "Failed", "Yes"]);
  });

  test("entries of the Error Queue are retried by their own ids", async () => {
    const bench = await failing();
    await bench.desk.documents.pull("error-queue", { state: "Open" });
    bench.workbook.type("ErrorQueue", 1, "Retry", "Yes");
    await bench.desk.documents.retryChosen("error-queue");
    expect(bench.gateway.documents.asked.retries).toEqual([{ what: "errors", ids: ["E-P-2"] }]);
  });
});

describe("a run", () => {
  test("of the company in view is begun once, and followed every 2 seconds until it is over", async () => {
    const bench = await failing();
    bench.gateway.documents.holdRuns();
    bench.desk.openPanel("documents");
    await bench.desk.documents.look();
    expect(pauseOf(stateOf(bench))).toBe(30_000);
    await bench.desk.documents.sync("Acme UK");
    expect(bench.gateway.documents.asked.runs).toEqual([{ company: "Acme UK" }]);
    expect(pauseOf(stateOf(bench))).toBe(2_000);
    await bench.desk.documents.look();
    expect(goingRuns(stateOf(bench).documents)).toHaveLength(1);
    bench.gateway.documents.finishRuns();
    await bench.desk.documents.look();
    expect(goingRuns(stateOf(bench).documents)).toEqual([]);
    expect(pauseOf(stateOf(bench))).toBe(30_000);
    expect(stateOf(bench).said.text).toBe("Sync of Acme UK finished: nothing new to post.");
  });

  test("of every company names none", async () => {
    const bench = await failing();
    await bench.desk.documents.sync(null);
    expect(bench.gateway.documents.asked.runs).toEqual([{}]);
  });

  test("that may not begin is said as the gateway says it, and nothing is waited for", async () => {
    const bench = await failing();
    bench.gateway.documents.refuseRuns(failure("run-under-way", "Acme UK is being synced already.", "Wait until it has finished."));
    await bench.desk.documents.sync("Acme UK");
    expect(stateOf(bench).failure?.cause).toBe("Acme UK is being synced already.");
    expect(pauseOf(stateOf(bench))).toBe(30_000);
  });

  test("that is not among the counted ones yet is not taken for over", async () => {
    const bench = await failing();
    bench.gateway.documents.holdRuns();
    await bench.desk.documents.sync(null);
    const [run] = stateOf(bench).documents.begun;
    // A count that was under way when the run began.
    bench.desk.state.update((now) => ({ ...now, documents: { ...now.documents, counts: { value: { counts: [], running: [], asOf: "2026-11-21T10:00:00.000Z" }, failure: null } } }));
    bench.gateway.refuseNext("documents/counts", failure("gateway-down", "Busy.", "Wait."), 503);
    await bench.desk.documents.look();
    expect(stateOf(bench).documents.begun).toEqual([run]);
  });

  test("begun here brings the sheets that were pulled up to date where they stand, without going to them", async () => {
    const bench = await failing();
    await bench.desk.documents.pull("payments", {});
    await bench.desk.documents.pull("error-queue", {});
    bench.gateway.change("payment-methods", "card\u001f", { "Acc - Code": "1200" });
    bench.workbook.place("Notes", [["mine"]]);
    await bench.desk.documents.retryAll();
    await bench.desk.documents.look();
    expect(payments(bench).map(([, state]) => state)).toEqual(["Posted", "Posted", "Posted"]);
    expect(bench.workbook.rows("ErrorQueue").map((cells) => cells["State"])).toEqual(["Resolved", "Resolved", "Resolved"]);
    expect(bench.workbook.activeWorksheet).toBe("Notes");
    expect(stateOf(bench).said.text).toBe("Retry finished: 3 posted to Sage.");
  });

  test("does not make a sheet anew that the user has deleted meanwhile", async () => {
    const bench = await failing();
    await bench.desk.documents.pull("payments", {});
    bench.workbook.deleteTable("Payments");
    await bench.desk.documents.retryAll();
    await bench.desk.documents.look();
    expect(await bench.workbook.port.readTable("Payments")).toEqual({ ok: true, value: null });
    expect(stateOf(bench).documents.sheetsAreBehind).toBe(false);
  });

  test("is taken to the sheets at a later look where Excel was busy", async () => {
    const bench = await failing(["P-1"]);
    await bench.desk.documents.pull("payments", {});
    bench.gateway.change("payment-methods", "card\u001f", { "Acc - Code": "1200" });
    await bench.desk.documents.retryAll();
    bench.workbook.failNext(failure("excel-busy", "A cell is being edited.", "Press Enter."));
    await bench.desk.documents.look();
    expect(stateOf(bench).documents.sheetsAreBehind).toBe(true);
    expect(pauseOf(stateOf(bench))).toBe(2_000);
    await bench.desk.documents.look();
    expect(payments(bench)).toEqual([["P-1", "Posted", null]]);
  });
});

describe("looking", () => {
  test("asks on other panels for the errors alone, as their number stands on the tab", async () => {
    const bench = await failing();
    const before = bench.gateway.requests.length;
    await bench.desk.documents.look();
    expect(bench.gateway.requests.slice(before)).toEqual(["GET /api/errors"]);
    expect(stateOf(bench).errors.groups.value?.open).toBe(3);
  });

  test("keeps the figures it has when an answer is lost, and says so beside them", async () => {
    const bench = await failing();
    bench.desk.openPanel("documents");
    await bench.desk.documents.look();
    bench.gateway.setOffline(true);
    await bench.desk.documents.look();
    expect(stateOf(bench).documents.counts).toMatchObject({ value: { counts: [{ failed: 3 }] }, failure: { code: "offline" } });
  });

  test("asks nothing before the gateway has said who is there", async () => {
    const gateway = gatewayDouble();
    gateway.setOffline(true);
    const bench = await startedDesk({ gateway });
    const before = gateway.requests.length;
    await bench.desk.documents.look();
    expect(gateway.requests).toHaveLength(before);
  });

  test("sees a run that the schedule began, and follows it as closely", async () => {
    const bench = await failing();
    bench.gateway.documents.beginScheduled("Acme UK");
    bench.desk.openPanel("documents");
    await bench.desk.documents.look();
    expect(pauseOf(stateOf(bench))).toBe(2_000);
  });
});

describe("what a person decides", () => {
  const withCustomer = async () => {
    const gateway = gatewayDouble();
    gateway.documents.waitingCustomers.push(aNewCustomer());
    const bench = await startedDesk({ gateway });
    bench.desk.openPanel("documents");
    await bench.desk.documents.look();
    return bench;
  };

  test("a customer linked leaves the list, and what waited for it is posted by a run that is followed", async () => {
    const bench = await withCustomer();
    bench.gateway.documents.holdRuns();
    await bench.desk.documents.decide(aNewCustomer(), { kind: "link", sageCustomerId: "27800" });
    expect(bench.gateway.documents.asked.decisions).toEqual([{ customerId: "C-1042", companyRef: "acme-uk", choice: { kind: "link", sageCustomerId: "27800" } }]);
    expect(stateOf(bench).documents.newCustomers.value).toEqual([]);
    expect(pauseOf(stateOf(bench))).toBe(2_000);
    expect(stateOf(bench).said.text).toBe("Northwind Ltd linked to NORTH001 in Acme UK.");
  });

  test("one that somebody else decided about is said so, and the list is brought up to date", async () => {
    const bench = await withCustomer();
    bench.gateway.documents.waitingCustomers.length = 0;
    await bench.desk.documents.decide(aNewCustomer(), { kind: "create" });
    expect(stateOf(bench).failure?.cause).toContain("Somebody else");
    expect(stateOf(bench).documents.newCustomers.value).toEqual([]);
  });

  test("postings to look at are listed with what to look for, and are sent again or looked for as decided", async () => {
    const gateway = gatewayDouble();
    gateway.documents.add("payments", "P-7", { State: "Needs review", Reference: "PAY-7", Amount: 120, Date: "2026-11-20", Customer: "Northwind Ltd" });
    const bench = await startedDesk({ gateway });
    bench.desk.openPanel("documents");
    await bench.desk.documents.look();
    const [review] = stateOf(bench).documents.reviews.value ?? [];
    expect(review).toMatchObject({ sheet: "payments", id: "P-7", cells: { Reference: "PAY-7" } });
    if (!review) throw new Error("Nothing to review");
    await bench.desk.documents.settleReview(review, "look again");
    expect(gateway.documents.asked.retries).toEqual([{ what: "review", sheet: "payments", id: "P-7", decision: "look again" }]);
  });

  test("a setting is changed for one company, and only what changed is sent", async () => {
    const bench = await startedDesk();
    await bench.desk.documents.loadSettings();
    await bench.desk.documents.changeSettings({ companyRef: "acme-uk", refunds: "sales payment" });
    expect(stateOf(bench).documents.settings.value).toEqual([
      { company: "Acme UK", companyRef: "acme-uk", newCustomers: "unless alike", refunds: "sales payment" },
      { company: "Acme Ireland", companyRef: "acme-ireland", newCustomers: "ask", refunds: "sales payment" },
    ]);
  });
});
