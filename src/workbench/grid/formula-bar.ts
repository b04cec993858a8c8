/** Above the sheet: the name box, which says where one is and goes where one types, and the active cell's content in full. */
import { areaAddress, cellAddress, columnsOf, parseArea, rowsOf, splitAddress, type Area } from "../model";
import type { Editing } from "./editing";
import type { SheetView } from "./sheet-view";

export class FormulaBar {
  private readonly name = document.createElement("input");
  private readonly content = document.createElement("input");
  /** What the content was when the box got the focus; null while it has not. */
  private before: string | null = null;

  constructor(
    parent: HTMLElement,
    private readonly view: SheetView,
    private readonly editing: () => Editing,
    private readonly tell: (message: string) => void,
  ) {
    parent.classList.add("wb-formula-bar");
    this.name.className = "wb-name-box";
    this.name.setAttribute("aria-label", "Name box: type a cell, a range or a table to go there");
    this.name.spellcheck = false;
    this.content.className = "wb-formula";
    this.content.setAttribute("aria-label", "Formula bar: the content of the active cell");
    this.content.dataset.formulaInput = "";
    this.content.spellcheck = false;
    const sign = document.createElement("span");
    sign.className = "wb-formula-sign";
    sign.textContent = "fx";
    sign.setAttribute("aria-hidden", "true");
    parent.append(this.name, sign, this.content);
    this.name.addEventListener("focus", () => this.name.select());
    this.name.addEventListener("keydown", (event) => this.nameKey(event));
    this.name.addEventListener("blur", () => this.show());
    this.content.addEventListener("focus", () => this.begin());
    this.content.addEventListener("keydown", (event) => this.contentKey(event));
    this.content.addEventListener("input", () => this.editing().setText(this.content.value));
    this.content.addEventListener("blur", () => this.leave());
  }

  /** The active cell as it is now. */
  show(): void {
    const { area, active, sheet } = this.view;
    if (document.activeElement !== this.name) {
      const isOne = rowsOf(area) * columnsOf(area) === 1;
      this.name.value = isOne || area.top === 0 || area.left === 0 ? areaAddress(area) : cellAddress(active.row, active.column);
      this.name.title = areaAddress(area);
    }
    if (this.before === null && !this.editing().isOpen) this.content.value = sheet.input(active.row, active.column);
  }

  /** Mirrors what is typed in the cell; null when that ended. */
  mirror(text: string | null): void {
    if (this.before !== null) return;
    if (text === null) this.show();
    else this.content.value = text;
  }

  private begin(): void {
    const { sheet, active } = this.view;
    this.before = sheet.input(active.row, active.column);
    this.view.workbook.setEditingCell(true);
  }

  private leave(): void {
    if (this.before === null) return;
    if (this.content.value !== this.before) this.commit("stay");
    else this.end();
  }

  private commit(move: "down" | "right" | "stay"): void {
    const text = this.content.value;
    this.before = null;
    this.view.workbook.setEditingCell(false);
    const refusal = this.editing().enter(text, { move });
    if (refusal !== null) {
      this.tell(refusal);
      this.show();
    }
  }

  private end(): void {
    this.before = null;
    this.view.workbook.setEditingCell(false);
    this.show();
  }

  private contentKey(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.key === "Enter" || event.key === "Tab") {
      event.preventDefault();
      this.commit(event.key === "Enter" ? "down" : "right");
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.content.value = this.before ?? "";
      this.end();
      this.view.focus();
    }
  }

  private nameKey(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.key === "Escape") this.view.focus();
    if (event.key !== "Enter") return;
    event.preventDefault();
    const wanted = this.name.value.trim();
    const area = this.find(wanted);
    if (area === null) {
      this.tell(`There is no cell, range, name or table "${wanted}". Type an address such as B20, or a table's name.`);
      this.name.select();
      return;
    }
    this.view.focus();
    this.view.goTo(area);
  }

  private find(wanted: string): Area | null {
    const { workbook } = this.view;
    const table = workbook.table(wanted);
    const name = workbook.names.find(wanted, this.view.sheet.id);
    const { sheet, rest } = splitAddress(table === null ? (name?.formula.replace(/^=/, "") ?? wanted) : wanted);
    const area = table?.body ?? parseArea(rest);
    const home = table === null ? sheet : (workbook.worksheetById(table.worksheet)?.name ?? null);
    if (area !== null && home !== null) {
      const target = workbook.worksheet(home);
      if (target === null || target.visibility !== "Visible") return null;
      this.view.attempt(() => workbook.activate(target));
    }
    return area;
  }
}
