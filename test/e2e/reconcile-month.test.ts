/**
 * An accountant reconciles a month: three receipts that Sage has allocated, one lump sum over several invoices, one payment short by a
 * bank charge, and one that nobody knows. At the end the control totals agree, and the reconciliation sheet explains the unknown.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { openXlsx } from "hucre";
import type { Browser, BrowserContext, FrameLocator, Page } from "playwright-core";
import type { Sandbox } from "../../src/sandbox";
import { subCompanyPlans } from "../../src/sandbox/data/companies";
import { paths } from "../../src/sync/contract";
import { launchBrowser } from "../support/browser";
import { openPanel } from "../support/panels";
import { type PracticeGateway, startPracticeGateway } from "../support/practice-gateway";
import { letterOf, openWorkbench, paneOf, stepsOn, workbenchOn } from "../support/workbench-page";

jest.setTimeout(420_000);

const unknownReference = "CREDIT 40-11-22";
let sandbox: Sandbox;
let gateway: PracticeGateway;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let pane: FrameLocator;
let company = "";

beforeAll(async () => {
  gateway = await startPracticeGateway({ customers: 240, seed: 7, invoices: 0 });
  sandbox = gateway.sandbox;
  const { data, edit } = sandbox;
  const bankOf = (name: string) => data.banks(name).find((bank) => bank.status === "active")?.code ?? "";
  const [method] = data.paymentMethods;
  if (!method) throw new Error("The Layer has no payment method.");
  await gateway.mapCompaniesAndTax();
  // Only one method pays into the first bank account of each company, so that a receipt's method is certain.
  await gateway.pushRows(
    "payment-methods",
    data.companies.flatMap(({ name }) => data.paymentMethods.map((one) => ({ PaymentMethod: one.name, Enabled: one === method ? "Yes" : "No", "Acc - Code": one === method ? bankOf(name) : null, SageCompanyName: name }))),
  );

  const isUsable = (link: { sageCompanyName: string; sageAccountNumber: string }) => data.account(link.sageCompanyName, link.sageAccountNumber)?.status === "active" && !data.account(link.sageCompanyName, link.sageAccountNumber)?.isOnHold;
  const usable = data.links().filter(isUsable);
  const payer = usable.find((link) => usable.some((other) => other.sageCompanyName === link.sageCompanyName && other.customerId !== link.customerId));
  company = payer?.sageCompanyName ?? "";
  const stranger = usable.find((link) => link.sageCompanyName === company && link.customerId !== payer?.customerId);
  const subCompany = subCompanyPlans.find((plan) => plan.booksIn === company)?.name;
  if (!payer || !stranger || !subCompany) throw new Error("The sandbox has too few linked customers.");
  const nets = ["100.00", "215.50", "340.25", "310.00", "475.50", "129.25", "899.99"];
  const invoices = nets.map((net) => edit.addInvoice({ customerId: payer.customerId, subCompany, lines: [{ net }] }));
  await gateway.syncNow();

  const posted = sandbox.books().find((books) => books.company === company)?.posted ?? [];
  const urnOf = (reference: string): number => {
    const found = posted.find((one) => one.reference === reference && one.gross > 0);
    if (!found) throw new Error(`${reference} is not in Sage. ${gateway.output()}`);
    return found.urn;
  };
  const enter = (accountNumber: string, amount: string, reference: string) => edit.enterReceipt({ companyName: company, accountNumber, bankCode: bankOf(company), amount, reference });
  for (const { reference, total } of invoices.slice(0, 3)) {
    const receipt = enter(payer.sageAccountNumber, total, reference);
    edit.allocate({ companyName: company, lines: [{ urn: receipt.urn, amount: total }, { urn: urnOf(reference), amount: total }] });
  }
  const pence = (amount: string) => Math.round(Number(amount) * 100);
  const lump = invoices.slice(3, 6).reduce((sum, invoice) => sum + pence(invoice.total), 0);
  enter(payer.sageAccountNumber, (lump / 100).toFixed(2), `${invoices[3]?.reference ?? ""} AND OTHERS`.slice(0, 20));
  const short = invoices[6];
  enter(payer.sageAccountNumber, ((pence(short?.total ?? "0") - 150) / 100).toFixed(2), short?.reference ?? "");
  enter(stranger.sageAccountNumber, "417.23", unknownReference);

  browser = await launchBrowser();
  // A button that has just become usable fades from grey for a tenth of a second, and is no longer said to be unusable: measured
  // within it, its words have too little contrast. Without motion there is no such moment.
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
  page = await context.newPage();
  pane = paneOf(page);
});
afterAll(async () => {
  await browser?.close();
  await gateway?.close();
});

const { texts, settled, type, goTo } = workbenchOn(() => page);
const step = stepsOn(() => page, "reconcile-month");
const rowsOf = async (sheet: string, last: string) => {
  const [headers = [], ...rows] = await texts(`'${sheet}'!A1:${last}`);
  return rows.filter((row) => row.some((text) => text !== "")).map((row) => Object.fromEntries(headers.map((header, at) => [header, row[at] ?? ""])));
};
const receipts = () => rowsOf("Sage Transactions", "N20");
const figures = async () => {
  const bar = pane.getByRole("region", { name: `Control totals of ${company}` });
  const [names, amounts] = [await bar.getByRole("term").allTextContents(), await bar.getByRole("definition").allTextContents()];
  return Object.fromEntries(names.map((name, at) => [name, amounts[at]]));
};

step("the panel shows the company's control totals, which agree with Sage from the start", async () => {
  await openWorkbench(page, gateway.url);
  await openPanel(pane, "Receipts");
  await pane.getByRole("button", { name: `Work on ${company}` }).click({ timeout: 60_000 });
  await pane.getByText("Agreed:").first().waitFor({ timeout: 60_000 });
  expect(await figures()).toMatchObject({ "6 receipts": expect.anything() as unknown, Synced: "0.00", "Still to sync": "786.90" });
});

step("the three receipts that Sage has allocated are chosen in the worksheet and recorded in The Layer", async () => {
  await pane.getByRole("button", { name: "Pull Sage Transactions" }).click();
  await page.getByRole("tab", { name: "Sage Transactions" }).waitFor({ timeout: 60_000 });
  await pane.getByText(/receipt rows? pulled, as at/).first().waitFor({ timeout: 60_000 });
  const before = await receipts();
  expect(before.map((row) => row["State"]).sort()).toEqual(["Ready", "Ready", "Ready", "Unallocated", "Unallocated", "Unallocated"]);
  const column = letterOf(Object.keys(before[0] ?? {}), "Sync");
  for (const [at, row] of before.entries()) if (row["State"] === "Ready") await type(`${column}${at + 2}`, "Yes");
  await settled();
  await pane.getByRole("button", { name: "Sync 3 chosen rows: 786.90" }).click({ timeout: 60_000 });
  await pane.getByText("3 rows recorded in The Layer.").waitFor({ timeout: 60_000 });
  const after = await receipts();
  expect(after.filter((row) => row["State"] === "Synced").map((row) => [row["Sync"], row["Result"] !== ""])).toEqual([["", true], ["", true], ["", true]]);
});

step("the lump sum is suggested against its three invoices, allocated and recorded at one press", async () => {
  const article = pane.getByRole("article");
  const next = pane.getByRole("button", { name: "Next receipt" });
  for (let turn = 0; turn < 3 && !(await article.getByText("AND OTHERS").first().isVisible()); turn += 1) await next.click();
  await article.getByText("AND OTHERS").first().waitFor();
  const pays = await article.getByRole("table").first().getByRole("row").count();
  expect(pays).toBe(4);
  await article.getByRole("button", { name: /^Allocate and sync: / }).click();
  await pane.getByText(/^Allocated in Sage: .* 3 payments recorded in The Layer\.$/).waitFor({ timeout: 60_000 });
});

step("the short payment leaves its bank charge open and says so", async () => {
  const article = pane.getByRole("article");
  const next = pane.getByRole("button", { name: "Next receipt" });
  for (let turn = 0; turn < 3 && !(await article.getByText(/1\.50 stays on/).first().isVisible()); turn += 1) await next.click();
  await article.getByText(/1\.50 stays on/).first().waitFor();
  await article.getByRole("button", { name: /^Allocate and sync: / }).click();
  await pane.getByText(/^Allocated in Sage: .* 1 payment recorded in The Layer\.$/).waitFor({ timeout: 60_000 });
});

step("the unknown receipt is not matched with anything, and says why", async () => {
  const article = pane.getByRole("article");
  await article.getByText(unknownReference).first().waitFor({ timeout: 60_000 });
  await pane.getByRole("button", { name: `Allocate by hand: ${unknownReference}` }).waitFor();
  expect(await article.getByRole("radio").count()).toBe(0);
});

step("the control totals end at zero difference, with nothing left to sync and the unknown alone unallocated", async () => {
  await pane.getByText("Agreed:").first().waitFor({ timeout: 60_000 });
  await pane.getByRole("region", { name: `Control totals of ${company}` }).getByText("417.23").waitFor({ timeout: 60_000 });
  // The figures are read again beside the work; what was recorded a moment ago may not be among them yet.
  for (let tries = 0; tries < 60 && (await figures())["Still to sync"] !== "0.00"; tries++) await page.waitForTimeout(500);
  expect(await figures()).toMatchObject({ Unallocated: "417.23", "Still to sync": "0.00" });
  const payments = sandbox.data.documents.list("payments");
  expect(payments).toHaveLength(7);
  expect(sandbox.books().flatMap((books) => books.duplicates)).toEqual([]);
});

step("the worksheet follows by itself", async () => {
  const states = async () => (await receipts()).map((row) => row["State"]).sort();
  const wanted = [...Array<string>(7).fill("Synced"), "Unallocated"];
  for (let tries = 0; tries < 120 && (await states()).join() !== wanted.join(); tries += 1) await page.waitForTimeout(500);
  expect(await states()).toEqual(wanted);
});

step("the balance follows the row that is selected, and is asked for once a customer", async () => {
  const asked: string[] = [];
  page.on("request", (request) => request.url().includes(paths.balances) && asked.push(request.url()));
  const rows = await receipts();
  const customer = letterOf(Object.keys(rows[0] ?? {}), "Customer");
  const of = (wanted: (row: Record<string, string>) => boolean) => rows.flatMap((row, at) => (wanted(row) ? [`${customer}${at + 2}`] : []));
  const payer = of((row) => row["State"] === "Synced");
  const [stranger = ""] = of((row) => row["State"] === "Unallocated");
  const bar = pane.getByRole("region", { name: `Control totals of ${company}` });
  const nameAt = (address: string) => rows[Number(address.slice(1)) - 2]?.["Customer"] ?? "";
  await page.getByRole("tab", { name: "Sage Transactions" }).click();
  for (const address of [payer[0] ?? "", stranger]) {
    await goTo(address);
    await bar.getByRole("button", { name: nameAt(address) }).waitFor({ timeout: 30_000 });
    await bar.getByText(/^(owes [\d,]+\.\d\d|[\d,]+\.\d\d in credit)/).waitFor({ timeout: 30_000 });
  }
  const before = asked.length;
  await goTo(payer[0] ?? "");
  await bar.getByRole("button", { name: nameAt(payer[0] ?? "") }).waitFor({ timeout: 30_000 });
  for (const address of payer.slice(1, 4)) {
    await goTo(address);
    await page.waitForTimeout(500);
  }
  expect(asked.length).toBe(before + 1);
  const card = pane.getByRole("region", { name: "Customer balance in Sage" });
  expect(await card.getByRole("term").allTextContents()).toEqual(["Sage balance", "Credit limit", "On hold", "Sage account"]);
});

step("the reconciliation sheet agrees, and explains the unknown receipt", async () => {
  await pane.getByLabel("Month", { exact: true }).selectOption({ index: 0 });
  await pane.getByRole("button", { name: "Make reconciliation sheet" }).click();
  await page.getByRole("tab", { name: "Reconciliation" }).waitFor({ timeout: 60_000 });
  await pane.getByText(/^Reconciliation of .* made\.$/).waitFor({ timeout: 60_000 });
  const lines = await rowsOf("Reconciliation", "I80");
  const differences = lines.filter((line) => line["Section"] === "Summary" && /^Difference/.test(line["Description"] ?? ""));
  expect(differences.length).toBeGreaterThan(0);
  expect(differences.map((line) => line["Amount"])).toEqual(differences.map(() => "0.00"));
  expect(lines.filter((line) => line["Section"] === "Synced payments")).toHaveLength(7);
  const closing = lines.filter((line) => line["Section"] === "Closing");
  expect(closing.map((line) => [line["Reference"], line["Amount"]])).toEqual([[unknownReference, "417.23"]]);
  expect(closing[0]?.["Description"]).toMatch(/Not allocated/);
});

step("the saved workbook prints the reconciliation on pages that name company and month", async () => {
  const [saved] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save", exact: true }).click()]);
  const path = join(gateway.dataDir, "month.xlsx");
  await saved.saveAs(path);
  const sheet = (await openXlsx(readFileSync(path))).sheets.find(({ name }) => name === "Reconciliation");
  expect(sheet?.pageSetup).toMatchObject({ orientation: "landscape", fitToPage: true, fitToWidth: 1, fitToHeight: 0, printTitlesRow: "$1:$1" });
  expect(sheet?.pageSetup?.printArea).toMatch(/^\$A\$1:\$I\$\d+$/);
  expect(sheet?.headerFooter?.oddHeader).toMatch(new RegExp(`^&L${company.replaceAll("&", "&&")}&C&BReconciliation&R[A-Z][a-z]+ \\d{4}$`));
  expect(sheet?.headerFooter?.oddFooter).toContain("&RPage &P of &N");
});

step("the panel has no accessibility fault, light and dark", async () => {
  for (const colorScheme of ["light", "dark"] as const) {
    if (colorScheme === "dark") {
      // The theme of the workbench, as of Excel, is the pane's; it is told when the page opens.
      await page.emulateMedia({ colorScheme });
      await page.reload();
      await pane.getByRole("tab", { name: /^Links/ }).waitFor({ timeout: 60_000 });
      await openPanel(pane, "Receipts");
      await pane.getByRole("button", { name: `Work on ${company}` }).click({ timeout: 60_000 });
      await pane.getByRole("article").waitFor({ timeout: 60_000 });
    }
    const { violations } = await new AxeBuilder({ page }).include("iframe[title=Tieout]").disableRules("scrollable-region-focusable").analyze();
    expect(violations.map(({ id, nodes }) => `${colorScheme} ${id}: ${nodes.map((node) => `${node.html.slice(0, 60)} … ${node.html.slice(-160)} ${node.failureSummary ?? ""}`).join(" | ")}`)).toEqual([]);
  }
});
