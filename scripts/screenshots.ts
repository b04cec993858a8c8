/** `npm run screenshots`: starts the product on practice data, does a little of the job, and keeps a picture of each panel in docs/. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launchBrowser } from "../test/support/browser";
import { openPanel } from "../test/support/panels";
import { startGatewayProcess } from "../test/support/processes";
import { ensureWebBuild } from "./web-build.mjs";

ensureWebBuild(process.cwd());
const dataDir = mkdtempSync(join(tmpdir(), "tieout-screenshots-"));
const gateway = await startGatewayProcess(dataDir);
const browser = await launchBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 860 }, deviceScaleFactor: 1 });
  const pane = page.frameLocator("iframe[title=Tieout]");
  const shoot = async (name: string) => {
    await page.waitForTimeout(800);
    await page.screenshot({ path: join("docs", `${name}.png`) });
    console.log(`docs/${name}.png`);
  };
  await page.goto(gateway.url);
  await pane.getByRole("button", { name: "New template from The Layer" }).waitFor({ timeout: 60_000 });
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

  await openPanel(pane, "Connections");
  await pane.getByText("Northwick Tools Ltd").first().waitFor({ timeout: 30_000 });
  await shoot("connections");
} finally {
  await browser.close();
  await gateway.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
