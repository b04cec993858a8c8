import type { SyncCore } from "../../../src/sync/core";
import { aTenant, describeOnEachEngine } from "../../support/database";
import { aPushId, followed, linkRow, never, practice, practiceCore, push, pushed, somebody, unlinkedCustomers, working, type Practice } from "./practice-core";

const links = "customer-links";

describeOnEachEngine("a push", (on) => {
  let world: Practice;
  let tenant = "";
  let core: SyncCore;
  beforeEach(async () => {
    world = await practice();
    tenant = aTenant();
    core = practiceCore(world, on().db, tenant, { batchSize: 5 });
  });
  afterEach(async () => {
    await core.close();
    await world.close();
  });

  const someRows = (count: number) =>
    pushed(links, unlinkedCustomers(world.sandbox).slice(0, count).map(({ customer, account, company }) => linkRow({ CustomerId: customer.id, company, number: account.reference })));
  const accept = (id: string, rows = someRows(8)) => core.acceptPush({ id, slug: links, rows, by: somebody });
  const savingCalls = () => world.sandbox.calls.count("POST /v1/links/batch");

  it("is accepted once: the same id with the same rows answers what was recorded, with others it is refused", async () => {
    const id = aPushId();
    const rows = someRows(8);
    expect(await accept(id, rows)).toMatchObject({ ok: true, value: { replay: false, push: { state: "accepted", rows: 8 } } });
    const { results } = await working(core, () => followed(core, id));
    const sent = savingCalls();
    expect(await accept(id, rows)).toMatchObject({ ok: true, value: { replay: true, push: { state: "done" } } });
    expect((await working(core, () => followed(core, id))).results).toEqual(results);
    expect(savingCalls()).toBe(sent);
    expect(await accept(id, rows.slice(1))).toMatchObject({ ok: false, failure: { code: "push-key-reused", value: id } });
  });

  it("accepted twice at the same moment is one push", async () => {
    const id = aPushId();
    const rows = someRows(8);
    const both = await Promise.all([accept(id, rows), accept(id, rows)]);
    expect(both.map((one) => one.ok && one.value.replay).sort()).toEqual([false, true]);
  });

  it("numbers results without a gap, and a reader that lost the stream goes on behind the last it has", async () => {
    const id = aPushId();
    await accept(id, someRows(13));
    const { results, lines } = await working(core, () => followed(core, id));
    expect(results.map((result) => result.seq)).toEqual(results.map((_, at) => at + 1));
    expect(lines[0]).toMatchObject({ type: "accepted" });
    expect(lines.at(-1)).toMatchObject({ type: "trailer", push: { state: "done", counts: { saved: 13, waiting: 0 } } });
    expect((await followed(core, id, 9)).results).toEqual(results.slice(9));
    expect(await core.readPush("never-accepted", { after: 0, follow: false, signal: never })).toBeNull();
  });

  it("is worked by two processes at once without a row done twice", async () => {
    const other = practiceCore(world, on().other, tenant, { batchSize: 5 });
    const id = aPushId();
    await accept(id, someRows(30));
    const { results } = await working(core, () => working(other, () => followed(core, id)));
    expect(results.map((result) => result.outcome)).toEqual(Array.from({ length: 30 }, () => "saved"));
    const { entries } = await core.audit({ pushId: id, limit: 100 });
    expect(entries.filter((entry) => entry.what === "Linked")).toHaveLength(30);
    await other.close();
  });

  it("writes to the audit who linked what to what, and under which push", async () => {
    const id = aPushId();
    const [row] = someRows(1);
    await push(core, links, row ? [row] : [], id);
    const { entries } = await core.audit({ key: String(row?.cells["CustomerId"]), limit: 10 });
    expect(entries).toMatchObject([{ who: somebody.name, what: "Linked", sheet: links, from: null, pushId: id, to: { SageAccountNumber: row?.cells["SageAccountNumber"], Synced: "Yes" } }]);
  });

  it("whose rows have not begun is cancelled; what was done stays done", async () => {
    const id = aPushId();
    await accept(id);
    expect(await core.cancelPush(id, somebody)).toMatchObject({ ok: true });
    const { results } = await working(core, () => followed(core, id));
    expect(new Set(results.map((result) => result.outcome))).toEqual(new Set(["cancelled"]));
    expect((await core.readPush(id, { after: 0, follow: false, signal: never })) !== null).toBe(true);
    const again = await core.cancelPush(id, somebody);
    expect(again).toMatchObject({ ok: true, value: { state: "cancelled", counts: { cancelled: 8 } } });
    expect(await core.cancelPush("never-accepted", somebody)).toMatchObject({ ok: false, failure: { code: "not-found" } });
  });

  it("ends with `later` and the cause when Sage does not answer, and can be pushed again as it is", async () => {
    world.sandbox.faults.sageDown = 503;
    const rows = someRows(6);
    const down = await push(core, links, rows);
    expect(new Set(down.map((result) => result.outcome))).toEqual(new Set(["later"]));
    expect(down[0]?.message).toMatch(/Sage/);
    expect(savingCalls()).toBe(0);
    world.sandbox.faults.sageDown = false;
    await core.close();
    core = practiceCore(world, on().db, tenant, { batchSize: 5 });
    expect(new Set((await push(core, links, rows)).map((result) => result.outcome))).toEqual(new Set(["saved"]));
  });

  it("ends with `later` when The Layer does not answer", async () => {
    const rows = someRows(3);
    // What rows are verified against is there; only saving fails.
    await push(core, links, pushed(links, [linkRow({ CustomerId: "NOBODY", company: { name: "None", siteId: "none" }, number: "X" })]));
    world.sandbox.faults.layerDown = true;
    const down = await push(core, links, rows);
    expect(new Set(down.map((result) => result.outcome))).toEqual(new Set(["later"]));
    expect(down[0]?.message).toMatch(/The Layer/);
  });

  it("ends with `later` and tells of the sign-in when Sage's grant has expired, without trying again and again", async () => {
    world.sandbox.faults.tokenExpired = true;
    world.sandbox.faults.grantRevoked = true;
    const rows = someRows(2);
    const [first] = await push(core, links, rows);
    expect(first).toMatchObject({ outcome: "later" });
    expect(first?.message).toMatch(/sign|connect|consent/i);
  });

  it("whose saving was done and its answer lost is sent again under the same key, and nothing is done twice", async () => {
    world.sandbox.faults.dropAnswerEvery = 2;
    const id = aPushId();
    await accept(id, someRows(10));
    const { results } = await working(core, () => followed(core, id));
    expect(results.map((result) => result.outcome)).toEqual(Array.from({ length: 10 }, () => "saved"));
    const { entries } = await core.audit({ pushId: id, limit: 100 });
    expect(entries.filter((entry) => entry.what === "Linked")).toHaveLength(10);
    expect(results.every((result) => result.version === 1)).toBe(true);
  });

  it("notices an account deleted in Sage since it was last read, before anything is saved", async () => {
    const [victim] = unlinkedCustomers(world.sandbox);
    if (!victim) throw new Error("The sandbox has no unlinked customer.");
    world.sandbox.edit.addAccount(victim.company.name, { reference: "ZZGONE", name: "About to go" });
    const rows = pushed(links, [linkRow({ CustomerId: victim.customer.id, company: victim.company, number: "ZZGONE" })]);
    // Everything has been read once, with the account in it.
    await push(core, links, someRows(5).slice(1));
    world.sandbox.edit.deleteAccount(victim.company.name, "ZZGONE");
    const [result] = await push(core, links, rows);
    expect(result).toMatchObject({ outcome: "refused", problems: [expect.objectContaining({ code: "unknown-account" })] });
  });

  it("warns of an account hidden in Sage since it was last read", async () => {
    const [one] = unlinkedCustomers(world.sandbox);
    if (!one) throw new Error("The sandbox has no unlinked customer.");
    await push(core, links, someRows(5).slice(1));
    world.sandbox.edit.changeAccount(one.company.name, one.account.reference, { status: "hidden" });
    const [result] = await push(core, links, pushed(links, [linkRow({ CustomerId: one.customer.id, company: one.company, number: one.account.reference })]));
    expect(result).toMatchObject({ outcome: "saved", problems: [expect.objectContaining({ code: "hidden-account", severity: "warning" })] });
  });

  it("verifies in bulk: ten times the rows cost Sage no call a row", async () => {
    const calls = async (count: number) => {
      const before = world.sandbox.calls.list("sage200").length;
      await push(practiceCore(world, on().db, aTenant(), { batchSize: 100 }), links, someRows(count));
      return world.sandbox.calls.list("sage200").length - before;
    };
    const few = await calls(3);
    expect(await calls(30)).toBeLessThanOrEqual(few + 8);
  });

  it("a row is a conflict when somebody linked its customer otherwise after the sheet was pulled", async () => {
    const [one] = unlinkedCustomers(world.sandbox);
    if (!one) throw new Error("The sandbox has no unlinked customer.");
    const theirs = world.sandbox.edit.addAccount(one.company.name, { reference: "ZZTHEIRS", name: "Theirs" });
    world.sandbox.edit.saveLink({
      customerId: one.customer.id,
      sageCompanyName: one.company.name,
      sageSiteId: one.company.siteId,
      sageAccountNumber: "ZZTHEIRS",
      sageCustomerId: String(theirs.id),
      synced: true,
    });
    const mine = pushed(links, [linkRow({ CustomerId: one.customer.id, company: one.company, number: one.account.reference })], 0);
    const [result] = await push(core, links, mine);
    expect(result).toMatchObject({ outcome: "conflict", version: 1 });
    expect(result?.message).toContain("ZZTHEIRS");
  });

  it("text in a cell is text: a name or a code that begins with = is compared as it is", async () => {
    const [one] = unlinkedCustomers(world.sandbox);
    if (!one) throw new Error("The sandbox has no unlinked customer.");
    const [result] = await push(core, links, pushed(links, [linkRow({ CustomerId: one.customer.id, company: one.company, number: "=1+1" })]));
    expect(result).toMatchObject({ outcome: "refused" });
    expect(result?.message).toContain("=1+1");
  });
});
