/** Texts that mean cells: addresses, names, tables and their columns. */
import type { Area, Workbook, Worksheet } from "../model";
import { intersection, isOnSheet, parseArea, splitAddress } from "../model";
import { invalidArgument } from "./errors";

/** Excel cuts longer addresses off without a word, so the host does too. */
export const maxAddressLength = 8_192;

export type Place = { readonly sheet: Worksheet; readonly area: Area };

/** The cells a text means, seen from `home`; null where it means none. */
export const findPlace = (workbook: Workbook, home: Worksheet, text: string): Place | null => {
  const { sheet: sheetName, rest } = splitAddress(text.replace(/^=/, ""));
  const sheet = sheetName === null ? home : workbook.worksheet(sheetName);
  if (!sheet) return null;
  const area = parseArea(rest);
  return area ? { sheet, area } : namedPlace(workbook, sheet, rest);
};

const namedPlace = (workbook: Workbook, home: Worksheet, text: string): Place | null => {
  const table = workbook.table(text);
  const owner = table ? workbook.worksheetById(table.worksheet) : null;
  if (table && owner) return { sheet: owner, area: table.body };
  if (!text.includes("[") && !workbook.names.find(text, home.id)) return null;
  const operand = workbook.calculator.evaluate(`=${text}`, home, { row: 0, column: 0 });
  if (typeof operand !== "object" || operand === null || !("area" in operand)) return null;
  const sheet = workbook.worksheet(operand.source.name);
  return sheet ? { sheet, area: operand.area } : null;
};

/** An address on one worksheet; throws InvalidArgument where it is none, or leads to another sheet. */
export const areaOn = (sheet: Worksheet, address: string): Area => {
  const place = findPlace(sheet.workbook, sheet, address.slice(0, maxAddressLength));
  if (!place || place.sheet !== sheet) throw invalidArgument();
  return place.area;
};

/** "A1,B2:C3" on one worksheet. */
export const areasOn = (sheet: Worksheet, addresses: string): Area[] =>
  addresses
    .slice(0, maxAddressLength)
    .split(",")
    .map((each) => areaOn(sheet, each.trim()));

/** Throws InvalidArgument for an area that lies beyond the worksheet's edges. */
export const onSheet = (area: Area): Area => {
  if (!isOnSheet(area)) throw invalidArgument();
  return area;
};

/** The area without what no cell of the worksheet has: whole columns end where the content ends. */
export const usedPart = (sheet: Worksheet, area: Area): Area | null => {
  const used = sheet.usedArea();
  return used ? intersection(used, area) : null;
};
