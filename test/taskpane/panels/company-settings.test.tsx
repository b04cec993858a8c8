/**
 * @jest-environment ./test/taskpane/support/browser-environment.ts
 */
import { screen, waitFor, within } from "@testing-library/react";
import { gatewayDouble } from "../support/gateway-double";
import { showPane } from "../support/show-pane";

const showing = async (roles: readonly ("viewer" | "editor" | "admin")[]) => {
  const pane = await showPane({ gateway: gatewayDouble({ roles: [...roles] }) });
  await pane.user.click(screen.getByRole("tab", { name: "Connections" }));
  return { pane, card: await screen.findByRole("region", { name: "How each company is synced" }) };
};

describe("how each company is synced", () => {
  test("an administrator changes one company, and nothing is sent before Save", async () => {
    const { pane, card } = await showing(["admin"]);
    await pane.user.selectOptions(within(card).getByRole("combobox", { name: "A refund becomes, in Acme UK" }), "Sales payment");
    expect(pane.gateway.documents.settings[0]?.refunds).toBe("negative receipt");
    await pane.user.click(within(card).getByRole("button", { name: "Save for Acme UK" }));
    await waitFor(() => expect(screen.getByRole("status").textContent).toBe("Saved for Acme UK. It holds from the next sync on."));
    expect(pane.gateway.documents.settings.map((one) => [one.company, one.newCustomers, one.refunds])).toEqual([
      ["Acme UK", "unless alike", "sales payment"],
      ["Acme Ireland", "ask", "sales payment"],
    ]);
    expect(within(card).queryByRole("button", { name: "Save for Acme UK" })).toBeNull();
  });

  test("everybody else reads it", async () => {
    const { card } = await showing(["editor"]);
    expect(within(card).queryByRole("combobox")).toBeNull();
    expect(card.textContent).toContain("A refund becomes: receipt of negative value.");
    expect(card.textContent).toContain("An administrator may change it.");
  });
});
