import "fake-indexeddb/auto";
import { keep, readKept } from "../../../src/workbench/page/kept-workbook";

describe("the workbook kept in the browser", () => {
  test("is there again after the page was loaded anew, and only the last one", async () => {
    expect(await readKept()).toBeNull();
    await keep({ name: "first.xlsx", bytes: new Uint8Array([1]), isSaved: true });
    await keep({ name: "second.xlsx", bytes: new Uint8Array([2, 3]), isSaved: false });
    expect(await readKept()).toMatchObject({ name: "second.xlsx", isSaved: false });
    expect([...((await readKept())?.bytes ?? [])]).toEqual([2, 3]);
  });
});
