/** What src/excel asks of Office beside the workbook: start, requirement sets, ribbon. */
import { isSupported, openInBrowser, readCapabilities } from "../../src/excel/platform";
import { whenReady } from "../../src/excel/ready";
import { associateCommands, setEnabled, showPane } from "../../src/excel/ribbon";
import { createOffice } from "../../src/workbench/client";
import { createWorkbook } from "../../src/workbench/model";

const globals = globalThis as { Office?: unknown };

const start = () => {
  const told: { windows: string[]; ribbon: Readonly<Record<string, boolean>>[]; pane: boolean[] } = { windows: [], ribbon: [], pane: [] };
  const client = createOffice(createWorkbook(), {
    openWindow: (url) => void told.windows.push(url),
    onRibbon: (controls) => void told.ribbon.push(controls),
    onPane: (isShown) => void told.pane.push(isShown),
  });
  globals.Office = client.Office;
  return { ...client, told };
};

afterEach(() => {
  delete globals.Office;
});

describe("starting up", () => {
  test("in Excel the pane may render", async () => {
    start();
    expect(await whenReady()).toEqual({ kind: "excel" });
    expect(readCapabilities()).toMatchObject({ notes: true, undoGroup: false, ribbonState: true, platform: "OfficeOnline" });
  });

  test.each([
    ["a plain browser", { host: null }, { kind: "browser" }],
    ["another Office program", { host: "Word" }, { kind: "other-host", host: "Word" }],
    ["an Excel that is too old", { host: "Excel" }, { kind: "too-old", needs: "ExcelApi 1.14" }],
  ])("in %s the page says so", async (_name, info, expected) => {
    globals.Office = { onReady: () => Promise.resolve(info), context: { requirements: { isSetSupported: () => false } } };
    expect(await whenReady()).toEqual(expected);
  });

  test("where Office's script was blocked the page says so, and nothing is supported", async () => {
    expect(await whenReady()).toEqual({ kind: "no-office" });
    expect(isSupported("ExcelApi", "1.1")).toBe(false);
  });
});

describe("the ribbon", () => {
  test("a button is busy until its work has ended, also when that failed", async () => {
    const { commands } = start();
    const ran: string[] = [];
    associateCommands({
      Check: async () => {
        await Promise.resolve();
        ran.push("Check");
      },
      Status: () => Promise.reject(new Error("a bug")),
    });
    await commands.run("Check");
    expect(ran).toEqual(["Check"]);
    await expect(commands.run("Status")).resolves.toBeUndefined();
  });

  test("buttons are enabled by their ids, and the pane comes to the front", async () => {
    const { told } = start();
    await setEnabled("Tieout.Tab", { Push: false, Check: true });
    await showPane();
    expect(told.ribbon).toEqual([{ Push: false, Check: true }]);
    expect(told.pane).toEqual([true]);
  });

  test("without RibbonApi every button stays as it is", async () => {
    globals.Office = { context: { requirements: { isSetSupported: () => false } } };
    await expect(setEnabled("Tieout.Tab", { Push: false })).resolves.toBeUndefined();
  });
});

describe("web pages", () => {
  test("open in the user's browser, and nothing else does", () => {
    const { told } = start();
    openInBrowser("https://example.org/help");
    expect(told.windows).toEqual(["https://example.org/help"]);
    expect(() => openInBrowser("javascript:alert(1)")).toThrow();
  });
});
