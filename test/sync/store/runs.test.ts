import { sql } from "kysely";
import { failure } from "../../../src/sync/model/failure";
import { beginRun, extendRun, finishRun, newestRuns, noRunCounts, runsUnderWay, type NewRun } from "../../../src/sync/store/runs";
import { aTenant, describeOnEachEngine } from "../../support/database";

describeOnEachEngine("runs of the sync", (on) => {
  const setUp = () => {
    const tenant = aTenant();
    const begin = (id: string, companyRef: string | null, db = on().db) =>
      db.transaction("begin", (tx) => {
        const run: NewRun = { id, companyRef, trigger: "schedule", byId: "", byName: "Schedule", leaseMs: 60_000 };
        return beginRun(tx, tenant, run);
      });
    const finish = (id: string) => on().db.transaction("finish", (tx) => finishRun(tx, tenant, id, { ...noRunCounts, posted: 3 }, null));
    const die = (id: string) => on().db.transaction("die", (tx) => sql`update sync_run set lease_until = now() - interval '1 second' where tenant = ${tenant} and id = ${id}`.execute(tx));
    return { tenant, begin, finish, die };
  };

  it("one at a time for a company; another company's may go beside it, one of all companies may not", async () => {
    const { begin, finish, tenant } = setUp();
    expect(await begin("r1", "a")).toMatchObject({ begun: { id: "r1", state: "running", companyRef: "a" } });
    expect(await begin("r2", "a")).toMatchObject({ running: { id: "r1" } });
    expect(await begin("r3", null)).toMatchObject({ running: { id: "r1" } });
    expect(await begin("r4", "b")).toHaveProperty("begun");
    await finish("r1");
    await finish("r4");
    expect(await begin("r5", null)).toHaveProperty("begun");
    expect(await begin("r6", "b")).toMatchObject({ running: { id: "r5" } });
    const runs = await on().db.read((handle) => newestRuns(handle, tenant, 2));
    expect(runs.map((run) => [run.id, run.state, run.counts.posted])).toEqual([
      ["r5", "running", 0],
      ["r4", "done", 3],
    ]);
  });

  it("of two that begin at once one begins", async () => {
    const { begin } = setUp();
    const answers = await Promise.all([begin("r1", "a"), begin("r2", null, on().other), begin("r3", "a", on().other), begin("r4", null)]);
    expect(answers.filter((answer) => "begun" in answer)).toHaveLength(1);
  });

  it("that of a dead process is ended by the next, and can record nothing any more", async () => {
    const { begin, die, finish, tenant } = setUp();
    await begin("r1", "a");
    await die("r1");
    expect(await on().db.read((handle) => runsUnderWay(handle, tenant))).toEqual([]);
    expect(await begin("r2", "a")).toHaveProperty("begun");
    expect(await on().db.transaction("extend", (tx) => extendRun(tx, tenant, "r1", noRunCounts, 60_000))).toBe(false);
    expect(await finish("r1")).toBe(false);
    const runs = await on().db.read((handle) => newestRuns(handle, tenant, 10));
    expect(runs).toMatchObject([{ id: "r2", state: "running" }, { id: "r1", state: "failed", failure: { cause: expect.stringContaining("ended") as string } }]);
  });

  it("that goes on keeps its company, and tells how far it is", async () => {
    const { begin, tenant } = setUp();
    await begin("r1", "a");
    expect(await on().db.transaction("extend", (tx) => extendRun(tx, tenant, "r1", { ...noRunCounts, read: 9 }, 60_000))).toBe(true);
    expect(await on().db.read((handle) => runsUnderWay(handle, tenant))).toMatchObject([{ id: "r1", counts: { read: 9 } }]);
    await on().db.transaction("finish", (tx) => finishRun(tx, tenant, "r1", noRunCounts, failure("sage-down", "Sage did not answer.", "Try later.")));
    expect(await on().db.read((handle) => newestRuns(handle, tenant, 1))).toMatchObject([{ state: "failed", failure: { code: "sage-down" } }]);
  });
});
