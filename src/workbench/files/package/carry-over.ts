/**
 * What the opened file had and the spreadsheet library copies without declaring: custom XML, custom properties, web
 * extensions. A part that nothing points at is dropped by Excel at its next save, so each gets its relationship and
 * content type back. The reverse too: a relationship whose part is not there makes Excel offer a repair, so it goes
 * (hucre 1.0.0 declares a theme even where the file has none, as LibreOffice's may not).
 */
import { parseContentTypes, writeContentTypes } from "./content-types";
import { contentTypesPart, resolvePart, type Package } from "./parts";
import { freeRelationshipId, parseRelationships, writeRelationships, type Relationship } from "./relationships";

const relationshipParts = [
  { part: "_rels/.rels", folder: "" },
  { part: "xl/_rels/workbook.xml.rels", folder: "xl" },
] as const;

const relationshipsIn = (from: Package, part: string): readonly Relationship[] => {
  const xml = from.read(part);
  return xml === null ? [] : parseRelationships(xml);
};

const carryRelationships = (original: Package, saved: Package, { part, folder }: (typeof relationshipParts)[number]): void => {
  const kept = relationshipsIn(saved, part).filter(({ target, isExternal }) => isExternal || saved.has(resolvePart(folder, target)));
  const pointedAt = new Set(kept.map(({ target }) => resolvePart(folder, target)));
  const all = [...kept];
  for (const lost of relationshipsIn(original, part)) {
    const target = resolvePart(folder, lost.target);
    if (lost.isExternal || pointedAt.has(target) || !saved.has(target)) continue;
    pointedAt.add(target);
    all.push({ ...lost, id: freeRelationshipId(all) });
  }
  saved.write(part, writeRelationships(all));
};

const carryContentTypes = (original: Package, saved: Package): void => {
  const before = parseContentTypes(original.read(contentTypesPart) ?? "");
  const after = parseContentTypes(saved.read(contentTypesPart) ?? "");
  const byExtension = new Map([...before.byExtension, ...after.byExtension]);
  const byPart = new Map([...after.byPart].filter(([part]) => saved.has(part)));
  for (const [part, type] of before.byPart) {
    if (saved.has(part) && !byPart.has(part)) byPart.set(part, type);
  }
  saved.write(contentTypesPart, writeContentTypes({ byExtension, byPart }));
};

export const carryOver = (original: Package, saved: Package): void => {
  for (const relationships of relationshipParts) carryRelationships(original, saved, relationships);
  carryContentTypes(original, saved);
};
