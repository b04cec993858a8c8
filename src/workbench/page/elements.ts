/** Small pieces of the page: elements with attributes, and buttons that say why they are off. */

type Attributes = Readonly<Record<string, string>>;

export const make = <Tag extends keyof HTMLElementTagNameMap>(tag: Tag, attributes: Attributes = {}, ...children: (Node | string)[]): HTMLElementTagNameMap[Tag] => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

export const button = (label: string, attributes: Attributes, run: () => void): HTMLButtonElement => {
  const made = make("button", { type: "button", ...attributes }, label);
  made.addEventListener("click", run);
  return made;
};
