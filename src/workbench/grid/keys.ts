/** Which key means what in the sheet. Pure, so that the whole keyboard is one table to read and to test. */
import type { Direction } from "./selection";

export type KeyPress = {
  readonly key: string;
  readonly code?: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
};

export type KeyCommand =
  | { readonly does: "step" | "jump"; readonly direction: Direction; readonly extends: boolean }
  | { readonly does: "page"; readonly rows: 1 | -1; readonly extends: boolean }
  | { readonly does: "row-start" | "sheet-start" | "sheet-end"; readonly extends: boolean }
  | { readonly does: "advance"; readonly along: "row" | "column"; readonly backwards: boolean }
  | { readonly does: "edit"; readonly text: string | null }
  | { readonly does: "clear" | "select-all" | "select-row" | "select-column" | "undo" | "redo" | "fill-down" | "fill-right" | "drop-down" | "menu" | "note" | "save" | "open" }
  | { readonly does: "sheet"; readonly step: 1 | -1 };

const arrows: Readonly<Record<string, Direction>> = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" };

const withControl = (press: KeyPress): KeyCommand | null => {
  const direction = arrows[press.key];
  if (direction) return { does: "jump", direction, extends: press.shiftKey };
  switch (press.key.toLowerCase()) {
    case "home":
      return { does: "sheet-start", extends: press.shiftKey };
    case "end":
      return { does: "sheet-end", extends: press.shiftKey };
    case "pagedown":
      return { does: "sheet", step: 1 };
    case "pageup":
      return { does: "sheet", step: -1 };
    case "a":
      return { does: "select-all" };
    case " ":
      return { does: "select-column" };
    case "z":
      return press.shiftKey ? { does: "redo" } : { does: "undo" };
    case "y":
      return { does: "redo" };
    case "d":
      return { does: "fill-down" };
    case "r":
      return { does: "fill-right" };
    case "s":
      return { does: "save" };
    case "o":
      return { does: "open" };
    default:
      return null;
  }
};

/** Null for what is not ours: the browser keeps it (copy and paste come as clipboard events, not as keys). */
export const commandFor = (press: KeyPress): KeyCommand | null => {
  if (press.altKey) return press.key === "ArrowDown" ? { does: "drop-down" } : null;
  if (press.ctrlKey || press.metaKey) return withControl(press);
  const direction = arrows[press.key];
  if (direction) return { does: "step", direction, extends: press.shiftKey };
  switch (press.key) {
    case "Enter":
      return { does: "advance", along: "column", backwards: press.shiftKey };
    case "Tab":
      return { does: "advance", along: "row", backwards: press.shiftKey };
    case "Home":
      return { does: "row-start", extends: press.shiftKey };
    case "PageDown":
      return { does: "page", rows: 1, extends: press.shiftKey };
    case "PageUp":
      return { does: "page", rows: -1, extends: press.shiftKey };
    case "F2":
      return press.shiftKey ? { does: "note" } : { does: "edit", text: null };
    case "F10":
      return press.shiftKey ? { does: "menu" } : null;
    case "ContextMenu":
      return { does: "menu" };
    case "Delete":
      return { does: "clear" };
    case "Backspace":
      return { does: "edit", text: "" };
    case " ":
      return press.shiftKey ? { does: "select-row" } : { does: "edit", text: " " };
    default:
      return press.key.length === 1 ? { does: "edit", text: press.key } : null;
  }
};
