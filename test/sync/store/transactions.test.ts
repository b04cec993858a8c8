import { sql } from "kysely";
import { aTenant, describeOnEachEngine } from "../../support/database";

describeOnEachEngine("transactions", (on) => {
  const count = (tenant: string) =>
    on().db.read((handle) => handle.selectFrom("sweep_seen").select((eb) => eb.fn.countAll<number>().as("n")).where("tenant", "=", tenant).executeTakeFirstOrThrow());

  it("keep nothing when their work throws", async () => {
    const tenant = aTenant();
    const failing = on().db.transaction("insert", async (tx) => {
      await tx.insertInto("sweep_seen").values({ tenant, sweep: "s", id: "1" }).execute();
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await count(tenant)).toEqual({ n: 0 });
  });

  it("refuse another handle inside, which on the embedded engine would wait for ever", async () => {
    const inside = on().db.transaction("outer", () => on().db.read((handle) => handle.selectFrom("push").selectAll().execute()));
    await expect(inside).rejects.toThrow('inside the transaction "outer"');
  });

  it("are rolled back by name when they take too long, and what comes late is not run", async () => {
    const tenant = aTenant();
    let late: Promise<unknown> = Promise.resolve();
    const slow = on().db.transaction(
      "slow",
      async (tx) => {
        await tx.insertInto("sweep_seen").values({ tenant, sweep: "s", id: "1" }).execute();
        late = new Promise((resolve) => setTimeout(resolve, 150)).then(() => tx.insertInto("sweep_seen").values({ tenant, sweep: "s", id: "2" }).execute());
        late.catch(() => undefined);
        await late;
      },
      { timeout: 50 },
    );
    await expect(slow).rejects.toThrow('"slow" took longer than 50 ms');
    await expect(late).rejects.toThrow('after the end of the transaction "slow"');
    expect(await count(tenant)).toEqual({ n: 0 });
  });

  it("read counts as numbers and instants as ISO 8601 in UTC", async () => {
    const { rows } = await on().db.read((handle) => sql<{ n: number; at: string }>`select 5::bigint as n, timestamptz '2026-11-21 10:00:00.5+01' as at`.execute(handle));
    expect(rows).toEqual([{ n: 5, at: "2026-11-21T09:00:00.500Z" }]);
  });
});
