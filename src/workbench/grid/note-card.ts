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

  show(author: string, text: string, cell: DOMRect): void {
    const who = document.createElement("strong");
    who.textContent = author;
    const what = document.createElement("div");
    what.textContent = text;
    this.element.replaceChildren(...(author === "" ? [] : [who]), what);
    this.element.hidden = false;
    placeBeside(this.element, cell, "right");
  }

  hide(): void {
    this.element.hidden = true;
  }
}
