/** The production pane beside the sheet, in a frame of its own, on the workbook that is open. */
import type { Workbook } from "../model";
import { make } from "./elements";
import type { OfficeGlobals } from "./office-types";
import { paneWithBridge } from "./pane-page";

/** What stands between the pane and one workbook. */
export type PaneOffice = {
  readonly globals: OfficeGlobals;
  /** Whether the add-in has registered a function for a ribbon button. */
  has(functionName: string): boolean;
  /** Runs it; resolves when it says that it is done. */
  run(functionName: string): Promise<void>;
  /** The workbook is closed. */
  dispose(): void;
};

export type PaneFrameOptions = {
  /** Where the pane's page is served. */
  readonly page: string;
  readonly bridge: string;
  readonly office: (workbook: Workbook) => PaneOffice;
  readonly tell: (message: string) => void;
  /** F6 was pressed in the pane: the keyboard goes on to the next area, or back. */
  readonly leave: (isBackwards: boolean) => void;
};

/** A ribbon button may be pressed while the pane is still loading; Excel waits, and so do we, this long. */
const patience = 10_000;

export class PaneFrame {
  readonly element = make("aside", { class: "wp-pane", "aria-label": "Tieout pane" });
  private readonly body = make("div", { class: "wp-pane-body" });
  private frame: HTMLIFrameElement | null = null;
  private office: PaneOffice | null = null;

  constructor(private readonly options: PaneFrameOptions) {
    const close = make("button", { type: "button", "aria-label": "Close the pane", title: "Close the pane" }, "×");
    close.addEventListener("click", () => this.setVisible(false));
    this.element.append(make("div", { class: "wp-pane-head" }, "Tieout", close), this.body);
  }

  setVisible(isVisible: boolean): void {
    this.element.hidden = !isVisible;
  }

  /** Called by the bridge, from inside the frame, before the pane's own script runs. */
  connect(pane: Window): OfficeGlobals {
    if (this.office === null || this.frame?.contentWindow !== pane) throw new Error("The pane asks for a workbook that is no longer open.");
    pane.addEventListener("keydown", (event) => {
      if (event.key !== "F6") return;
      event.preventDefault();
      this.options.leave(event.shiftKey);
    });
    return this.office.globals;
  }

  /** Loads the pane anew for this workbook: as in Excel, each workbook has a pane of its own. */
  async load(workbook: Workbook): Promise<void> {
    // The pane of the workbook before must not be pressed while the next one is on its way.
    this.frame = null;
    this.body.replaceChildren(make("p", { class: "wp-pane-empty", role: "status" }, "Opening the pane…"));
    const response = await fetch(this.options.page);
    const html = response.ok ? paneWithBridge(await response.text(), this.options.bridge) : null;
    if (html === null) {
      this.frame = null;
      this.body.replaceChildren(make("p", { class: "wp-pane-empty" }, `The pane could not be loaded from ${this.options.page}. Build it and load this page again; the sheet works without it.`));
      return;
    }
    this.office?.dispose();
    this.office = this.options.office(workbook);
    const frame = make("iframe", { title: "Tieout", "data-part": "pane" });
    this.frame = frame;
    this.body.replaceChildren(frame);
    // Written, not set as srcdoc: the page then has a real address, which addresses in it count from, and inherits this page's policies.
    const { contentDocument } = frame;
    if (contentDocument === null) throw new Error("The pane's frame has no document.");
    contentDocument.open();
    contentDocument.write(html);
    contentDocument.close();
  }

  /** Presses a ribbon button. */
  async run(functionName: string): Promise<void> {
    const { office } = this;
    if (office === null) {
      this.options.tell("The Tieout pane is not loaded, so this button has nothing to run. Load the page again.");
      return;
    }
    const until = Date.now() + patience;
    while (!office.has(functionName)) {
      if (this.office !== office) return;
      if (Date.now() > until) {
        this.options.tell(`The add-in has not registered "${functionName}". Load the page again; if that does not help, build it again.`);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await office.run(functionName);
  }
}
