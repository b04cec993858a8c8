/**
 * The add-in's workbook settings inside the file, as one custom XML part, with the ids of the conditional formats: an add-in
 * that noted one finds it again. Excel itself keeps them in a web extension part
 * that is bound to an add-in's id in a store; a part of our own is read by the workbench alone and harms nobody.
 */
import { attributesOf, elementsIn, escapeAttribute } from "./xml";

export const settingsNamespace = "urn:tieout:workbook-settings";
export const settingsPartId = "{7C1D6E0B-4B7A-4C0E-9A53-6F1E0A7D5B21}";

export const isSettingsPart = (xml: string): boolean => xml.includes(`"${settingsNamespace}"`);

type Settings = readonly (readonly [name: string, value: unknown])[];
/** Worksheet name and the ids of its conditional formats, strongest first. */
type FormatIds = readonly (readonly [worksheet: string, ids: readonly string[]])[];

export const writeSettings = (settings: Settings, formats: FormatIds): string =>
  `<settings xmlns="${settingsNamespace}">${settings
    .map(([name, value]) => `<setting name="${escapeAttribute(name)}" json="${escapeAttribute(JSON.stringify(value))}"/>`)
    .join("")}${formats.map(([worksheet, ids]) => `<formats worksheet="${escapeAttribute(worksheet)}" ids="${escapeAttribute(ids.join(" "))}"/>`).join("")}</settings>`;

export const readFormatIds = (xml: string): ReadonlyMap<string, readonly string[]> =>
  new Map(
    elementsIn(xml, "formats").map((element) => {
      const attributes = attributesOf(element);
      return [attributes.get("worksheet") ?? "", (attributes.get("ids") ?? "").split(" ").filter((id) => id !== "")];
    }),
  );

/** A setting that is not JSON is left out: another program wrote it. */
export const readSettings = (xml: string): Settings =>
  elementsIn(xml, "setting").flatMap((element) => {
    const attributes = attributesOf(element);
    const name = attributes.get("name");
    const json = attributes.get("json");
    if (name === undefined || json === undefined) return [];
    try {
      return [[name, JSON.parse(json) as unknown] as const];
    } catch (fault) {
      if (fault instanceof SyntaxError) return [];
      throw fault;
    }
  });
