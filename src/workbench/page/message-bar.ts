/** One message above the sheet: what went wrong and what to do, until it is closed or replaced. */
import { button, make } from "./elements";

export class MessageBar {
  readonly element = make("div", { class: "wp-message", role: "alert" });
  private readonly text = make("span");
  private timer: number | undefined;

  constructor() {
    this.element.hidden = true;
    this.element.append(this.text, button("Close", { class: "wp-plain" }, () => this.clear()));
  }

  show(text: string, kind: "problem" | "done" = "problem"): void {
    window.clearTimeout(this.timer);
    this.element.dataset.kind = kind;
    this.element.setAttribute("role", kind === "problem" ? "alert" : "status");
    this.text.textContent = text;
    this.element.hidden = false;
    if (kind === "done") this.timer = window.setTimeout(() => this.clear(), 6_000);
  }

  clear(): void {
    this.element.hidden = true;
    this.text.textContent = "";
  }
}
