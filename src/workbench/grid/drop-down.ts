/** The list under a cell that is being edited: filtered by what is typed, chosen with the arrows or the mouse. */
import { matchChoices } from "./choices";
import { placeBeside } from "./place";

const mostShown = 200;

export class DropDown {
  readonly element = document.createElement("div");
  private readonly list = document.createElement("ul");
  private readonly count = document.createElement("div");
  private items: readonly string[] = [];
  private current = -1;

  /** @param input the combobox the list belongs to. */
  constructor(
    private readonly input: HTMLInputElement,
    private readonly choices: readonly string[],
    private readonly choose: (text: string) => void,
  ) {
    this.element.className = "wb-drop-down";
    this.list.id = "wb-drop-down-list";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Choices");
    this.count.className = "wb-drop-down-count";
    this.element.append(this.list, this.count);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "true");
    input.setAttribute("aria-controls", this.list.id);
    // The mouse must not take the focus out of the cell.
    this.element.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const item = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-choice]") : null;
      if (item?.dataset.choice !== undefined) this.choose(item.dataset.choice);
    });
    this.show("", "");
  }

  /** Shows what matches `typed`; `value` is what the cell holds, and is marked. */
  show(typed: string, value: string): void {
    const { items, total } = matchChoices(this.choices, typed, mostShown);
    this.items = items;
    this.list.replaceChildren(
      ...items.map((text, index) => {
        const item = document.createElement("li");
        item.id = `wb-choice-${index}`;
        item.setAttribute("role", "option");
        item.dataset.choice = text;
        item.textContent = text;
        return item;
      }),
    );
    this.count.textContent =
      this.choices.length === 0 ? "The list is empty." : total === 0 ? "Nothing in the list matches." : total > items.length ? `${items.length} of ${total.toLocaleString("en-GB")} shown. Type to narrow down.` : "";
    this.count.hidden = this.count.textContent === "";
    const own = items.indexOf(value);
    this.point(typed === "" ? own : items.length > 0 ? 0 : -1);
  }

  move(by: number): void {
    if (this.items.length === 0) return;
    this.point(this.current < 0 ? (by > 0 ? 0 : this.items.length - 1) : Math.min(Math.max(this.current + by, 0), this.items.length - 1));
  }

  /** The choice pointed at, or null. */
  get pointed(): string | null {
    return this.items[this.current] ?? null;
  }

  place(anchor: DOMRect): void {
    this.element.style.minWidth = `${Math.max(anchor.width, 180)}px`;
    placeBeside(this.element, anchor);
  }

  remove(): void {
    this.element.remove();
    for (const name of ["role", "aria-autocomplete", "aria-expanded", "aria-controls", "aria-activedescendant"]) this.input.removeAttribute(name);
  }

  private point(index: number): void {
    this.list.children[this.current]?.setAttribute("aria-selected", "false");
    this.current = index;
    const item = this.list.children[index];
    if (item === undefined) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    item.setAttribute("aria-selected", "true");
    this.input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }
}
