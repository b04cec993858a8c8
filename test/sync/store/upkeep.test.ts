import type { PGlite } from "@electric-sql/pglite";
import { startUpkeep } from "../../../src/sync/store/embedded/upkeep";
import { bareMemoryPglite } from "../../support/database";

jest.setTimeout(120_000);

describe("upkeep of the embedded database", () => {
  let pglite: PGlite;
  beforeAll(async () => {
    pglite = await bareMemoryPglite();
  });
  afterAll(() => pglite.close());

  const checkpoint = async () => (await pglite.query<{ at: string }>("select checkpoint_lsn::text as at from pg_control_checkpoint()")).rows[0]?.at;
  const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

  it("makes a checkpoint after writes, and none when nothing was written", async () => {
    await pglite.exec("create table t (n int); insert into t values (1)");
    const before = await checkpoint();
    const upkeep = startUpkeep(pglite, undefined, { checkpoint: 5, vacuum: 60_000 });
    while ((await checkpoint()) === before) await turn();
    // The first round after a checkpoint may find the checkpoint's own record in the log; then it is quiet.
    let seen = await checkpoint();
    for (let quiet = 0; quiet < 10; quiet += 1) {
      await turn();
      const now = await checkpoint();
      if (now !== seen) quiet = 0;
      seen = now;
    }
    await upkeep.stop();
    expect(await checkpoint()).toBe(seen);
  });

  it("vacuums, so that dead rows do not pile up", async () => {
    await pglite.exec("create table d (n int); insert into d select generate_series(1, 1000); delete from d");
    const upkeep = startUpkeep(pglite, undefined, { checkpoint: 60_000, vacuum: 5 });
    const size = async () => (await pglite.query<{ bytes: number }>("select pg_relation_size('d')::int4 as bytes")).rows[0]?.bytes;
    while ((await size()) !== 0) await turn();
    await upkeep.stop();
    expect(await size()).toBe(0);
  });
});
