/** `[Content_Types].xml`: what each part is, by its extension or by its name. */
import { attributesOf, elementsIn, escapeAttribute } from "./xml";

export type ContentTypes = {
  /** Extension in lower case → type. */
  readonly byExtension: ReadonlyMap<string, string>;
  /** Part name without its leading slash → type. */
  readonly byPart: ReadonlyMap<string, string>;
};

export const parseContentTypes = (xml: string): ContentTypes => ({
  byExtension: new Map(
    elementsIn(xml, "Default").map((element) => {
      const attributes = attributesOf(element);
      return [(attributes.get("Extension") ?? "").toLowerCase(), attributes.get("ContentType") ?? ""];
    }),
  ),
  byPart: new Map(
    elementsIn(xml, "Override").map((element) => {
      const attributes = attributesOf(element);
      return [(attributes.get("PartName") ?? "").replace(/^\//, ""), attributes.get("ContentType") ?? ""];
    }),
  ),
});

export const writeContentTypes = ({ byExtension, byPart }: ContentTypes): string =>
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
  [...byExtension].map(([extension, type]) => `<Default Extension="${escapeAttribute(extension)}" ContentType="${escapeAttribute(type)}"/>`).join("") +
  [...byPart].map(([part, type]) => `<Override PartName="/${escapeAttribute(part)}" ContentType="${escapeAttribute(type)}"/>`).join("") +
  "</Types>";
