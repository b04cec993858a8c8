/**
 * @jest-environment ./test/taskpane/support/browser-environment.ts
 */
import { screen, waitFor } from "@testing-library/react";
import { showPane } from "../support/show-pane";

const button = (name: string | RegExp) => screen.getByRole("button", { name });

describe("Mappings", () => {
  test("each sheet says how much is mapped and what would fail, and a payment is called a receipt in Sage", async () => {
    const pane = await showPane();
    await pane.user.click(screen.getByRole("tab", { name: "Mappings" }));
    expect(await screen.findByText("4 of 5 sub-companies mapped; 37 customers would fail. Missing: West.")).toBeTruthy();
    expect(screen.getByText("All 6 payment methods mapped.")).toBeTruthy();
    expect(screen.getByText(/A payment in The Layer is a receipt in Sage/)).toBeTruthy();
  });

  test("a sheet that is not there is made from here, and then has Open, Check and Push", async () => {
    const pane = await showPane();
    await pane.user.click(screen.getByRole("tab", { name: "Mappings" }));
    await pane.user.click(await screen.findByRole("button", { name: "New template: Sub Companies" }));
    await waitFor(() => expect(screen.getByRole("heading", { name: "Sub Companies" })).toBeTruthy());
    await pane.user.click(await screen.findByRole("button", { name: "All mappings" }));
    for (const name of ["Open Sub Companies", "Check Sub Companies", "Push Sub Companies"]) expect(button(name)).toBeTruthy();
  });
});
