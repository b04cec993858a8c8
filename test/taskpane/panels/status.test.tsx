/**
 * @jest-environment ./test/taskpane/support/browser-environment.ts
 */
import { screen, waitFor } from "@testing-library/react";
import { showPane } from "../support/show-pane";

const button = (name: string | RegExp) => screen.getByRole("button", { name });

describe("Status", () => {
  test("the chart reads as words for those who do not see it, and as a table", async () => {
    const pane = await showPane();
    await pane.user.click(screen.getByRole("tab", { name: "Status" }));
    expect(await screen.findByRole("img", { name: "Acme UK: 1 synced; 2 linked, never synced; 3 unlinked; 4 failing" })).toBeTruthy();
    expect(screen.getByText(/5 customers in no bar/)).toBeTruthy();
    expect(screen.getByText("Show as a table")).toBeTruthy();
  });

  test("pulls with the filters chosen, and Refresh waits for a first pull and says so", async () => {
    const pane = await showPane();
    await pane.user.click(screen.getByRole("tab", { name: "Status" }));
    expect((await screen.findByRole("button", { name: "Refresh changed" })).getAttribute("aria-disabled")).toBe("true");
    expect(screen.getByText(/There is no pull to refresh yet/)).toBeTruthy();
    await pane.user.selectOptions(screen.getByRole("combobox", { name: "Ever synced" }), "No");
    await pane.user.click(screen.getByRole("checkbox", { name: "Only what needs attention" }));
    await pane.user.click(button("Pull"));
    await waitFor(() => expect(pane.gateway.requests).toContain("GET /api/sheets/customers?synced=no&attention=yes"));
  });
});
