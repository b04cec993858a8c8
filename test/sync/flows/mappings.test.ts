import type { SyncCore } from "../../../src/sync/core";
import { aTenant, describeOnEachEngine } from "../../support/database";
import { practice, practiceCore, previewed, pull, push, pushed, type Practice } from "./practice-core";

describeOnEachEngine("mapping sheets", (on) => {
  let world: Practice;
  let core: SyncCore;
  beforeAll(async () => {
    world = await practice();
  });
  afterAll(() => world.close());
  beforeEach(() => {
    core = practiceCore(world, on().db, aTenant());
  });
  afterEach(() => core.close());

  const company = () => {
    const [first] = world.sandbox.data.companies;
    if (!first) throw new Error("The sandbox has no company.");
    return first;
  };
  const subCompany = () => world.sandbox.data.subCompanies[0]?.name ?? "";
  const mapped = (change: object = {}) => pushed("sub-companies", [{ SubCompany: subCompany(), SageCompanyName: company().name, SageSiteId: company().siteId, ...change }]);

  it("begin with a row for everything of The Layer's that can be mapped, and no mistake in them", async () => {
    const subs = await pull(core, "sub-companies");
    expect(subs.rows.map((row) => row.cells["SubCompany"])).toEqual(world.sandbox.data.subCompanies.map((one) => one.name));
    expect(subs.rows.every((row) => row.version === 0 && row.cells["SageCompanyName"] === null)).toBe(true);
    expect((await pull(core, "payment-methods")).rows.map((row) => row.cells["PaymentMethod"])).toEqual(world.sandbox.data.paymentMethods.map((one) => one.name));
    expect((await pull(core, "tax-codes")).rows.map((row) => row.cells["TaxRate"])).toEqual([...new Set(world.sandbox.data.taxRates.map((one) => one.percent))]);
    for (const slug of ["sub-companies", "tax-codes"] as const) {
      const rows = (await pull(core, slug)).rows.map(({ key, version, cells }) => ({ ref: { key, nth: 0 }, version, cells }));
      expect(new Set((await push(core, slug, rows)).map((result) => result.outcome))).toEqual(new Set(["same"]));
    }
  });

  it("are validated, stored with a version, and audited", async () => {
    const id = "mapping-push-1";
    const [saved] = await push(core, "sub-companies", mapped(), id);
    expect(saved).toMatchObject({ outcome: "saved", version: 1 });
    const [row] = (await pull(core, "sub-companies")).rows;
    expect(row).toMatchObject({ version: 1, cells: { SageCompanyName: company().name } });
    const { entries } = await core.audit({ pushId: id, sheet: "sub-companies", limit: 10 });
    expect(entries.map((entry) => entry.what)).toEqual(["Mapped", "Pushed"]);
    const [refused] = await push(core, "sub-companies", mapped({ SageCompanyName: "Nowhere Ltd" }));
    expect(refused).toMatchObject({ outcome: "refused" });
    expect(refused?.message).toContain("Nowhere Ltd");
  });

  it("can be changed, unless somebody else did after the sheet was pulled", async () => {
    const other = world.sandbox.data.companies.find((one) => one.name !== company().name);
    if (!other) throw new Error("The sandbox has one company.");
    await push(core, "sub-companies", mapped());
    const changed = mapped({ SageCompanyName: other.name, SageSiteId: other.siteId });
    expect((await previewed(core, "sub-companies", changed.map((row) => ({ ...row, version: 1 }))))[0]).toMatchObject({
      outcome: "change",
      changes: expect.arrayContaining([{ column: "SageCompanyName", from: company().name, to: other.name }]),
    });
    expect((await push(core, "sub-companies", changed.map((row) => ({ ...row, version: 0 }))))[0]).toMatchObject({ outcome: "conflict", version: 1 });
    expect((await push(core, "sub-companies", changed.map((row) => ({ ...row, version: 1 }))))[0]).toMatchObject({ outcome: "saved", version: 2 });
  });

  it("tell how much is mapped, and how many customers would fail for want of the rest", async () => {
    await pull(core, "customers");
    const total = world.sandbox.data.subCompanies.length;
    const before = await core.coverage();
    expect(before.subCompanies).toMatchObject({ mapped: 0, total, missing: world.sandbox.data.subCompanies.map((one) => one.name) });
    await push(core, "sub-companies", mapped());
    const after = await core.coverage();
    expect(after.subCompanies).toMatchObject({ mapped: 1, total });
    expect(after.subCompanies.customersAffected).toBeLessThan(before.subCompanies.customersAffected);
  });

  it("name the bank account of a payment method and the tax code of a rate, each as Sage has it", async () => {
    const bank = world.sandbox.data.banks(company().name).find((one) => one.status === "active");
    const method = world.sandbox.data.paymentMethods.find((one) => one.isEnabled);
    const code = world.sandbox.data.taxCodes(company().name).find((one) => one.percent === 20);
    const [payment] = await push(
      core,
      "payment-methods",
      pushed("payment-methods", [{ PaymentMethod: method?.name ?? "", Enabled: "Yes", "Payment Account Name": null, "Acc - Code": bank?.code ?? "", SageCompanyName: company().name }]),
    );
    expect(payment).toMatchObject({ outcome: "saved" });
    const [tax] = await push(core, "tax-codes", pushed("tax-codes", [{ TaxRate: "20", SageCompanyName: company().name, SageTaxCode: String(code?.code ?? "") }]));
    expect(tax).toMatchObject({ outcome: "saved" });
    const [ghost] = await push(
      core,
      "payment-methods",
      pushed("payment-methods", [{ PaymentMethod: method?.name ?? "", Enabled: "Yes", "Payment Account Name": null, "Acc - Code": "GHOST", SageCompanyName: company().name }]),
    );
    expect(ghost).toMatchObject({ outcome: "refused" });
    expect(ghost?.message).toContain("GHOST");
  });
});
