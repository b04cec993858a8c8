import { commandFor, type KeyPress } from "../../../src/workbench/grid/keys";

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });
const ctrl = { ctrlKey: true };
const shift = { shiftKey: true };

describe("the keyboard", () => {
  test.each([
    ["a letter starts typing with it", press("a"), { does: "edit", text: "a" }],
    ["an equals sign starts a formula", press("="), { does: "edit", text: "=" }],
    ["F2 edits what is there", press("F2"), { does: "edit", text: null }],
    ["Backspace starts with an empty cell", press("Backspace"), { does: "edit", text: "" }],
    ["Delete clears", press("Delete"), { does: "clear" }],
    ["Enter goes down", press("Enter"), { does: "advance", along: "column", backwards: false }],
    ["Shift+Tab goes back", press("Tab", shift), { does: "advance", along: "row", backwards: true }],
    ["Ctrl+End goes to the last used cell", press("End", ctrl), { does: "sheet-end", extends: false }],
    ["Ctrl+Shift+arrow extends over the run", press("ArrowDown", { ...ctrl, ...shift }), { does: "jump", direction: "down", extends: true }],
    ["Alt+Down opens the list or the filter", press("ArrowDown", { altKey: true }), { does: "drop-down" }],
    ["Ctrl+Page Down goes to the next sheet", press("PageDown", ctrl), { does: "sheet", step: 1 }],
    ["Ctrl+Z takes back", press("z", ctrl), { does: "undo" }],
    ["Ctrl+Shift+Z does again", press("Z", { ...ctrl, ...shift }), { does: "redo" }],
    ["Command counts as Ctrl on a Mac", press("y", { metaKey: true }), { does: "redo" }],
    ["Shift+F10 opens the menu", press("F10", shift), { does: "menu" }],
  ])("%s", (_, pressed, command) => expect(commandFor(pressed)).toEqual(command));

  test.each([["Ctrl+C", press("c", ctrl)], ["Ctrl+V", press("v", ctrl)], ["F5", press("F5")], ["Shift alone", press("Shift", shift)], ["Alt with a letter", press("x", { altKey: true })]])(
    "%s is left to the browser",
    (_, pressed) => expect(commandFor(pressed)).toBeNull(),
  );
});
