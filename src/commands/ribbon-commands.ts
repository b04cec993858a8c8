/** The ribbon's buttons. Each does what a button of the pane does, with the same engine; none has a way of its own. */
import type { Desk } from "../taskpane/engine/desk";

/** The function names in manifest.xml. */
export type RibbonFunction = "template" | "check" | "push" | "status";

export type RibbonHost = { showPane(): Promise<void> };

/** `whenStarted` resolves once the pane's engine knows the workbook: a button may be the first thing that is pressed. */
export const ribbonCommands = (whenStarted: () => Promise<Desk>, host: RibbonHost): Readonly<Record<RibbonFunction, () => Promise<void>>> => {
  const withPane = async (work: (desk: Desk) => Promise<unknown>) => {
    await host.showPane();
    await work(await whenStarted());
  };
  return {
    template: () =>
      withPane(async (desk) => {
        desk.openPanel("links");
        await desk.fill("customer-links");
      }),
    check: () =>
      withPane(async (desk) => {
        const front = await desk.sheetInFront();
        if (!front.ok) return;
        desk.openSheetPanel(front.value);
        await desk.check(front.value);
      }),
    // Previews and stops there: what a push would do is confirmed in the pane, never from the ribbon.
    push: () =>
      withPane(async (desk) => {
        const front = await desk.sheetInFront();
        if (!front.ok) return;
        desk.openSheetPanel(front.value);
        await desk.preview(front.value);
      }),
    status: () =>
      withPane(async (desk) => {
        desk.openPanel("status");
        await desk.refreshStatus();
      }),
  };
};
