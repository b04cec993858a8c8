import { openDatabase } from "../../../src/sync/store";

describe("a database server", () => {
  it("that does not answer is named without its password", async () => {
    const opened = await openDatabase({ url: "postgres://tieout:hunter2@127.0.0.1:1/books" });
    expect(opened).toMatchObject({ ok: false, failure: { code: "local-storage" } });
    const said = JSON.stringify(opened);
    expect(said).toContain("postgres://tieout@127.0.0.1:1/books");
    expect(said).not.toContain("hunter2");
  });

  it("whose address is no URL is refused without repeating it", async () => {
    const opened = await openDatabase({ url: "hunter2@books" });
    expect(opened).toMatchObject({ ok: false, failure: { code: "local-storage" } });
    expect(JSON.stringify(opened)).not.toContain("hunter2");
  });
});
