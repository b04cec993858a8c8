/** A menu of commands at a place: arrows, Home and End move, Enter chooses, Escape leaves. */
import { placeBeside } from "./place";

export type MenuItem = { readonly label: string; readonly key?: string; readonly disabled?: string; readonly run: () => void } | "line";

/** @param left called when the menu is gone, however it went. */
export const openMenu = (parent: HTMLElement, label: string, items: readonly MenuItem[], at: DOMRect, left: () => void): void => {
  const menu = document.createElement("div");
  menu.className = "wb-menu";
  menu.setAttribute("role", "menu");
  menu.setAttribute("aria-label", label);
  let isGone = false;
  const close = () => {
    if (isGone) return;
    isGone = true;
    document.removeEventListener("mousedown", outside, true);
    menu.remove();
    left();
  };
  const outside = (event: Event) => {
    if (!(event.target instanceof globalThis.Node) || !menu.contains(event.target)) close();
  };
  for (const item of items) {
    if (item === "line") {
      const line = document.createElement("hr");
      menu.append(line);
      continue;
    }
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("role", "menuitem");
    button.tabIndex = -1;
    const text = document.createElement("span");
    text.textContent = item.label;
    button.append(text);
    if (item.key !== undefined) {
      const key = document.createElement("kbd");
      key.textContent = item.key;
      button.append(key);
    }
    if (item.disabled !== undefined) {
      button.setAttribute("aria-disabled", "true");
      button.title = item.disabled;
    }
    button.addEventListener("click", () => {
      if (item.disabled !== undefined) return;
      close();
      item.run();
    });
    menu.append(button);
  }
  const buttons = [...menu.querySelectorAll("button")];
  menu.addEventListener("keydown", (event) => {
    event.stopPropagation();
    const place = buttons.findIndex((button) => button === document.activeElement);
    const to = { ArrowDown: (place + 1) % buttons.length, ArrowUp: (place - 1 + buttons.length) % buttons.length, Home: 0, End: buttons.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      buttons[to]?.focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      close();
    }
  });
  parent.append(menu);
  placeBeside(menu, at);
  document.addEventListener("mousedown", outside, true);
  buttons[0]?.focus();
};
