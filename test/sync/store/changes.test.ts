import { latestChange } from "../../../src/sync/store/changes";
import { saveCustomers } from "../../../src/sync/store/customers";
import { customerPage } from "../../../src/sync/store/customer-standing";
import type { Database } from "../../../src/sync/store";
import { aTenant, describeOnEachEngine } from "../../support/database";
import { aCustomer } from "./records";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describeOnEachEngine("change numbers", (on, engine) => {
  const changed = (db: Database, tenant: string, since: number) => db.read(async (handle) => (await customerPage(handle, tenant, "", since)).map((row) => row.id));

  it("a row whose transaction commits late is not missed by a reader who was there before", async () => {
    const tenant = aTenant();
    const { db, other } = on();
    const slow = db.change(tenant, "slow", async (tx) => {
      await saveCustomers(tx, tenant, [aCustomer("A")]);
      await pause(150);
    });
    await pause(30);
    const quick = other.change(tenant, "quick", (tx) => saveCustomers(tx, tenant, [aCustomer("B")]));
    // A client that pulls at any moment goes on from the number it saw.
    let cursor = 0;
    const seen = new Set<string>();
    let isOver = false;
    const over = Promise.all([slow, quick]).then(() => (isOver = true));
    for (let last = false; !last; ) {
      last = isOver;
      const next = await other.read((handle) => latestChange(handle, tenant));
      for (const id of await changed(other, tenant, cursor)) seen.add(id);
      cursor = next;
      await pause(10);
    }
    await over;
    expect([...seen].sort()).toEqual(["A", "B"]);
  });

  it("many writers at once leave nothing out for a client that pulls in between", async () => {
    const tenant = aTenant();
    const { db, other } = on();
    const ids = Array.from({ length: 40 }, (_, number) => `C${number}`);
    const writers = ids.map((id, number) =>
      (number % 2 === 0 ? db : other).change(tenant, "write", async (tx) => {
        await saveCustomers(tx, tenant, [aCustomer(id)]);
        await pause((number * 7) % 11);
      }),
    );
    let cursor = 0;
    const seen = new Set<string>();
    let isOver = false;
    const over = Promise.all(writers).then(() => (isOver = true));
    for (let last = false; !last; ) {
      last = isOver;
      const next = await db.read((handle) => latestChange(handle, tenant));
      for (const id of await changed(db, tenant, cursor)) seen.add(id);
      cursor = next;
    }
    await over;
    expect([...seen].sort()).toEqual([...ids].sort());
  });

  it("a record that comes again unchanged keeps its number", async () => {
    const tenant = aTenant();
    const save = (updatedAt: string) => on().db.change(tenant, "save", (tx) => saveCustomers(tx, tenant, [aCustomer("A", { updatedAt })]));
    await save("2026-11-01T09:00:00.000Z");
    const before = await on().db.read((handle) => latestChange(handle, tenant));
    await save("2026-11-02T09:00:00.000Z");
    expect(await on().db.read((handle) => latestChange(handle, tenant))).toBe(before);
  });

  it("one tenant does not wait for another", async () => {
    if (engine === "PGlite") return;
    const [one, another] = [aTenant(), aTenant()];
    const order: string[] = [];
    await Promise.all([
      on().db.change(one, "slow", async () => {
        await pause(200);
        order.push("slow");
      }),
      pause(20).then(() => on().other.change(another, "quick", async () => void order.push("quick"))),
    ]);
    expect(order).toEqual(["quick", "slow"]);
  });
});
