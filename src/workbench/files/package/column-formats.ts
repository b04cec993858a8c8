/**
 * The number format of whole columns. A cell that was never filled has no entry in the file, so "this column is text"
 * can only be said on the column itself; the spreadsheet library neither reads nor writes it.
 */
import type { Package } from "./parts";
import { attributesOf, elementsIn, escapeAttribute } from "./xml";

const stylesPart = "xl/styles.xml";
const firstCustomFormat = 164;
/** Where a worksheet's columns end and its rows begin, whatever prefix the file uses. */
const rows = "sheetData";

/** Formats that files name by number alone. Source: ECMA-376 part 1, 18.8.30; those a business workbook meets. */
const builtIn: Readonly<Record<number, string>> = {
  1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
  20: "h:mm", 21: "h:mm:ss", 22: "dd/mm/yyyy hh:mm", 37: "#,##0;(#,##0)", 38: "#,##0;[Red](#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)",
  49: "@",
};

const sectionOf = (xml: string, name: string): string => new RegExp(`<(?:\\w+:)?${name}[\\s>][\\s\\S]*?</(?:\\w+:)?${name}>`).exec(xml)?.[0] ?? "";

const customFormats = (styles: string): ReadonlyMap<number, string> =>
  new Map(
    elementsIn(sectionOf(styles, "numFmts"), "numFmt").map((element) => {
      const attributes = attributesOf(element);
      return [Number(attributes.get("numFmtId")), attributes.get("formatCode") ?? ""];
    }),
  );

/** Number format by index of cell style; General is left out. */
const formatsByStyle = (styles: string): ReadonlyMap<number, string> => {
  const custom = customFormats(styles);
  const found = new Map<number, string>();
  elementsIn(sectionOf(styles, "cellXfs"), "xf").forEach((element, index) => {
    const id = Number(attributesOf(element).get("numFmtId") ?? "0");
    const format = custom.get(id) ?? builtIn[id];
    if (format !== undefined && format !== "General") found.set(index, format);
  });
  return found;
};

/** Column → number format of the whole column, for one worksheet part. */
export const readColumnFormats = (from: Package, worksheetPart: string): ReadonlyMap<number, string> => {
  const found = new Map<number, string>();
  const columns = elementsIn(sectionOf(from.readHead(worksheetPart, rows) ?? "", "cols"), "col").map(attributesOf);
  if (!columns.some((attributes) => attributes.has("style"))) return found;
  const formats = formatsByStyle(from.read(stylesPart) ?? "");
  for (const attributes of columns) {
    const format = formats.get(Number(attributes.get("style") ?? "0"));
    if (format === undefined) continue;
    for (let column = Number(attributes.get("min")); column <= Number(attributes.get("max")); column += 1) found.set(column - 1, format);
  }
  return found;
};

/** Adds a plain cell style with this number format. Answers its index and the changed styles. */
const addStyle = (styles: string, format: string): { index: number; styles: string } => {
  const xfs = sectionOf(styles, "cellXfs");
  const custom = customFormats(styles);
  const known = [...custom].find(([, code]) => code === format)?.[0] ?? Number(Object.entries(builtIn).find(([, code]) => code === format)?.[0] ?? Number.NaN);
  const id = Number.isNaN(known) ? Math.max(firstCustomFormat - 1, ...custom.keys()) + 1 : known;
  const index = elementsIn(xfs, "xf").length;
  let changed = styles.replace(
    xfs,
    () => xfs.replace(/count="\d+"/, `count="${index + 1}"`).replace(/<\/cellXfs>$/, () => `<xf numFmtId="${id}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>`),
  );
  if (Number.isNaN(known)) {
    const entry = `<numFmt numFmtId="${id}" formatCode="${escapeAttribute(format)}"/>`;
    changed = custom.size > 0
      ? changed.replace(/<numFmts[^>]*>/, () => `<numFmts count="${custom.size + 1}">${entry}`)
      : changed.replace(/<fonts[\s>]/, (fonts) => `<numFmts count="1">${entry}</numFmts>${fonts}`);
  }
  return { index, styles: changed };
};

const columnElement = (column: number, attributes: ReadonlyMap<string, string>, style: number): string => {
  // Width is mandatory for Excel where a style stands; 9.14 is what it writes for a column nobody touched.
  const all = new Map([["min", String(column + 1)], ["max", String(column + 1)], ["width", "9.140625"], ...attributes, ["style", String(style)]]);
  return `<col ${[...all].map(([name, value]) => `${name}="${escapeAttribute(value)}"`).join(" ")}/>`;
};

/** Puts the formats on the columns of one worksheet that the library has just written, one `<col>` a column. */
export const writeColumnFormats = (into: Package, worksheetPart: string, formats: ReadonlyMap<number, string>): void => {
  if (formats.size === 0) return;
  let styles = into.read(stylesPart) ?? "";
  const indexes = new Map<string, number>();
  for (const format of formats.values()) {
    if (indexes.has(format)) continue;
    const added = addStyle(styles, format);
    styles = added.styles;
    indexes.set(format, added.index);
  }
  into.write(stylesPart, styles);

  const head = into.readHead(worksheetPart, `<${rows}`) ?? "";
  const cols = sectionOf(head, "cols");
  const columns = new Map(elementsIn(cols, "col").map(attributesOf).map((attributes) => [Number(attributes.get("min")) - 1, attributes] as const));
  const all = [...new Set([...columns.keys(), ...formats.keys()])].sort((one, other) => one - other);
  const written = `<cols>${all
    .map((column) => {
      const attributes = columns.get(column) ?? new Map<string, string>();
      const format = formats.get(column);
      return format === undefined
        ? `<col ${[...attributes].map(([name, value]) => `${name}="${escapeAttribute(value)}"`).join(" ")}/>`
        : columnElement(column, attributes, indexes.get(format) ?? 0);
    })
    .join("")}</cols>`;
  into.writeHead(worksheetPart, `<${rows}`, cols === "" ? head + written : head.replace(cols, () => written));
};
