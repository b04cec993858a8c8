/** Cell styles between the file's words and the model's. What the model has no word for (borders, gradients) stays with the file's own style. */
import type { CellStyle as FileStyle, Color, FontStyle } from "hucre";
import { resolveThemeColor } from "hucre/ooxml";
import { plainStyle, restyle, type CellStyle } from "../../model/style";

export type StyleContext = {
  /** Six hex digits each, in the order of the theme's colour scheme. */
  readonly themeColours: readonly string[];
  readonly defaultFont: FontStyle | undefined;
};

/** Colour numbers count light before dark, while the scheme lists dark before light. Source: ECMA-376 part 1, 18.8.3 (theme). */
const schemeIndex = (theme: number): number => [1, 0, 3, 2][theme] ?? theme;

const hexOf = (colour: Color | undefined, { themeColours }: StyleContext): string | undefined => {
  if (colour?.rgb !== undefined) return `#${colour.rgb.slice(-6).toUpperCase()}`;
  if (colour?.theme !== undefined && themeColours.length > 0) return `#${resolveThemeColor([...themeColours], schemeIndex(colour.theme), colour.tint).toUpperCase()}`;
  return undefined;
};

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const horizontals: Readonly<Record<string, NonNullable<CellStyle["horizontal"]>>> = {
  left: "Left", center: "Center", right: "Right", fill: "Fill", justify: "Justify", centerContinuous: "CenterAcrossSelection", distributed: "Distributed",
};
const fileHorizontals = new Map(Object.entries(horizontals).map(([file, model]) => [model, file]));

/** The model's view of a file style. Equal looks are one object. */
export const readStyle = (style: FileStyle | undefined, context: StyleContext): CellStyle => {
  if (style === undefined) return plainStyle;
  const { font, fill, alignment, protection } = style;
  const solid = fill?.type === "pattern" && fill.pattern !== "none" ? (hexOf(fill.fgColor, context) ?? hexOf(fill.bgColor, context)) : undefined;
  const isDefaultColour = font?.color?.theme === 1 && font.color.tint === undefined;
  return restyle(plainStyle, {
    fill: solid,
    color: isDefaultColour ? undefined : hexOf(font?.color, context),
    bold: font?.bold ? true : undefined,
    italic: font?.italic ? true : undefined,
    underline: font?.underline ? true : undefined,
    strikethrough: font?.strikethrough ? true : undefined,
    fontName: font?.name === context.defaultFont?.name ? undefined : font?.name,
    fontSize: font?.size === context.defaultFont?.size ? undefined : font?.size,
    horizontal: alignment?.horizontal === undefined ? undefined : horizontals[alignment.horizontal],
    vertical: alignment?.vertical === undefined || alignment.vertical === "bottom" ? undefined : (capital(alignment.vertical) as NonNullable<CellStyle["vertical"]>),
    wrap: alignment?.wrapText ? true : undefined,
    unlocked: protection?.locked === false ? true : undefined,
  });
};

const colour = (hex: string): Color => ({ rgb: hex.replace("#", "") });

const writeFont = (style: CellStyle, { defaultFont }: StyleContext): FontStyle => ({
  ...defaultFont,
  ...(style.fontName === undefined ? {} : { name: style.fontName }),
  ...(style.fontSize === undefined ? {} : { size: style.fontSize }),
  ...(style.bold ? { bold: true } : {}),
  ...(style.italic ? { italic: true } : {}),
  ...(style.underline ? { underline: true } : {}),
  ...(style.strikethrough ? { strikethrough: true } : {}),
  ...(style.color === undefined ? {} : { color: colour(style.color) }),
});

const hasFont = (style: CellStyle): boolean =>
  [style.fontName, style.fontSize, style.bold, style.italic, style.underline, style.strikethrough, style.color].some((part) => part !== undefined);

/**
 * A file style that looks as the model says. `base` is what the opened file had in that place: it is kept as it is where
 * the model sees no difference, and otherwise lends what the model has no word for.
 */
export const writeStyle = (style: CellStyle, numberFormat: string, context: StyleContext, base?: FileStyle): FileStyle | undefined => {
  const format = numberFormat === "General" ? {} : { numFmt: numberFormat };
  if (base !== undefined && readStyle(base, context) === style) {
    const { numFmt: _replaced, ...look } = base;
    return { ...look, ...format };
  }
  if (style === plainStyle && base === undefined) return numberFormat === "General" ? undefined : format;
  const horizontal = style.horizontal === undefined ? undefined : fileHorizontals.get(style.horizontal);
  const alignment = {
    ...(horizontal === undefined ? {} : { horizontal: horizontal as NonNullable<NonNullable<FileStyle["alignment"]>["horizontal"]> }),
    ...(style.vertical === undefined ? {} : { vertical: style.vertical.toLowerCase() as NonNullable<NonNullable<FileStyle["alignment"]>["vertical"]> }),
    ...(style.wrap ? { wrapText: true } : {}),
  };
  return {
    ...(base?.border === undefined ? {} : { border: base.border }),
    ...(hasFont(style) ? { font: writeFont(style, context) } : {}),
    ...(style.fill === undefined ? {} : { fill: { type: "pattern", pattern: "solid", fgColor: colour(style.fill) } as const }),
    ...(Object.keys(alignment).length === 0 ? {} : { alignment }),
    ...(style.unlocked ? { protection: { locked: false } } : {}),
    ...format,
  };
};

/** A conditional format's style. There a solid fill's colour stands in the background's place, which Excel alone reads. */
export const writeDifference = (style: CellStyle): FileStyle => ({
  ...(hasFont(style) ? { font: writeFont(style, { themeColours: [], defaultFont: undefined }) } : {}),
  ...(style.fill === undefined ? {} : { fill: { type: "pattern", pattern: "solid", fgColor: colour(style.fill), bgColor: colour(style.fill) } as const }),
});

export const readDifference = (style: FileStyle | undefined, context: StyleContext): CellStyle => {
  const fill = style?.fill;
  if (fill?.type !== "pattern") return readStyle(style, context);
  const shown = hexOf(fill.bgColor, context) ?? hexOf(fill.fgColor, context);
  const { fill: _replaced, ...rest } = style ?? {};
  return restyle(readStyle(rest, context), { fill: shown });
};
