/** Keys pressed in the sheet, put to work. */
import { contains } from "../model";
import type { Editing } from "./editing";
import { commandFor, type KeyCommand } from "./keys";
import { advance, extendTo, jump, selectArea, selectCell, step, stepRows, type CellAt } from "./selection";
import type { SheetView } from "./sheet-view";
import { maxColumns, maxRows } from "../model";

export type KeyboardOptions = {
  readonly openMenu: () => void;
  readonly openFilter: (row: number, column: number) => boolean;
  readonly changeSheet: (by: 1 | -1) => void;
  readonly save: () => void;
  readonly openFile: () => void;
};

export class Keyboard {
  constructor(
    private readonly view: SheetView,
    private readonly editing: Editing,
    private readonly options: KeyboardOptions,
  ) {
    view.surface.element.addEventListener("keydown", (event) => {
      if (event.isComposing || this.editing.isOpen) return;
      const command = commandFor(event);
      if (command === null) return;
      event.preventDefault();
      event.stopPropagation();
      this.run(command);
    });
  }

  private run(command: KeyCommand): void {
    const { view } = this;
    switch (command.does) {
      case "step":
        return this.go(step(command.extends ? view.selection.focus : view.active, command.direction, view.terrain), command.extends);
      case "jump":
        return this.go(jump(command.extends ? view.selection.focus : view.active, command.direction, view.terrain), command.extends);
      case "page": {
        const rows = command.rows * view.surface.rowsInView();
        // The view goes along by as much, so that the active cell stays where the eye is.
        return void view.surface.scrollRows(rows).then(() => this.go(stepRows(command.extends ? view.selection.focus : view.active, rows, view.terrain), command.extends));
      }
      case "row-start":
        return this.go({ ...view.active, column: 0 }, command.extends);
      case "sheet-start":
        return this.go({ row: view.sheet.frozen.rows, column: view.sheet.frozen.columns }, command.extends);
      case "sheet-end": {
        const used = view.sheet.usedArea();
        return this.go({ row: used?.bottom ?? 0, column: used?.right ?? 0 }, command.extends);
      }
      case "advance":
        return view.select(advance(view.selection, command.along, command.backwards, view.terrain));
      case "edit":
        return void this.editing.open(command.text);
      case "clear":
        return void view.attempt(() => view.edits.clear(view.sheet, view.usedSelection));
      case "select-all":
        return view.select(selectArea(this.around()));
      case "select-row":
        return view.select({ ...view.selection, anchor: { row: view.area.top, column: 0 }, focus: { row: view.area.bottom, column: maxColumns - 1 } });
      case "select-column":
        return view.select({ ...view.selection, anchor: { row: 0, column: view.area.left }, focus: { row: maxRows - 1, column: view.area.right } });
      case "undo":
      case "redo":
        return this.takeBack(command.does);
      case "fill-down":
        return void view.attempt(() => view.edits.fillDown(view.sheet, view.usedSelection));
      case "fill-right":
        return void view.attempt(() => view.edits.fillRight(view.sheet, view.usedSelection));
      case "drop-down":
        if (!this.options.openFilter(view.active.row, view.active.column)) void this.editing.open(null, true);
        return;
      case "menu":
        return this.options.openMenu();
      case "note":
        return view.showNote(view.active);
      case "sheet":
        return this.options.changeSheet(command.step);
      case "save":
        return this.options.save();
      case "open":
        return this.options.openFile();
    }
  }

  private go(to: CellAt, isExtending: boolean): void {
    const { view } = this;
    view.select(isExtending ? extendTo(view.selection, to) : selectCell(to));
  }

  private takeBack(which: "undo" | "redo"): void {
    const { view } = this;
    view.attempt(() => {
      const label = view.history[which]();
      view.announcer.say(label === null ? `Nothing to ${which}.` : `${which === "undo" ? "Undone" : "Redone"}: ${label}`);
    });
  }

  /** Ctrl+A: the table the user is in, or all that is used; pressed again, everything. */
  private around() {
    const { view } = this;
    const table = view.sheet.tableAt(view.active.row, view.active.column);
    const near = table?.body ?? view.sheet.usedArea();
    const whole = { top: 0, left: 0, bottom: maxRows - 1, right: maxColumns - 1 };
    if (near === null || near === undefined) return whole;
    const isTaken = view.area.top === near.top && view.area.left === near.left && view.area.bottom === near.bottom && view.area.right === near.right;
    return isTaken || !contains(near, view.active.row, view.active.column) ? whole : near;
  }
}
