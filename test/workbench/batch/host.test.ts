/** The host's limits and manners, seen through the wire, whatever the client. */
import { BatchHost, actionType, pathType } from "../../../src/workbench/batch";
import type { HostOptions, RequestBody } from "../../../src/workbench/batch";
import { createOffice } from "../../../src/workbench/client";
import { areaAt, createWorkbook, typeInto, writeInputs } from "../../../src/workbench/model";
import { errorOf } from "../conformance/both-clients";

const open = (options: HostOptions = {}) => {
  const workbook = createWorkbook({ thisYear: 2026 });
  const office = createOffice(workbook, options);
  return { workbook, office, Excel: office.Excel };
};

test("a request above five megabytes is refused and changes nothing", async () => {
  const { workbook, Excel } = open();
  const fault = await errorOf(() =>
    Excel.run(async (context) => {
      context.workbook.worksheets.getItem("Sheet1").getRange("A1:A400").values = Array.from({ length: 400 }, () => ["x".repeat(14_000)]);
      await context.sync();
    }),
  );
  expect([fault.code, workbook.active.usedArea()]).toEqual(["RequestPayloadSizeLimitExceeded", null]);
});

test("an answer above five megabytes is refused", async () => {
  const { workbook, Excel } = open();
  writeInputs(workbook.active, areaAt(0, 0, 400, 1), Array.from({ length: 400 }, () => ["y".repeat(14_000)]));
  const fault = await errorOf(() =>
    Excel.run(async (context) => {
      context.workbook.worksheets.getItem("Sheet1").getRange("A1:A400").load("values");
      await context.sync();
    }),
  );
  expect(fault.code).toBe("ResponsePayloadSizeLimitExceeded");
});

test("more than five million cells are not read at once", async () => {
  const { Excel } = open();
  const read = (address: string) =>
    errorOf(() =>
      Excel.run(async (context) => {
        context.workbook.worksheets.getItem("Sheet1").getRange(address).load("values");
        await context.sync();
      }),
    );
  expect((await read("A1:Z200000")).code).toBe("RangeExceedsLimit");
});

test("an address is cut off after 8,192 characters without a word, as in Excel", async () => {
  const { workbook, Excel } = open();
  const addresses = Array.from({ length: 1_500 }, (_, row) => `B${row + 10_000}`).join(",");
  await Excel.run(async (context) => {
    context.workbook.worksheets.getItem("Sheet1").getRanges(addresses).format.fill.color = "#FF0000";
    await context.sync();
  });
  const coloured = Array.from({ length: 1_500 }, (_, row) => workbook.active.style(row + 9_999, 1).fill !== undefined).filter(Boolean).length;
  expect(coloured).toBe(Math.floor(8_192 / "B10000,".length));
});

test("a refused request can be arranged, and a batch that fails half-way leaves its first half", async () => {
  let refusals = 1;
  const { workbook, Excel } = open({ refuse: () => (refusals-- > 0 ? "GeneralException" : null) });
  const write = (rows: readonly string[][]) =>
    Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getItem("Sheet1");
      sheet.getRange("A1").values = [["first"]];
      sheet.getRange("A2:B2").values = rows as string[][];
      await context.sync();
    });
  expect((await errorOf(() => write([["a", "b"]]))).code).toBe("GeneralException");
  expect(workbook.active.usedArea()).toBeNull();
  refusals = 0;
  expect((await errorOf(() => write([["a"]]))).code).toBe("InvalidArgument");
  expect(workbook.active.value(0, 0)).toBe("first");
});

test("the counters tell syncs, bytes and actions, of each request and of the biggest", async () => {
  const { office, Excel } = open();
  await Excel.run(async (context) => {
    const sheet = context.workbook.worksheets.getItem("Sheet1");
    sheet.getRange("A1").values = [["é€😀"]];
    await context.sync();
    sheet.getRange("A1").load("values");
    await context.sync();
  });
  const { counters, host } = office;
  expect(counters.syncs).toBe(3);
  expect(counters.actionsPerRequest).toHaveLength(3);
  expect(counters.actions).toBe(counters.actionsPerRequest.reduce((sum, each) => sum + each, 0));
  expect(counters.maxRequestBytes).toBeLessThan(counters.requestBytes);
  host.resetCounters();
  expect(office.counters.syncs).toBe(0);
});

test("a request's bytes are counted as UTF-8", async () => {
  const sizes: [number, number][] = [];
  const { Excel } = open({ onRequest: (body, bytes) => void sizes.push([bytes, Buffer.byteLength(JSON.stringify(body))]) });
  await Excel.run(async (context) => {
    context.workbook.worksheets.getItem("Sheet1").getRange("A1").values = [["é€😀"]];
    await context.sync();
  });
  for (const [counted, real] of sizes) expect(counted).toBe(real);
});

test("requests are served one after the other, in the order they came", async () => {
  const workbook = createWorkbook();
  const host = new BatchHost(workbook);
  const request = (value: string): RequestBody => ({
    Actions: [{ Id: 9, ActionType: actionType.setProperty, Name: "Values", ObjectPathId: 4, ArgumentInfo: { Arguments: [[[value]]] } }],
    ObjectPaths: {
      1: { Id: 1, ObjectPathType: pathType.global, Name: "" },
      2: { Id: 2, ObjectPathType: pathType.property, Name: "Worksheets", ParentObjectPathId: 1 },
      3: { Id: 3, ObjectPathType: pathType.indexer, Name: "", ParentObjectPathId: 2, ArgumentInfo: { Arguments: ["Sheet1"] } },
      4: { Id: 4, ObjectPathType: pathType.method, Name: "GetRange", ParentObjectPathId: 3, ArgumentInfo: { Arguments: ["A1"] } },
    },
  });
  const seen: unknown[] = [];
  workbook.subscribe((event) => event.kind === "cells" && seen.push(event.after));
  await Promise.all(["a", "b", "c"].map((value) => host.execute(JSON.stringify(request(value)), 1)));
  expect(seen).toEqual(["a", "b", "c"]);
});

test("notes are added, changed, found by their cell and deleted, and move with their rows", async () => {
  const { workbook, Excel } = open();
  await Excel.run(async (context) => {
    const sheet = context.workbook.worksheets.getItem("Sheet1");
    sheet.notes.add("B2", "No such account.");
    sheet.notes.add(sheet.getRange("A5"), "Blank.");
    await context.sync();
    sheet.getRange("1:1").insert("Down");
    const note = sheet.notes.getItemOrNullObject("B3").load("content,authorName,visible");
    const place = sheet.notes.getItemAt(0).getLocation().load("address");
    const count = context.workbook.notes.getCount();
    const none = sheet.notes.getItemOrNullObject("B2");
    await context.sync();
    expect([note.content, note.authorName, note.visible, place.address, count.value, none.isNullObject]).toEqual(["No such account.", "You", false, "Sheet1!B3", 2, true]);
    note.content = "Account closed.";
    sheet.notes.getItem("A6").delete();
    sheet.notes.load("items/content");
    await context.sync();
    expect(sheet.notes.items.map((item) => item.content)).toEqual(["Account closed."]);
  });
  expect(workbook.active.notes.at(2, 1)?.content).toBe("Account closed.");
});

test("values as JSON are taken literally, even where they look like a formula", async () => {
  const { workbook, Excel } = open();
  await Excel.run(async (context) => {
    const range = context.workbook.worksheets.getItem("Sheet1").getRange("A1:B1");
    range.valuesAsJson = [[{ type: "String", basicValue: "=1+1" } as Excel.StringCellValue, { type: "Double", basicValue: 5 } as Excel.DoubleCellValue]];
    range.load("valuesAsJson");
    await context.sync();
    expect(range.valuesAsJson[0]?.[0]).toMatchObject({ type: "String", basicValue: "=1+1" });
  });
  expect([workbook.active.value(0, 0), workbook.active.value(0, 1)]).toEqual(["=1+1", 5]);
});

test("a missing escape shows: a name that begins with = becomes a formula, with its apostrophe it stays a name", async () => {
  const { workbook, Excel } = open();
  await Excel.run(async (context) => {
    context.workbook.worksheets.getItem("Sheet1").getRange("A1:A3").values = [["=Acme"], ["'=Acme"], ["@home"]];
    await context.sync();
  });
  const sheet = workbook.active;
  expect([0, 1, 2].map((row) => [sheet.formula(row, 0), sheet.text(row, 0)])).toEqual([["=Acme", "#NAME?"], [null, "=Acme"], ["=home", "#NAME?"]]);
});

test("an edit while a batch waits for the cell to be left comes first", async () => {
  const { workbook, Excel } = open();
  workbook.setEditingCell(true);
  const batch = Excel.run({ delayForCellEdit: true }, async (context) => {
    const range = context.workbook.worksheets.getItem("Sheet1").getRange("A1").load("values");
    await context.sync();
    return range.values;
  });
  typeInto(workbook.active, 0, 0, "typed");
  workbook.setEditingCell(false);
  expect(await batch).toEqual([["typed"]]);
});

test("one hundred thousand rows of eight columns go in and come back through Excel.run", async () => {
  const { workbook, office, Excel } = open();
  const row = (index: number) => [`C${index}`, `Customer ${index} Ltd`, "Default Company", 46_000 + (index % 300), index / 4, index % 2 === 0, "", `note ${index % 7}`];
  const chunk = 20_000;
  await Excel.run(async (context) => {
    const sheet = context.workbook.worksheets.getItem("Sheet1");
    for (let from = 0; from < 100_000; from += chunk) {
      sheet.getRangeByIndexes(from, 0, chunk, 8).values = Array.from({ length: chunk }, (_, index) => row(from + index));
      await context.sync();
    }
  });
  await Excel.run(async (context) => {
    const sheet = context.workbook.worksheets.getItem("Sheet1");
    for (const from of [0, 80_000]) {
      const range = sheet.getRangeByIndexes(from, 0, chunk, 8).load("values");
      await context.sync();
      expect(range.values[chunk - 1]).toEqual(row(from + chunk - 1));
    }
  });
  expect(workbook.active.usedArea()).toEqual(areaAt(0, 0, 100_000, 8));
  expect(office.counters.maxRequestBytes).toBeLessThan(5 * 1024 * 1024);
}, 60_000);
