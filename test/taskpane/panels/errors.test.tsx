/**
 * @jest-environment ./test/taskpane/support/browser-environment.ts
 */
import { act, screen, waitFor, within } from "@testing-library/react";
import { gatewayDouble, type GatewayDouble } from "../support/gateway-double";
import { showPane } from "../support/show-pane";

const showing = async (prepare: (gateway: GatewayDouble) => void = () => undefined) => {
  const gateway = gatewayDouble();
  prepare(gateway);
  const pane = await showPane({ gateway });
  await pane.user.click(screen.getByRole("tab", { name: /^Errors/ }));
  return pane;
};
/** The first payment method gets its bank account in Acme UK. */
const mapAndPush = ({ workbook, desk }: Awaited<ReturnType<typeof showing>>) =>
  act(async () => {
    workbook.type("PaymentMethods", 0, "Acc - Code", "1200");
    workbook.type("PaymentMethods", 0, "SageCompanyName", "Acme UK");
    await desk.editsSettled();
    await desk.preview("payment-methods");
    await desk.push("payment-methods");
  });
const ids = ["P-1", "P-2", "P-3", "P-4", "P-5"];
const title = "5 payments: Payment method “Card” has no Acc - Code for Acme UK.";

describe("Errors", () => {
  test("stand by cause with cure, times and what a retry does; their number is on the tab", async () => {
    await showing(({ documents }) => documents.failPayments(ids));
    const card = await screen.findByRole("region", { name: title });
    expect(card.textContent).toContain("Enter the bank account's code");
    expect(card.textContent).toContain("What is in Sage already is left alone.");
    expect(card.textContent).toMatch(/Failed 21 Nov 2026/);
    expect(screen.getByRole("tab", { name: "Errors 5 errors" })).toBeTruthy();
    expect(screen.getByRole("region", { name: "5 errors open" })).toBeTruthy();
  });

  test("none: says so kindly", async () => {
    await showing();
    expect(await screen.findByRole("heading", { name: "Nothing is waiting for you" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Retry all" })).toBeNull();
  });

  test("of other companies are counted and not shown while one company is in view", async () => {
    const pane = await showing(({ documents }) => {
      documents.failPayments(["P-1"]);
      documents.failPayments(["P-2"], "Card", "Acme Ireland");
    });
    await screen.findByRole("region", { name: /for Acme Ireland/ });
    act(() => pane.desk.chooseCompany("Acme UK"));
    expect(screen.queryByRole("region", { name: /for Acme Ireland/ })).toBeNull();
    expect(screen.getByText(/1 more group belongs to other companies/)).toBeTruthy();
  });

  test("Fix it opens the mapping at the cell; once it is pushed the retry stands there, and then nothing is left", async () => {
    const pane = await showing(({ documents }) => documents.failPayments(ids));
    await pane.user.click(await screen.findByRole("button", { name: `Fix it: ${title}` }));
    const fixing = await screen.findByRole("region", { name: "Fixing: 5 payments" });
    expect(pane.workbook.selection).toMatchObject({ table: "PaymentMethods", header: "Acc - Code" });
    expect(within(fixing).queryByRole("button", { name: "Retry 5 payments" })).toBeNull();
    pane.workbook.type("PaymentMethods", 0, "Acc - Code", "1200");
    pane.workbook.type("PaymentMethods", 0, "SageCompanyName", "Acme UK");
    await act(() => pane.desk.editsSettled());
    await pane.user.click(screen.getByRole("button", { name: "Preview" }));
    await pane.user.click(await screen.findByRole("button", { name: "Push 1 row" }));
    await pane.user.click(await screen.findByRole("button", { name: "Retry 5 payments" }));
    await waitFor(() => expect(screen.getByRole("status").textContent).toBe("Retry finished: 5 posted to Sage."));
    expect(screen.queryByRole("region", { name: /^Fixing/ })).toBeNull();
    expect(screen.getByRole("tab", { name: /^Errors/ }).getAttribute("aria-selected")).toBe("true");
    expect(await screen.findByRole("heading", { name: "Nothing is waiting for you" })).toBeTruthy();
  });

  test("one push may cure several groups: they are retried together, and the errors show what is left", async () => {
    const pane = await showing(({ documents }) => {
      documents.failPayments(["P-1", "P-2"]);
      documents.failPayments(["P-3"], "Card", "Acme Ireland");
    });
    await pane.user.click(await screen.findByRole("button", { name: /^Fix it: 2 payments/ }));
    await screen.findByRole("region", { name: "Fixing: 2 payments" });
    await mapAndPush(pane);
    expect(await screen.findByRole("button", { name: "Only 2 payments" })).toBeTruthy();
    await pane.user.click(screen.getByRole("button", { name: "Retry all 3 that Payment Methods held up" }));
    await waitFor(() => expect(pane.gateway.documents.asked.retries).toHaveLength(2));
    // The row was mapped for Acme UK alone: what it did not cure failed again, and is the one thing left.
    await waitFor(() => expect(screen.queryByRole("region", { name: /for Acme UK/ })).toBeNull());
    expect(await screen.findByRole("region", { name: /for Acme Ireland/ })).toBeTruthy();
  });

  test("back in the errors, a group whose cure was pushed says so and offers the retry first", async () => {
    const pane = await showing(({ documents }) => documents.failPayments(ids));
    await pane.user.click(await screen.findByRole("button", { name: `Fix it: ${title}` }));
    await screen.findByRole("region", { name: "Fixing: 5 payments" });
    await mapAndPush(pane);
    await pane.user.click(screen.getByRole("button", { name: "Back to Errors" }));
    expect(await screen.findByText(/Payment Methods was pushed .*after these failed: retry them now/)).toBeTruthy();
    await pane.user.click(screen.getByRole("button", { name: `Retry: ${title}` }));
    await waitFor(() => expect(pane.gateway.documents.asked.retries).toHaveLength(1));
  });

  test("the Error Queue is pulled with the open ones, and with the resolved ones where they are asked for", async () => {
    const pane = await showing(({ documents }) => documents.failPayments(ids));
    await pane.user.click(await screen.findByRole("button", { name: "Pull the Error Queue" }));
    await waitFor(() => expect(pane.workbook.rows("ErrorQueue")).toHaveLength(5));
    expect(pane.gateway.requests).toContain("GET /api/sheets/error-queue?state=Open");
    await pane.user.click(screen.getByRole("checkbox", { name: "Show resolved ones too" }));
    await pane.user.click(screen.getByRole("button", { name: "Pull the Error Queue" }));
    await waitFor(() => expect(pane.gateway.requests).toContain("GET /api/sheets/error-queue"));
  });

  test("a group leads to its rows", async () => {
    const pane = await showing(({ documents }) => {
      documents.failPayments(ids);
      documents.failPayments(["P-6"], "Cheque");
    });
    await pane.user.click(await screen.findByRole("button", { name: `Show rows: ${title}` }));
    await waitFor(() => expect(pane.workbook.rows("ErrorQueue")).toHaveLength(5));
    expect(await screen.findByText(/5 errors pulled, of one cause only/)).toBeTruthy();
  });
});
