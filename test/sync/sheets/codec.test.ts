import fc from "fast-check";
import type { Cell, CellValue } from "../../../src/sync/model/cell";
import { sheets } from "../../../src/sync/sheets";
import { blockOfRows, pushedValues, rowsOfBlock, rowsToPush } from "../../../src/sync/sheets/codec";
import { customerLinks } from "../../../src/sync/sheets/customer-links";
import { matchHeaders } from "../../../src/sync/sheets/headers";
import { paymentMethods } from "../../../src/sync/sheets/payment-methods";
import { keyOf, type SheetDefinition } from "../../../src/sync/sheets/sheet";
import { taxCodes } from "../../../src/sync/sheets/tax-codes";

const literals: fc.Arbitrary<CellValue> = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constantFrom("00123", "Yes", "20%", " N1 ", 0.2));
const cells: fc.Arbitrary<Cell> = fc.oneof(
  { weight: 6, arbitrary: literals },
  { weight: 1, arbitrary: literals.map((value) => ({ kind: "formula" as const, formula: "=A1", value })) },
  { weight: 1, arbitrary: fc.constantFrom({ kind: "error" as const, text: "#N/A" }, { kind: "date" as const, serial: 46266, text: "01-Sep" }) },
);
const rowOf = (definition: SheetDefinition) => fc.record(Object.fromEntries(Object.keys(definition.columns).map((header) => [header, cells])));
const identity = (definition: SheetDefinition) => Object.fromEntries(Object.keys(definition.columns).map((header) => [header, header]));

describe.each(Object.values(sheets).map((definition) => [definition.name, definition] as const))("%s as a block of cells", (_name, definition) => {
  test("rows written as a block are read back the same", () => {
    fc.assert(
      fc.property(fc.array(rowOf(definition), { maxLength: 8 }), (rows) => {
        expect(rowsOfBlock(definition, identity(definition), blockOfRows(definition, rows)).map((row) => row.cells)).toEqual(rows);
      }),
    );
  });

  test("what is pushed is pushed the same again", () => {
    fc.assert(
      fc.property(rowOf(definition), (row) => {
        const pushed = pushedValues(definition, row);
        expect(pushedValues(definition, pushed)).toEqual(pushed);
      }),
    );
  });

  test("only the user's own columns are pushed, all of them, as literals", () => {
    fc.assert(
      fc.property(rowOf(definition), (row) => {
        const pushed = pushedValues(definition, row);
        const owned = Object.entries(definition.columns).flatMap(([header, column]) => (column.owner === "user" && !column.ignoredOnPush ? [header] : []));
        expect(Object.keys(pushed)).toEqual(owned);
        expect(Object.values(pushed).every((value) => value === null || typeof value !== "object")).toBe(true);
      }),
    );
  });

  test("every row keeps a reference of its own, in any order of columns", () => {
    fc.assert(
      fc.property(fc.array(rowOf(definition), { maxLength: 8 }), fc.shuffledSubarray(Object.keys(definition.columns), { minLength: Object.keys(definition.columns).length }), (rows, order) => {
        const block = { headers: order, rows: rows.map((row) => order.map((header) => row[header] ?? null)) };
        const read = rowsOfBlock(definition, identity(definition), block);
        expect(new Set(read.map((row) => JSON.stringify(row.ref))).size).toBe(rows.length);
        expect(read.map((row) => row.ref.key)).toEqual(rows.map((row) => keyOf(definition, row)));
      }),
    );
  });
});

describe("values as they are pushed", () => {
  test("a code is text with all its digits and without stray spaces", () => {
    const pushed = pushedValues(customerLinks, { CustomerId: 4e12, SageCompanyName: "\u00a0Acme UK ", SageSiteId: "S1", SageAccountNumber: " 00123", SageCustomerId: 27006 });
    expect(pushed).toEqual({ CustomerId: "4000000000000", SageCompanyName: "Acme UK", SageSiteId: "S1", SageAccountNumber: "00123", SageCustomerId: "27006" });
  });

  test("flags are Yes or No, rates plain per cent; what cannot be read stays for the rules to name", () => {
    expect(pushedValues(paymentMethods, { PaymentMethod: "Card", Enabled: true })).toMatchObject({ Enabled: "Yes", "Acc - Code": null });
    expect(pushedValues(paymentMethods, { Enabled: "perhaps" })).toMatchObject({ Enabled: "perhaps" });
    expect(pushedValues(taxCodes, { TaxRate: "17.50 %" })).toMatchObject({ TaxRate: "17.5" });
    expect(pushedValues(taxCodes, { TaxRate: 0.2 })).toMatchObject({ TaxRate: 0.2 });
  });

  test("rows with nothing in them are not pushed, and the others keep their references", () => {
    const block = { headers: ["CustomerId", "SageCompanyName", "Result"], rows: [["C1", "Acme", null], [null, " ", "old result"], ["C1", "Acme", null]] };
    const rows = rowsOfBlock(customerLinks, { CustomerId: "CustomerId", SageCompanyName: "SageCompanyName", Result: "Result" }, block);
    expect(rowsToPush(customerLinks, rows).map((row) => row.ref.nth)).toEqual([0, 1]);
  });

  test("a sheet with its own spellings and columns is read by the header map", () => {
    const headers = ["Note", "sage site id", "customer id", "SAGE COMPANY NAME", "Sage Account Number"];
    const match = matchHeaders(customerLinks, headers);
    if (!match.ok) throw new Error(match.failure.cause);
    const [row] = rowsOfBlock(customerLinks, match.value.map, { headers, rows: [["call them", "S1", "00042", "Acme UK", "NORTH001"]] });
    expect(row?.cells).toEqual({ CustomerId: "00042", SageCompanyName: "Acme UK", SageSiteId: "S1", SageAccountNumber: "NORTH001" });
  });
});
