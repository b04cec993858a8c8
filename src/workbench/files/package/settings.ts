/**
 * The add-in's workbook settings inside the file, as one custom XML part. Excel itself keeps them in a web extension part
 * that is bound to an add-in's id in a store; a part of our own is read by the workbench alone and harms nobody.
 */
import { attributesOf, elementsIn, escapeAttribute } from "./xml";

export const settingsNamespace = "urn:tieout:workbook-settings";
export const settingsPartId = "{7C1D6E0B-4B7A-4C0E-9A53-6F1E0A7D5B21}";

export const isSettingsPart = (xml: string): boolean => xml.includes(`"${settingsNamespace}"`);

export const writeSettings = (settings: readonly (readonly [name: string, value: unknown])[]): string =>
  `<settings xmlns="${settingsNamespace}">${settings
    .map(([name, value]) => `<setting name="${escapeAttribute(name)}" json="${escapeAttribute(JSON.stringify(value))}"/>`)
    .join("")}</settings>`;

/** A setting that is not JSON is left out: another program wrote it. */
export const readSettings = (xml: string): readonly (readonly [name: string, value: unknown])[] =>
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
