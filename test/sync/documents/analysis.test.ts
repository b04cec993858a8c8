import * as fc from "fast-check";
import { analyse, type Analysis } from "../../../src/sync/documents/analysis";
import type { CreditNote, Invoice } from "../../../src/sync/documents/document";
import { minorUnits, sumMoney } from "../../../src/sync/model/money";
import { aLine, anInvoice, someInvoice } from "./random-invoices";

const codeOf = (rate: string): string => `id of ${rate}`;
const analysed = (document: Invoice | CreditNote, code = codeOf): Analysis => {
  const result = analyse(document, code);
  if (!result.ok) throw new Error(result.failure.cause);
  return result.value;
};

test("100,000 random invoices come to The Layer's total to the penny, in goods and tax, by tax code and by nominal code", () => {
  let invoices = 0;
  fc.assert(
    fc.property(someInvoice, (invoice) => {
      invoices += 1;
      const { goods, tax, taxItems, nominalItems } = analysed(invoice);
      // Compared without `expect`, which would take most of the time.
      const says = (claim: boolean, what: string) => {
        if (!claim) throw new Error(what);
      };
      says(goods + tax === invoice.total, "goods and tax are the total");
      says(sumMoney(taxItems.map((item) => item.goods)) === goods, "goods by tax code are the goods");
      says(sumMoney(taxItems.map((item) => item.tax)) === tax, "tax by tax code is the tax");
      says(sumMoney(nominalItems.map((item) => item.value)) === goods, "values by nominal code are the goods");
      says(new Set(taxItems.map((item) => item.taxCodeId)).size === taxItems.length, "each tax code stands once");
      says(new Set(nominalItems.map((item) => item.code)).size === nominalItems.length, "each nominal code stands once");
      says(taxItems.every((item) => item.goods !== 0 || item.tax !== 0) && nominalItems.every((item) => item.value !== 0), "nothing of no value is posted");
      says([goods, tax, ...taxItems.flatMap((item) => [item.goods, item.tax]), ...nominalItems.map((item) => item.value)].every(Number.isSafeInteger), "all are whole pence");
    }),
    { numRuns: 100_000 },
  );
  expect(invoices).toBe(100_000);
});

test("the order of lines changes no sum", () => {
  const bySum = ({ goods, tax, taxItems, nominalItems }: Analysis) => ({
    goods,
    tax,
    taxItems: [...taxItems].sort((a, b) => (a.taxCodeId < b.taxCodeId ? -1 : 1)),
    nominalItems: nominalItems.map(({ code, value }) => ({ code, value })).sort((a, b) => (a.code < b.code ? -1 : 1)),
  });
  fc.assert(fc.property(someInvoice, (invoice) => expect(bySum(analysed({ ...invoice, lines: [...invoice.lines].reverse() }))).toEqual(bySum(analysed(invoice)))));
});

test("a discount is netted into its own line, so that it falls on that line's tax and nominal code", () => {
  const lines = [aLine({ net: minorUnits(100_00), discount: minorUnits(30_00), tax: minorUnits(14_00) }), aLine({ net: minorUnits(50_00), tax: minorUnits(0), taxRate: "Zero", nominalCode: "4001" })];
  expect(analysed(anInvoice(lines))).toEqual({
    goods: 120_00,
    tax: 14_00,
    taxItems: [
      { taxCodeId: "id of Standard", goods: 70_00, tax: 14_00 },
      { taxCodeId: "id of Zero", goods: 50_00, tax: 0 },
    ],
    nominalItems: [
      { code: "4000", value: 70_00, narrative: "March service" },
      { code: "4001", value: 50_00, narrative: "March service" },
    ],
  });
});

test("two rates of The Layer that stand for one tax code make one tax line", () => {
  const lines = [aLine(), aLine({ taxRate: "Standard (hardware)" })];
  expect(analysed(anInvoice(lines), () => "2").taxItems).toEqual([{ taxCodeId: "2", goods: 200_00, tax: 40_00 }]);
});

test("a line without a nominal code takes the document's; a line of no value needs none", () => {
  const lines = [aLine({ nominalCode: " " }), aLine({ net: minorUnits(0), tax: minorUnits(0), nominalCode: "", taxRate: "Nobody mapped this" })];
  const { taxItems, nominalItems } = analysed(anInvoice(lines));
  expect(nominalItems.map(({ code }) => code)).toEqual(["4100"]);
  expect(taxItems).toHaveLength(1);
});

test("without any nominal code the failure names the document and the line", () => {
  const result = analyse(anInvoice([aLine({ nominalCode: "", description: "Handset" })], { nominalCode: "" }), codeOf);
  expect(result).toMatchObject({ ok: false, failure: { code: "document-invalid", cause: expect.stringMatching(/INV-10442.*Handset.*100\.00/) } });
});

test("a document that does not come to its total is refused with all its figures", () => {
  const result = analyse(anInvoice([aLine()], { total: minorUnits(120_01) }), codeOf);
  expect(result).toMatchObject({ ok: false, failure: { code: "document-invalid", cause: expect.stringMatching(/120\.01.*120\.00.*goods 100\.00 and tax 20\.00/) } });
});
