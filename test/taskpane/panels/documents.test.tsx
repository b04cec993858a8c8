/**
 * @jest-environment ./test/taskpane/support/browser-environment.ts
 */
import { act, screen, waitFor, within } from "@testing-library/react";
import { moment } from "../../../src/taskpane/engine/wording";
import { aNewCustomer } from "../../support/scripted-core";
import { gatewayDouble, type GatewayDouble } from "../support/gateway-double";
import { showPane } from "../support/show-pane";

const button = (name: string | RegExp) => screen.getByRole("button", { name });
const showing = async (prepare: (gateway: GatewayDouble) => void = () => undefined, own: Parameters<typeof gatewayDouble>[0] = {}) => {
  const gateway = gatewayDouble(own);
  prepare(gateway);
  const pane = await showPane({ gateway });
  await pane.user.click(screen.getByRole("tab", { name: "Documents" }));
  await screen.findByRole("region", { name: "Documents by company" });
  return pane;
};

describe("Documents", () => {
  test("counts by company and kind, with both systems' words, and every state in a sentence", async () => {
    await showing(({ documents }) => {
      documents.failPayments(["P-1", "P-2"]);
      documents.add("invoices", "I-1", { State: "Posted" });
      documents.add("invoices", "I-2", { State: "In doubt" });
    });
    const table = await screen.findByRole("table", { name: "Documents: Acme UK" });
    const rows = within(table).getAllByRole("row").map((row) => within(row).queryAllByRole("cell").map((cell) => cell.textContent));
    expect(rows.slice(1)).toEqual([["Invoices", "1", "1", "0"], ["Payments", "0", "0", "2"]]);
    expect(screen.getByText(/A payment in The Layer is a receipt in Sage/)).toBeTruthy();
    expect(screen.getByText("Invoices: 1 posted, 1 in doubt")).toBeTruthy();
    expect(screen.getByText(/1 document in doubt: .*looks in Sage before anything is sent again/)).toBeTruthy();
  });

  test("shows only the company in view", async () => {
    const pane = await showing(({ documents }) => {
      documents.failPayments(["P-1"]);
      documents.failPayments(["P-2"], "Card", "Acme Ireland");
    });
    await screen.findByRole("table", { name: "Documents: Acme Ireland" });
    act(() => pane.desk.chooseCompany("Acme UK"));
    expect(screen.queryByRole("table", { name: "Documents: Acme Ireland" })).toBeNull();
    expect(screen.getByText(/^For Acme UK only, as chosen above\./)).toBeTruthy();
  });

  test("a figure that needs somebody pulls exactly those documents", async () => {
    const pane = await showing(({ documents }) => documents.failPayments(["P-1", "P-2"]));
    await pane.user.click(await screen.findByRole("button", { name: "2: pull the payments of Acme UK that need you" }));
    await waitFor(() => expect(pane.gateway.requests).toContain("GET /api/sheets/payments?attention=yes&company=Acme+UK"));
    await waitFor(() => expect(pane.workbook.rows("Payments")).toHaveLength(2));
  });

  test("Sync now shows that it is going on and that Excel may be closed, and how it ended", async () => {
    const pane = await showing();
    pane.gateway.documents.holdRuns();
    await pane.user.click(button("Sync now"));
    const going = await screen.findByRole("list", { name: "Syncs going on" });
    expect(within(going).getByRole("progressbar", { name: "Syncing every company" })).toBeTruthy();
    expect(screen.getByText(/It goes on when Excel is closed\. After Cancel/)).toBeTruthy();
    expect(button("Sync now").getAttribute("aria-disabled")).toBe("true");
    expect(screen.getByText("A sync is going on.")).toBeTruthy();
    pane.gateway.documents.finishRuns();
    const past = await screen.findByRole("list", { name: "Last syncs" });
    expect(past.textContent).toContain("Nothing new to post");
    expect(past.textContent).toContain("Local user");
  });

  test("a run that goes on is cancelled with one press, and then told as cancelled and not as a fault", async () => {
    const pane = await showing();
    pane.gateway.documents.holdRuns();
    await pane.user.click(button("Sync now"));
    await pane.user.click(await screen.findByRole("button", { name: "Cancel: Syncing every company" }));
    const past = await screen.findByRole("list", { name: "Last syncs" });
    await waitFor(() => expect(past.textContent).toContain("Cancelled: Nothing new to post"));
    expect(past.textContent).toContain("The sync was cancelled by Local user. What was sent stands. What was not goes with the next sync.");
    expect(screen.queryByRole("alert")).toBeNull();
    expect(button("Sync now").getAttribute("aria-disabled")).not.toBe("true");
  });

  test("Compare with Sage asks for the company in view, says that nothing is changed, and ends with what was proved", async () => {
    const pane = await showing(({ documents }) => documents.compareWith({ compared: 1_200, differing: 0 }));
    expect(screen.getByText(/Comparing changes nothing/)).toBeTruthy();
    await pane.user.click(button("Compare with Sage"));
    expect(pane.gateway.documents.asked.runs).toEqual([{ compare: true }]);
    const past = await screen.findByRole("list", { name: "Last syncs" });
    await waitFor(() => expect(past.textContent).toContain("All 1,200 posted documents stand in Sage as they were posted, each once"));
    expect(past.textContent).toContain("Comparison by Local user");
  });

  test("pulls the kind and state chosen, and the rows chosen in it are retried", async () => {
    const pane = await showing(({ documents }) => documents.failPayments(["P-1", "P-2"]));
    expect(button("Refresh changed").getAttribute("aria-disabled")).toBe("true");
    expect(screen.getByText(/Invoices were not pulled into this workbook yet/)).toBeTruthy();
    await pane.user.selectOptions(screen.getByRole("combobox", { name: "Kind" }), "Payments");
    await pane.user.selectOptions(screen.getByRole("combobox", { name: "State" }), "Failed");
    await pane.user.click(button("Pull Payments"));
    const retry = await screen.findByRole("button", { name: "Retry chosen rows" });
    expect(pane.gateway.requests).toContain("GET /api/sheets/payments?state=Failed");
    pane.workbook.type("Payments", 1, "Retry", "Yes");
    await waitFor(() => expect(retry.getAttribute("aria-disabled")).not.toBe("true"));
    await pane.user.click(retry);
    await waitFor(() => expect(pane.gateway.documents.asked.retries).toEqual([{ what: "documents", sheet: "payments", ids: ["P-2"] }]));
  });

  test("a viewer may look and pull, and is told why nothing more", async () => {
    await showing(({ documents }) => documents.waitingCustomers.push(aNewCustomer()), { roles: ["viewer"] });
    expect(button("Sync now").getAttribute("aria-disabled")).toBe("true");
    expect(screen.getAllByText("This needs the role editor. Ask your administrator for it.").length).toBeGreaterThan(0);
    expect(button("Pull Invoices").getAttribute("aria-disabled")).not.toBe("true");
    expect(screen.queryByRole("button", { name: /^Link / })).toBeNull();
  });
});

describe("a new customer", () => {
  const waiting = () =>
    showing(({ documents }) =>
      documents.waitingCustomers.push(
        aNewCustomer({ candidates: [...aNewCustomer().candidates, { sageCustomerId: "27801", accountNumber: "NORTH002", name: "Northwind Traders", reasons: ["a like name", "the same postcode"] }] }),
      ),
    );

  test("stands beside the accounts that it resembles, each with its reasons, and is linked at a press", async () => {
    const pane = await waiting();
    const candidates = await screen.findByRole("list", { name: "Accounts in Sage that may be Northwind Ltd" });
    expect(within(candidates).getByText("a like name; the same postcode")).toBeTruthy();
    expect(screen.getByText(/3 documents wait/)).toBeTruthy();
    await pane.user.click(button("Link Northwind Ltd in Acme UK to NORTH002"));
    await waitFor(() => expect(screen.queryByRole("region", { name: "New customers to decide" })).toBeNull());
    expect(pane.gateway.documents.asked.decisions[0]?.choice).toEqual({ kind: "link", sageCustomerId: "27801" });
  });

  test("gets an account of its own only after its likenesses were shown once more", async () => {
    const pane = await waiting();
    await pane.user.click(await screen.findByRole("button", { name: "Create a new account for Northwind Ltd in Acme UK" }));
    const dialog = await screen.findByRole("dialog", { name: "Create a new account for Northwind Ltd?" });
    expect(dialog.textContent).toContain("NORTH001 Northwind Limited: the same VAT number");
    expect(pane.gateway.documents.asked.decisions).toEqual([]);
    await pane.user.click(await within(dialog).findByRole("button", { name: "Create a new account" }));
    await waitFor(() => expect(pane.gateway.documents.asked.decisions[0]?.choice).toEqual({ kind: "create" }));
  });

  test("may be skipped", async () => {
    const pane = await waiting();
    await pane.user.click(await screen.findByRole("button", { name: "Skip Northwind Ltd in Acme UK" }));
    await waitFor(() => expect(pane.gateway.documents.asked.decisions[0]?.choice).toEqual({ kind: "skip" }));
  });
});

describe("a posting that nobody can be sure of", () => {
  const doubtful = () =>
    showing(({ documents }) => documents.add("payments", "P-7", { State: "Needs review", Reference: "PAY-7", Customer: "Northwind Ltd", Amount: 1200.5, Date: "2026-11-20", "Last Error": "Sage did not answer three times." }));

  test("is sent again only by somebody who was told what to look for in Sage, and says that it is not there", async () => {
    const pane = await doubtful();
    await screen.findByRole("region", { name: "1 document to look at in Sage" });
    await pane.user.click(button("Send again: payment PAY-7"));
    const dialog = await screen.findByRole("dialog", { name: "Send payment PAY-7 again?" });
    for (const fact of ["Acme UK", "Northwind Ltd", "sales receipt", "20 Nov 2026", "1,200.50", "PAY-7"]) expect(within(dialog).getByText(fact)).toBeTruthy();
    const send = await within(dialog).findByRole("button", { name: "Send again" });
    await pane.user.click(send);
    expect(pane.gateway.documents.asked.retries).toEqual([]);
    await pane.user.click(within(dialog).getByRole("checkbox", { name: "I looked in Sage, and it is not there" }));
    await pane.user.click(send);
    await waitFor(() => expect(pane.gateway.documents.asked.retries).toEqual([{ what: "review", sheet: "payments", id: "P-7", decision: "send again" }]));
  });

  test("shows every attempt, when it was, what was sent and what came back, to whoever opens the list", async () => {
    const pane = await showing(({ documents }) => {
      documents.add("payments", "P-7", { State: "Needs review", Reference: "PAY-7", Customer: "Northwind Ltd", Amount: 1200.5, Date: "2026-11-20" });
      documents.reviews.push({
        sheet: "payments",
        id: "P-7",
        attempts: [
          { at: "2026-11-21T10:04:00.000Z", did: "sent", sent: "sales receipt of 1,200.50, 20 Nov 2026, reference PAY-7", answer: "no answer that says whether it is in Sage (time-out)" },
          { at: "2026-11-21T10:09:00.000Z", did: "looked up", sent: "", answer: "Sage did not have it" },
        ],
      });
    });
    const toggle = await screen.findByRole("button", { name: "Tried 1 time, looked up 1 time: payment PAY-7" });
    expect(toggle.getAttribute("aria-expanded")).toBe("false");
    expect(screen.queryByRole("list", { name: "What was tried with payment PAY-7" })).toBeNull();
    await pane.user.click(toggle);
    const lines = within(screen.getByRole("list", { name: "What was tried with payment PAY-7" })).getAllByRole("listitem").map((line) => line.textContent);
    expect(lines).toEqual([
      `${moment("2026-11-21T10:04:00.000Z")}: sent (sales receipt of 1,200.50, 20 Nov 2026, reference PAY-7); no answer that says whether it is in Sage (time-out).`,
      `${moment("2026-11-21T10:09:00.000Z")}: looked up; Sage did not have it.`,
    ]);
  });

  test("may be looked for once more without any question", async () => {
    const pane = await doubtful();
    await pane.user.click(await screen.findByRole("button", { name: "Look again in Sage for payment PAY-7" }));
    await waitFor(() => expect(pane.gateway.documents.asked.retries).toEqual([{ what: "review", sheet: "payments", id: "P-7", decision: "look again" }]));
  });
});
