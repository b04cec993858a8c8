/**
 * Keys under which records are found by what stands in a worksheet. They bring together every spelling that the rules tell
 * apart (case, spaces, look-alike letters, zeros and digits that Excel drops), so that a look-up finds whatever a rule would
 * want to compare, and the rule decides.
 */
import { digitsOf, folded, skeleton } from "../model/spelling";
import type { CellValue } from "../model/cell";
import { numberExcelReads } from "../rules/known-codes";

/** Of a code or an id: "00123", "O123", "123 " and the number 123 share one. */
export const codeKey = (code: CellValue): string => {
  if (code === null || typeof code === "boolean") return "";
  const text = typeof code === "number" ? digitsOf(code) : code;
  const look = skeleton(text);
  const number = numberExcelReads(look);
  return number === null ? look : digitsOf(number);
};

/** Of a company's name alone. */
export const nameKey = (name: CellValue): string => folded(String(name ?? ""));

/** Of a Sage company as worksheets and The Layer name it. Two sites may each have a company of one name. */
export const companyKey = (siteId: string, name: string): string => `${folded(siteId)}/${nameKey(name)}`;

/** Of a Sage company by Sage's own ids: what it is called inside this database. */
export const companyRef = (siteId: string, companyId: string): string => `${folded(siteId)}/${companyId}`;
