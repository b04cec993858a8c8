/** What is done on the workbench page as a person would, and what is read of its workbook: by tests, and for pictures. */
import { mkdirSync } from "node:fs";
import type { FrameLocator, Page } from "playwright-core";

type Workbench = { texts(address: string): string[][]; settled(): Promise<void>; workbook: { active: { name: string } } };
type Host = { readonly tieoutWorkbench: Workbench };

/** The task pane, beside the worksheet. */
export const paneOf = (page: Page): FrameLocator => page.frameLocator("iframe[title=Tieout]");

/** Goes to the gateway's workbench, and waits until its pane can be worked with. */
export const openWorkbench = async (page: Page, url: string): Promise<void> => {
  // A starved machine takes its time: only what hangs is ended.
  await page.goto(url, { timeout: 100_000 });
  await paneOf(page).getByRole("button", { name: "New template from The Layer" }).waitFor({ timeout: 60_000 });
};

/** The letter of the column under this heading, of a sheet whose headings begin at A. */
export const letterOf = (headers: readonly string[], header: string): string => {
  const at = headers.indexOf(header);
  if (at < 0) throw new Error(`No column ${header} among ${headers.join(", ")}.`);
  return String.fromCharCode("A".charCodeAt(0) + at);
};

/** `page` is asked for each time: tests open it in a hook. */
export const workbenchOn = (page: () => Page) => {
  const nameBox = () => page().getByLabel(/^Name box/);
  /** By the name box, as a person goes to a cell that is out of sight. */
  const goTo = async (address: string): Promise<void> => {
    await nameBox().fill(address);
    await nameBox().press("Enter");
  };
  return {
    goTo,
    /** The texts that cells show, by rows; the address names its sheet. */
    texts: (address: string): Promise<string[][]> => page().evaluate((wanted) => (window as unknown as Host).tieoutWorkbench.texts(wanted), address),
    /** Resolves when nothing that the pane asked of the workbook is under way. */
    settled: (): Promise<void> => page().evaluate(() => (window as unknown as Host).tieoutWorkbench.settled()),
    activeSheet: (): Promise<string> => page().evaluate(() => (window as unknown as Host).tieoutWorkbench.workbook.active.name),
    nameBoxText: (): Promise<string> => nameBox().inputValue(),
    /** Goes to the cell, types, presses Enter. */
    type: async (address: string, text: string): Promise<void> => {
      await goTo(address);
      const bar = page().getByLabel(/^Formula bar: the content/);
      await bar.fill(text);
      await bar.press("Enter");
    },
  };
};

/** Keeps a picture of the page as it stood where `work` failed. */
export const pictured = async (page: Page, name: string, work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (why) {
    mkdirSync(".cache/e2e", { recursive: true });
    await page.screenshot({ path: `.cache/e2e/${name}.png` });
    throw why;
  }
};

/** Declares tests that are steps of one job: one after a step that failed has nothing to stand on. */
export const stepsOn = (page: () => Page, picture: string) => {
  let isBroken = false;
  return (name: string, work: () => Promise<void>): void =>
    test(name, async () => {
      if (isBroken) throw new Error("An earlier step failed.");
      isBroken = true;
      await pictured(page(), picture, work);
      isBroken = false;
    });
};
