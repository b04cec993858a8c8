/**
 * @jest-environment ./test/taskpane/support/browser-environment.ts
 */
import { act, screen, waitFor, within } from "@testing-library/react";
import { sheets } from "../../../src/sync/sheets";
import { aBar, aSuggestion, someBalances } from "../../support/scripted-core";
import { gatewayDouble, type GatewayDouble } from "../support/gateway-double";
import { showPane } from "../support/show-pane";

const button = (name: string | RegExp) => screen.getByRole("button", { name });
const isDisabled = (element: HTMLElement) => element.getAttribute("aria-disabled") === "true";

/** The panel as somebody opens it who works on Acme UK. */
const showing = async (prepare: (gateway: GatewayDouble) => void = () => undefined, own: Parameters<typeof gatewayDouble>[0] = {}, company: string | null = "Acme UK") => {
  const gateway = gatewayDouble(own);
  prepare(gateway);
  const pane = await showPane({ gateway });
  act(() => {
    pane.desk.chooseCompany(company);
    pane.desk.openPanel("receipts");
  });
  await screen.findByRole("region", { name: "Month-end evidence" });
  return pane;
};
const someRows = ({ receipts }: GatewayDouble) => {
  receipts.add("1", "Ready", 1234.5);
  receipts.add("2", "Unallocated", 75);
  receipts.add("3", "Synced", 20);
};
const alternative = {
  pairs: [{ creditId: "r-1", debitId: "i-3", amount: "90.00" }],
  score: 0.4,
  reasons: ["INV-1003 is the newest invoice."],
  remainders: [{ id: "r-1", amount: "160.00", why: "160.00 of the receipt stays unallocated." }],
};
const withAnother = (changes: Parameters<typeof aSuggestion>[0] = {}) => {
  const suggestion = aSuggestion(changes);
  if (suggestion.outcome.kind !== "suggested") throw new Error("not suggested");
  return { ...suggestion, outcome: { ...suggestion.outcome, next: alternative, whyNotNext: "It would leave 160.00 unexplained." } };
};
const other = (changes: Parameters<typeof aSuggestion>[0] = {}) =>
  aSuggestion({ id: "suggestion-2", customer: "Southgate Ltd", sageCustomerId: "27801", receipts: [{ id: "r-2", kind: "receipt", reference: "CHQ 7", date: "2026-11-02", gross: "90.00", outstanding: "90.00" }], ...changes });

describe("the control totals", () => {
  test("stand in figures, and agree with a sign and a word", async () => {
    await showing(someRows);
    const bar = await screen.findByRole("region", { name: "Control totals of Acme UK" });
    const figures = within(bar).getAllByRole("term").map((term) => [term.textContent, term.nextElementSibling?.textContent]);
    expect(figures).toEqual([["3 receipts", "1,329.50"], ["Allocated", "1,254.50"], ["Unallocated", "75.00"], ["Synced", "20.00"], ["From The Layer", "0.00"], ["Still to sync", "1,234.50"]]);
    expect(bar.textContent).toContain("Agreed: 0.00 difference to Sage’s control account");
  });

  test("that differ say by how much, where it lies and what to do", async () => {
    await showing((gateway) => {
      someRows(gateway);
      gateway.receipts.total({ control: { accounts: "4012.00", transactions: "4000.00", difference: "12.00" } });
    });
    expect((await screen.findByRole("region", { name: "Control totals of Acme UK" })).textContent).toContain("Not agreed: 12.00 difference to Sage’s control account");
    expect(screen.getByText(/accounts come to 4,012.00, and the transactions read here leave 4,000.00 outstanding: 12.00 more/)).toBeTruthy();
    expect(screen.getByText(/run Sage’s own balance check/)).toBeTruthy();
  });

  test("are a chart by age and state, and the same as a table", async () => {
    await showing(someRows);
    expect(await screen.findByRole("img", { name: "Up to 30 days: 1,234.50 ready to sync; 0.00 unallocated; 0.00 needs a choice; 0.00 failed or changed" })).toBeTruthy();
    const table = screen.getByRole("table", { name: "Receipts by age and state", hidden: true });
    expect(within(table).getAllByRole("row", { hidden: true }).map((row) => within(row).queryAllByRole("cell", { hidden: true }).map((cell) => cell.textContent)).slice(1)).toEqual([["Up to 30 days", "Ready to sync", "1,234.50"], ["Over 90 days", "Unallocated", "75.00"]]);
  });

  test("with several companies in view each stands by itself, and one press works on it", async () => {
    const pane = await showing(someRows, {}, null);
    await screen.findByRole("list", { name: "Sage companies" });
    expect(screen.queryByRole("region", { name: /^Control totals of/ })).toBeNull();
    expect(isDisabled(button("Make reconciliation sheet"))).toBe(true);
    await pane.user.click(button("Work on Acme UK"));
    await screen.findByRole("region", { name: "Control totals of Acme UK" });
    expect(isDisabled(button("Make reconciliation sheet"))).toBe(false);
  });
});

describe("the worksheet", () => {
  test("is pulled by company, state and range, and its chosen rows are synced for what the button says", async () => {
    const pane = await showing((gateway) => {
      someRows(gateway);
      gateway.receipts.total({ receipts: { count: 1_200, amount: "1329.50" } });
    });
    expect(screen.getByText(/A receipt in Sage becomes a payment in The Layer/)).toBeTruthy();
    await waitFor(() => expect(within(screen.getByRole("combobox", { name: "Range" })).getAllByRole("option").map((option) => option.textContent)).toEqual(["All receipts", "Newest 500", "501 to 1,000", "1,001 to 1,500"]));
    await pane.user.selectOptions(screen.getByRole("combobox", { name: "Range" }), "501 to 1,000");
    await pane.user.selectOptions(screen.getByRole("combobox", { name: "State" }), "Ready");
    await pane.user.click(button("Pull Sage Transactions"));
    const sync = await screen.findByRole("button", { name: "Sync chosen rows" });
    expect(pane.gateway.requests).toContain("GET /api/sheets/sage-transactions?company=Acme+UK&state=Ready&range=2");
    expect(isDisabled(sync)).toBe(true);
    expect(screen.getByText("No row says Yes in the column Sync yet.")).toBeTruthy();
    pane.workbook.type("SageTransactions", 0, "Sync", "Yes");
    await pane.user.click(await screen.findByRole("button", { name: "Sync 1 chosen row: 1,234.50" }));
    await waitFor(() => expect(pane.gateway.receipts.asked.syncs).toEqual([{ rows: [{ id: "1", method: "BACS" }] }]));
  });

  test("says of each chosen row that stays behind what it needs", async () => {
    const pane = await showing(({ receipts }) => {
      receipts.add("1", "Choose a method", 10);
      receipts.add("2", "Unallocated", 20);
    });
    await pane.user.click(button("Pull Sage Transactions"));
    await screen.findByRole("button", { name: "Refresh changed" });
    for (const row of [0, 1]) pane.workbook.type("SageTransactions", row, "Sync", "Yes");
    expect(await screen.findByText("1 chosen row has no payment method: choose one from the list in the column Payment Method.")).toBeTruthy();
    expect(screen.getByText("1 chosen row will not be synced: Unallocated.")).toBeTruthy();
    expect(screen.getByText("None of the 2 chosen rows can be synced as they stand.")).toBeTruthy();
  });

  test("everything that is ready goes at one press, without a worksheet", async () => {
    const pane = await showing(someRows);
    await pane.user.click(await screen.findByRole("button", { name: "Sync all 1 ready: 1,234.50" }));
    await waitFor(() => expect(pane.gateway.receipts.asked.syncs).toHaveLength(1));
    await waitFor(() => expect(isDisabled(button("Sync all ready"))).toBe(true));
    expect(screen.getByText("Nothing is ready to sync.")).toBeTruthy();
  });
});

describe("a receipt to match", () => {
  test("shows what it pays, how sure that is and why, and what lost", async () => {
    await showing(({ receipts }) => receipts.suggestions.push(withAnother()));
    const one = await screen.findByRole("article", { name: "Receipt BACS 1911 of Northwind Ltd" });
    expect(within(one).getByText("98% sure: pays INV-1001 and INV-1002")).toBeTruthy();
    const rows = within(within(one).getByRole("table", { name: "What BACS 1911 pays" })).getAllByRole("row").map((row) => within(row).queryAllByRole("cell").map((cell) => cell.textContent));
    expect(rows.slice(1)).toEqual([["INV-1001", "19 Oct 2026", "100.00", "100.00"], ["INV-1002", "19 Oct 2026", "150.00", "150.00"]]);
    expect(within(within(one).getByRole("list", { name: "Why" })).getAllByRole("listitem").map((item) => item.textContent)).toEqual(["The two invoices come to exactly 250.00.", "Both fell due on 18 Nov 2026."]);
    expect(within(one).getByText("Next best, 40% sure: INV-1003")).toBeTruthy();
    expect(within(one).getByText("It would leave 160.00 unexplained.")).toBeTruthy();
  });

  test("is allocated at one press, said aloud, and the next one has the keyboard", async () => {
    const pane = await showing(({ receipts }) => receipts.suggestions.push(withAnother(), other()));
    await pane.user.click(await screen.findByRole("button", { name: "Allocate and sync: BACS 1911" }));
    await waitFor(() => expect(screen.getByText("Allocated in Sage: BACS 1911 to INV-1001 and INV-1002. 2 payments recorded in The Layer.").getAttribute("aria-live")).toBe("polite"));
    const next = await screen.findByRole("article", { name: "Receipt CHQ 7 of Southgate Ltd" });
    await waitFor(() => expect(document.activeElement).toBe(within(next).getByRole("heading", { level: 3 })));
  });

  test("the other proposal and a rejection are each one press", async () => {
    const pane = await showing(({ receipts }) => receipts.suggestions.push(withAnother(), other()));
    await pane.user.click(await screen.findByRole("button", { name: "Use the other: BACS 1911" }));
    await waitFor(() => expect(pane.gateway.receipts.asked.allocations[0]?.allocations[0]).toMatchObject({ pairs: alternative.pairs, decided: { as: "alternative", score: 0.4 } }));
    await pane.user.click(await screen.findByRole("button", { name: "Not this one: CHQ 7" }));
    await waitFor(() => expect(pane.gateway.receipts.asked.rejections).toHaveLength(1));
    expect(await screen.findByText("The only match was said to be wrong.")).toBeTruthy();
  });

  test("equally good choices stand side by side, and none is taken for the user", async () => {
    const suggested = withAnother();
    const pane = await showing(({ receipts }) =>
      receipts.suggestions.push({ ...suggested, outcome: { kind: "tie", why: "Two invoices of the same amount are open.", choices: [suggested.outcome.best, alternative] } }),
    );
    const choices = await screen.findByRole("radiogroup", { name: "What BACS 1911 pays" });
    expect(within(choices).getAllByRole("radio").map((radio) => (radio as HTMLInputElement).checked)).toEqual([false, false]);
    expect(isDisabled(button("Allocate and sync: BACS 1911"))).toBe(true);
    expect(screen.getByText("Choose one of them first.")).toBeTruthy();
    await pane.user.click(within(choices).getByRole("radio", { name: /^INV-1003/ }));
    await pane.user.click(button("Allocate and sync: BACS 1911"));
    await waitFor(() => expect(pane.gateway.receipts.asked.allocations[0]?.allocations[0]?.pairs).toEqual(alternative.pairs));
  });

  test("where nothing fits it says why, and is allocated by hand with what is left in view", async () => {
    const pane = await showing(({ receipts }) => receipts.suggestions.push(aSuggestion({ outcome: { kind: "none", why: "No invoices of Northwind Ltd come to 250.00." } })));
    expect(await screen.findByText("No invoices of Northwind Ltd come to 250.00.")).toBeTruthy();
    await pane.user.click(button("Allocate by hand: BACS 1911"));
    const form = screen.getByRole("group", { name: "Allocate BACS 1911 by hand" });
    await pane.user.type(within(form).getByRole("textbox", { name: "Amount on INV-1002, 150.00 open" }), "151");
    expect(within(form).getByText("INV-1002: 151.00 is more than the 150.00 that is open on it.")).toBeTruthy();
    await pane.user.click(within(form).getByRole("button", { name: "All that fits on INV-1002" }));
    expect(within(form).getByRole("status").textContent).toBe("150.00 allocated; 100.00 stays on account.");
    await pane.user.click(within(form).getByRole("button", { name: "All that fits on INV-1001" }));
    expect(within(form).getByRole("status").textContent).toBe("250.00 allocated, nothing left of the receipt.");
    await pane.user.click(within(form).getByRole("button", { name: "Allocate and sync: BACS 1911, by hand" }));
    await waitFor(() => expect(pane.gateway.receipts.asked.allocations[0]?.allocations[0]).toMatchObject({ decided: { as: "by hand", score: null } }));
  });

  test("F8 goes on and back, and the list goes to any", async () => {
    const pane = await showing(({ receipts }) => receipts.suggestions.push(withAnother(), other()));
    await screen.findByRole("article", { name: "Receipt BACS 1911 of Northwind Ltd" });
    await pane.user.keyboard("{F8}");
    await screen.findByRole("article", { name: "Receipt CHQ 7 of Southgate Ltd" });
    await pane.user.keyboard("{Shift>}{F8}{/Shift}");
    await screen.findByRole("article", { name: "Receipt BACS 1911 of Northwind Ltd" });
    await pane.user.click(screen.getByText("Southgate Ltd, CHQ 7"));
    await screen.findByRole("article", { name: "Receipt CHQ 7 of Southgate Ltd" });
  });

  test("all that are sure enough go after their totals were shown", async () => {
    const pane = await showing(({ receipts }) => {
      receipts.bars.splice(0, 1, aBar({ bar: 0.97 }));
      receipts.suggestions.push(withAnother(), other(), other({ id: "tie", outcome: { kind: "none", why: "Nothing fits." } }));
    });
    await pane.user.click(await screen.findByRole("button", { name: "Accept all above 97% (2)…" }));
    const dialog = await screen.findByRole("dialog", { name: "Accept all 2 suggestions above 97%?", hidden: true });
    expect((await within(dialog).findAllByRole("definition", { hidden: true })).map((one) => one.textContent)).toEqual(["2", "340.00", "250.00", "90.00", "2"]);
    expect(pane.gateway.receipts.asked.allocations).toEqual([]);
    await pane.user.click(await within(dialog).findByRole("button", { name: "Allocate and sync 2", hidden: true }));
    await waitFor(() => expect(pane.gateway.receipts.asked.allocations[0]?.allocations.map((one) => one.decided?.as)).toEqual(["accepted", "accepted"]));
  });

  test("a company without any says that there is nothing to do", async () => {
    await showing(someRows);
    expect(await screen.findByText(/Nothing to match: every receipt of Acme UK is allocated in Sage/)).toBeTruthy();
  });
});

describe("a viewer", () => {
  test("sees everything, and is told why she may not allocate or sync", async () => {
    await showing(
      (gateway) => {
        someRows(gateway);
        gateway.receipts.suggestions.push(withAnother());
      },
      { roles: ["viewer"] },
    );
    expect(isDisabled(await screen.findByRole("button", { name: "Allocate and sync: BACS 1911" }))).toBe(true);
    expect(screen.queryByRole("button", { name: /^Not this one/ })).toBeNull();
    expect(screen.queryByRole("combobox", { name: "Allocate automatically" })).toBeNull();
    expect(screen.getAllByText("This needs the role editor. Ask your administrator for it.").length).toBeGreaterThan(1);
    expect(isDisabled(button("Pull Sage Transactions"))).toBe(false);
    expect(isDisabled(button("Make reconciliation sheet"))).toBe(false);
  });
});

describe("automatic allocation", () => {
  test("is nothing until an administrator sets a bar, seeing how often it was right", async () => {
    const pane = await showing();
    const card = await screen.findByRole("region", { name: "Automatic allocation" });
    expect(within(card).getByText("Nothing is allocated automatically: every suggestion waits for you.")).toBeTruthy();
    expect(within(card).getByText("At 97%: 212 of 212 were right")).toBeTruthy();
    await pane.user.selectOptions(within(card).getByRole("combobox", { name: "Allocate automatically" }), "From 97% on: 212 of 212 were right");
    await pane.user.click(within(card).getByRole("button", { name: "Save for Acme UK" }));
    expect(await screen.findByText(/Suggestions of 97% and more are allocated and synced automatically in Acme UK/)).toBeTruthy();
  });
});

describe("a customer's balance", () => {
  test("comes from the default company first, and a company without a link is never zero", async () => {
    const pane = await showing(({ receipts }) => receipts.balances.set("C-1", someBalances({ customerId: "C-1", customer: "NORTH001 Ltd" })), {}, null);
    const card = screen.getByRole("region", { name: "Customer balance in Sage" });
    await pane.user.type(within(card).getByRole("combobox", { name: "Customer, by id or name" }), "north");
    await pane.user.click(await screen.findByRole("option", { name: "NORTH001 Ltd (C-1)" }));
    await waitFor(() => expect(within(card).getAllByRole("definition").map((one) => one.textContent)).toEqual(["340.00", "5,000.00", "No", "NORTH001"]));
    await pane.user.selectOptions(within(card).getByRole("combobox", { name: "Sage company of NORTH001 Ltd" }), "Acme Ireland, not linked");
    expect(within(card).getByText(/Not linked with Acme Ireland/)).toBeTruthy();
    expect(within(card).queryByText("0.00")).toBeNull();
  });

  test("follows the row selected in the worksheet: one line that stays in view, and the card", async () => {
    const pane = await showing((gateway) => {
      someRows(gateway);
      gateway.receipts.balances.set("C-1", someBalances({ customerId: "C-1", customer: "NORTH001 Ltd" }));
    });
    const bar = await screen.findByRole("region", { name: "Control totals of Acme UK" });
    expect(bar.textContent).toContain("Select a customer’s row to see what the customer owes.");
    await act(async () => {
      await pane.workbook.port.writeTable({ definition: sheets.payments, rows: [{ Reference: "P-1", Customer: "NORTH001 Ltd", "Sage Company": "Acme UK" }, { Reference: "P-2", Customer: "NORTH001 Ltd", "Sage Company": "Acme Ireland" }], lists: {}, activate: true });
      pane.workbook.select({ table: "Payments", row: 0 });
      await pane.desk.receipts.selectionSettled();
    });
    await waitFor(() => expect(bar.textContent).toContain("owes 340.00"));
    const card = screen.getByRole("region", { name: "Customer balance in Sage" });
    expect(within(card).getAllByRole("definition").map((one) => one.textContent)).toEqual(["340.00", "5,000.00", "No", "NORTH001"]);
    expect(within(card).getByRole<HTMLInputElement>("combobox", { name: "Customer, by id or name" }).value).toBe("NORTH001 Ltd");
    await act(async () => {
      pane.workbook.select({ table: "Payments", row: 1 });
      await pane.desk.receipts.selectionSettled();
    });
    expect(bar.textContent).toContain("not linked");
    expect(within(card).getByText(/Not linked with Acme Ireland/)).toBeTruthy();
  });

  test("of a name that The Layer does not have is not known, and says what to do", async () => {
    const pane = await showing();
    await act(async () => {
      await pane.workbook.port.writeTable({ definition: sheets.payments, rows: [{ Reference: "P-1", Customer: "Nobody Ltd" }], lists: {}, activate: true });
      pane.workbook.select({ table: "Payments", row: 0 });
      await pane.desk.receipts.selectionSettled();
    });
    expect(await screen.findByText(/No customer of The Layer is called “Nobody Ltd”.*link it with its customer under Links/)).toBeTruthy();
  });
});

test("the reconciliation sheet is made for the last full month, or the one chosen", async () => {
  const pane = await showing();
  await pane.user.click(button("Make reconciliation sheet"));
  await waitFor(() => expect(pane.gateway.requests.find((request) => request.includes("/reconciliation"))).toMatch(/company=Acme\+UK&month=\d{4}-\d{2}$/));
  await waitFor(() => expect(pane.workbook.pageOf("Reconciliation")).toMatchObject({ left: "Acme UK", middle: "Reconciliation", right: expect.stringMatching(/^[A-Z][a-z]+ \d{4}$/) as unknown, foot: expect.stringMatching(/^As at /) as unknown }));
});
