import { createRefresher, type Refresher } from "../../../src/sync/flows/refresh";
import { aTenant, describeOnEachEngine } from "../../support/database";
import { allCompanies } from "../../../src/sync/store/companies";
import { never, practice, type Practice } from "./practice-core";

describeOnEachEngine("reading reference data", (on) => {
  let world: Practice;
  let tenant = "";
  let refresher: Refresher;
  beforeEach(async () => {
    world = await practice();
    tenant = aTenant();
    refresher = createRefresher({ db: on().db, layer: world.layer, sage200: world.sage, tenant });
  });
  afterEach(async () => {
    await refresher.close();
    await world.close();
  });

  const read = (part: Parameters<Refresher["ensure"]>[0], notBefore: string, swept = false) => refresher.ensure(part, { notBefore, swept }, never);
  const stored = () => on().db.read((handle) => handle.selectFrom("layer_customer").select(["id", "seq"]).where("tenant", "=", tenant).where("gone", "=", false).orderBy("id").execute());

  it("brings every customer once, though pages overlap and stamps are shared by many", async () => {
    world.sandbox.faults.tiedStamps = true;
    await read({ kind: "layer-customers" }, await refresher.now());
    expect((await stored()).map((row) => row.id)).toEqual([...world.sandbox.data.customers()].map((customer) => customer.id).sort());
  });

  it("asks a system once when several need the same at the same moment", async () => {
    const now = await refresher.now();
    await Promise.all(Array.from({ length: 5 }, () => read({ kind: "sage-companies" }, now)));
    expect(world.sandbox.calls.count("GET /sites")).toBe(1);
  });

  it("then brings only what changed, and gives that alone a new change number", async () => {
    await read({ kind: "layer-customers" }, await refresher.now());
    const before = new Map((await stored()).map((row) => [row.id, row.seq]));
    const [first] = [...world.sandbox.data.customers()];
    world.sandbox.edit.changeCustomer(first?.id ?? "", { name: "Renamed" });
    await read({ kind: "layer-customers" }, await refresher.now());
    expect((await stored()).filter((row) => row.seq !== before.get(row.id)).map((row) => row.id)).toEqual([first?.id]);
  });

  it("finds accounts deleted in Sage by the complete list of ids, which no change stamp would tell", async () => {
    await read({ kind: "sage-companies" }, await refresher.now());
    const [company] = await on().db.read((handle) => allCompanies(handle, tenant));
    if (!company) throw new Error("The sandbox has no company.");
    const part = { kind: "sage-accounts", company } as const;
    await read(part, await refresher.now());
    const [victim] = world.sandbox.data.accounts(company.name);
    world.sandbox.edit.deleteAccount(company.name, victim?.reference ?? "");
    const gone = async () =>
      (await on().db.read((handle) => handle.selectFrom("sage_account").select("id").where("tenant", "=", tenant).where("gone", "=", true).execute())).map((row) => row.id);
    await read(part, await refresher.now());
    expect(await gone()).toEqual([]);
    await read(part, await refresher.now(), true);
    expect(await gone()).toEqual([String(victim?.id)]);
  });

  it("keeps what it had when a system fails, and says what failed", async () => {
    await read({ kind: "layer-customers" }, await refresher.now());
    const before = await stored();
    world.sandbox.faults.layerDown = true;
    expect(await read({ kind: "layer-customers" }, await refresher.now())).toMatchObject({ ok: false, failure: { code: "layer-down" } });
    expect(await stored()).toEqual(before);
    expect(await refresher.freshness({ kind: "layer-customers" })).toMatchObject({ failure: { code: "layer-down" } });
  });

  it("lets a caller give up without stopping what others wait for", async () => {
    const now = await refresher.now();
    const impatient = new AbortController();
    const mine = refresher.ensure({ kind: "layer-customers" }, { notBefore: now, swept: false }, impatient.signal);
    const theirs = read({ kind: "layer-customers" }, now);
    impatient.abort();
    expect(await mine).toMatchObject({ ok: false, failure: { code: "cancelled" } });
    expect(await theirs).toMatchObject({ ok: true });
  });
});
