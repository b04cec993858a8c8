import type { FrameLocator } from "playwright-core";

/** Opens a panel as a person does: by its tab, or from the menu of those that a narrow pane has no room for. */
export const openPanel = async (pane: FrameLocator, name: string): Promise<void> => {
  const tab = pane.getByRole("tab", { name: new RegExp(`^${name}`) });
  if (await tab.isVisible()) return tab.click();
  await pane.getByRole("button", { name: "More panels" }).click();
  await pane.getByRole("menuitem", { name: new RegExp(`^${name}`) }).click();
};
