import { createMemoryStore } from "../../../src/sync/local";
import { failure } from "../../../src/sync/model/failure";
import { filledDesk, link, linksOf, startedDesk, type Bench } from "../support/a-desk";
import { gatewayDouble } from "../support/gateway-double";

const column = (bench: Bench, header: string) => bench.workbook.rows("CustomerLinks").map((cells) => cells[header] ?? null);

const linked = async (given: Parameters<typeof filledDesk>[0] = {}) => {
  const bench = await filledDesk(given);
  await link(bench, 0, "NORTH001");
  await link(bench, 1, "SOUTH001");
  await link(bench, 2, "NOSUCH");
  return bench;
};
const pushed = async (bench: Bench) => {
  await bench.desk.preview("customer-links");
  return bench.desk.push("customer-links");
};
const everyRowOnce = (bench: Bench) => [...bench.gateway.applied.values()].every((times) => times === 1);

describe("a preview", () => {
  test("sends nothing, holds back rows with errors and leaves out rows nobody filled in", async () => {
    const bench = await linked();
    const preview = await bench.desk.preview("customer-links");
    expect(preview).toMatchObject({ ok: true, value: { counts: { create: 2 }, withheld: 1, waiting: 1 } });
    expect(bench.gateway.pushes.size).toBe(0);
  });

  test("no longer allows a push once the sheet was edited", async () => {
    const bench = await linked();
    await bench.desk.preview("customer-links");
    bench.workbook.type("CustomerLinks", 0, "SageAccountNumber", "EAST0001");
    await bench.desk.editsSettled();
    expect(await bench.desk.push("customer-links")).toMatchObject({ ok: false, failure: { code: "stale-row" } });
    expect(bench.gateway.pushes.size).toBe(0);
  });

  test("is not outdated by word of an edit that it counted in", async () => {
    const bench = await linked();
    await bench.desk.preview("customer-links");
    bench.workbook.type("CustomerLinks", 0, "SageAccountNumber", "NORTH001");
    await bench.desk.editsSettled();
    expect(await bench.desk.push("customer-links")).toMatchObject({ ok: true, value: { counts: { saved: 2 } } });
  });

  test("of a sheet without a filled row says what to do", async () => {
    const bench = await filledDesk();
    expect(await bench.desk.preview("customer-links")).toMatchObject({ ok: false, failure: { code: "empty-sheet" } });
  });
});

describe("a push", () => {
  test("writes each result into its row, fills in what Sage knows, and good rows go through beside bad ones", async () => {
    const bench = await linked();
    expect(await pushed(bench)).toMatchObject({ ok: true, value: { counts: { saved: 2 }, failure: null } });
    expect(column(bench, "Result")).toEqual([
      "Linked to NORTH001 in Acme UK",
      "Linked to SOUTH001 in Acme UK",
      "Not pushed: it holds an error. See Problem.",
      "Not pushed: not filled in yet.",
    ]);
    expect(column(bench, "SageCustomerId").slice(0, 2)).toEqual(["27800", "27801"]);
    expect(linksOf(bench.desk).edited).toBe(1);
    expect(bench.desk.state.get().said.text).toBe("2 rows pushed: 2 saved.");
  });

  test("finds its rows again although the sheet was sorted while it ran", async () => {
    const bench = await linked();
    await bench.desk.preview("customer-links");
    const running = bench.desk.push("customer-links");
    bench.workbook.sort("CustomerLinks", "SageAccountNumber");
    await running;
    await bench.desk.editsSettled();
    const results = bench.workbook.rows("CustomerLinks").filter((cells) => String(cells["Result"]).startsWith("Linked"));
    expect(results.map((cells) => `${cells["CustomerId"]} ${cells["Result"]}`).sort()).toEqual(["C-1 Linked to NORTH001 in Acme UK", "C-2 Linked to SOUTH001 in Acme UK"]);
  });

  test("is stored before it is sent", async () => {
    const local = createMemoryStore();
    let storedFirst = false;
    const gateway = gatewayDouble();
    const bench = await linked({ local, gateway });
    const put = local.outbox.put.bind(local.outbox);
    jest.spyOn(local.outbox, "put").mockImplementation((push) => {
      storedFirst = gateway.pushes.size === 0;
      return put(push);
    });
    await pushed(bench);
    expect(storedFirst).toBe(true);
    expect(await local.outbox.all()).toEqual({ ok: true, value: [] });
  });

  test("that cannot be stored is not sent", async () => {
    const local = createMemoryStore();
    const bench = await linked({ local });
    const full = failure("local-storage", "This computer has no room left.", "Free some disk space.");
    jest.spyOn(local.outbox, "put").mockResolvedValue({ ok: false, failure: full });
    expect(await pushed(bench)).toEqual({ ok: false, failure: full });
    expect(bench.gateway.pushes.size).toBe(0);
  });

  test.each([0, 1, 2])("whose answer breaks off after %i results is read on, and nothing is done twice", async (results) => {
    const bench = await linked();
    bench.gateway.breakOffAfter(results);
    expect(await pushed(bench)).toMatchObject({ ok: true, value: { counts: { saved: 2 }, failure: null } });
    expect(bench.gateway.pushes.size).toBe(1);
    expect(everyRowOnce(bench)).toBe(true);
    expect(column(bench, "Result").slice(0, 2)).toEqual(["Linked to NORTH001 in Acme UK", "Linked to SOUTH001 in Acme UK"]);
  });

  test("left behind by a pane that closed is finished by the next one under the same id", async () => {
    const bench = await linked();
    await bench.desk.preview("customer-links");
    bench.gateway.setOffline(true);
    expect(await bench.desk.push("customer-links")).toMatchObject({ ok: true, value: { finishedAt: null, failure: { code: "offline" } } });
    expect(bench.desk.state.get().waitingPushes).toBe(1);
    bench.gateway.setOffline(false);
    const again = await startedDesk({ workbook: bench.workbook, gateway: bench.gateway, local: bench.local });
    expect(bench.gateway.pushes.size).toBe(1);
    expect(everyRowOnce(bench)).toBe(true);
    expect(column(bench, "Result").slice(0, 2)).toEqual(["Linked to NORTH001 in Acme UK", "Linked to SOUTH001 in Acme UK"]);
    expect(again.desk.state.get().waitingPushes).toBe(0);
  });

  test("that the gateway refuses is told as it is and not kept for another try", async () => {
    const bench = await linked();
    await bench.desk.preview("customer-links");
    bench.gateway.refuseNext("/push", failure("not-allowed", "You may look and not push.", "Ask an administrator for the role editor."), 403);
    expect(await bench.desk.push("customer-links")).toMatchObject({ ok: true, value: { failure: { code: "not-allowed" } } });
    expect(await bench.local.outbox.all()).toEqual({ ok: true, value: [] });
  });

  test("for other books stays unsent", async () => {
    const bench = await linked();
    await bench.desk.preview("customer-links");
    bench.gateway.setOffline(true);
    await bench.desk.push("customer-links");
    await startedDesk({ workbook: bench.workbook, gateway: gatewayDouble({ tenant: "somebody-else" }), local: bench.local });
    expect((await bench.local.outbox.all())).toMatchObject({ ok: true, value: [{ state: "to send" }] });
  });
});

describe("a retry", () => {
  test("sends the rows that failed and no others", async () => {
    const bench = await linked();
    bench.gateway.sageDownFor.add("SOUTH001");
    expect(await pushed(bench)).toMatchObject({ ok: true, value: { counts: { saved: 1, later: 1 }, failed: [{ outcome: "later" }] } });
    bench.gateway.sageDownFor.clear();
    await bench.desk.retryFailed("customer-links");
    const second = [...bench.gateway.pushes.values()][1];
    expect(second?.rows.map((row) => row.cells["CustomerId"])).toEqual(["C-2"]);
    expect(column(bench, "Result")[1]).toBe("Linked to SOUTH001 in Acme UK");
  });

  test("of a row edited since is previewed first, as nobody has confirmed it yet", async () => {
    const bench = await linked();
    bench.gateway.sageDownFor.add("SOUTH001");
    await pushed(bench);
    bench.workbook.type("CustomerLinks", 1, "SageAccountNumber", "EAST0001");
    await bench.desk.editsSettled();
    await bench.desk.retryFailed("customer-links");
    expect(bench.gateway.pushes.size).toBe(1);
    expect(linksOf(bench.desk).preview?.pushed.map((row) => row.cells["SageAccountNumber"])).toEqual(["EAST0001"]);
  });
});

describe("a row that somebody else changed", () => {
  const conflicted = async () => {
    const bench = await linked();
    await pushed(bench);
    bench.gateway.change("customer-links", "c-1\u001facme uk", { SageAccountNumber: "EAST0001" });
    bench.workbook.type("CustomerLinks", 0, "SageAccountNumber", "WEST0001");
    bench.workbook.type("CustomerLinks", 0, "SageCustomerId", null);
    await bench.desk.editsSettled();
    return bench;
  };

  test("is shown by a pull with both sides and the last pull, and stays as the user left it", async () => {
    const bench = await conflicted();
    await bench.desk.fill("customer-links");
    expect(linksOf(bench.desk).conflicts[0]?.fields).toContainEqual({ column: "SageAccountNumber", yours: "WEST0001", theirs: "EAST0001", base: "NORTH001" });
    expect(column(bench, "SageAccountNumber")[0]).toBe("WEST0001");
  });

  test("is found by a preview, too", async () => {
    const bench = await conflicted();
    await bench.desk.preview("customer-links");
    expect(linksOf(bench.desk).conflicts[0]?.fields).toContainEqual({ column: "SageAccountNumber", yours: "WEST0001", theirs: "EAST0001", base: "NORTH001" });
  });

  test("takes their side where the user says so", async () => {
    const bench = await conflicted();
    await bench.desk.fill("customer-links");
    const conflict = linksOf(bench.desk).conflicts[0];
    if (!conflict) throw new Error("No conflict");
    await bench.desk.resolve("customer-links", conflict, { SageAccountNumber: "theirs" });
    expect(column(bench, "SageAccountNumber")[0]).toBe("EAST0001");
    expect(linksOf(bench.desk).conflicts).toEqual([]);
  });

  test("is pushed as the user's, once the user has seen theirs and kept it", async () => {
    const bench = await conflicted();
    await bench.desk.fill("customer-links");
    const conflict = linksOf(bench.desk).conflicts[0];
    if (!conflict) throw new Error("No conflict");
    await bench.desk.resolve("customer-links", conflict, { SageAccountNumber: "yours" });
    await pushed(bench);
    expect(column(bench, "Result")[0]).toBe("Linked to WEST0001 in Acme UK");
  });
});

describe("edits of a workbook that was closed without saving", () => {
  test("are offered again and brought back", async () => {
    const bench = await linked();
    const unsaved = await filledDesk({ gateway: bench.gateway });
    const workbookId = await bench.workbook.port.readSetting("tieout.workbook");
    await unsaved.workbook.port.writeSetting("tieout.workbook", workbookId.ok ? workbookId.value : null);
    unsaved.workbook.type("CustomerLinks", 0, "SageCompanyName", "Acme UK");
    const reopened = await startedDesk({ workbook: unsaved.workbook, gateway: bench.gateway, local: bench.local });
    expect(linksOf(reopened.desk).unsaved).toBe(1);
    await reopened.desk.bringBack("customer-links");
    expect(unsaved.workbook.rows("CustomerLinks")[0]?.["SageAccountNumber"]).toBe("NORTH001");
    expect(linksOf(reopened.desk).unsaved).toBe(0);
  });
});
