import { customerLinks } from "../../src/sync/sheets/customer-links";
import { keyOf } from "../../src/sync/sheets/sheet";
import { ok } from "../../src/sync/model/failure";
import { runAsOneUndo } from "../../src/excel/run";
import { readCells } from "../../src/excel/read";
import { aLink, links, rowsOf, targetOf, value } from "../support/workbook-port-contract";
import { openOfficeWorkbook } from "./office-workbook";

const richApiError = (code: string) => Object.assign(new Error(code), { name: "RichApi.Error", code });

describe("running in Excel", () => {
  test("one step of undo is asked for where Excel has it, and done without where a call cannot be undone", async () => {
    const { runtime } = openOfficeWorkbook();
    const asked: unknown[] = [];
    const real = runtime.Excel.run as (options: object, work: (context: Excel.RequestContext) => Promise<unknown>) => Promise<unknown>;
    Object.assign(globalThis, {
      Excel: {
        run: (options: { mergeUndoGroup?: boolean }, work: (context: Excel.RequestContext) => Promise<unknown>) => {
          asked.push(options);
          return options.mergeUndoGroup ? Promise.reject(richApiError("UndoNotSupported")) : real({}, work);
        },
      },
    });
    expect(value(await runAsOneUndo("writing", true, () => Promise.resolve(ok("done"))))).toBe("done");
    expect(asked).toEqual([{ delayForCellEdit: true, mergeUndoGroup: true }, { delayForCellEdit: true }]);
  });

  test("a bug in our own code is thrown, not told as a failure of Excel", async () => {
    const { port, runtime } = openOfficeWorkbook();
    Object.assign(globalThis, { Excel: { ...runtime.Excel, run: () => Promise.reject(new TypeError("ours")) } });
    await expect(port.readTable("CustomerLinks")).rejects.toThrow(TypeError);
  });

  test("works are done one after the other, a failed one included, so that none sees another half done", async () => {
    const office = openOfficeWorkbook();
    const rows = Array.from({ length: 12_500 }, (_, index) => aLink(`C${index}`));
    const [written, , patched, read] = await Promise.all([
      office.port.writeTable(links(rows)),
      office.port.markProblems({ definition: { ...customerLinks, table: "Nowhere" }, headers: {} }, []),
      office.port.patchRows(targetOf(customerLinks), [{ row: { key: keyOf(customerLinks, aLink("C12499")), nth: 0 }, cells: { Result: "last" } }]),
      office.port.readTable("CustomerLinks"),
    ]);
    value(written);
    expect(value(patched)).toEqual({ written: 1, missing: [] });
    expect(rowsOf(value(read)).at(-1)).toMatchObject({ CustomerId: "C12499", Result: "last" });
  });

  test("null for the values means too many cells, not blank ones: fewer are asked for", async () => {
    const sizes: number[] = [];
    const rangeAt = (address: string) => {
      const [, first = "0", last = first] = /^A(\d+)(?::A(\d+))?$/.exec(address) ?? [];
      const rows = Number(last) - Number(first) + 1;
      sizes.push(rows);
      return { untrack: () => ({ load: () => undefined, values: rows > 100 ? null : Array.from({ length: rows }, (_, row) => [Number(first) + row]) }) };
    };
    const context = { workbook: { worksheets: { getItem: () => ({ getRange: rangeAt }) } }, sync: () => Promise.resolve() } as unknown as Excel.RequestContext;
    const read = value(await readCells(context, "the table", "Sheet1", { top: 0, left: 0, bottom: 999, right: 0 }, [{ column: 0, look: "value" }]));
    expect(read).toEqual(Array.from({ length: 1000 }, (_, row) => [row + 1]));
    expect(sizes[0]).toBe(1000);
  });
});
