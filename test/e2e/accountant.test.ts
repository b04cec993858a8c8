import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Browser, FrameLocator, Page } from "playwright-core";
import { launchBrowser } from "../support/browser";
import { openPanel } from "../support/panels";
import { type Running, startGatewayProcess } from "../support/processes";
import { readSavedWorkbook } from "../support/saved-workbook";
import { letterOf, openWorkbench, paneOf, stepsOn, workbenchOn } from "../support/workbench-page";

jest.setTimeout(420_000);

type Planted = {
  readonly kind: string;
  /** 1-based, as the sheet shows it. */
  readonly sheetRow: number;
  readonly column: "customerId" | "company" | "site" | "account" | "sageId";
  readonly shows: string;
  readonly truth: { readonly customerId: string; readonly company: string; readonly site: string; readonly account: string; readonly sageId: string };
  readonly cure: "fix" | "type";
};
const fixture = JSON.parse(readFileSync("test/fixtures/customer-export.planted.json", "utf8")) as { rows: number; unlinkedRows: number; planted: Planted[] };

/** Canonical header and letter in the exported file of each column that mistakes were planted in. */
const columns = {
  customerId: { header: "CustomerId", letter: "B" },
  company: { header: "SageCompanyName", letter: "D" },
  site: { header: "SageSiteId", letter: "E" },
  account: { header: "SageAccountNumber", letter: "F" },
  sageId: { header: "SageCustomerId", letter: "G" },
} as const;
const right = (planted: Planted) => planted.truth[planted.column];

const dataDir = mkdtempSync(join(tmpdir(), "tieout-accountant-"));
let gateway: Running & { readonly url: string };
let browser: Browser;
let page: Page;
let pane: FrameLocator;
const faults: string[] = [];

beforeAll(async () => {
  gateway = await startGatewayProcess(dataDir);
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1440, height: 900 }, acceptDownloads: true });
  page.on("pageerror", (fault) => faults.push(String(fault)));
  page.on("console", (message) => {
    // A streamed answer that was read to its end is logged as an aborted request: no fault.
    if (message.type() === "error" && !message.text().includes("ERR_ABORTED")) faults.push(message.text());
  });
  pane = paneOf(page);
});
afterAll(async () => {
  await browser?.close();
  await gateway?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const { goTo, texts, activeSheet, nameBoxText, type } = workbenchOn(() => page);
const column = async (sheet: string, letter: string, rows: number) => (await texts(`'${sheet}'!${letter}2:${letter}${rows + 1}`)).map(([text]) => text ?? "");
const letterIn = async (sheet: string, header: string): Promise<string> => letterOf((await texts(`'${sheet}'!A1:Z1`))[0] ?? [], header);

const idle = () => pane.getByRole("button", { name: "Check", exact: true }).and(pane.locator(":not([aria-disabled=true])")).waitFor({ timeout: 120_000 });

const step = stepsOn(() => page, "accountant");

describe("linking customers from a messy export", () => {
  step("the page opens with the sheet and the pane", async () => {
    await openWorkbench(page, gateway.url);
    expect(await pane.getByText("Practice data").count()).toBeGreaterThan(0);
  });

  step("an exported workbook is opened and used where it stands, under its own headings", async () => {
    await page.getByLabel("Excel workbook to open").setInputFiles("test/fixtures/customer-export.xlsx");
    await page.getByText("Customers Export").first().waitFor();
    await pane.getByRole("button", { name: "Use this sheet" }).click();
    await pane.getByRole("button", { name: /^[\d,]+ errors?$/ }).waitFor({ timeout: 60_000 });
    await idle();
    const [headers = []] = await texts(`'${await activeSheet()}'!A1:J1`);
    expect(headers).toEqual(expect.arrayContaining(["CustomerId", "Account manager", "SageCompanyName", "SageSiteId", "SageAccountNumber", "SageCustomerId", "Problem", "Result"]));
  });

  step("each planted mistake is marked in its cell and said in its row", async () => {
    const sheet = await activeSheet();
    const problems = await column(sheet, await letterIn(sheet, "Problem"), fixture.rows);
    const silent = fixture.planted.filter((planted) => !(problems[planted.sheetRow - 2] ?? "").match(new RegExp(`(Error in|Warning in|Note on) ${columns[planted.column].header}`)));
    expect(silent.map(({ kind, sheetRow, shows }) => ({ kind, sheetRow, shows, problem: problems[sheetRow - 2] }))).toEqual([]);
    // And the mark is in the cell itself, not only beside it: looked at one by one, as the grid draws what is in view.
    for (const planted of fixture.planted.filter((_planted, n) => n % 4 === 0)) {
      await goTo(`${columns[planted.column].letter}${planted.sheetRow}`);
      await page.locator(".wb-active[aria-invalid=true]").first().waitFor({ timeout: 30_000 });
    }
  });

  step("every mistake is mended by an offered fix or by typing, from the list", async () => {
    const sheet = await activeSheet();
    const next = pane.getByRole("button", { name: /^Next problem/ });
    const byRow = new Map(fixture.planted.map((planted) => [planted.sheetRow, planted]));
    const shown = async (planted: Planted) => (await texts(`'${sheet}'!${columns[planted.column].letter}${planted.sheetRow}`))[0]?.[0] ?? "";
    const problemLetter = await letterIn(sheet, "Problem");
    const isMended = async (planted: Planted) => {
      const [[problem = ""] = []] = await texts(`'${sheet}'!${problemLetter}${planted.sheetRow}`);
      return (await shown(planted)) === right(planted) && !problem.includes(` in ${columns[planted.column].header}`);
    };
    const typed: string[] = [];
    const fixed: string[] = [];
    for (const severity of ["errors?", "warnings?", "notes?"]) {
      const filter = pane.getByRole("button", { name: new RegExp(`^[\\d,]+ ${severity}$`) });
      const left = async () => Number(((await filter.textContent({ timeout: 1_000 }).catch(() => "0")) ?? "0").replace(/\D/g, ""));
      if ((await left()) === 0) continue;
      await filter.click();
      for (let idleTurns = 0; idleTurns <= (await left()) && (await left()) > 0; idleTurns++) {
        await next.click();
        const current = pane.locator("[aria-current=true]").first();
        await current.waitFor();
        const planted = byRow.get(Number((await nameBoxText()).replace(/\D/g, "")));
        // The first of two rows that clash is right; its twin is the one to mend.
        if (!planted || (await isMended(planted))) continue;
        idleTurns = 0;
        const labels = await current.getByRole("button").evaluateAll((all) =>
          all.map((one) => (one.getAttribute("aria-label")?.startsWith("Go to") ? "" : (one.textContent ?? ""))),
        );
        const offers = labels.flatMap((label, at) => (label === "" ? [] : [at]));
        const exact = offers.find((at) => right(planted) !== "" && labels[at]?.includes(right(planted)));
        const at = exact ?? (planted.cure === "fix" && offers.length === 1 ? offers[0] : undefined);
        if (at === undefined) {
          await type(`${columns[planted.column].letter}${planted.sheetRow}`, right(planted));
          typed.push(planted.kind);
        } else {
          await current.getByRole("button").nth(at).click();
          const dialog = pane.getByRole("dialog");
          await dialog.getByRole("button", { name: /^Apply/ }).click();
          await dialog.waitFor({ state: "hidden" });
          fixed.push(planted.kind);
        }
        for (let wait = 0; wait < 100 && !(await isMended(planted)); wait++) await page.waitForTimeout(50);
        await page.evaluate(() => (window as unknown as { tieoutWorkbench: { settled(): Promise<void> } }).tieoutWorkbench.settled());
        await page.waitForTimeout(300);
      }
    }
    const problems = await column(sheet, await letterIn(sheet, "Problem"), fixture.rows);
    expect(problems.map((text, n) => ({ row: n + 2, text })).filter(({ text }) => text.includes(" · Error in "))).toEqual([]);
    // What a rule can know, it offers: only what no rule can know was typed.
    expect([...new Set(typed)].filter((kind) => fixture.planted.some((planted) => planted.kind === kind && planted.cure === "fix"))).toEqual([]);
    expect(fixed.length).toBeGreaterThan(5);
  });

  step("codes now stand as they are in Sage, zeros included", async () => {
    const sheet = await activeSheet();
    const wrong: unknown[] = [];
    for (const planted of fixture.planted) {
      const [[text] = []] = await texts(`'${sheet}'!${columns[planted.column].letter}${planted.sheetRow}`);
      if (text !== right(planted) && !(planted.column === "sageId" && text === "")) wrong.push({ kind: planted.kind, row: planted.sheetRow, text, right: right(planted) });
    }
    expect(wrong).toEqual([]);
  });

  step("a preview says what would change, and nothing is sent before Push", async () => {
    await pane.getByRole("button", { name: /^Preview/ }).first().click();
    await pane.getByText("Nothing has been sent yet.").waitFor({ timeout: 60_000 });
    await pane.getByRole("term").filter({ hasText: "To create" }).waitFor();
  });

  step("a push answers every row", async () => {
    const sheet = await activeSheet();
    await pane.getByRole("button", { name: /^Push [\d,]+ rows?$/ }).click();
    await pane.getByText("Last push").waitFor({ timeout: 180_000 });
    const results = await column(sheet, await letterIn(sheet, "Result"), fixture.rows);
    expect(results.map((text, n) => ({ row: n + 2, text })).filter(({ text }) => text === "").slice(0, 10)).toEqual([]);
    expect(results.filter((text) => /^(Linked|Already linked|Already)/.test(text)).length).toBe(fixture.rows - fixture.unlinkedRows);
  });

  step("Status finds the pushed customers synced", async () => {
    const sheet = await activeSheet();
    const ids = await column(sheet, "B", fixture.rows);
    const companies = await column(sheet, "D", fixture.rows);
    await openPanel(pane, "Status");
    await pane.getByRole("button", { name: "Pull", exact: true }).click();
    await pane.getByText(/rows? pulled, as at/).first().waitFor({ timeout: 120_000 });
    const grid = await texts("'Customers'!A1:J2400");
    const [headers = []] = grid;
    const of = (name: string) => headers.indexOf(name);
    const synced = new Set(grid.slice(1).filter((row) => row[of("Synced")] === "Yes").map((row) => `${row[of("CustomerId")]} ${row[of("Sage Company")]}`));
    const missing = ids.map((id, n) => `${id} ${companies[n]}`).filter((pair, n) => companies[n] !== "" && !synced.has(pair));
    expect(missing).toEqual([]);
  });

  step("saved, another reader finds the zeros intact and no formula in any text column", async () => {
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    const bytes = readFileSync((await (await download).path()) ?? "");
    const keep = process.env["TIEOUT_SAVED_FILE"];
    if (keep) {
      mkdirSync(dirname(keep), { recursive: true });
      writeFileSync(keep, bytes);
    }
    const saved = readSavedWorkbook(bytes);
    for (const sheet of saved) expect({ sheet: sheet.name, formulas: sheet.formulasInTextColumns }).toEqual({ sheet: sheet.name, formulas: [] });
    const links = saved.find((sheet) => sheet.headers.includes("SageAccountNumber"));
    expect(links?.rows.length).toBe(fixture.rows);
    for (const planted of fixture.planted.filter(({ column: where }) => where === "customerId" || where === "account")) {
      const cell = links?.rows[planted.sheetRow - 2]?.[columns[planted.column].header];
      expect({ kind: planted.kind, cell }).toEqual({ kind: planted.kind, cell: { isText: true, text: right(planted) } });
    }
    expect(faults).toEqual([]);
  });
});
