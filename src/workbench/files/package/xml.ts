/**
 * Just enough XML for the package's small parts, which hold flat lists of elements with attributes. A worker has no
 * DOMParser, and worksheets are never read through this.
 */
const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

export const unescapeXml = (text: string): string =>
  text.replace(/&(#x[0-9a-f]+|#[0-9]+|[a-z]+);/gi, (whole, name: string) => {
    if (name.startsWith("#x") || name.startsWith("#X")) return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
    if (name.startsWith("#")) return String.fromCodePoint(Number.parseInt(name.slice(1), 10));
    return entities[name] ?? whole;
  });

export const escapeAttribute = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;").replaceAll("\n", "&#10;").replaceAll("\t", "&#9;");

/** The opening tags of every element with this local name, whatever its prefix: `<x:Override PartName="…"/>`. */
export const elementsIn = (xml: string, localName: string): readonly string[] =>
  xml.match(new RegExp(`<(?:[A-Za-z0-9_]+:)?${localName}(?:\\s(?:"[^"]*"|'[^']*'|[^"'>])*)?/?>`, "g")) ?? [];

export const attributesOf = (openingTag: string): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  for (const match of openingTag.matchAll(/([A-Za-z_:][\w:.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    found.set(match[1]!, unescapeXml(match[2] ?? match[3] ?? ""));
  }
  return found;
};
