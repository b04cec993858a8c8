/**
 * @jest-environment ./test/taskpane/support/browser-environment.ts
 */
import { screen, waitFor, within } from "@testing-library/react";
import { gatewayDouble } from "../support/gateway-double";
import { showPane } from "../support/show-pane";

const button = (name: string | RegExp) => screen.getByRole("button", { name });

describe("the first screen", () => {
  test("says in three steps what to do, with both systems' words, and one primary action", async () => {
    await showPane();
    const steps = screen.getAllByRole("listitem").map((item) => within(item).queryByRole("heading")?.textContent);
    expect(steps.filter(Boolean)).toEqual(["Fill a sheet", "Mend what is marked", "Preview, then push"]);
    expect(screen.getByText(/A customer in The Layer is an account in Sage/)).toBeTruthy();
    expect(button("New template from The Layer")).toBeTruthy();
    expect(button("Use this sheet")).toBeTruthy();
  });

  test("keeps whose books these are in view, and practice data labelled", async () => {
    await showPane();
    expect(within(screen.getByRole("banner")).getByText("Practice data")).toBeTruthy();
    expect(button("Sage company: 2 companies")).toBeTruthy();
  });

  test("fills the sheet at the press of its button, and says so in a live region", async () => {
    const { user, workbook } = await showPane();
    await user.click(button("New template from The Layer"));
    await waitFor(() => expect(screen.getByRole("status").textContent).toContain("Customer Links made with 4 rows."));
    expect(workbook.rows("CustomerLinks")).toHaveLength(4);
  });

  test("without a gateway gives the reason beside the button, and the way out", async () => {
    const gateway = gatewayDouble();
    gateway.setOffline(true);
    const { user } = await showPane({ gateway });
    const fill = button("New template from The Layer");
    expect(fill.getAttribute("aria-disabled")).toBe("true");
    expect(document.getElementById(fill.getAttribute("aria-describedby") ?? "")?.textContent).toContain("The gateway cannot be reached.");
    gateway.setOffline(false);
    await user.click(screen.getAllByRole("button", { name: "Try again" })[0] as HTMLElement);
    await waitFor(() => expect(fill.getAttribute("aria-disabled")).not.toBe("true"));
  });
});
