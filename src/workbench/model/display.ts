/** The text a cell shows, by its number format, in a British workbook. */
import { addLocale, format, isDateFormat, isTextFormat } from "numfmt";
import { generalFormat } from "./column";
import type { Value } from "./value";

// The library groups thousands with a no-break space unless told otherwise.
addLocale({ group: ",", decimal: ".", preferMDY: false }, "en-GB");
const options = { locale: "en-GB", throws: false, nbsp: false } as const;

export const displayText = (value: Value, numberFormat: string): string => {
  if (value === null) return "";
  if (typeof value === "object") return value.error;
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (typeof value === "string") return numberFormat === generalFormat || numberFormat === "@" ? value : format(numberFormat, value, options);
  return format(numberFormat === "@" ? generalFormat : numberFormat, value, options);
};

export const showsDate = (numberFormat: string): boolean => numberFormat !== generalFormat && isDateFormat(numberFormat);
export const isTextOnly = (numberFormat: string): boolean => isTextFormat(numberFormat);
export const isKnownFormat = (numberFormat: string): boolean => {
  if (numberFormat === generalFormat) return true;
  try {
    format(numberFormat, 1, { ...options, throws: true });
    return true;
  } catch (fault) {
    if (fault instanceof Error) return false;
    throw fault;
  }
};

/** What the formula bar shows for a literal: the value in full, dates as dates. */
export const inputText = (value: Value, numberFormat: string, prefixed: boolean): string => {
  if (typeof value === "number") {
    if (showsDate(numberFormat)) {
      const hasDay = /[dy]/i.test(numberFormat.replace(/"[^"]*"|\[[^\]]*\]/g, ""));
      const pattern = !hasDay || value < 1 ? "hh:mm:ss" : Number.isInteger(value) ? "dd/mm/yyyy" : "dd/mm/yyyy hh:mm:ss";
      return format(pattern, value, options);
    }
    return numberFormat.includes("%") ? `${Number((value * 100).toPrecision(15))}%` : String(value);
  }
  const text = displayText(value, generalFormat);
  return prefixed ? `'${text}` : text;
};
