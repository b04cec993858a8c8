import * as fc from "fast-check";
import type { DocumentLine, Invoice } from "../../../src/sync/documents/document";
import type { PlainDate } from "../../../src/sync/model/dates";
import { minorUnits, type Money } from "../../../src/sync/model/money";

export const aLine = (changes: Partial<DocumentLine> = {}): DocumentLine => ({
  id: "1",
  description: "March service",
  net: minorUnits(100_00),
  discount: minorUnits(0),
  tax: minorUnits(20_00),
  taxRate: "Standard",
  nominalCode: "4000",
  ...changes,
});

const comesTo = (lines: readonly DocumentLine[]): Money => minorUnits(lines.reduce((sum, line) => sum + line.net - line.discount + line.tax, 0));

/** Its total is what its lines come to, unless said otherwise. */
export const anInvoice = (lines: readonly DocumentLine[], changes: Partial<Invoice> = {}): Invoice => ({
  kind: "invoice",
  id: "inv-1",
  reference: "INV-10442",
  customerId: "00417",
  subCompany: "",
  isFinal: true,
  date: "2026-03-02" as PlainDate,
  dueDate: null,
  currency: "GBP",
  nominalCode: "4100",
  lines: lines.map((line) => ({ ...line, outstanding: comesTo([line]) })),
  total: comesTo(lines),
  outstanding: comesTo(lines),
  reconciled: null,
  updatedAt: "2026-03-02T09:00:00.000Z",
  ...changes,
});

const rates = ["Standard", "Reduced", "Zero", "Exempt"];
const percent: Readonly<Record<string, number>> = { Standard: 20, Reduced: 5, Zero: 0, Exempt: 0 };
/** As a billing system does it: per line, half away from zero, in pence. */
const taxOf = (goods: number, rate: string): number => Math.sign(goods) * Math.floor((Math.abs(goods) * (percent[rate] ?? 0) + 50) / 100);

const codes = ["", "4000", "4001", " 4002 "];
const offs = [0, 0, 0, 1, -1];
const shares = [0, 0, 0, 10, 33, 50, 99, 100];
const descriptions = ["Line rental", "Handset", "", "Installation; evening"];
const drawn = <T>(from: readonly T[], by: number): T => {
  const found = from[by % from.length];
  if (found === undefined) throw new Error("There is nothing to draw from.");
  return found;
};

/** One number a choice would be clearer and three times as slow, which counts at 100,000 invoices. */
const someLine: fc.Arbitrary<DocumentLine> = fc
  .tuple(fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 0, max: 5_000_000_00 }) }, { weight: 1, arbitrary: fc.integer({ min: -20_000, max: 20_000 }) }), fc.nat(rates.length * codes.length * offs.length * shares.length * descriptions.length * 7))
  .map(([written, choice]): DocumentLine => {
    const net = choice % 7 === 0 ? 0 : written;
    let left = Math.floor(choice / 7);
    const draw = <T>(from: readonly T[]): T => {
      const found = drawn(from, left);
      left = Math.floor(left / from.length);
      return found;
    };
    const [taxRate, nominalCode, off, share, description] = [draw(rates), draw(codes), draw(offs), draw(shares), draw(descriptions)];
    const discount = Math.trunc((net * share) / 100);
    return { id: "1", description, taxRate, nominalCode, net: minorUnits(net), discount: minorUnits(discount), tax: minorUnits(taxOf(net - discount, taxRate) + off) };
  });

/** Lines with discounts, several rates and codes, nothing lines, credits and tax that is a penny off, as real invoices have. */
export const someInvoice: fc.Arbitrary<Invoice> = fc.array(someLine, { maxLength: 10 }).map((lines) => anInvoice(lines));
