/**
 * @jest-environment ./test/taskpane/support/browser-environment.ts
 */
import { act, screen, waitFor, within } from "@testing-library/react";
import { failure } from "../../../src/sync/model/failure";
import { link, type Bench } from "../support/a-desk";
import { showPane } from "../support/show-pane";

const button = (name: string | RegExp) => screen.getByRole("button", { name });
const filled = async () => {
  const pane = await showPane();
  await act(() => pane.desk.fill("customer-links"));
  return pane;
};
const typed = (bench: Bench, row: number, account: string) => act(() => link(bench, row, account));

describe("Links", () => {
  test("lists problems by cause with their number; a click goes to the cell", async () => {
    const pane = await filled();
    await typed(pane, 0, "NOSUCH");
    expect(screen.getByRole("button", { name: /Error.*Unknown account.*1/ })).toBeTruthy();
    await pane.user.click(button("Go to C-1 · NORTH001 Ltd · Acme UK · SageAccountNumber"));
    await waitFor(() => expect(pane.workbook.selection).toMatchObject({ row: 0, header: "SageAccountNumber" }));
  });

  test("F8 goes to the next problem", async () => {
    const pane = await filled();
    await typed(pane, 1, "NOSUCH");
    await pane.user.keyboard("{F8}");
    await waitFor(() => expect(pane.workbook.selection).toMatchObject({ row: 1 }));
  });

  test("shows errors only when asked to", async () => {
    const pane = await filled();
    await typed(pane, 0, "NOSUCH");
    await pane.user.click(button("1 error"));
    expect(screen.queryByRole("button", { name: /Not linked yet/ })).toBeNull();
    expect(screen.getByRole("button", { name: /Unknown account/ })).toBeTruthy();
  });

  test("a fix is shown from and to before it is made, and can be undone", async () => {
    const pane = await filled();
    await typed(pane, 2, "00123");
    pane.workbook.type("CustomerLinks", 2, "SageAccountNumber", 123);
    await act(() => pane.desk.editsSettled());
    await pane.user.click(button(/^Use 00123.*in C-3/));
    // Hidden ones too: without layout, jsdom does not always let Fluent move the focus in, and what has no focus it hides.
    const dialog = await screen.findByRole("dialog", { hidden: true });
    const cells = within(dialog).getAllByRole("cell", { hidden: true }).map((cell) => cell.textContent);
    expect(cells).toEqual([expect.stringContaining("SageAccountNumber"), "123", "00123"]);
    await pane.user.click(within(dialog).getByText("Apply"));
    await waitFor(() => expect(pane.workbook.rows("CustomerLinks")[2]?.["SageAccountNumber"]).toBe("00123"));
    await pane.user.click(button(/^Undo/));
    await waitFor(() => expect(pane.workbook.rows("CustomerLinks")[2]?.["SageAccountNumber"]).not.toBe("00123"));
  });

  test("Preview that cannot be pressed says why and leads to the first problem", async () => {
    const pane = await filled();
    await typed(pane, 0, "NOSUCH");
    expect(button("Preview").getAttribute("aria-disabled")).toBe("true");
    expect(screen.getByText(/Every filled row holds an error/)).toBeTruthy();
    await pane.user.click(button("Go to the first"));
    await waitFor(() => expect(pane.workbook.selection).toMatchObject({ row: 0 }));
  });

  test("a preview counts and shows each field from and to; the push then says what became of the rows", async () => {
    const pane = await filled();
    pane.gateway.sageDownFor.add("SOUTH001");
    await typed(pane, 0, "NORTH001");
    await typed(pane, 1, "SOUTH001");
    await pane.user.click(button("Preview"));
    const push = await screen.findByRole("button", { name: "Push 2 rows" });
    expect(screen.getByText("Nothing has been sent yet.")).toBeTruthy();
    const table = screen.getByRole("table", { name: "What would change in C-1 · NORTH001 Ltd · Acme UK" });
    expect(within(table).getByRole("row", { name: "SageAccountNumber blank NORTH001" })).toBeTruthy();
    await pane.user.click(push);
    expect(await screen.findAllByText("2 rows pushed: 1 saved, 1 to try again later.")).not.toHaveLength(0);
    pane.gateway.sageDownFor.clear();
    await pane.user.click(button("Retry 1 failed row"));
    await waitFor(() => expect(pane.workbook.rows("CustomerLinks")[1]?.["Result"]).toBe("Linked to SOUTH001 in Acme UK"));
  });

  test("a row changed on both sides shows yours, theirs and the last pull, and asks", async () => {
    const pane = await filled();
    await typed(pane, 0, "NORTH001");
    await act(async () => {
      await pane.desk.preview("customer-links");
      await pane.desk.push("customer-links");
    });
    pane.gateway.change("customer-links", "c-1\u001facme uk", { SageAccountNumber: "EAST0001" });
    pane.workbook.type("CustomerLinks", 0, "SageAccountNumber", "WEST0001");
    await act(async () => {
      await pane.desk.editsSettled();
      await pane.desk.fill("customer-links");
    });
    const card = await screen.findByRole("region", { name: "1 row changed on both sides" });
    expect(within(card).getByRole("radio", { name: "Yours: WEST0001" })).toBeTruthy();
    expect(within(card).getByRole("radio", { name: "Theirs: EAST0001" })).toBeTruthy();
    expect(card.textContent).toContain("At your last pull: NORTH001");
    await pane.user.click(within(card).getByRole("button", { name: /^Take theirs/ }));
    await waitFor(() => expect(pane.workbook.rows("CustomerLinks")[0]?.["SageAccountNumber"]).toBe("EAST0001"));
  });

  test("a failure stands above the panel with its cause and its cure, until it is dismissed", async () => {
    const pane = await filled();
    pane.gateway.refuseNext("customer-links", failure("layer-down", "The Layer does not answer.", "Try again in a few minutes."), 503);
    await act(() => pane.desk.fill("customer-links"));
    expect(screen.getByText("The Layer does not answer.")).toBeTruthy();
    expect(screen.getByText(/Try again in a few minutes/)).toBeTruthy();
    await pane.user.click(button("Dismiss this message"));
    expect(screen.queryByText("The Layer does not answer.")).toBeNull();
  });
});
