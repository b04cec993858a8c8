/**
 * @jest-environment ./test/taskpane/support/browser-environment.ts
 */
import { screen, waitFor, within } from "@testing-library/react";
import { showPane } from "../support/show-pane";

describe("Connections", () => {
  test("says in words how long the sign-in lasts, and which companies are on which site", async () => {
    const pane = await showPane();
    await pane.user.click(screen.getByRole("tab", { name: "Connections" }));
    expect(await screen.findByText("The sign-in lasts another 28 days.")).toBeTruthy();
    const sites = screen.getByRole("list", { name: "Sites and their companies" });
    expect(within(sites).getByText(/Acme Group/)).toBeTruthy();
    expect(within(sites).getByText("Acme Ireland")).toBeTruthy();
  });

  test("clears local data only after asking", async () => {
    const pane = await showPane();
    await pane.user.click(screen.getByRole("tab", { name: "Connections" }));
    const clear = await screen.findByRole("button", { name: "Clear local data" });
    await waitFor(() => expect(clear.getAttribute("aria-disabled")).not.toBe("true"));
    await pane.user.click(clear);
    // Hidden ones too: without layout, jsdom does not always let Fluent move the focus in, and what has no focus it hides.
    const dialog = await screen.findByRole("dialog", { hidden: true });
    expect(within(dialog).getByText("Clear local data?")).toBeTruthy();
    await pane.user.click(within(dialog).getByText("Clear local data"));
    await waitFor(() => expect(screen.getByRole("status").textContent).toBe("Local data cleared."));
  });
});
