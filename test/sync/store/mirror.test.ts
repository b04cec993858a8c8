import fc from "fast-check";
import { accountsLike, dropMissingAccounts, saveAccounts } from "../../../src/sync/store/accounts";
import { allCompanies, saveCompanies } from "../../../src/sync/store/companies";
import { databaseNow } from "../../../src/sync/store/freshness";
import { codeKey, companyKey, companyRef } from "../../../src/sync/store/keys";
import { dropUnseenLinks, linksConcerning, linkSweepId, saveLinks } from "../../../src/sync/store/links";
import { readList, saveList } from "../../../src/sync/store/lists";
import { addSeen } from "../../../src/sync/store/sweeps";
import { aTenant, describeOnEachEngine } from "../../support/database";
import { aCompany, aLink, anAccount } from "./records";

const ref = companyRef("site-1", "3");

describeOnEachEngine("mirrored records", (on) => {
  const inChange = <T>(tenant: string, work: Parameters<ReturnType<typeof on>["db"]["change"]>[2]) => on().db.change(tenant, "test", work) as Promise<T>;
  const stored = (tenant: string) =>
    on().db.read((handle) => handle.selectFrom("sage_account").select(["id", "gone"]).where("tenant", "=", tenant).orderBy("id_order").execute());

  it("an account that comes twice in one page is stored once, as it was last", async () => {
    const tenant = aTenant();
    await inChange(tenant, (tx) => saveAccounts(tx, tenant, ref, [anAccount("1", "A1"), anAccount("1", "A1", { name: "Newer" })]));
    const { name } = await on().db.read((handle) => handle.selectFrom("sage_account").select("name").where("tenant", "=", tenant).executeTakeFirstOrThrow());
    expect(name).toBe("Newer");
  });

  it.each(["00123", "123", 123, " 00123", "OO123"])("an account 00123 is found by %p, as a rule will want to compare them", async (typed) => {
    const tenant = aTenant();
    await inChange(tenant, async (tx) => {
      await saveCompanies(tx, tenant, [aCompany()]);
      await saveAccounts(tx, tenant, ref, [anAccount("1", "00123"), anAccount("2", "99999")]);
    });
    const found = await on().db.read((handle) => accountsLike(handle, tenant, { numberKeys: [codeKey(typed)], idKeys: [] }));
    expect(found.map((account) => account.reference)).toEqual(["00123"]);
  });

  it("a sweep drops what the complete list no longer has, however the list is cut into pages, and nothing else", async () => {
    const ids = fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(ids, fc.array(fc.boolean(), { minLength: 25, maxLength: 25 }), fc.integer({ min: 1, max: 6 }), async (all, kept, pageSize) => {
        const tenant = aTenant();
        const sorted = [...all].sort((a, b) => a - b).map(String);
        const present = sorted.filter((_, at) => kept[at]);
        await inChange(tenant, (tx) => saveAccounts(tx, tenant, ref, sorted.map((id) => anAccount(id, `R${id}`))));
        await new Promise((resolve) => setTimeout(resolve, 2));
        const startedAt = await on().db.read(databaseNow);
        await new Promise((resolve) => setTimeout(resolve, 2));
        // Made in Sage, and stored, while the sweep was under way.
        await inChange(tenant, (tx) => saveAccounts(tx, tenant, ref, [anAccount("401", "R401")]));
        let after = "";
        for (let at = 0; at < present.length; at += pageSize) {
          const page = present.slice(at, at + pageSize);
          const from = after;
          await inChange(tenant, (tx) => dropMissingAccounts(tx, tenant, ref, { after: from, ids: page, last: false }, startedAt));
          after = page.at(-1) ?? after;
        }
        await inChange(tenant, (tx) => dropMissingAccounts(tx, tenant, ref, { after, ids: [], last: true }, startedAt));
        expect((await stored(tenant)).filter((row) => !row.gone).map((row) => row.id)).toEqual([...present, "401"]);
      }),
      { numRuns: 12 },
    );
  });

  it("a company that Sage renames is known by its new name only", async () => {
    const tenant = aTenant();
    await inChange(tenant, (tx) => saveCompanies(tx, tenant, [aCompany(), aCompany({ companyId: "4", name: "Acme Ireland" })]));
    await inChange(tenant, (tx) => saveCompanies(tx, tenant, [aCompany({ name: "Acme Holdings" })]));
    expect((await on().db.read((handle) => allCompanies(handle, tenant))).map((company) => company.name)).toEqual(["Acme Holdings"]);
  });

  it("a link keeps its version when it comes back as it was, and gets the next when it changed", async () => {
    const tenant = aTenant();
    const version = async () => (await on().db.read((handle) => linksConcerning(handle, tenant, [{ customerId: "C1" }])))[0]?.version;
    await inChange(tenant, (tx) => saveLinks(tx, tenant, [aLink("C1")]));
    await inChange(tenant, (tx) => saveLinks(tx, tenant, [aLink("C1", { updatedAt: "2026-11-05T09:00:00.000Z" })]));
    expect(await version()).toBe(1);
    await inChange(tenant, (tx) => saveLinks(tx, tenant, [aLink("C1", { lastSyncedAt: "2026-11-05T09:00:00.000Z" })]));
    expect(await version()).toBe(2);
  });

  it("a link that The Layer holds without any account is no link", async () => {
    const tenant = aTenant();
    await inChange(tenant, (tx) => saveLinks(tx, tenant, [aLink("C1", { sageAccountNumber: "", sageCustomerId: "" })]));
    expect(await on().db.read((handle) => linksConcerning(handle, tenant, [{ customerId: "C1" }]))).toEqual([]);
  });

  it("a link is found by its customer, by its account number and by its account id", async () => {
    const tenant = aTenant();
    await inChange(tenant, (tx) => saveLinks(tx, tenant, [aLink("C1"), aLink("C2", { sageAccountNumber: "SOUTH001", sageCustomerId: "5" })]));
    const key = companyKey("site-1", "Acme UK");
    const found = (wanted: Parameters<typeof linksConcerning>[2]) => on().db.read(async (handle) => (await linksConcerning(handle, tenant, wanted)).map((link) => link.customerId));
    expect(await found([{ customerId: "C1" }])).toEqual(["C1"]);
    expect(await found([{ companyKey: key, accountKey: codeKey("SOUTH001"), sageCustomerId: "" }])).toEqual(["C2"]);
    expect(await found([{ companyKey: key, accountKey: "", sageCustomerId: "27006" }])).toEqual(["C1"]);
  });

  it("a complete reading of The Layer's links drops what it has not seen, but nothing stored since it began", async () => {
    const tenant = aTenant();
    await inChange(tenant, (tx) => saveLinks(tx, tenant, [aLink("C1"), aLink("C2")]));
    await new Promise((resolve) => setTimeout(resolve, 2));
    const startedAt = await on().db.read(databaseNow);
    await new Promise((resolve) => setTimeout(resolve, 2));
    await inChange(tenant, async (tx) => {
      await saveLinks(tx, tenant, [aLink("C3")]);
      await addSeen(tx, tenant, "s", [linkSweepId("C1", companyKey("site-1", "Acme UK"))]);
      await dropUnseenLinks(tx, tenant, "s", startedAt);
    });
    const left = await on().db.read((handle) => linksConcerning(handle, tenant, ["C1", "C2", "C3"].map((customerId) => ({ customerId }))));
    expect(left.map((link) => link.customerId).sort()).toEqual(["C1", "C3"]);
  });

  it("a short list is replaced as a whole and keeps its order", async () => {
    const tenant = aTenant();
    const names = (list: readonly string[]) => list.map((name) => ({ name, vatNumber: "" }));
    await inChange(tenant, (tx) => saveList(tx, tenant, "sub-company", "", names(["Trade", "Retail", "Web"])));
    await inChange(tenant, (tx) => saveList(tx, tenant, "sub-company", "", names(["Web", "Trade"])));
    expect((await on().db.read((handle) => readList(handle, tenant, "sub-company"))).map((one) => one.name)).toEqual(["Web", "Trade"]);
  });
});
