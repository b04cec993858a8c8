/** Says things to a screen reader without moving the focus. */
export class Announcer {
  private readonly region: HTMLElement;

  constructor(parent: HTMLElement) {
    this.region = document.createElement("div");
    this.region.className = "wb-unseen";
    this.region.setAttribute("aria-live", "polite");
    this.region.setAttribute("role", "status");
    this.region.dataset.part = "announcer";
    parent.append(this.region);
  }

  say(text: string): void {
    this.region.textContent = text;
  }
}
