import type { CellValue } from "../../../sync/model/cell";
import { dateFromSerial, displayDate, parseDate } from "../../../sync/model/dates";
import { formatMoney, moneyFromNumber, parseMoney } from "../../../sync/model/money";
import { sheets } from "../../../sync/sheets";
import type { DocumentSlug } from "../../../sync/sheets/sheet";

/** A kind of document: what The Layer calls one, and what it is in Sage. */
export type DocumentKind = { readonly slug: DocumentSlug; readonly name: string; readonly one: string; readonly inSage: string };

export const documentKinds: readonly DocumentKind[] = [
  { slug: "invoices", name: sheets.invoices.name, one: "invoice", inSage: "sales invoice" },
  { slug: "credit-notes", name: sheets["credit-notes"].name, one: "credit note", inSage: "sales credit note" },
  { slug: "payments", name: sheets.payments.name, one: "payment", inSage: "sales receipt" },
  { slug: "refunds", name: sheets.refunds.name, one: "refund", inSage: "sales receipt of negative value, or sales payment" },
];
export const kindOf = (slug: DocumentSlug): DocumentKind => {
  const kind = documentKinds.find((one) => one.slug === slug);
  if (!kind) throw new Error(`No kind of document is called ${slug}`);
  return kind;
};

/** "1,234.50"; what is no amount is shown as it came. */
export const amountInWords = (value: CellValue | undefined): string => {
  if (value === null || value === undefined) return "";
  const read = typeof value === "number" ? moneyFromNumber(value) : parseMoney(String(value));
  return read.ok ? formatMoney(read.value) : String(value);
};

/** "21 Nov 2026"; what is no date is shown as it came. */
export const dateInWords = (value: CellValue | undefined): string => {
  if (value === null || value === undefined) return "";
  const read = typeof value === "number" ? dateFromSerial(value) : parseDate(String(value).slice(0, 10));
  return read.ok ? displayDate(read.value) : String(value);
};
