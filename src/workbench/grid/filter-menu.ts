/** What the button in a table's header opens: sort, and choose which values are shown. */
import { filterChoices, type FilterCriterion, type Table, type Worksheet } from "../model";
import { matchChoices } from "./choices";
import { placeBeside } from "./place";

export type FilterMenuOptions = {
  readonly sheet: Worksheet;
  readonly table: Table;
  readonly column: number;
  readonly sort: (ascending: boolean) => void;
  readonly filter: (criterion: FilterCriterion | null) => void;
  readonly left: () => void;
};

const mostShown = 500;
const blank = "(Blank)";

const collator = new Intl.Collator("en-GB", { numeric: true });

/** Numbers by size although they are texts here, then texts, blanks last. */
const compareChoices = (one: string, other: string): number => {
  const [first, second] = [one, other].map((text) => (text === "" ? Number.NaN : Number(text.replaceAll(",", ""))));
  if (!Number.isNaN(first) && !Number.isNaN(second)) return first! - second!;
  return Number(one === "") - Number(other === "") || collator.compare(one, other);
};

const element = <Tag extends keyof HTMLElementTagNameMap>(tag: Tag, className: string, text = ""): HTMLElementTagNameMap[Tag] => {
  const made = document.createElement(tag);
  made.className = className;
  if (text !== "") made.textContent = text;
  return made;
};

const command = (label: string, run: () => void): HTMLButtonElement => {
  const button = element("button", "wb-filter-command", label);
  button.type = "button";
  button.addEventListener("click", run);
  return button;
};

export const openFilterMenu = (parent: HTMLElement, at: DOMRect, options: FilterMenuOptions): void => {
  const { sheet, table, column } = options;
  const name = table.columns[column]?.name ?? "";
  const id = table.columns[column]?.id;
  const current = id === undefined ? undefined : table.criteria.get(id);
  const choices = filterChoices(sheet, table, column).sort(compareChoices);
  const shown = new Set(current?.filterOn === "Values" ? choices.filter((choice) => current.values.some((value) => value.toLowerCase() === choice.toLowerCase())) : choices);

  const box = element("div", "wb-filter-menu");
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-label", `Sort and filter ${name}`);
  let isGone = false;
  const close = () => {
    if (isGone) return;
    isGone = true;
    document.removeEventListener("mousedown", outside, true);
    box.remove();
    options.left();
  };
  const outside = (event: Event) => {
    if (!(event.target instanceof Node) || !box.contains(event.target)) close();
  };
  const finish = (run: () => void) => () => {
    close();
    run();
  };

  const search = element("input", "wb-filter-search");
  search.type = "search";
  search.placeholder = "Search values";
  search.setAttribute("aria-label", `Search the values of ${name}`);
  const list = element("div", "wb-filter-list");
  list.setAttribute("role", "group");
  list.setAttribute("aria-label", "Values to show");
  const count = element("div", "wb-filter-count");

  const draw = () => {
    const { items, total } = matchChoices(choices, search.value, mostShown);
    const rows = items.map((choice) => {
      const label = element("label", "wb-filter-value");
      const tick = document.createElement("input");
      tick.type = "checkbox";
      tick.checked = shown.has(choice);
      tick.addEventListener("change", () => {
        if (tick.checked) shown.add(choice);
        else shown.delete(choice);
        drawAll();
      });
      label.append(tick, choice === "" ? blank : choice);
      return label;
    });
    list.replaceChildren(...rows);
    count.textContent = total > items.length ? `${items.length} of ${total.toLocaleString("en-GB")} values shown. Search to narrow down.` : "";
    count.hidden = count.textContent === "";
  };
  const allLabel = element("label", "wb-filter-value wb-filter-all");
  const allTick = document.createElement("input");
  allTick.type = "checkbox";
  allLabel.append(allTick, "All values");
  const drawAll = () => {
    allTick.checked = shown.size === choices.length;
    allTick.indeterminate = shown.size > 0 && shown.size < choices.length;
    apply.disabled = shown.size === 0;
    apply.title = shown.size === 0 ? "Tick at least one value." : "";
  };
  allTick.addEventListener("change", () => {
    shown.clear();
    if (allTick.checked) for (const choice of choices) shown.add(choice);
    draw();
    drawAll();
  });
  const apply = element("button", "wb-primary", "Apply");
  apply.type = "button";
  apply.addEventListener(
    "click",
    finish(() => {
      // A search that was not ticked by hand means: show what was searched for.
      const found = search.value.trim() === "" ? [...shown] : matchChoices(choices, search.value, choices.length).items.filter((choice) => shown.has(choice));
      options.filter(found.length === choices.length ? null : { filterOn: "Values", values: found });
    }),
  );
  const clear = element("button", "wb-secondary", "Clear filter");
  clear.type = "button";
  clear.disabled = current === undefined;
  clear.addEventListener("click", finish(() => options.filter(null)));

  search.addEventListener("input", draw);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      apply.click();
    }
  });
  box.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Tab") keepFocusWithin(box, event);
  });
  const buttons = element("div", "wb-filter-buttons");
  buttons.append(apply, clear);
  box.append(command("Sort ascending", finish(() => options.sort(true))), command("Sort descending", finish(() => options.sort(false))), document.createElement("hr"), search, allLabel, list, count, buttons);
  draw();
  drawAll();
  parent.append(box);
  placeBeside(box, at);
  document.addEventListener("mousedown", outside, true);
  search.focus();
};

const keepFocusWithin = (box: HTMLElement, event: KeyboardEvent): void => {
  const stops = [...box.querySelectorAll<HTMLElement>("button:not([disabled]), input")];
  const [first, last] = [stops[0], stops[stops.length - 1]];
  if (event.shiftKey && document.activeElement === first) {
    event.preventDefault();
    last?.focus();
  } else if (!event.shiftKey && document.activeElement === last) {
    event.preventDefault();
    first?.focus();
  }
};
