/** An accountant finds five failed payments, reads why, fixes the mapping from there, retries, and sees them reconciled. */
import type { Browser, FrameLocator, Page } from "playwright-core";
import type { Sandbox } from "../../src/sandbox";
import { subCompanyPlans } from "../../src/sandbox/data/companies";
import { launchBrowser } from "../support/browser";
import { openPanel } from "../support/panels";
import { type PracticeGateway, startPracticeGateway } from "../support/practice-gateway";
import { openWorkbench, paneOf, stepsOn, workbenchOn } from "../support/workbench-page";

jest.setTimeout(300_000);

const method = "Cheque";
let sandbox: Sandbox;
let gateway: PracticeGateway;
let browser: Browser;
let page: Page;
let pane: FrameLocator;

beforeAll(async () => {
  gateway = await startPracticeGateway({ customers: 60, seed: 7, invoices: 0 });
  sandbox = gateway.sandbox;
  const { data, edit } = sandbox;
  await gateway.mapCompaniesAndTax();

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
  pane = paneOf(page);
});
afterAll(async () => {
  await browser?.close();
  await gateway?.close();
});

const { texts, settled, nameBoxText, type } = workbenchOn(() => page);
const step = stepsOn(() => page, "failed-payments");

step("five payments by a method without a bank code are found, cured where they point to, retried and reconciled, each once", async () => {
  await openWorkbench(page, gateway.url);

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
  const cell = await nameBoxText();
  await type(cell, code);
  await type(cell.replace("D", "E"), company);
  await settled();
  await pane.getByRole("button", { name: /^Preview/ }).first().click();
  const push = pane.getByRole("button", { name: /^Push [\d,]+ rows?$/ }).and(pane.locator(":not([aria-disabled=true])"));
  await push.click({ timeout: 60_000 });
  await pane.getByRole("button", { name: "Retry 5 payments" }).click({ timeout: 60_000 });
  await openPanel(pane, "Errors");
  await pane.getByText("Nothing is waiting for you").first().waitFor({ timeout: 60_000 });

  const posted = sandbox.books().flatMap((books) => books.posted);
  expect(posted.filter((one) => one.gross < 0)).toHaveLength(5);
  expect(sandbox.books().flatMap((books) => books.duplicates)).toEqual([]);
  expect(sandbox.data.documents.reconciliations().filter((one) => one.document === "payments" && one.reconciled)).toHaveLength(5);
});

step("the Payments sheet then says of each that it is posted and reconciled", async () => {
  await openPanel(pane, "Documents");
  await pane.getByLabel("Kind").selectOption("payments");
  await pane.getByRole("button", { name: "Pull Payments", exact: true }).click();
  await page.getByRole("tab", { name: "Payments" }).waitFor({ timeout: 60_000 });
  const [headers = [], ...rows] = await texts("'Payments'!A1:P6");
  const column = (name: string) => rows.map((row) => row[headers.indexOf(name)]);
  expect(column("State")).toEqual(["Posted", "Posted", "Posted", "Posted", "Posted"]);
  expect(column("Reconciled")).toEqual(["Yes", "Yes", "Yes", "Yes", "Yes"]);
});
