/**
 * `npm run screenshots`: starts the product on practice data, does a little of the job, and keeps a picture of each panel in docs/.
 * `npm run screenshots -- receipts reconciliation` keeps only those.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launchBrowser } from "../test/support/browser";
import { openPanel } from "../test/support/panels";
import { startGatewayProcess } from "../test/support/processes";
import { letterOf, openWorkbench, paneOf, workbenchOn } from "../test/support/workbench-page";
import { ensureWebBuild } from "./web-build.mjs";

/** The month that the receipts of the practice companies are of. */
const practiceMonth = "August 2026";

ensureWebBuild(process.cwd());
const wanted = process.argv.slice(2);
const dataDir = mkdtempSync(join(tmpdir(), "tieout-screenshots-"));
const gateway = await startGatewayProcess(dataDir);
const browser = await launchBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 860 }, deviceScaleFactor: 1 });
  const pane = paneOf(page);
  const { texts, goTo, type } = workbenchOn(() => page);
  const shoot = async (name: string) => {
    if (wanted.length > 0 && !wanted.includes(name)) return;
    await page.waitForTimeout(800);
    await page.screenshot({ path: join("docs", `${name}.png`) });
    console.log(`docs/${name}.png`);
  };
  /** The cell of a column of Sage Transactions in the first row of that state. */
  const cellOf = async (column: string, state: string): Promise<string> => {
    const [headers = [], ...rows] = await texts("'Sage Transactions'!A1:N200");
    const at = rows.findIndex((row) => row[headers.indexOf("State")] === state);
    if (at < 0) throw new Error(`No receipt is ${state}.`);
    return `${letterOf(headers, column)}${at + 2}`;
  };

  await openWorkbench(page, gateway.url);
  await page.getByLabel("Excel workbook to open").setInputFiles("test/fixtures/customer-export.xlsx");
  await page.getByText("Customers Export").first().waitFor();
  await pane.getByRole("button", { name: "Use this sheet" }).click();
  await pane.getByRole("button", { name: /^[\d,]+ errors?$/ }).click({ timeout: 60_000 });
  await pane.getByRole("button", { name: /^Next problem/ }).click();
  await shoot("links");

  await openPanel(pane, "Mappings");
  await pane.getByText(/sub-companies mapped/).first().waitFor({ timeout: 30_000 });
  await shoot("mappings");

  await openPanel(pane, "Status");
  await pane.getByRole("button", { name: "Pull", exact: true }).click();
  await pane.getByText(/rows? pulled, as at/).first().waitFor({ timeout: 60_000 });
  await shoot("status");

  await openPanel(pane, "Documents");
  await pane.getByRole("button", { name: "Sync now" }).click();
  await pane.getByRole("list", { name: "Last syncs" }).waitFor({ timeout: 120_000 });
  await pane.getByRole("button", { name: "Pull Invoices", exact: true }).click();
  await page.getByRole("tab", { name: "Invoices" }).waitFor({ timeout: 60_000 });
  await shoot("documents");

  await openPanel(pane, "Errors");
  await pane.getByRole("button", { name: "Pull the Error Queue" }).click();
  await page.getByRole("tab", { name: "Error Queue" }).waitFor({ timeout: 60_000 });
  await shoot("errors");

  // High enough for a whole suggestion beside its buttons.
  await page.setViewportSize({ width: 1440, height: 920 });
  await openPanel(pane, "Receipts");
  await pane.getByRole("button", { name: /^Work on/ }).first().click({ timeout: 60_000 });
  await pane.getByRole("article").waitFor({ timeout: 60_000 });
  await pane.getByRole("button", { name: "Pull Sage Transactions" }).click();
  await page.getByRole("tab", { name: "Sage Transactions" }).waitFor({ timeout: 60_000 });
  await pane.getByText(/receipt rows? pulled, as at/).first().waitFor({ timeout: 60_000 });
  await pane.locator("main").evaluate((element) => element.scrollTo(0, 0));
  await shoot("receipts-match");
  await type(await cellOf("Sync", "Ready"), "Yes");
  await pane.getByRole("button", { name: /^Sync 1 chosen row:/ }).scrollIntoViewIfNeeded({ timeout: 30_000 });
  await goTo(await cellOf("State", "Ready"));
  // What the customer of that row owes.
  await pane.getByRole("region", { name: /^Control totals/ }).getByText(/^owes|in credit|not linked/).waitFor({ timeout: 30_000 });
  await shoot("receipts");
  await pane.getByLabel("Month", { exact: true }).selectOption({ label: practiceMonth });
  await pane.getByRole("button", { name: "Make reconciliation sheet" }).click();
  await page.getByRole("tab", { name: "Reconciliation" }).waitFor({ timeout: 60_000 });
  await pane.getByText(/^Reconciliation of .* made\.$/).waitFor({ timeout: 60_000 });
  // The last column, so that descriptions and amounts are in view.
  await goTo("I2");
  await shoot("reconciliation");

  await page.setViewportSize({ width: 1440, height: 860 });
  await openPanel(pane, "Connections");
  await pane.getByText("Northwick Tools Ltd").first().waitFor({ timeout: 30_000 });
  await shoot("connections");
} finally {
  await browser.close();
  await gateway.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
