/** The tabs below the sheet: hidden worksheets have none. Arrows move, F2 or a double click renames, the menu deletes. */
import { type Workbook, type Worksheet } from "../model";
import { openMenu } from "./menu";

export type SheetTabsOptions = {
  readonly workbook: () => Workbook;
  /** Runs a change in the user's name; what is refused is told. */
  readonly attempt: (change: () => void) => boolean;
  readonly settle: () => boolean;
  readonly left: () => void;
};

export class SheetTabs {
  private readonly list = document.createElement("div");
  private renaming: string | null = null;

  constructor(
    private readonly parent: HTMLElement,
    private readonly options: SheetTabsOptions,
  ) {
    parent.classList.add("wb-tabs");
    this.list.className = "wb-tab-list";
    this.list.setAttribute("role", "tablist");
    this.list.setAttribute("aria-label", "Worksheets");
    const add = document.createElement("button");
    add.type = "button";
    add.className = "wb-add-sheet";
    add.textContent = "+";
    add.setAttribute("aria-label", "New worksheet");
    add.title = "New worksheet";
    add.addEventListener("click", () => {
      if (!options.settle()) return;
      options.attempt(() => {
        const workbook = options.workbook();
        workbook.activate(workbook.addWorksheet());
      });
    });
    parent.append(this.list, add);
    this.list.addEventListener("keydown", (event) => this.key(event));
  }

  show(): void {
    if (this.renaming !== null) return;
    const workbook = this.options.workbook();
    const hadFocus = this.list.contains(document.activeElement);
    this.list.replaceChildren(...workbook.worksheets.filter((sheet) => sheet.visibility === "Visible").map((sheet) => this.tab(sheet, sheet === workbook.active)));
    const active = this.list.querySelector<HTMLElement>("[aria-selected=true]");
    active?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (hadFocus) active?.focus();
  }

  /** The next or previous visible worksheet. */
  step(by: 1 | -1): void {
    const workbook = this.options.workbook();
    const visible = workbook.worksheets.filter((sheet) => sheet.visibility === "Visible");
    const next = visible[visible.indexOf(workbook.active) + by];
    if (next !== undefined && this.options.settle()) this.options.attempt(() => workbook.activate(next));
  }

  private tab(sheet: Worksheet, isActive: boolean): HTMLElement {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.className = "wb-tab";
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-selected", String(isActive));
    tab.tabIndex = isActive ? 0 : -1;
    tab.textContent = sheet.name;
    tab.dataset.sheet = sheet.id;
    if (sheet.tabColour !== "") tab.style.setProperty("--wb-tab-colour", sheet.tabColour);
    tab.addEventListener("click", () => {
      if (this.options.settle()) this.options.attempt(() => this.options.workbook().activate(sheet));
    });
    tab.addEventListener("dblclick", () => this.rename(sheet));
    tab.addEventListener("contextmenu", (event) => {
      event.preventDefault();
      this.menu(sheet, tab.getBoundingClientRect());
    });
    return tab;
  }

  private key(event: KeyboardEvent): void {
    const { active } = this.options.workbook();
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") this.step(event.key === "ArrowRight" ? 1 : -1);
    else if (event.key === "F2") this.rename(active);
    else if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) {
      const tab = this.list.querySelector<HTMLElement>("[aria-selected=true]");
      if (tab) this.menu(active, tab.getBoundingClientRect());
    } else return;
    event.preventDefault();
  }

  private menu(sheet: Worksheet, at: DOMRect): void {
    const workbook = this.options.workbook();
    const isLast = workbook.worksheets.filter((each) => each.visibility === "Visible").length === 1;
    openMenu(
      this.parent,
      `Worksheet ${sheet.name}`,
      [
        { label: "Rename", key: "F2", run: () => this.rename(sheet) },
        { label: "Delete", ...(isLast ? { disabled: "A workbook needs at least one visible worksheet." } : {}), run: () => this.options.attempt(() => workbook.deleteWorksheet(sheet)) },
      ],
      at,
      this.options.left,
    );
  }

  private rename(sheet: Worksheet): void {
    const tab = this.list.querySelector<HTMLElement>(`[data-sheet="${CSS.escape(sheet.id)}"]`);
    if (tab === null || this.renaming !== null) return;
    this.renaming = sheet.id;
    const input = document.createElement("input");
    input.className = "wb-tab-rename";
    input.value = sheet.name;
    input.maxLength = 31;
    input.setAttribute("aria-label", "Name of the worksheet");
    tab.replaceWith(input);
    input.focus();
    input.select();
    const finish = (isKept: boolean) => {
      if (this.renaming === null) return;
      this.renaming = null;
      const name = input.value.trim();
      if (isKept && name !== "" && name !== sheet.name) this.options.attempt(() => this.options.workbook().renameWorksheet(sheet, name));
      this.show();
      this.options.left();
    };
    input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter") finish(true);
      else if (event.key === "Escape") finish(false);
    });
    input.addEventListener("blur", () => finish(true));
  }
}

