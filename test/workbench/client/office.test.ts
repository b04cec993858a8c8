import { createOffice, installOffice } from "../../../src/workbench/client";
import type { OfficeHostOptions } from "../../../src/workbench/client";
import { createWorkbook, typeInto } from "../../../src/workbench/model";

const open = (options: OfficeHostOptions & { onHandlerFault?: (fault: unknown) => void } = {}) => createOffice(createWorkbook({ thisYear: 2026 }), options);

test("the add-in learns that it is in Excel, and what it may use", async () => {
  const { Office } = open();
  expect(await Office.onReady()).toEqual({ host: "Excel", platform: "OfficeOnline" });
  expect(Office.HostType.Excel).toBe(Office.context.host);
  const { requirements } = Office.context;
  expect([requirements.isSetSupported("ExcelApi", "1.14"), requirements.isSetSupported("ExcelApi", "1.18"), requirements.isSetSupported("ExcelApi", "1.19"), requirements.isSetSupported("excelapi", "1.9"), requirements.isSetSupported("ExcelApiOnline", "1.1"), requirements.isSetSupported("RibbonApi", "1.1")]).toEqual([true, true, false, true, false, true]);
});

test("a ribbon command runs until it says it is completed, and an unknown one is refused by name", async () => {
  const { Office, commands } = open();
  const done: string[] = [];
  Office.actions.associate("push", (event: Office.AddinCommands.Event) => {
    setTimeout(() => {
      done.push(event.source.id);
      event.completed();
    }, 0);
  });
  await commands.run("push", "PushButton");
  expect([done, commands.names]).toEqual([["PushButton"], ["push"]]);
  await expect(commands.run("pull")).rejects.toThrow("The add-in has no command pull.");
  Office.actions.associate("broken", () => {
    throw new Error("broken command");
  });
  await expect(commands.run("broken")).rejects.toThrow("broken command");
});

test("ribbon state, the pane and links reach the page around", async () => {
  const seen: unknown[] = [];
  const { Office } = open({ onRibbon: (controls) => seen.push(controls), onPane: (isShown) => seen.push(isShown), openWindow: (url) => seen.push(url) });
  await Office.ribbon.requestUpdate({ tabs: [{ id: "Tab", controls: [{ id: "Push", enabled: false }], groups: [{ id: "G", controls: [{ id: "Check", enabled: true }] }] }] });
  await Office.addin.showAsTaskpane();
  Office.context.ui.openBrowserWindow("https://example.com/");
  expect(() => Office.context.ui.openBrowserWindow("javascript:alert(1)")).toThrow(/http/);
  expect(seen).toEqual([{ Push: false, Check: true }, true, "https://example.com/"]);
});

test("the three names are put on a window, with the enumerations in them", () => {
  const window: Record<string, unknown> = {};
  const client = open();
  installOffice(window, client);
  expect(Object.keys(window).sort()).toEqual(["Excel", "Office", "OfficeExtension"]);
  expect([client.Excel.SheetVisibility.veryHidden, client.Excel.ConditionalFormatType.custom]).toEqual(["VeryHidden", "Custom"]);
});

test("a handler that throws is reported and does not stop the others", async () => {
  const faults: unknown[] = [];
  const workbook = createWorkbook();
  const { Excel, settled } = createOffice(workbook, { onHandlerFault: (fault) => faults.push(fault) });
  const heard: string[] = [];
  await Excel.run(async (context) => {
    const sheet = context.workbook.worksheets.getItem("Sheet1");
    sheet.onChanged.add(() => Promise.reject(new Error("handler")));
    sheet.onChanged.add(async (args) => void heard.push(args.address));
    await context.sync();
  });
  typeInto(workbook.active, 1, 1, "x");
  await settled();
  expect([faults.map(String), heard]).toEqual([["Error: handler"], ["B2"]]);
});

test("an event the workbench does not send fails by name", async () => {
  const { Excel } = open();
  const attempt = Excel.run(async (context) => {
    context.workbook.worksheets.getItem("Sheet1").onCalculated.add(async () => undefined);
    await context.sync();
  });
  await expect(attempt).rejects.toMatchObject({ code: "ApiNotFound", message: "Worksheet.onCalculated is not supported by the workbench" });
});

test("an argument of another frame's array is taken as an array", async () => {
  const workbook = createWorkbook();
  const { Excel } = createOffice(workbook);
  // Arrays of an iframe are no instances of this realm's Array; JSON is how they arrive.
  const { runInNewContext } = await import("node:vm");
  const foreign = runInNewContext("[['a', 1]]") as unknown[][];
  await Excel.run(async (context) => {
    const range = context.workbook.worksheets.getItem("Sheet1").getRange("A1:B1");
    range.values = foreign;
    range.set(runInNewContext("({ format: { fill: { color: '#FF0000' } } })") as never);
    await context.sync();
  });
  expect([workbook.active.value(0, 0), workbook.active.value(0, 1), workbook.active.style(0, 0).fill]).toEqual(["a", 1, "#FF0000"]);
});
