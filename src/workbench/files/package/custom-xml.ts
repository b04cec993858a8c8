/**
 * Custom XML parts of a workbook: `customXml/itemN.xml`, its id in `itemPropsN.xml`, and a relationship from the
 * workbook. Source: ECMA-376 part 1, section 15.2.5; Excel drops a part that the workbook does not point at.
 */
import { parseContentTypes, writeContentTypes } from "./content-types";
import { contentTypesPart, resolvePart, type Package } from "./parts";
import { freeRelationshipId, parseRelationships, writeRelationships } from "./relationships";
import { attributesOf, elementsIn, escapeAttribute } from "./xml";

export type CustomXml = {
  /** Excel's id of the part, a GUID in braces. */
  readonly id: string;
  readonly xml: string;
};

const workbookRelationships = "xl/_rels/workbook.xml.rels";
const itemType = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml";
const propertiesType = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXmlProps";
const propertiesContentType = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml";

const folderOf = (part: string) => part.slice(0, part.lastIndexOf("/"));
const relationshipsOf = (part: string) => `${folderOf(part)}/_rels/${part.slice(part.lastIndexOf("/") + 1)}.rels`;

const idOf = (from: Package, item: string): string => {
  const properties = parseRelationships(from.read(relationshipsOf(item)) ?? "").find(({ type }) => type.endsWith("/customXmlProps"));
  const xml = properties === undefined ? null : from.read(resolvePart(folderOf(item), properties.target));
  const [element] = xml === null ? [] : elementsIn(xml, "datastoreItem");
  if (element === undefined) return "";
  const attributes = attributesOf(element);
  return attributes.get("ds:itemID") ?? attributes.get("itemID") ?? "";
};

/** Every custom XML part that the workbook points at, and the part's name in the zip. */
export const readCustomXml = (from: Package): readonly (CustomXml & { readonly part: string })[] =>
  parseRelationships(from.read(workbookRelationships) ?? "")
    .filter(({ type, isExternal }) => type.endsWith("/customXml") && !isExternal)
    .flatMap(({ target }) => {
      const part = resolvePart("xl", target);
      const xml = from.read(part);
      return xml === null ? [] : [{ part, id: idOf(from, part), xml: xml.replace(/^\uFEFF/, "").replace(/^<\?xml[^>]*\?>\s*/, "") }];
    });

const writeItem = (into: Package, part: string, xml: string): void => into.write(part, `<?xml version="1.0" encoding="UTF-8"?>\n${xml}`);

const addItem = (into: Package, number: number, { id, xml }: CustomXml): void => {
  const item = `customXml/item${number}.xml`;
  const properties = `customXml/itemProps${number}.xml`;
  writeItem(into, item, xml);
  into.write(
    properties,
    `<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<ds:datastoreItem ds:itemID="${escapeAttribute(id)}" xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs/></ds:datastoreItem>`,
  );
  into.write(relationshipsOf(item), writeRelationships([{ id: "rId1", type: propertiesType, target: `itemProps${number}.xml`, isExternal: false }]));
  const types = parseContentTypes(into.read(contentTypesPart) ?? "");
  into.write(
    contentTypesPart,
    writeContentTypes({ byExtension: new Map([...types.byExtension, ["xml", types.byExtension.get("xml") ?? "application/xml"]]), byPart: new Map([...types.byPart, [properties, propertiesContentType]]) }),
  );
  const relationships = parseRelationships(into.read(workbookRelationships) ?? "");
  into.write(
    workbookRelationships,
    writeRelationships([...relationships, { id: freeRelationshipId(relationships), type: itemType, target: `../${item}`, isExternal: false }]),
  );
};

const removeItem = (from: Package, item: string): void => {
  const relationships = relationshipsOf(item);
  const removed = [item, relationships, ...parseRelationships(from.read(relationships) ?? "").map(({ target }) => resolvePart(folderOf(item), target))];
  for (const part of removed) from.remove(part);
  const types = parseContentTypes(from.read(contentTypesPart) ?? "");
  from.write(contentTypesPart, writeContentTypes({ ...types, byPart: new Map([...types.byPart].filter(([part]) => !removed.includes(part))) }));
};

/** Makes the package hold exactly these parts: changed ones in place, new ones added, the others gone. */
export const writeCustomXml = (into: Package, parts: readonly CustomXml[]): void => {
  const wanted = new Map(parts.map((part) => [part.id, part]));
  const gone = new Set<string>();
  for (const present of readCustomXml(into)) {
    const match = wanted.get(present.id);
    if (match === undefined) gone.add(present.part);
    else if (match.xml !== present.xml) writeItem(into, present.part, match.xml);
    wanted.delete(present.id);
  }
  if (gone.size > 0) {
    for (const part of gone) removeItem(into, part);
    const relationships = parseRelationships(into.read(workbookRelationships) ?? "");
    into.write(workbookRelationships, writeRelationships(relationships.filter(({ target }) => !gone.has(resolvePart("xl", target)))));
  }
  let number = 1;
  for (const added of wanted.values()) {
    while (into.has(`customXml/item${number}.xml`)) number += 1;
    addItem(into, number, added);
  }
};
