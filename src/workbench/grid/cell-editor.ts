/**
 * The box that lies over a cell while its content is typed. It takes the first key before anything is drawn, so that fast
 * typing loses no letter.
 */
import { DropDown } from "./drop-down";
import { placeBeside } from "./place";

export type EditorEnd = { readonly move: "down" | "up" | "right" | "left" | "stay" };

export type EditorOptions = {
  readonly label: string;
  /** What stands in the box at first. */
  readonly text: string;
  /** Typing over replaces the content, and arrows leave the cell; F2 edits it, and arrows move in the text. */
  readonly mode: "over" | "within";
  /** For cells with a list. */
  readonly choices: readonly string[] | null;
  readonly isListOpen: boolean;
  readonly align: "left" | "center" | "right";
  readonly changed: (text: string) => void;
  /** @returns why the text is refused, or null when it was taken. */
  readonly commit: (text: string, end: EditorEnd) => string | null;
  readonly cancel: () => void;
};

const arrowEnds: Readonly<Record<string, EditorEnd["move"]>> = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" };

export class CellEditor {
  readonly input = document.createElement("input");
  private readonly complaint = document.createElement("div");
  private list: DropDown | null = null;
  private isClosed = false;

  constructor(
    private readonly parent: HTMLElement,
    private readonly options: EditorOptions,
    private anchor: DOMRect,
  ) {
    const { input } = this;
    input.className = "wb-editor";
    input.spellcheck = false;
    input.autocomplete = "off";
    input.setAttribute("aria-label", options.label);
    input.value = options.text;
    input.style.textAlign = options.mode === "over" ? "left" : options.align;
    this.complaint.className = "wb-complaint";
    this.complaint.setAttribute("role", "alert");
    this.complaint.hidden = true;
    parent.append(input, this.complaint);
    this.place(anchor);
    input.addEventListener("input", () => this.typed());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.left());
    input.focus({ preventScroll: true });
    input.setSelectionRange(input.value.length, input.value.length);
    if (options.choices !== null && (options.isListOpen || options.mode === "over")) this.openList(options.mode === "over" ? options.text : "");
  }

  /** Follows its cell when the sheet scrolls. */
  place(anchor: DOMRect): void {
    this.anchor = anchor;
    const { style } = this.input;
    style.position = "fixed";
    style.left = `${anchor.left}px`;
    style.top = `${anchor.top}px`;
    style.height = `${anchor.height}px`;
    style.minWidth = `${anchor.width}px`;
    style.width = `${Math.max(anchor.width, Math.min(this.input.value.length * 7.5 + 20, window.innerWidth - anchor.left - 24))}px`;
    this.list?.place(anchor);
    if (!this.complaint.hidden) placeBeside(this.complaint, this.input.getBoundingClientRect());
  }

  /** From the formula bar, while that has the focus. */
  setText(text: string): void {
    this.input.value = text;
    this.place(this.anchor);
  }

  get text(): string {
    return this.input.value;
  }

  commit(end: EditorEnd): boolean {
    const why = this.options.commit(this.input.value, end);
    if (why === null) {
      this.close();
      return true;
    }
    this.complaint.textContent = why;
    this.complaint.hidden = false;
    placeBeside(this.complaint, this.input.getBoundingClientRect());
    this.list?.remove();
    this.list = null;
    this.input.setAttribute("aria-invalid", "true");
    this.input.focus({ preventScroll: true });
    this.input.select();
    return false;
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.list?.remove();
    this.input.remove();
    this.complaint.remove();
  }

  private openList(typed: string): void {
    const { choices } = this.options;
    if (choices === null || this.list !== null) return;
    this.list = new DropDown(this.input, choices, (text) => {
      this.input.value = text;
      this.options.changed(text);
      this.commit({ move: "stay" });
    });
    this.parent.append(this.list.element);
    this.list.show(typed, this.input.value);
    this.list.place(this.anchor);
  }

  private typed(): void {
    this.complaint.hidden = true;
    this.input.removeAttribute("aria-invalid");
    this.options.changed(this.input.value);
    this.place(this.anchor);
    if (this.options.choices !== null) {
      this.openList(this.input.value);
      this.list?.show(this.input.value, this.input.value);
      this.list?.place(this.anchor);
    }
  }

  private key(event: KeyboardEvent): void {
    // What is typed here is nobody else's business: the sheet listens to keys too.
    event.stopPropagation();
    if (event.isComposing) return;
    const ends = this.endFor(event);
    if (event.key === "Escape") {
      event.preventDefault();
      if (this.list !== null && this.options.mode === "within") {
        this.list.remove();
        this.list = null;
        return;
      }
      this.close();
      this.options.cancel();
    } else if (ends !== null) {
      event.preventDefault();
      // Typing narrowed the list to what is meant: Enter and Tab take it. A formula or an unlisted text stays as typed.
      const pointed = this.list?.pointed;
      if (pointed !== undefined && pointed !== null && this.input.value !== "") this.input.value = pointed;
      else if (pointed !== undefined && pointed !== null && this.options.isListOpen) this.input.value = pointed;
      this.commit({ move: ends });
    } else if (event.altKey && event.key === "ArrowDown") {
      event.preventDefault();
      this.openList("");
    }
  }

  private endFor(event: KeyboardEvent): EditorEnd["move"] | null {
    if (event.key === "Enter") return event.shiftKey ? "up" : "down";
    if (event.key === "Tab") return event.shiftKey ? "left" : "right";
    const arrow = event.altKey || event.ctrlKey ? undefined : arrowEnds[event.key];
    if (arrow === undefined) return null;
    if (this.list !== null && (arrow === "up" || arrow === "down")) {
      event.preventDefault();
      this.list.move(arrow === "down" ? 1 : -1);
      return null;
    }
    return this.options.mode === "over" ? arrow : null;
  }

  /** Clicking elsewhere takes the text, as in Excel; a refused one keeps the focus. */
  private left(): void {
    if (this.isClosed) return;
    requestAnimationFrame(() => {
      if (!this.isClosed && document.activeElement !== this.input && !document.activeElement?.hasAttribute("data-formula-input")) this.commit({ move: "stay" });
    });
  }
}
