import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import * as XLSX from "@e965/xlsx";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { saveWorkbook } from "../../src/workbench/files";
import { addTable, createWorkbook, defaultAlert, defaultPrompt, writeLiterals, type Value } from "../../src/workbench/model";
import { launchBrowser } from "../support/browser";
import { serveBuiltPages } from "../support/web-server";
import { workbenchOn } from "../support/workbench-page";

jest.setTimeout(240_000);

const whole = { width: 1280, height: 800 };

const folder = mkdtempSync(join(tmpdir(), "tieout-workbench-"));
let server: Awaited<ReturnType<typeof serveBuiltPages>>;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const faults: string[] = [];

/** A table of links with a drop-down, as the add-in makes them, in a file. */
const aLinksFile = async (rows: number): Promise<string> => {
  const workbook = createWorkbook({ name: "links.xlsx" });
  const sheet = workbook.active;
  const companies = ["Northwind Ltd", "Southgate plc", "Eastfield LLP"];
  const body: Value[][] = Array.from({ length: rows }, (_, index) => [String(index + 1).padStart(5, "0"), `Customer ${String(rows - index)}`, companies[index % 3]!, index * 10]);
  sheet.setNumberFormat({ top: 0, left: 0, bottom: rows, right: 0 }, "@");
  writeLiterals(sheet, { top: 0, left: 0, bottom: rows, right: 3 }, [["CustomerId", "CustomerName", "SageCompanyName", "Balance"], ...body]);
  addTable(sheet, { top: 0, left: 0, bottom: rows, right: 3 }, true, "CustomerLinks");
  sheet.validations.set([{ top: 1, left: 2, bottom: rows, right: 2 }], {
    rule: { kind: "List", source: companies.join(","), inCellDropDown: true },
    errorAlert: { ...defaultAlert, title: "Company", message: "Choose a company from the list." },
    prompt: defaultPrompt,
    ignoreBlanks: true,
  });
  sheet.notes.add(2, 1, "Check this name.", "Ann");
  sheet.columnWidths.set(0, 3, 96);
  sheet.frozen = { rows: 1, columns: 0 };
  const path = join(folder, `links-${rows}.xlsx`);
  writeFileSync(path, await saveWorkbook(workbook));
  return path;
};

beforeAll(async () => {
  server = await serveBuiltPages();
  browser = await launchBrowser();
  context = await browser.newContext({ viewport: whole, acceptDownloads: true, permissions: ["clipboard-read", "clipboard-write"] });
  page = await context.newPage();
  // Changes that are in no file are given up whenever the page asks.
  page.on("dialog", (dialog) => void dialog.accept());
  page.on("pageerror", (fault) => faults.push(fault.stack ?? fault.message));
  await page.goto(`${server.url}/workbench.html`);
  await page.locator("#cell-A1").waitFor();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => expect(faults.splice(0)).toEqual([]));

const { texts } = workbenchOn(() => page);
const shown = (address: string) => page.locator(`#cell-${address} .wb-text`);
const click = (address: string) => page.locator(`#cell-${address}`).click();
const openFile = async (path: string) => {
  await page.getByLabel("Excel workbook to open").setInputFiles(path);
  await page.getByRole("banner").getByText(basename(path)).waitFor({ timeout: 180_000 });
};
const expectText = async (address: string, text: string) => {
  const exactly = new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`);
  await shown(address).filter({ hasText: exactly }).waitFor();
  expect(await shown(address).innerText()).toBe(text);
};

/** What the browser keeps of the open workbook. */
const kept = () =>
  page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) => new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error("The browser's storage gave no reason."));
    });
    const database = await settled(indexedDB.open("tieout-workbench"));
    const value = (await settled(database.transaction("workbook").objectStore("workbook").get("open"))) as { name: string; isSaved: boolean } | undefined;
    database.close();
    return value === undefined ? null : { name: value.name, isSaved: value.isSaved };
  });

describe("the workbench page", () => {
  test("shows an opened file with its table, formats and note", async () => {
    await openFile(await aLinksFile(60));
    await expectText("A2", "00001");
    await expectText("D3", "10");
    expect(await page.getByRole("grid", { name: "Worksheet Sheet1" }).getAttribute("aria-rowcount")).toBe("501");
    await click("B3");
    await page.getByRole("tooltip").getByText("Check this name.").waitFor();
  });

  test("keeps codes in text cells and changes them elsewhere, as Excel does", async () => {
    await click("A3");
    await page.keyboard.type("00777");
    await page.keyboard.press("Enter");
    await expectText("A3", "00777");
    await click("F3");
    await page.keyboard.type("00777");
    await page.keyboard.press("Tab");
    await expectText("F3", "777");
    await page.keyboard.type("=D3+D4");
    await page.keyboard.press("Enter");
    await expectText("G3", "30");
  });

  test("edits with F2, takes back and does again", async () => {
    await click("B4");
    await page.keyboard.press("F2");
    await page.keyboard.type("!");
    await page.keyboard.press("Enter");
    await expectText("B4", "Customer 58!");
    await page.keyboard.press("Control+z");
    await expectText("B4", "Customer 58");
    await page.keyboard.press("Control+y");
    await expectText("B4", "Customer 58!");
  });

  test("refuses what a drop-down does not hold, with cause and cure, and offers the list with type-ahead", async () => {
    await click("C4");
    await page.keyboard.type("Nowhere");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("Company: Choose a company from the list.").waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.type("east");
    await page.getByRole("option", { name: "Eastfield LLP" }).waitFor();
    await page.keyboard.press("Enter");
    await expectText("C4", "Eastfield LLP");
    await click("C5");
    await page.keyboard.press("Alt+ArrowDown");
    await page.getByRole("option", { name: "Southgate plc" }).click();
    await expectText("C5", "Southgate plc");
  });

  test("pastes a block from another program, cell by cell as typed", async () => {
    await click("F8");
    await page.evaluate(() => navigator.clipboard.writeText("00123\t=1+1\r\n3-4\t\"two\nlines\"\r\n"));
    await page.keyboard.press("Control+v");
    await expectText("F8", "123");
    expect(await texts("F8:G9")).toEqual([["123", "2"], ["03-Apr", "two\nlines"]]);
    await page.getByText("Count 4").waitFor();
  });

  test("sorts and filters by the button in a table's header", async () => {
    await page.getByRole("button", { name: "Sort and filter Balance" }).click();
    await page.getByRole("button", { name: "Sort descending" }).click();
    await expectText("D2", "590");
    await page.getByRole("button", { name: "Sort and filter SageCompanyName" }).click();
    await page.getByRole("searchbox").fill("eastfield");
    await page.keyboard.press("Enter");
    await expectText("C2", "Eastfield LLP");
    await page.locator("#cell-C3").waitFor({ state: "detached" });
    await page.getByRole("button", { name: /Sort and filter SageCompanyName \(filtered/ }).click();
    await page.getByRole("button", { name: "Clear filter" }).click();
    await page.locator("#cell-C3").waitFor();
  });

  test("moves by the keyboard, and says where it is to a screen reader", async () => {
    await click("A2");
    await page.keyboard.press("Control+End");
    await page.locator("#cell-G61.wb-active").waitFor();
    await page.keyboard.press("Control+Home");
    await page.locator("#cell-A2.wb-active").waitFor();
    expect(await page.locator("[data-part=announcer]").innerText()).toMatch(/^A2, CustomerId, \d{5}/);
    expect(await page.getByRole("grid").getAttribute("aria-activedescendant")).toBe("cell-A2");
    await page.getByLabel(/^Name box/).fill("C20");
    await page.getByLabel(/^Name box/).press("Enter");
    await page.locator("#cell-C20.wb-active").waitFor();
  });

  test("goes from area to area with F6, into the pane and out again", async () => {
    const where = () => page.evaluate(() => document.activeElement?.getAttribute("role") ?? document.activeElement?.tagName);
    await click("A2");
    const places = [await where()];
    for (const key of ["F6", "F6", "Shift+F6", "Shift+F6"]) {
      await page.keyboard.press(key);
      places.push(await where());
    }
    expect(places).toEqual(["grid", "tab", "IFRAME", "tab", "grid"]);
  });

  test("inserts and deletes rows from the menu", async () => {
    const [[before]] = (await texts("A20")) as [[string]];
    await click("A20");
    await page.keyboard.press("Shift+F10");
    await page.getByRole("menuitem", { name: "Insert row above" }).click();
    await expectText("A21", before);
    expect(await texts("A20")).toEqual([[""]]);
    await page.keyboard.press("Control+z");
    await expectText("A20", before);
  });

  test("adds and renames worksheets", async () => {
    await page.getByRole("button", { name: "New worksheet" }).click();
    const tab = page.getByRole("tab", { name: "Sheet2" });
    await tab.and(page.locator("[aria-selected=true]")).waitFor();
    await tab.dblclick();
    await page.getByLabel("Name of the worksheet").fill("Notes");
    await page.keyboard.press("Enter");
    await page.getByRole("tab", { name: "Notes" }).waitFor();
    await page.getByRole("tab", { name: "Sheet1" }).click();
    await page.locator("#cell-A2").waitFor();
  });

  test("saves a file that another program reads, and opens it again", async () => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save", exact: true }).click()]);
    const path = join(folder, "saved.xlsx");
    await download.saveAs(path);
    const sheet = XLSX.read(readFileSync(path), { type: "buffer" }).Sheets.Sheet1 as Record<string, XLSX.CellObject>;
    const ids = Object.entries(sheet).filter(([address]) => /^A([2-9]|\d\d)$/.test(address)).map(([, cell]) => [cell.t, cell.f, String(cell.v).length]);
    expect(ids).toHaveLength(60);
    expect(ids.every(([type, formula, length]) => type === "s" && formula === undefined && length === 5)).toBe(true);
    await openFile(path);
    await expectText("D2", "590");
    await page.getByRole("tab", { name: "Notes" }).waitFor();
  });

  test("keeps the workbook when the page is loaded again", async () => {
    while (!(await kept())?.isSaved) await page.waitForTimeout(100);
    await click("F1");
    await page.keyboard.type("Kept");
    await page.keyboard.press("Enter");
    while ((await kept())?.isSaved !== false) await page.waitForTimeout(100);
    expect((await kept())?.name).toBe("saved.xlsx");
    await page.reload();
    await expectText("F1", "Kept");
    await page.getByRole("banner").getByText("saved.xlsx").waitFor();
  });

  test("has no accessibility fault that can be found by machine", async () => {
    // A small window holds every part of the page, and fewer cells to look at, which are all alike.
    await page.setViewportSize({ width: 1_000, height: 480 });
    // The sheet is scrolled by moving through its cells, so its scrolling parts need no stop of their own.
    const { violations } = await new AxeBuilder({ page }).exclude("iframe").disableRules("scrollable-region-focusable").analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`)).toEqual([]);
    await page.setViewportSize(whole);
  });

  test("tells what is wrong with a file that is no workbook", async () => {
    const path = join(folder, "customers.xlsx");
    writeFileSync(path, "CustomerId,Name");
    await page.getByLabel("Excel workbook to open").setInputFiles(path);
    await page.getByRole("alert").getByText("customers.xlsx could not be opened: it is not an Excel workbook (.xlsx).").waitFor();
  });

  test("draws only the cells in view of 100,000 rows, and reaches the last", async () => {
    await openFile(await aLinksFile(100_000));
    await page.locator("#cell-A2").waitFor();
    await click("A2");
    await page.keyboard.press("Control+End");
    await expectText("D100001", "999990");
    expect(await page.locator(".wb-cell").count()).toBeLessThan(2_000);
  });
});
