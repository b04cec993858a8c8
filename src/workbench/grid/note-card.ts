/** The text of a note, shown beside its cell while the mouse rests on it or the cell is active. */
import { placeBeside } from "./place";

export class NoteCard {
  private readonly element = document.createElement("div");

  constructor(parent: HTMLElement) {
    this.element.className = "wb-note-card";
    this.element.id = "wb-note-card";
    this.element.setAttribute("role", "tooltip");
    this.element.hidden = true;
    parent.append(this.element);
  }

  /** @param title who wrote the note, or what the text is about. */
  show(title: string, text: string, cell: DOMRect): void {
    const who = document.createElement("strong");
    who.textContent = title;
    const what = document.createElement("div");
    what.textContent = text;
    this.element.replaceChildren(...(title === "" ? [] : [who]), what);
    this.element.hidden = false;
    placeBeside(this.element, cell, "right");
  }

  hide(): void {
    this.element.hidden = true;
  }
}
