/** Relationship parts (`*.rels`): which part belongs to which, by type. Source: ECMA-376 part 2, section 9.3. */
import { attributesOf, elementsIn, escapeAttribute } from "./xml";

export type Relationship = {
  readonly id: string;
  readonly type: string;
  readonly target: string;
  readonly isExternal: boolean;
};

const namespace = "http://schemas.openxmlformats.org/package/2006/relationships";

export const parseRelationships = (xml: string): readonly Relationship[] =>
  elementsIn(xml, "Relationship").map((element) => {
    const attributes = attributesOf(element);
    return {
      id: attributes.get("Id") ?? "",
      type: attributes.get("Type") ?? "",
      target: attributes.get("Target") ?? "",
      isExternal: attributes.get("TargetMode") === "External",
    };
  });

export const writeRelationships = (relationships: readonly Relationship[]): string =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="${namespace}">` +
  relationships
    .map(
      ({ id, type, target, isExternal }) =>
        `<Relationship Id="${escapeAttribute(id)}" Type="${escapeAttribute(type)}" Target="${escapeAttribute(target)}"${isExternal ? ' TargetMode="External"' : ""}/>`,
    )
    .join("") +
  "</Relationships>";

/** An id that none of them has yet. */
export const freeRelationshipId = (taken: readonly Relationship[]): string => {
  const ids = new Set(taken.map(({ id }) => id));
  let next = taken.length + 1;
  while (ids.has(`rId${next}`)) next += 1;
  return `rId${next}`;
};
