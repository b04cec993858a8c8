/** The add-in's ribbon tab: the same buttons as in manifest.xml, running the functions the add-in registered. */
import { make } from "./elements";

export type RibbonActions = { readonly run: (functionName: string) => Promise<void>; readonly openPane: () => void };

const groups = [
  {
    label: "Customer links",
    buttons: [
      { id: "Tieout.Template", label: "Template", icon: "template", runs: "template", about: "A new Customer Links sheet, filled from The Layer" },
      { id: "Tieout.Check", label: "Check", icon: "check", runs: "check", about: "Check the sheet in front" },
      { id: "Tieout.Push", label: "Push", icon: "push", runs: "push", about: "Preview what a push would change" },
    ],
  },
  {
    label: "Proof",
    buttons: [
      { id: "Tieout.Status", label: "Status", icon: "status", runs: "status", about: "Which customers are synced" },
      { id: "Tieout.OpenPane", label: "Open pane", icon: "pane", runs: null, about: "Show the Tieout pane" },
    ],
  },
] as const;

export class Ribbon {
  private readonly toolbar = make("div", { class: "wp-ribbon", role: "toolbar", "aria-label": "Tieout" });
  readonly element = make("section", { "aria-label": "Ribbon" }, this.toolbar);
  private readonly buttons = new Map<string, HTMLButtonElement>();

  constructor(private readonly actions: RibbonActions) {
    for (const group of groups) {
      const row = make("div", { class: "wp-ribbon-buttons" });
      for (const { id, label, icon, runs, about } of group.buttons) {
        const made = make("button", { type: "button", class: "wp-ribbon-button", id, title: about }, make("img", { src: `assets/${icon}-32.png`, alt: "", width: "24", height: "24" }), label);
        made.addEventListener("click", () => void this.press(made, runs));
        this.buttons.set(id, made);
        row.append(made);
      }
      this.toolbar.append(make("div", { class: "wp-ribbon-group", role: "group", "aria-label": group.label }, row, make("div", { class: "wp-ribbon-label", "aria-hidden": "true" }, group.label)));
    }
    this.toolbar.addEventListener("keydown", (event) => this.key(event));
    [...this.buttons.values()].forEach((each, index) => (each.tabIndex = index === 0 ? 0 : -1));
  }

  /** From Office.ribbon.requestUpdate. */
  setEnabled(id: string, isEnabled: boolean): void {
    const found = this.buttons.get(id);
    if (found) found.disabled = !isEnabled;
  }

  /** A button is busy until its function says it is done, as in Excel. */
  private async press(pressed: HTMLButtonElement, runs: string | null): Promise<void> {
    if (runs === null) return this.actions.openPane();
    if (pressed.getAttribute("aria-busy") === "true") return;
    pressed.setAttribute("aria-busy", "true");
    try {
      await this.actions.run(runs);
    } finally {
      pressed.removeAttribute("aria-busy");
    }
  }

  private key(event: KeyboardEvent): void {
    const all = [...this.buttons.values()].filter((each) => !each.disabled);
    const at = all.findIndex((each) => each === document.activeElement);
    const next = event.key === "ArrowRight" ? all[(at + 1) % all.length] : event.key === "ArrowLeft" ? all[(at - 1 + all.length) % all.length] : undefined;
    if (next === undefined) return;
    event.preventDefault();
    for (const each of all) each.tabIndex = each === next ? 0 : -1;
    next.focus();
  }
}
