import { failure } from "../../../src/sync/model/failure";
import { aDesk, filledDesk, link, linksOf, startedDesk } from "../support/a-desk";
import { gatewayDouble, siteId } from "../support/gateway-double";

const row = (bench: Awaited<ReturnType<typeof filledDesk>>, at: number) => bench.workbook.rows("CustomerLinks")[at] ?? {};

describe("a template", () => {
  test("holds one row for each customer of The Layer, and offers Sage's companies in a drop-down", async () => {
    const bench = await filledDesk();
    expect(bench.workbook.rows("CustomerLinks").map((cells) => cells["CustomerId"])).toEqual(["C-1", "C-2", "C-3", "C-4"]);
    expect(bench.workbook.listOf("CustomerLinks", "SageCompanyName")).toBe("sage-company");
    expect(bench.workbook.list("sage-company")).toEqual(["Acme Ireland", "Acme UK"]);
  });

  test("rows nobody has filled in are waiting and are not errors", async () => {
    const { desk } = await filledDesk();
    expect(linksOf(desk)).toMatchObject({ rows: 4, waiting: 4, edited: 0, counts: { error: 0 } });
  });

  test("brought up to date again keeps unpushed edits and adds no second row for their customer", async () => {
    const bench = await filledDesk();
    await link(bench, 0, "NORTH001");
    await bench.desk.fill("customer-links");
    expect(bench.workbook.rows("CustomerLinks")).toHaveLength(4);
    expect(row(bench, 0)["SageAccountNumber"]).toBe("NORTH001");
  });
});

describe("typing", () => {
  test("a mistake is marked in its row as soon as it is typed, and the mark goes when it is mended", async () => {
    const bench = await filledDesk();
    await link(bench, 0, "NOSUCH");
    expect(String(row(bench, 0)["Problem"])).toContain("NOSUCH");
    expect(linksOf(bench.desk).counts.rowsInError).toBe(1);
    bench.workbook.type("CustomerLinks", 0, "SageAccountNumber", "NORTH001");
    await bench.desk.editsSettled();
    expect(row(bench, 0)["Problem"]).toBeNull();
    expect(linksOf(bench.desk).counts.rowsInError).toBe(0);
  });

  test("the site that belongs to the company is filled in by itself and can be taken back; the next edit of the row fills it in again", async () => {
    const bench = await filledDesk();
    bench.workbook.type("CustomerLinks", 0, "SageCompanyName", "Acme UK");
    await bench.desk.editsSettled();
    expect(row(bench, 0)["SageSiteId"]).toBe(siteId);
    expect(bench.desk.state.get().said.text).toBe("SageSiteId filled in from the rest of the row.");
    await bench.desk.undo();
    expect(row(bench, 0)["SageSiteId"]).toBeNull();
    bench.workbook.type("CustomerLinks", 0, "SageAccountNumber", "NORTH001");
    await bench.desk.editsSettled();
    expect(row(bench, 0)["SageSiteId"]).toBe(siteId);
    expect(linksOf(bench.desk).counts.error).toBe(0);
  });

  test("a cell that was emptied stays empty, and one with another site is not overwritten", async () => {
    const bench = await filledDesk();
    await link(bench, 0, "NORTH001");
    bench.workbook.type("CustomerLinks", 0, "SageSiteId", null);
    bench.workbook.type("CustomerLinks", 1, "SageSiteId", "another");
    bench.workbook.type("CustomerLinks", 1, "SageCompanyName", "Acme UK");
    await bench.desk.editsSettled();
    expect([row(bench, 0)["SageSiteId"], row(bench, 1)["SageSiteId"]]).toEqual([null, "another"]);
  });

  test("the second row of a duplicate marks the first one too", async () => {
    const bench = await filledDesk();
    await link(bench, 0, "NORTH001");
    await link(bench, 1, "NORTH001");
    expect(String(row(bench, 0)["Problem"])).toContain("NORTH001");
    expect(String(row(bench, 1)["Problem"])).toContain("NORTH001");
  });

  test("sorting the sheet changes no mark", async () => {
    const bench = await filledDesk();
    await link(bench, 3, "NOSUCH");
    bench.workbook.sort("CustomerLinks", "SageAccountNumber");
    await bench.desk.editsSettled();
    const marked = bench.workbook.rows("CustomerLinks").filter((cells) => String(cells["Problem"] ?? "").includes("Error in"));
    expect(marked.map((cells) => cells["CustomerId"])).toEqual(["C-4"]);
  });

  test("an inserted row and a deleted one leave the others judged as they were", async () => {
    const bench = await filledDesk();
    await link(bench, 2, "NOSUCH");
    bench.workbook.insertRow("CustomerLinks", 0);
    bench.workbook.deleteRow("CustomerLinks", 1);
    await bench.desk.editsSettled();
    expect(linksOf(bench.desk)).toMatchObject({ rows: 3, counts: { rowsInError: 1 } });
  });
});

describe("fixes", () => {
  test("a fix is shown with all that are like it, applied, and taken back", async () => {
    const bench = await filledDesk();
    await link(bench, 0, " NORTH001");
    bench.workbook.type("CustomerLinks", 1, "SageAccountNumber", 123);
    await link(bench, 1, "00123");
    bench.workbook.type("CustomerLinks", 1, "SageAccountNumber", 123);
    await bench.desk.editsSettled();
    const problem = linksOf(bench.desk).problems.find((one) => one.code === "lost-zeros");
    const fix = problem?.fixes[0];
    if (!problem || !fix) throw new Error("No fix for lost zeros");
    const preview = bench.desk.previewFix("customer-links", problem, fix);
    expect(preview.fix.changes[0]).toMatchObject({ column: "SageAccountNumber", from: 123, to: "00123" });
    await bench.desk.applyFix("customer-links", preview.alike, fix.label);
    expect(row(bench, 1)["SageAccountNumber"]).toBe("00123");
    expect(linksOf(bench.desk).problems.some((one) => one.code === "lost-zeros")).toBe(false);
    await bench.desk.undo();
    expect(linksOf(bench.desk).problems.some((one) => one.code === "lost-zeros" || one.code === "unknown-account")).toBe(true);
  });
});

describe("a sheet of one's own", () => {
  const exported = [
    ["Notes", "customerid", "Sage Company Name", "SAGESITEID", "SageAccountNumber"],
    ["keep me", "C-1", "Acme UK", siteId, "NORTH001"],
    ["", "C-2", "Acme UK", siteId, "NOSUCH"],
  ];

  test("is used where it stands: any column order, other spellings, extra columns kept", async () => {
    const bench = await startedDesk();
    bench.workbook.place("Export", exported);
    const adopted = await bench.desk.adopt("customer-links");
    expect(adopted).toMatchObject({ ok: true, value: { sheet: "customer-links" } });
    expect(row(bench, 0)).toMatchObject({ Notes: "keep me", CustomerId: "C-1" });
    expect(linksOf(bench.desk).counts.rowsInError).toBe(1);
  });

  test("without a mandatory header is refused before anything is touched, naming the nearest one", async () => {
    const bench = await startedDesk();
    bench.workbook.place("Export", [["CustomerNumber", "SageCompanyName", "SageSiteId", "SageAccountNumber"], ["C-1", "Acme UK", siteId, "NORTH001"]]);
    const adopted = await bench.desk.adopt("customer-links");
    expect(adopted).toMatchObject({ ok: false, failure: { code: "missing-header", cure: expect.stringContaining("CustomerNumber") } });
    expect((await bench.workbook.port.readTable("CustomerLinks"))).toEqual({ ok: true, value: null });
    expect(bench.desk.state.get().failure?.code).toBe("missing-header");
  });

  test("that is empty is refused with a way out", async () => {
    const bench = await startedDesk();
    bench.workbook.place("Empty", []);
    expect(await bench.desk.adopt("customer-links")).toMatchObject({ ok: false, failure: { code: "empty-sheet" } });
  });
});

describe("problems", () => {
  test("Next walks every problem once, in the order of the list, and begins again", async () => {
    const bench = await filledDesk();
    await link(bench, 0, "NOSUCH");
    await link(bench, 1, "NOSUCH2");
    const total = linksOf(bench.desk).problems.length;
    const seen = new Set<string>();
    for (let at = 0; at < total; at += 1) {
      const next = bench.desk.nextProblem("customer-links", "all");
      if (!next) throw new Error("No next problem");
      await bench.desk.goTo("customer-links", next);
      seen.add(`${next.code} ${next.row.key} ${next.row.nth} ${next.columns.join()}`);
    }
    expect(seen.size).toBe(total);
    expect(bench.workbook.selection).not.toBeNull();
  });
});

describe("starting", () => {
  test("without a gateway, the sheet is still judged by what it says itself", async () => {
    const first = await filledDesk();
    await link(first, 0, "NORTH001");
    first.workbook.type("CustomerLinks", 0, "SageSiteId", null);
    await first.desk.editsSettled();
    const gateway = gatewayDouble();
    gateway.setOffline(true);
    const { desk } = await startedDesk({ workbook: first.workbook, gateway });
    expect(desk.state.get().session).toMatchObject({ state: "failed", failure: { code: "offline" } });
    expect(linksOf(desk).counts.rowsInError).toBe(1);
    expect(linksOf(desk).notes.join()).toContain("not compared");
  });

  test("what the gateway refuses is said as it said it", async () => {
    const gateway = gatewayDouble();
    gateway.refuseNext("session", failure("not-signed-in", "You are not signed in.", "Sign in and open the pane again."), 401);
    const { desk } = await startedDesk({ gateway });
    expect(desk.state.get().session).toMatchObject({ state: "failed", failure: { cause: "You are not signed in." } });
  });

  test("one piece of work runs at a time; the second is told what it waits for", async () => {
    const { desk } = aDesk();
    const [first, second] = await Promise.all([desk.fill("customer-links"), desk.fill("sub-companies")]);
    expect(first.ok).toBe(true);
    expect(second).toMatchObject({ ok: false, failure: { code: "cancelled", cause: "Filling Customer Links is still running." } });
  });
});

describe("status", () => {
  test("is pulled whole, then refreshed by what changed only", async () => {
    const bench = await startedDesk();
    await bench.desk.pullStatus({});
    expect(bench.workbook.rows("Customers")).toHaveLength(4);
    bench.gateway.change("customers", "c-1\u001f", { State: "Failing", Reason: "No account" });
    bench.gateway.remove("customers", "c-2\u001f");
    await bench.desk.refreshStatus();
    expect(bench.gateway.requests.filter((request) => request.includes("/api/sheets/customers")).at(-1)).toContain("since=");
    expect(bench.workbook.rows("Customers").map((cells) => [cells["CustomerId"], cells["State"]])).toEqual([
      ["C-1", "Failing"],
      ["C-3", "Unlinked"],
      ["C-4", "Unlinked"],
    ]);
  });

  test("a reopened workbook refreshes from where its own rows stand", async () => {
    const bench = await startedDesk();
    await bench.desk.pullStatus({ synced: "no" });
    const again = await startedDesk({ workbook: bench.workbook, gateway: bench.gateway });
    expect(again.desk.state.get().pulls.customers).toMatchObject({ filters: { synced: "no" } });
    await again.desk.refreshStatus();
    expect(again.gateway.requests.at(-2)).toMatch(/customers\?.*since=/);
  });
});
