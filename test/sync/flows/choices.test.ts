/** The choices that the domain sheet makes where The Layer's own pages are silent, one test each, named after it. */
import type { SyncCore } from "../../../src/sync/core";
import { aTenant, describeOnEachEngine } from "../../support/database";
import { gridKey, linkRow, practice, practiceCore, previewed, pull, push, pushed, unlinkedCustomers, type Practice } from "./practice-core";

const links = "customer-links";

describeOnEachEngine("the domain's choices", (on) => {
  let world: Practice;
  let core: SyncCore;

  // Each test has its own sandbox, as it changes what is in it.
  beforeEach(async () => {
    world = await practice();
    core = practiceCore(world, on().db, aTenant());
  });
  afterEach(async () => {
    await core.close();
    await world.close();
  });

  const unlinked = (at = 0) => {
    const found = unlinkedCustomers(world.sandbox)[at];
    if (!found) throw new Error("The sandbox has too few unlinked customers.");
    return found;
  };
  /** Another company than the customer's own, with an account of the given number in it. */
  const elsewhere = (reference: string) => {
    const { company } = unlinked();
    const other = world.sandbox.data.companies.find((one) => one.name !== company.name);
    if (!other) throw new Error("The sandbox has one company.");
    world.sandbox.edit.addAccount(other.name, { reference, name: "Second account" });
    return { name: other.name, siteId: other.siteId };
  };
  const storedLinks = (customerId: string) => world.sandbox.data.links().filter((link) => link.customerId === customerId);

  it("14.18 a customer is linked once for each Sage company, with a grid row for each; unlinked it has one row with blanks", async () => {
    const { customer, account, company } = unlinked();
    const other = elsewhere("ZZ18");
    const before = (await pull(core, "customers")).rows.filter((row) => row.cells["CustomerId"] === customer.id);
    expect(before).toMatchObject([{ key: gridKey(customer.id, null), version: 0, cells: { "Sage Company": null, "Sage Customer ID": null, State: "Unlinked" } }]);

    const results = await push(
      core,
      links,
      pushed(links, [linkRow({ CustomerId: customer.id, company, number: account.reference }), linkRow({ CustomerId: customer.id, company: other, number: "ZZ18" })]),
    );
    expect(results.map((result) => result.outcome)).toEqual(["saved", "saved"]);
    const after = (await pull(core, "customers")).rows.filter((row) => row.cells["CustomerId"] === customer.id);
    expect(after.map((row) => row.cells["Sage Company"]).sort()).toEqual([company.name, other.name].sort());
  });

  it("14.18 two sub-companies on one Sage company share the link", async () => {
    const { customer, account, company } = unlinked();
    world.sandbox.edit.changeCustomer(customer.id, { subCompanies: ["Trade", "Retail"] });
    await push(core, links, pushed(links, [linkRow({ CustomerId: customer.id, company, number: account.reference })]));
    const rows = (await pull(core, "customers")).rows.filter((row) => row.cells["CustomerId"] === customer.id);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.cells["SubCompany"]).toBe("Trade; Retail");
  });

  it("14.19 linking sends nothing of the customer to Sage: the first order in that company does", async () => {
    const { customer, account, company } = unlinked();
    await push(core, links, pushed(links, [linkRow({ CustomerId: customer.id, company, number: account.reference })]));
    expect(world.sandbox.data.account(company.name, account.reference)?.updatedAt).toBe(account.updatedAt);
    expect(storedLinks(customer.id)).toMatchObject([{ lastSyncedAt: null }]);
  });

  it("14.20 a link verified against Sage counts as synced, and its last sync stays empty", async () => {
    const { customer, account, company } = unlinked();
    const [result] = await push(core, links, pushed(links, [linkRow({ CustomerId: customer.id, company, number: account.reference })]));
    expect(result).toMatchObject({ outcome: "saved", fills: { Synced: "Yes", SageCustomerId: String(account.id) } });
    const row = (await pull(core, "customers")).rows.find((one) => one.key === gridKey(customer.id, company.name));
    expect(row?.cells).toMatchObject({ Synced: "Yes", State: "Synced", "Last Synced": null, "Sage Customer ID": String(account.id), "Sage Account Number": account.reference });
  });

  it("14.21 with one id the other is looked up and both are stored", async () => {
    const [one, two] = [unlinked(0), unlinked(1)];
    const results = await push(
      core,
      links,
      pushed(links, [
        linkRow({ CustomerId: one.customer.id, company: one.company, number: one.account.reference }),
        linkRow({ CustomerId: two.customer.id, company: two.company, id: String(two.account.id) }),
      ]),
    );
    expect(results.map((result) => result.outcome)).toEqual(["saved", "saved"]);
    for (const { customer, account } of [one, two]) {
      expect(storedLinks(customer.id)).toMatchObject([{ sageAccountNumber: account.reference, sageCustomerId: String(account.id) }]);
    }
  });

  it("14.21 two ids that name two accounts are refused", async () => {
    const { customer, account, company } = unlinked();
    const another = world.sandbox.edit.addAccount(company.name, { reference: "ZZ21", name: "Other" });
    const [result] = await push(core, links, pushed(links, [linkRow({ CustomerId: customer.id, company, number: account.reference, id: String(another.id) })]));
    expect(result).toMatchObject({ outcome: "refused", problems: [expect.objectContaining({ code: "ids-disagree", severity: "error" })] });
    expect(result?.message).toContain(account.reference);
    expect(storedLinks(customer.id)).toEqual([]);
  });

  it("14.22 rows about an unknown customer, company, site or account are refused by name, and the good rows go through", async () => {
    const [good, bad] = [unlinked(0), unlinked(1)];
    const row = { CustomerId: bad.customer.id, company: bad.company, number: bad.account.reference };
    const results = await push(
      core,
      links,
      pushed(links, [
        linkRow({ ...row, CustomerId: "NOBODY" }),
        linkRow({ ...row, company: { ...bad.company, name: "Nowhere Ltd" } }),
        linkRow({ ...row, company: { ...bad.company, siteId: "00000000-0000-0000-0000-000000000000" } }),
        linkRow({ ...row, CustomerId: unlinked(2).customer.id, number: "GHOST" }),
        linkRow({ CustomerId: good.customer.id, company: good.company, number: good.account.reference }),
      ]),
    );
    expect(results.map((result) => result.outcome)).toEqual(["refused", "refused", "refused", "refused", "saved"]);
    for (const [at, named] of ["NOBODY", "Nowhere Ltd", "00000000-0000-0000-0000-000000000000", "GHOST"].entries()) expect(results[at]?.message).toContain(named);
  });

  it("14.22 the same customer twice for one company is refused in both rows", async () => {
    const { customer, account, company } = unlinked();
    const row = linkRow({ CustomerId: customer.id, company, number: account.reference });
    const results = await push(core, links, pushed(links, [row, row]));
    expect(results.map((result) => result.outcome)).toEqual(["refused", "refused"]);
    expect(storedLinks(customer.id)).toEqual([]);
  });

  it("14.22 an identical link is no change, and a different one leaves the existing link as it is", async () => {
    const { customer, account, company } = unlinked();
    world.sandbox.edit.addAccount(company.name, { reference: "ZZ22", name: "Other" });
    const row = linkRow({ CustomerId: customer.id, company, number: account.reference });
    await push(core, links, pushed(links, [row]));
    const [same] = await push(core, links, pushed(links, [row]));
    expect(same).toMatchObject({ outcome: "same", version: 1 });
    const [different] = await push(core, links, pushed(links, [{ ...row, SageAccountNumber: "ZZ22" }]));
    expect(different).toMatchObject({ outcome: "refused", problems: [expect.objectContaining({ code: "customer-already-linked" })] });
    expect(storedLinks(customer.id)).toMatchObject([{ sageAccountNumber: account.reference }]);
  });

  it("14.22 one Sage account is not linked to two customers, be they in one push or in two, by either id", async () => {
    const [one, two] = [unlinked(0), unlinked(1)];
    const first = linkRow({ CustomerId: one.customer.id, company: one.company, number: one.account.reference });
    const second = linkRow({ CustomerId: two.customer.id, company: one.company, id: String(one.account.id) });
    expect((await push(core, links, pushed(links, [first, second]))).map((result) => result.outcome)).toEqual(["refused", "refused"]);
    expect((await push(core, links, pushed(links, [first])))[0]?.outcome).toBe("saved");
    const [late] = await push(core, links, pushed(links, [second]));
    expect(late).toMatchObject({ outcome: "refused", problems: [expect.objectContaining({ code: "account-already-linked" })] });
    expect(late?.message).toContain(one.customer.id);
  });

  it("14.24 the site must be the company's own", async () => {
    const { customer, account, company } = unlinked();
    const site = world.sandbox.data.companies.find((one) => one.siteId !== company.siteId)?.siteId ?? "";
    const [result] = await push(core, links, pushed(links, [linkRow({ CustomerId: customer.id, company: { ...company, siteId: site }, number: account.reference })]));
    expect(result).toMatchObject({ outcome: "refused" });
    expect(result?.message).toContain(site);
    const [blank] = await push(core, links, pushed(links, [{ ...linkRow({ CustomerId: customer.id, company, number: account.reference }), SageSiteId: null }]));
    expect(blank).toMatchObject({ outcome: "refused" });
    expect(blank?.message).toContain("SageSiteId");
  });

  it("14.25 a template pushed as it was pulled changes nothing: links are the same, unlinked rows are left out", async () => {
    const { account, customer, company } = unlinked();
    await push(core, links, pushed(links, [linkRow({ CustomerId: customer.id, company, number: account.reference })]));
    // Links that The Layer holds unverified would be verified, and broken ones refused; the rest must come through untouched.
    const { rows } = await pull(core, links);
    const before = world.sandbox.data.links().map((link) => JSON.stringify(link));
    const untouched = rows.filter((row) => row.cells["Synced"] === "Yes" || row.cells["SageCompanyName"] === null);
    const broken = new Set(world.sandbox.data.trouble.brokenLinks.map((link) => link.customerId));
    const back = untouched.filter((row) => !broken.has(String(row.cells["CustomerId"]))).map(({ key, version, cells }) => ({ ref: { key, nth: 0 }, version, cells }));
    expect(back.length).toBeGreaterThan(30);
    const results = await push(core, links, back);
    expect(new Set(results.map((result) => result.outcome))).toEqual(new Set(["same"]));
    expect(world.sandbox.data.links().map((link) => JSON.stringify(link))).toEqual(before);
    expect(rows.every((row) => row.cells["SageAccountNumber"] === null || typeof row.cells["SageAccountNumber"] === "string")).toBe(true);
  });

  it("14.25 ids come back as text with their leading zeros", async () => {
    const { customer, company } = unlinked();
    world.sandbox.edit.addAccount(company.name, { reference: "00987", name: "Zeros" });
    await push(core, links, pushed(links, [linkRow({ CustomerId: customer.id, company, number: "00987" })]));
    const { rows } = await pull(core, links);
    expect(rows.find((row) => row.cells["CustomerId"] === customer.id)?.cells["SageAccountNumber"]).toBe("00987");
  });

  it("a preview decides as the push will, and sends nothing", async () => {
    const [one, two] = [unlinked(0), unlinked(1)];
    const rows = pushed(links, [
      linkRow({ CustomerId: one.customer.id, company: one.company, number: one.account.reference }),
      linkRow({ CustomerId: two.customer.id, company: two.company, number: "GHOST" }),
    ]);
    const preview = await previewed(core, links, rows);
    expect(preview.map((line) => line.outcome)).toEqual(["create", "refuse"]);
    expect(preview[0]?.changes).toContainEqual({ column: "SageCustomerId", from: null, to: String(one.account.id) });
    expect(storedLinks(one.customer.id)).toEqual([]);
    expect((await push(core, links, rows)).map((result) => result.outcome)).toEqual(["saved", "refused"]);
  });
});
