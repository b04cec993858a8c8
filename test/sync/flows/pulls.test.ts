import type { SyncCore } from "../../../src/sync/core";
import { aTenant, describeOnEachEngine } from "../../support/database";
import { collect, gridKey, linkRow, never, practice, practiceCore, pull, push, pushed, unlinkedCustomers, type Practice } from "./practice-core";

describeOnEachEngine("pulls", (on) => {
  let world: Practice;
  let core: SyncCore;
  let tenant = "";
  /** A core that reads the systems afresh, as if the last reading were long ago. */
  const freshCore = async () => {
    await core.close();
    await on().db.transaction("age", (tx) => tx.updateTable("freshness").set({ read_at: "2026-01-01T00:00:00.000Z" }).where("tenant", "=", tenant).where("read_at", "is not", null).execute());
    core = practiceCore(world, on().db, tenant);
  };
  beforeEach(async () => {
    world = await practice();
    tenant = aTenant();
    core = practiceCore(world, on().db, tenant);
  });
  afterEach(async () => {
    await core.close();
    await world.close();
  });

  const mapEverything = async () => {
    const [company] = world.sandbox.data.companies;
    if (!company) throw new Error("The sandbox has no company.");
    const rows = world.sandbox.data.subCompanies.map((one) => ({ SubCompany: one.name, SageCompanyName: company.name, SageSiteId: company.siteId }));
    const results = await push(core, "sub-companies", pushed("sub-companies", rows));
    expect(new Set(results.map((result) => result.outcome))).toEqual(new Set(["saved"]));
    return company;
  };

  it("since a cursor bring an earlier pull to where a whole pull is now, whatever changed in between", async () => {
    const sheet = new Map((await pull(core, "customers")).rows.map((row) => [row.key, row.cells]));
    let { cursor } = await pull(core, "customers");
    const steps = [
      async () => void (await push(core, "customer-links", pushed("customer-links", unlinkedCustomers(world.sandbox).slice(0, 3).map((one) => linkRow({ CustomerId: one.customer.id, company: one.company, number: one.account.reference }))))),
      async () => void (await mapEverything()),
      async () => {
        const [one] = unlinkedCustomers(world.sandbox);
        if (one) world.sandbox.edit.changeCustomer(one.customer.id, { name: "Renamed & Sons" });
        await freshCore();
      },
      async () => {
        const [one] = unlinkedCustomers(world.sandbox);
        if (one) world.sandbox.edit.changeCustomer(one.customer.id, { isArchived: true });
        await freshCore();
      },
    ];
    for (const step of steps) {
      await step();
      const changes = await pull(core, "customers", { since: cursor });
      cursor = changes.cursor;
      for (const key of changes.gone) sheet.delete(key);
      for (const row of changes.rows) sheet.set(row.key, row.cells);
      const whole = new Map((await pull(core, "customers")).rows.map((row) => [row.key, row.cells]));
      expect(Object.fromEntries([...sheet].sort())).toEqual(Object.fromEntries([...whole].sort()));
    }
    expect((await pull(core, "customers", { since: cursor })).rows).toEqual([]);
  });

  it("refuse a cursor that is none of theirs", async () => {
    expect(await collect(core.sheet("customers", { since: "yesterday" }, never))).toMatchObject([{ type: "fault", failure: { code: "bad-request", value: "yesterday" } }]);
  });

  it("say why a customer is unlinked: its sub-company by name where that is not mapped, else its company", async () => {
    const [one] = unlinkedCustomers(world.sandbox).filter(({ customer }) => customer.subCompanies.length === 1);
    if (!one) throw new Error("The sandbox has no such customer.");
    const reason = async () => String((await pull(core, "customers")).rows.find((row) => row.cells["CustomerId"] === one.customer.id)?.cells["Reason"]);
    expect(await reason()).toContain(`“${String(one.customer.subCompanies[0])}” is mapped to no Sage company`);
    const company = await mapEverything();
    expect(await reason()).toContain(`Not linked to an account in ${company.name}`);
  });

  it("show a link as failing once its account was deleted in Sage, and say what to do", async () => {
    const [one] = unlinkedCustomers(world.sandbox);
    if (!one) throw new Error("The sandbox has no unlinked customer.");
    world.sandbox.edit.addAccount(one.company.name, { reference: "ZZGONE", name: "About to go" });
    await push(core, "customer-links", pushed("customer-links", [linkRow({ CustomerId: one.customer.id, company: one.company, number: "ZZGONE" })]));
    world.sandbox.edit.deleteAccount(one.company.name, "ZZGONE");
    // The next push anywhere in that company compares the complete list of accounts.
    const other = unlinkedCustomers(world.sandbox).find((two) => two.company.name === one.company.name && two.customer.id !== one.customer.id);
    if (other) await push(core, "customer-links", pushed("customer-links", [linkRow({ CustomerId: other.customer.id, company: other.company, number: other.account.reference })]));
    const row = (await pull(core, "customers", { state: "Failing" })).rows.find((line) => line.key === gridKey(one.customer.id, one.company.name));
    expect(row?.cells["Reason"]).toContain("ZZGONE is no longer in");
    expect((await core.health()).companies.find((bar) => bar.company === one.company.name)?.failing).toBeGreaterThan(0);
  });

  it("filter by company, by synced, by state and by attention", async () => {
    await mapEverything();
    const all = (await pull(core, "customers")).rows;
    const keys = (rows: typeof all) => rows.map((row) => row.key).sort();
    const linked = all.filter((row) => row.cells["Sage Company"] !== null);
    const name = String(linked[0]?.cells["Sage Company"]);
    expect(keys((await pull(core, "customers", { synced: "yes" })).rows)).toEqual(keys(all.filter((row) => row.cells["Synced"] === "Yes")));
    expect(keys((await pull(core, "customers", { state: "Unlinked" })).rows)).toEqual(keys(all.filter((row) => row.cells["State"] === "Unlinked")));
    expect(keys((await pull(core, "customers", { attention: "yes" })).rows)).toEqual(keys(all.filter((row) => row.cells["State"] !== "Synced")));
    const ofCompany = (await pull(core, "customers", { company: name.toUpperCase() })).rows;
    expect(ofCompany.length).toBeGreaterThan(0);
    expect(ofCompany.every((row) => row.cells["Sage Company"] === name || row.cells["Sage Company"] === null)).toBe(true);
  });

  it("show what is known, with its time, while a system is down; a push does not", async () => {
    const before = (await pull(core, "customers")).rows;
    await freshCore();
    world.sandbox.faults.sageDown = 503;
    const { rows, notes } = await pull(core, "customers");
    expect(rows).toEqual(before);
    expect(notes.join(" ")).toMatch(/as of 1 Jan 2026, 00:00 UTC/);
    expect(notes.join(" ")).toMatch(/Sage/);
  });

  it("of look-ups give every account of a company, and since a cursor what changed, deletions by id", async () => {
    const [company] = world.sandbox.data.companies;
    if (!company) throw new Error("The sandbox has no company.");
    const first = await collect(core.lookup("sage-account", { company: company.name }, never));
    const trailer = first.at(-1);
    expect(first.filter((line) => line.type === "record")).toHaveLength(world.sandbox.data.accounts(company.name).length);
    const added = world.sandbox.edit.addAccount(company.name, { reference: "ZZNEW", name: "New" });
    await freshCore();
    const since = trailer?.type === "trailer" ? trailer.cursor : "";
    const changes = await collect(core.lookup("sage-account", { since }, never));
    expect(changes.filter((line) => line.type === "record")).toMatchObject([{ record: { id: String(added.id), reference: "ZZNEW", companyName: company.name } }]);
  });

  it("count for each company what is synced, never synced, unlinked and failing, and agree with the grid", async () => {
    await mapEverything();
    const { rows } = await pull(core, "customers");
    const health = await core.health();
    const sum = (key: "synced" | "linkedNeverSynced" | "unlinked" | "failing") => health.companies.reduce((total, bar) => total + bar[key], 0);
    const count = (state: string) => rows.filter((row) => row.cells["State"] === state).length;
    expect({ synced: sum("synced"), never: sum("linkedNeverSynced"), failing: sum("failing"), unlinked: sum("unlinked") + health.unmapped }).toEqual({
      synced: count("Synced"),
      never: count("Linked, never synced"),
      failing: count("Failing"),
      unlinked: count("Unlinked"),
    });
  });

  it("report connections with their companies, and a system that is down as unreachable", async () => {
    const [layer, sage] = await core.connections(true);
    expect(layer).toMatchObject({ system: "layer", isPractice: true, state: "connected" });
    expect(sage?.companies.map((company) => company.name).sort()).toEqual(world.sandbox.data.companies.map((company) => company.name).sort());
    world.sandbox.faults.sageDown = 503;
    const [, down] = await core.connections(true);
    expect(down).toMatchObject({ state: "unreachable", failure: { code: "sage-down" } });
  });
});
