/** Custom XML parts: documents that travel inside the file, found by the namespace of their root. */
import { Refusal } from "./refusal";

export type CustomXmlPart = { readonly id: string; readonly namespaceUri: string; xml: string };

/** The root's namespace, or "" where it has none. Throws InvalidArgument where there is no root element. */
export const rootNamespace = (xml: string): string => {
  const root = /^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--[\s\S]*?-->\s*)*<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)([^>]*)>/.exec(xml);
  if (!root) throw new Refusal("InvalidArgument", "The text is not an XML document.");
  const prefix = root[1]?.slice(0, -1);
  const attribute = new RegExp(`\\sxmlns${prefix ? `:${prefix}` : ""}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(root[3] ?? "");
  return attribute?.[1] ?? attribute?.[2] ?? "";
};

export class CustomXmlSet {
  private parts: CustomXmlPart[] = [];

  constructor(private readonly newId: () => string) {}

  all(): readonly CustomXmlPart[] {
    return this.parts;
  }

  byId(id: string): CustomXmlPart | null {
    return this.parts.find((part) => part.id === id) ?? null;
  }

  byNamespace(uri: string): CustomXmlPart[] {
    return this.parts.filter((part) => part.namespaceUri === uri);
  }

  /** `id` is that of a part from a file, which an add-in may have noted; a new part gets one of its own. */
  add(xml: string, id: string = this.newId()): CustomXmlPart {
    const part = { id, namespaceUri: rootNamespace(xml), xml };
    this.parts.push(part);
    return part;
  }

  delete(id: string): void {
    this.parts = this.parts.filter((part) => part.id !== id);
  }
}
