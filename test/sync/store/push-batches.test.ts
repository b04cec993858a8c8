import { sql } from "kysely";
import { claimBatch, extendLease, holds, markDone, postpone } from "../../../src/sync/store/push-batches";
import { readResults, recordResults, type RowResult } from "../../../src/sync/store/push-results";
import { insertPush, readPush } from "../../../src/sync/store/pushes";
import { aTenant, describeOnEachEngine } from "../../support/database";

const turn = () => new Promise((resolve) => setImmediate(resolve));
const result = (number: number): RowResult => ({ number, outcome: "saved", message: "", fills: {}, problems: [], version: 1 });

describeOnEachEngine("batches of a push", (on) => {
  const accept = (tenant: string, rows: number, batchSize: number) =>
    on().db.transaction("accept", (tx) =>
      insertPush(tx, tenant, {
        id: "push-0001",
        sheet: "customer-links",
        bodyHash: "h",
        byId: "u",
        byName: "U",
        batchSize,
        rows: Array.from({ length: rows }, (_, number) => ({ number, ref: { key: `k${number}`, nth: 0 }, version: null, cells: {}, rowKey: "", accountKey: "", idKey: "" })),
      }),
    );
  const claim = (tenant: string) => on().db.transaction("claim", (tx) => claimBatch(tx, tenant, 60_000));
  /** As if two minutes had passed. */
  const later = (tenant: string) =>
    on().db.transaction("pass time", (tx) =>
      sql`update push_batch set lease_until = lease_until - interval '2 minutes', not_before = not_before - interval '2 minutes' where tenant = ${tenant}`.execute(tx),
    );

  it("are claimed once each while their leases last", async () => {
    const tenant = aTenant();
    await accept(tenant, 5, 2);
    const claimed = [await claim(tenant), await claim(tenant), await claim(tenant), await claim(tenant)];
    expect(claimed.map((lease) => lease?.batch ?? null)).toEqual([0, 1, 2, null]);
  });

  it("go to two workers at once without one being given twice", async () => {
    const tenant = aTenant();
    await accept(tenant, 20, 1);
    const drain = async (db: ReturnType<typeof on>["db"]) => {
      const found: number[] = [];
      for (;;) {
        const lease = await db.transaction("claim", (tx) => claimBatch(tx, tenant, 10_000));
        if (!lease) return found;
        found.push(lease.batch);
      }
    };
    const [one, two] = await Promise.all([drain(on().db), drain(on().other)]);
    expect([...one, ...two].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, number) => number));
  });

  it("are lost to a worker whose lease ran out and was taken by another", async () => {
    const tenant = aTenant();
    await accept(tenant, 1, 1);
    const slow = await claim(tenant);
    await later(tenant);
    const quick = await claim(tenant);
    if (!slow || !quick) throw new Error("Both should have got it.");
    const stillHolds = (lease: typeof slow) => on().db.transaction("holds", (tx) => holds(tx, tenant, lease));
    expect([await stillHolds(slow), await stillHolds(quick)]).toEqual([false, true]);
    expect(await on().db.transaction("extend", (tx) => extendLease(tx, tenant, slow, 1_000))).toBe(false);
    // Nothing the slow one does reaches the batch any more.
    await on().db.transaction("done", (tx) => markDone(tx, tenant, slow));
    expect(await stillHolds(quick)).toBe(true);
  });

  it("come back after a pause, counting the attempt", async () => {
    const tenant = aTenant();
    await accept(tenant, 1, 1);
    const first = await claim(tenant);
    if (!first) throw new Error("There should be a batch.");
    await on().db.transaction("postpone", (tx) => postpone(tx, tenant, first, 60_000));
    expect(await claim(tenant)).toBeNull();
    await later(tenant);
    expect(await claim(tenant)).toMatchObject({ batch: 0, attempts: 1, fence: 2 });
  });

  it("number their results without a gap, whoever is first, and visible in order", async () => {
    const tenant = aTenant();
    await accept(tenant, 30, 3);
    const seen: number[] = [];
    let isOver = false;
    const reader = (async () => {
      for (let last = false; !last; await turn()) {
        last = isOver;
        seen.push(...(await on().other.read((handle) => readResults(handle, tenant, "push-0001", seen.at(-1) ?? 0, 100))).map((line) => line.seq));
      }
    })();
    const batches = Array.from({ length: 10 }, (_, batch) => [batch * 3, batch * 3 + 1, batch * 3 + 2].map(result));
    await Promise.all(batches.map((results, at) => (at % 2 ? on().db : on().other).transaction("record", (tx) => recordResults(tx, tenant, "push-0001", results))));
    isOver = true;
    await reader;
    expect(seen).toEqual(Array.from({ length: 30 }, (_, at) => at + 1));
    expect((await on().db.read((handle) => readPush(handle, tenant, "push-0001")))?.summary).toMatchObject({ state: "done", counts: { saved: 30, waiting: 0 } });
  });

  it("refuse a second result for a row", async () => {
    const tenant = aTenant();
    await accept(tenant, 2, 2);
    const record = () => on().db.transaction("record", (tx) => recordResults(tx, tenant, "push-0001", [result(0)]));
    await record();
    await expect(record()).rejects.toThrow("second result");
  });
});
