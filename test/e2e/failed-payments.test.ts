/** An accountant finds five failed payments, reads why, fixes the mapping from there, retries, and sees them reconciled. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, FrameLocator, Page } from "playwright-core";
import { startSandbox, type Sandbox } from "../../src/sandbox";
import { subCompanyPlans } from "../../src/sandbox/data/companies";
import { paths, type PushBody } from "../../src/sync/contract";
import type { CellValue } from "../../src/sync/model/cell";
import { sheets } from "../../src/sync/sheets";
import { keyOf, type PushSlug } from "../../src/sync/sheets/sheet";
import { launchBrowser } from "../support/browser";
import { openPanel } from "../support/panels";
import { type Running, startGatewayProcess } from "../support/processes";

jest.setTimeout(300_000);

const method = "Cheque";
const dataDir = mkdtempSync(join(tmpdir(), "tieout-failed-payments-"));
let sandbox: Sandbox;
let gateway: Running & { readonly url: string };
let browser: Browser;
let page: Page;
let pane: FrameLocator;

/** Pushes rows as the pane would, and waits for the last result. */
const pushRows = async (slug: PushSlug, rows: readonly Readonly<Record<string, CellValue>>[]): Promise<void> => {
  const body: PushBody = { rows: rows.map((cells) => ({ ref: { key: keyOf(sheets[slug], cells), nth: 0 }, cells: { ...cells } })) };
  const answer = await fetch(`${gateway.url}${paths.push(slug)}`, { method: "POST", headers: { "content-type": "application/json", "idempotency-key": `set-up-${slug}` }, body: JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok || text.includes('"outcome":"refused"')) throw new Error(text.slice(0, 2_000));
};

beforeAll(async () => {
  sandbox = await startSandbox({ customers: 60, seed: 7, invoices: 0 });
  const { data, edit } = sandbox;
  gateway = await startGatewayProcess(dataDir, {
    LAYER_URL: sandbox.layer.url,
    LAYER_TOKEN: sandbox.layer.token,
    SAGE200_URL: sandbox.sage200.url,
    SAGE200_AUTH_URL: sandbox.sage200.authUrl,
    SAGE200_CLIENT_ID: sandbox.sage200.clientId,
    SAGE200_CLIENT_SECRET: sandbox.sage200.clientSecret,
    SAGE200_REFRESH_TOKEN: sandbox.sage200.refreshToken,
  });
  const site = (name: string) => data.companies.find((company) => company.name === name)?.siteId ?? "";
  await pushRows("sub-companies", subCompanyPlans.map(({ name, booksIn }) => ({ SubCompany: name, SageCompanyName: booksIn, SageSiteId: site(booksIn) })));
  await pushRows("tax-codes", data.companies.map(({ name }) => ({ TaxRate: "20", SageCompanyName: name, SageTaxCode: String(data.taxCodes(name).find((code) => code.percent === 20)?.code ?? "") })));

  const link = data.links().find((one) => data.account(one.sageCompanyName, one.sageAccountNumber)?.status === "active");
  const subCompany = subCompanyPlans.find((plan) => plan.booksIn === link?.sageCompanyName)?.name;
  if (!link || !subCompany) throw new Error("The sandbox has no linked customer.");
  edit.changePaymentMethod(method, { isEnabled: true, accCode: "" });
  for (let n = 0; n < 5; n += 1) {
    const invoice = edit.addInvoice({ customerId: link.customerId, subCompany, lines: [{ net: `${(n + 1) * 100}.00` }] });
    edit.addPayment({ invoiceId: invoice.id, amount: invoice.total, method });
  }
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  pane = page.frameLocator("iframe[title=Tieout]");
});
afterAll(async () => {
  await browser?.close();
  await gateway?.stop();
  await sandbox?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const texts = (address: string): Promise<string[][]> =>
  page.evaluate((wanted) => (window as unknown as { tieoutWorkbench: { texts(address: string): string[][] } }).tieoutWorkbench.texts(wanted), address);

test("five payments by a method without a bank code are found, cured where they point to, retried and reconciled, each once", async () => {
  try {
    await page.goto(gateway.url);
    await pane.getByRole("button", { name: "New template from The Layer" }).waitFor({ timeout: 60_000 });

    await openPanel(pane, "Documents");
    await pane.getByRole("button", { name: "Sync now" }).click();
    await openPanel(pane, "Errors");
    await pane.getByText(/^5 payments: Payment method “Cheque” has no Acc - Code/).first().waitFor({ timeout: 60_000 });

    await pane.getByRole("button", { name: /^Fix it: 5 payments/ }).click();
    await pane.getByText("Fixing: 5 payments").waitFor({ timeout: 60_000 });
    const [first] = sandbox.data.companies;
    const company = sandbox.books().find((books) => books.posted.length > 0)?.company ?? first?.name ?? "";
    const code = sandbox.data.banks(company).find((bank) => bank.status === "active")?.code ?? "";
    // The cell is selected already. The companies number their banks each in its own way, so the row is made one company's.
    const nameBox = page.getByLabel(/^Name box/);
    const cell = await nameBox.inputValue();
    const bar = page.getByLabel(/^Formula bar: the content/);
    const enter = async (address: string, text: string) => {
      await nameBox.fill(address);
      await nameBox.press("Enter");
      await bar.fill(text);
      await bar.press("Enter");
    };
    await enter(cell, code);
    await enter(cell.replace("D", "E"), company);
    await page.evaluate(() => (window as unknown as { tieoutWorkbench: { settled(): Promise<void> } }).tieoutWorkbench.settled());
    // An edit that is judged after the preview asks for another one, as it should: a person would press it again.
    const push = pane.getByRole("button", { name: /^Push [\d,]+ rows?$/ });
    for (let turn = 0; turn < 10; turn += 1) {
      await page.waitForTimeout(1_000);
      await pane.getByRole("button", { name: /^Preview/ }).first().click();
      if (await push.and(pane.locator(":not([aria-disabled=true])")).waitFor({ timeout: 8_000 }).then(() => true, () => false)) break;
    }
    await push.click({ timeout: 10_000 });
    await pane.getByRole("button", { name: "Retry 5 payments" }).click({ timeout: 60_000 });
    await openPanel(pane, "Errors");
    await pane.getByText("Nothing is waiting for you").first().waitFor({ timeout: 60_000 });

    const posted = sandbox.books().flatMap((books) => books.posted);
    expect(posted.filter((one) => one.gross < 0)).toHaveLength(5);
    expect(sandbox.books().flatMap((books) => books.duplicates)).toEqual([]);
    expect(sandbox.data.documents.reconciliations().filter((one) => one.document === "payments" && one.reconciled)).toHaveLength(5);
  } catch (why) {
    mkdirSync(".cache/e2e", { recursive: true });
    await page.screenshot({ path: ".cache/e2e/failed-payments.png" });
    throw why;
  }
});

test("the Payments sheet then says of each that it is posted and reconciled", async () => {
  await openPanel(pane, "Documents");
  await pane.getByLabel("Kind").selectOption("payments");
  await pane.getByRole("button", { name: "Pull Payments", exact: true }).click();
  await page.getByRole("tab", { name: "Payments" }).waitFor({ timeout: 60_000 });
  const [headers = [], ...rows] = await texts("'Payments'!A1:P6");
  const column = (name: string) => rows.map((row) => row[headers.indexOf(name)]);
  expect(column("State")).toEqual(["Posted", "Posted", "Posted", "Posted", "Posted"]);
  expect(column("Reconciled")).toEqual(["Yes", "Yes", "Yes", "Yes", "Yes"]);
});
