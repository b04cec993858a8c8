/** How a cell looks. Only what the add-in sets and a file should keep; anything absent is the workbook's default. */
export type CellStyle = {
  readonly fill?: string;
  readonly color?: string;
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly underline?: boolean;
  readonly strikethrough?: boolean;
  readonly fontName?: string;
  readonly fontSize?: number;
  readonly horizontal?: "Left" | "Center" | "Right" | "General" | "Fill" | "Justify" | "CenterAcrossSelection" | "Distributed";
  readonly vertical?: "Top" | "Center" | "Bottom" | "Justify" | "Distributed";
  readonly wrap?: boolean;
  /** Cells are locked unless they say otherwise; it counts only while the worksheet is protected. */
  readonly unlocked?: boolean;
};

export const plainStyle: CellStyle = Object.freeze({});
const interned = new Map<string, CellStyle>([["", plainStyle]]);

/** `undefined` takes a property away. */
export type StyleChanges = { readonly [K in keyof CellStyle]?: CellStyle[K] | undefined };

/** `style` with `changes` on top; Equal styles are one object, so that runs join. */
export const restyle = (style: CellStyle, changes: StyleChanges): CellStyle => {
  const entries = Object.entries({ ...style, ...changes }).filter(([, value]) => value !== undefined).sort(([one], [other]) => (one < other ? -1 : 1));
  const key = entries.map(([name, value]) => `${name}=${String(value)}`).join("|");
  const known = interned.get(key);
  if (known) return known;
  const made: CellStyle = Object.freeze(Object.fromEntries(entries));
  interned.set(key, made);
  return made;
};

const hex6 = /^#?([0-9a-f]{6})$/i;
const named: Readonly<Record<string, string>> = {
  black: "#000000", white: "#FFFFFF", red: "#FF0000", green: "#008000", blue: "#0000FF", yellow: "#FFFF00",
  orange: "#FFA500", grey: "#808080", gray: "#808080", lightgrey: "#D3D3D3", lightgray: "#D3D3D3", pink: "#FFC0CB", purple: "#800080",
};

/** "#rrggbb" in capitals as the Office API answers it, or null where the text is no colour. */
export const parseColour = (text: string): string | null => {
  const hex = hex6.exec(text);
  return hex ? `#${(hex[1] ?? "").toUpperCase()}` : (named[text.toLowerCase()] ?? null);
};
