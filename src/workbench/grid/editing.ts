/** Typing into the active cell: opens the editor over it, judges what was typed, writes it and moves on. */
import { cellAddress, checkTyped, dropDownFor } from "../model";
import { CellEditor, type EditorEnd } from "./cell-editor";
import { advance, selectCell, step, type CellAt } from "./selection";
import type { SheetView } from "./sheet-view";

export class Editing {
  private editor: CellEditor | null = null;
  private at: CellAt = { row: 0, column: 0 };

  /** @param typed called with the text as it is typed, and with null when editing ends. */
  constructor(
    private readonly view: SheetView,
    private readonly typed: (text: string | null) => void,
  ) {
    view.surface.element.addEventListener("viewportscroll", () => this.follow());
    window.addEventListener("resize", () => this.follow());
  }

  get isOpen(): boolean {
    return this.editor !== null;
  }

  /** @param text replaces the cell's content; null edits what is there. `isListOpen` shows the cell's list at once. */
  async open(text: string | null, isListOpen = false): Promise<void> {
    if (this.editor !== null) return;
    const { view } = this;
    const { row, column } = view.active;
    this.at = { row, column };
    const anchor = view.rect(row, column) ?? (await view.reveal(view.active).then(() => view.rect(row, column)));
    if (anchor === null) return;
    const { sheet, workbook } = view;
    workbook.setEditingCell(true);
    this.editor = new CellEditor(
      view.parent,
      {
        label: `Edit ${cellAddress(row, column)}`,
        text: text ?? sheet.input(row, column),
        mode: text === null ? "within" : "over",
        choices: dropDownFor(sheet, row, column),
        isListOpen,
        align: "left",
        changed: this.typed,
        commit: (typed, end) => this.commit(typed, end, text === null),
        cancel: () => this.end(),
      },
      anchor,
    );
    this.typed(this.editor.text);
  }

  /** The formula bar writes into the same cell. */
  enter(text: string, end: EditorEnd): string | null {
    this.at = this.view.active;
    return this.commit(text, end, true);
  }

  /** Takes what is being typed, for example before another sheet is opened. @returns false when it was refused. */
  settle(): boolean {
    return this.editor === null || this.editor.commit({ move: "stay" });
  }

  setText(text: string): void {
    this.editor?.setText(text);
  }

  private commit(text: string, end: EditorEnd, isWithin: boolean): string | null {
    const { view } = this;
    const { sheet } = view;
    const { row, column } = this.at;
    const isUnchanged = text === sheet.input(row, column);
    // Leaving a cell by the mouse without a change is no entry. Enter is one even then: Excel reads the text anew.
    if (!isUnchanged || (isWithin && end.move !== "stay")) {
      const verdict = checkTyped(sheet, row, column, text);
      if (!verdict.isValid && verdict.alert.style === "Stop") return complaint(verdict.alert.title, verdict.alert.message);
      let refusal: string | null = null;
      view.workbook.setEditingCell(false);
      if (!view.attempt(() => view.edits.type(sheet, row, column, text))) refusal = "This cannot be entered here. Press Escape to keep what was there.";
      if (refusal !== null) return refusal;
    }
    this.end();
    this.move(end);
    return null;
  }

  private end(): void {
    this.editor = null;
    this.view.workbook.setEditingCell(false);
    this.typed(null);
    this.view.focus();
    this.view.refresh();
  }

  private move({ move }: EditorEnd): void {
    const { view } = this;
    if (move === "stay") return;
    if (move === "down" || move === "up") view.select(advance(view.selection, "column", move === "up", view.terrain));
    else if (move === "left" || move === "right") view.select(advance(view.selection, "row", move === "left", view.terrain));
    else view.select(selectCell(step(view.active, move, view.terrain)));
  }

  private follow(): void {
    const rect = this.view.rect(this.at.row, this.at.column);
    if (this.editor !== null && rect !== null) this.editor.place(rect);
  }
}

const complaint = (title: string, message: string): string => {
  const words = message === "" ? "This value is not allowed in this cell." : message;
  return `${title === "" ? "" : `${title}: `}${words} Type another value, or press Escape to keep what was there.`;
};
