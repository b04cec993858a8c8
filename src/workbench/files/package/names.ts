/** Defined names in `xl/workbook.xml`: which of them are hidden. The spreadsheet library neither reads nor writes that. */
import type { Package } from "./parts";
import { attributesOf, elementsIn } from "./xml";

const workbookPart = "xl/workbook.xml";

/** A name and, for one that belongs to a sheet, that sheet's position in the workbook. */
export const nameKey = (name: string, sheetIndex: number | undefined): string => `${sheetIndex ?? ""}!${name.toLowerCase()}`;

const keyOfElement = (attributes: ReadonlyMap<string, string>): string => {
  const local = attributes.get("localSheetId");
  return nameKey(attributes.get("name") ?? "", local === undefined ? undefined : Number(local));
};

/** Keys (see nameKey) of the hidden names. */
export const readHiddenNames = (from: Package): ReadonlySet<string> =>
  new Set(
    elementsIn(from.read(workbookPart) ?? "", "definedName")
      .map(attributesOf)
      .filter((attributes) => attributes.get("hidden") === "1" || attributes.get("hidden") === "true")
      .map(keyOfElement),
  );

export const writeHiddenNames = (into: Package, hidden: ReadonlySet<string>): void => {
  if (hidden.size === 0) return;
  const xml = into.read(workbookPart) ?? "";
  into.write(
    workbookPart,
    xml.replace(/<definedName\s[^>]*>/g, (element) =>
      hidden.has(keyOfElement(attributesOf(element))) ? element.replace("<definedName ", '<definedName hidden="1" ') : element,
    ),
  );
};
