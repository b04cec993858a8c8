import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { carryOver } from "../../../src/workbench/files/package/carry-over";
import { parseContentTypes } from "../../../src/workbench/files/package/content-types";
import { readCustomXml, writeCustomXml } from "../../../src/workbench/files/package/custom-xml";
import { nameKey, readHiddenNames, writeHiddenNames } from "../../../src/workbench/files/package/names";
import { openPackage, resolvePart, type Package } from "../../../src/workbench/files/package/parts";
import { parseRelationships, writeRelationships } from "../../../src/workbench/files/package/relationships";
import { crc32, readArchive } from "../../../src/workbench/files/package/zip";
import { isSettingsPart, readFormatIds, readSettings, writeSettings } from "../../../src/workbench/files/package/settings";

const aPackage = (parts: Record<string, string>): Package => openPackage(zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)]))));

const types = '<Types xmlns="x"><Default Extension="xml" ContentType="application/xml"/>';
const workbookRels = (...targets: string[]) =>
  writeRelationships(targets.map((target, index) => ({ id: `rId${index + 1}`, type: `urn:type/${target.includes("theme") ? "theme" : "customXml"}`, target, isExternal: false })));

describe("the package around a workbook", () => {
  test("a part that is copied without being pointed at is pointed at again", async () => {
    const original = aPackage({
      "[Content_Types].xml": `${types}<Override PartName="/customXml/itemProps1.xml" ContentType="props"/></Types>`,
      "_rels/.rels": workbookRels(),
      "xl/_rels/workbook.xml.rels": workbookRels("../customXml/item1.xml"),
      "customXml/item1.xml": "<a/>",
      "customXml/itemProps1.xml": "<p/>",
    });
    const saved = aPackage({
      "[Content_Types].xml": `${types}</Types>`,
      "_rels/.rels": workbookRels(),
      "xl/_rels/workbook.xml.rels": workbookRels("theme/theme1.xml"),
      "customXml/item1.xml": "<a/>",
      "customXml/itemProps1.xml": "<p/>",
    });
    carryOver(original, saved);
    const after = openPackage(await saved.bytes());
    // The theme that is not there is no longer pointed at either.
    expect(parseRelationships(after.read("xl/_rels/workbook.xml.rels") ?? "").map(({ target }) => target)).toEqual(["../customXml/item1.xml"]);
    expect(parseContentTypes(after.read("[Content_Types].xml") ?? "").byPart.get("customXml/itemProps1.xml")).toBe("props");
  });

  test("custom XML is changed in place, added and taken away", async () => {
    const parts = aPackage({ "[Content_Types].xml": `${types}</Types>`, "xl/_rels/workbook.xml.rels": workbookRels() });
    writeCustomXml(parts, [{ id: "{1}", xml: "<a>1</a>" }, { id: "{2}", xml: "<b/>" }]);
    writeCustomXml(parts, [{ id: "{1}", xml: "<a>é</a>" }, { id: "{3}", xml: "<c/>" }]);
    const after = openPackage(await parts.bytes());
    expect(readCustomXml(after).map(({ id, xml }) => [id, xml])).toEqual([["{1}", "<a>é</a>"], ["{3}", "<c/>"]]);
    expect(after.names.filter((name) => name.startsWith("customXml/item") && !name.includes("Props"))).toHaveLength(2);
  });

  test("hidden names stay hidden, those of one sheet apart from those of another", async () => {
    const parts = aPackage({ "xl/workbook.xml": '<workbook><definedNames><definedName name="A">x</definedName><definedName name="A" localSheetId="1">y</definedName></definedNames></workbook>' });
    writeHiddenNames(parts, new Set([nameKey("a", 1)]));
    expect([...readHiddenNames(openPackage(await parts.bytes()))]).toEqual(["1!a"]);
  });

  test("settings survive quotes, angle brackets and line ends", async () => {
    const settings = [['na"me', { text: '<a b="c">&\n\t' }], ["n", null]] as const;
    const xml = writeSettings(settings, [["Tom & Jerry's", ["{1}", "{2}"]]]);
    expect(isSettingsPart(xml)).toBe(true);
    expect(readSettings(xml)).toEqual(settings);
    expect([...readFormatIds(xml)]).toEqual([["Tom & Jerry's", ["{1}", "{2}"]]]);
  });

  test("a package that nobody changed is answered byte for byte", async () => {
    const bytes = zipSync({ "a.xml": strToU8("<a/>") });
    expect(await openPackage(bytes).bytes()).toBe(bytes);
  });

  test.each([["xl/worksheets", "../drawings/d1.xml", "xl/drawings/d1.xml"], ["xl", "/xl/styles.xml", "xl/styles.xml"], ["", "xl/workbook.xml", "xl/workbook.xml"]])(
    "a target in %s, %s, means %s",
    (folder, target, part) => expect(resolvePart(folder, target)).toBe(part),
  );

  test("the beginning of a large part is replaced, and the rest stays to the byte", async () => {
    const rows = Array.from({ length: 20_000 }, (_, row) => `<row r="${row}"><c>${Math.sin(row)}</c></row>`).join("");
    const parts = aPackage({ "xl/worksheets/sheet1.xml": `<worksheet><cols/><sheetData>${rows}</sheetData></worksheet>`, "other.xml": "<o/>" });
    expect(parts.readHead("xl/worksheets/sheet1.xml", "<sheetData")).toBe("<worksheet><cols/>");
    parts.writeHead("xl/worksheets/sheet1.xml", "<sheetData", '<worksheet><cols><col style="é"/></cols>');
    // fflate checks nothing; the other reader checks sizes and sums as it unpacks.
    const after = await parts.bytes();
    const text = strFromU8(unzipSync(after)["xl/worksheets/sheet1.xml"]!);
    // Compared before asserted: a difference in a million characters is nothing to print.
    expect(text === `<worksheet><cols><col style="é"/></cols><sheetData>${rows}</sheetData></worksheet>`).toBe(true);
    const [entry] = readArchive(after);
    expect(entry?.crc).toBe(crc32(unzipSync(after)[entry!.name]!));
    expect(unzipSync(after)["other.xml"]).toEqual(strToU8("<o/>"));
  }, 60_000);
});
