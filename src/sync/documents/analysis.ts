/**
 * A document's lines as a sales ledger takes them: goods and tax in sum, the tax by tax code, the goods by nominal code.
 * Fund discount is netted into its own line, and tax is taken as The Layer computed it: nothing is computed anew, so nothing can be
 * a penny out.
 */
import { failed, failure, ok, type Result } from "../model/failure";
import { addMoney, formatMoney, subtractMoney, sumMoney, zero, type Money } from "../model/money";
import type { CreditNote, DocumentLine, Invoice } from "./document";
import type { InvoicePosting, NominalItem, TaxItem } from "./posting";

export type Analysis = Pick<InvoicePosting, "goods" | "tax" | "taxItems" | "nominalItems">;

/** Without tax, after discount. */
export const goodsOf = (line: DocumentLine): Money => subtractMoney(line.net, line.discount);

const isZero = (line: DocumentLine): boolean => goodsOf(line) === zero && line.tax === zero;

const whatIs = (document: Invoice | CreditNote): string => `${document.kind === "invoice" ? "Invoice" : "Credit note"} ${document.reference}`;

const grouped = <T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
};

const narrativeOf = (lines: readonly DocumentLine[]): string => [...new Set(lines.map((line) => line.description.trim()).filter((text) => text !== ""))].join("; ");

/**
 * Lines of no value are left out; so is a code whose lines cancel each other out. Codes come in the order of the lines.
 * `taxCodeIdOf` gives Sage's record id of the tax code that stands for a rate. Failures: `document-invalid` where a line has no
 * nominal code, neither its own nor the document's, or where the lines do not come to the document's total.
 */
export const analyse = (document: Invoice | CreditNote, taxCodeIdOf: (taxRate: string) => string): Result<Analysis> => {
  const lines = document.lines.filter((line) => !isZero(line));
  const nominalCodeOf = (line: DocumentLine): string => (line.nominalCode.trim() === "" ? document.nominalCode.trim() : line.nominalCode.trim());

  const uncoded = lines.find((line) => goodsOf(line) !== zero && nominalCodeOf(line) === "");
  if (uncoded)
    return failed(
      failure(
        "document-invalid",
        `${whatIs(document)}: its line “${uncoded.description || uncoded.id}” of ${formatMoney(goodsOf(uncoded))} has no nominal code, and the document has none that could stand for it.`,
        "Give the line or the whole document a nominal code in The Layer, then retry it.",
        document.reference,
      ),
    );

  const goods = sumMoney(lines.map(goodsOf));
  const tax = sumMoney(lines.map((line) => line.tax));
  if (addMoney(goods, tax) !== document.total)
    return failed(
      failure(
        "document-invalid",
        `${whatIs(document)} says ${formatMoney(document.total)}, but its lines come to ${formatMoney(addMoney(goods, tax))} (goods ${formatMoney(goods)} and tax ${formatMoney(tax)}).`,
        "Correct the document in The Layer, or ask its support why the figures differ. It is not posted until they agree.",
        document.reference,
      ),
    );

  const taxItems: TaxItem[] = [];
  for (const [taxCodeId, of] of grouped(lines, (line) => taxCodeIdOf(line.taxRate))) {
    const item = { taxCodeId, goods: sumMoney(of.map(goodsOf)), tax: sumMoney(of.map((line) => line.tax)) };
    if (item.goods !== zero || item.tax !== zero) taxItems.push(item);
  }
  const nominalItems: NominalItem[] = [];
  for (const [code, of] of grouped(lines.filter((line) => goodsOf(line) !== zero), nominalCodeOf)) {
    const value = sumMoney(of.map(goodsOf));
    if (value !== zero) nominalItems.push({ code, value, narrative: narrativeOf(of) });
  }
  return ok({ goods, tax, taxItems, nominalItems });
};
