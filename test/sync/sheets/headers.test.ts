import fc from "fast-check";
import { sheets } from "../../../src/sync/sheets";
import { customerLinks } from "../../../src/sync/sheets/customer-links";
import { compareHeaders, matchHeaders } from "../../../src/sync/sheets/headers";
import { paymentMethods } from "../../../src/sync/sheets/payment-methods";
import type { SheetDefinition } from "../../../src/sync/sheets/sheet";

const canonical = (definition: SheetDefinition) => Object.keys(definition.columns);

/** A header as somebody else would spell it: other case, spaces, punctuation. */
const respelt = (header: string) =>
  fc.tuple(fc.constantFrom("", " ", "* ", "★"), fc.constantFrom(" ", "_", "-", ""), fc.boolean()).map(([before, gap, isUpper]) => {
    const words = header.replace(/([a-z])([A-Z])/g, `$1${gap}$2`);
    return before + (isUpper ? words.toUpperCase() : words.toLowerCase()) + before;
  });

describe("header mapping is kind", () => {
  test.each(Object.values(sheets).map((definition) => [definition.name, definition] as const))(
    "%s: columns in any order and spelling, among others, are found",
    (_name, definition) => {
      const headers = canonical(definition);
      fc.assert(
        fc.property(
          fc.tuple(...headers.map(respelt)).chain((spelt) => fc.shuffledSubarray([...spelt, "My notes", "£££ due"], { minLength: spelt.length + 2 }).map((order) => ({ spelt, order }))),
          ({ spelt, order }) => {
            const result = matchHeaders(definition, order);
            expect(result).toEqual({ ok: true, value: { map: Object.fromEntries(headers.map((header, place) => [header, spelt[place]])), extra: expect.arrayContaining(["My notes", "£££ due"]), missing: [] } });
          },
        ),
        { numRuns: 30 },
      );
    },
  );

  test.each([["customer id", "CustomerId"], ["CUSTOMER_ID", "CustomerId"], ["Sage Account Number *", "SageAccountNumber"], ["Sage Customer ID", "SageCustomerId"]])(
    "“%s” is %s",
    (spelt, header) => {
      expect(compareHeaders(customerLinks, [spelt]).map[header]).toBe(spelt);
    },
  );

  test("“acc code” is Acc - Code", () => {
    expect(compareHeaders(paymentMethods, ["acc code"]).map).toEqual({ "Acc - Code": "acc code" });
  });

  test("an extra column is kept and named, never read", () => {
    const result = matchHeaders(customerLinks, ["CustomerId", "Owner", "", "SageCompanyName", "SageSiteId", "SageAccountNumber"]);
    expect(result).toMatchObject({ ok: true, value: { extra: ["Owner"] } });
  });

  test("a column that is not mandatory may be missing, and the nearest header is named", () => {
    const result = matchHeaders(customerLinks, ["CustomerId", "SageCompanyName", "SageSiteId", "SageAccountNumber", "Customer Nmae"]);
    expect(result.ok && result.value.missing).toContainEqual({ header: "CustomerName", nearest: "Customer Nmae" });
    expect(result.ok && result.value.missing).toContainEqual({ header: "Problem", nearest: null });
  });
});

describe("a sheet that cannot be read is refused before anything else", () => {
  test("a missing mandatory header is named, with the nearest header in the sheet", () => {
    const result = matchHeaders(customerLinks, ["Colour", "Cust Id", "SageCompanyName", "SageSiteId", "SageAccountNumber"]);
    expect(result).toMatchObject({ ok: false, failure: { code: "missing-header", cause: expect.stringContaining("CustomerId"), cure: expect.stringContaining("rename “Cust Id” to CustomerId") } });
  });

  test("neither of the account columns is as bad as a missing mandatory one", () => {
    const result = matchHeaders(customerLinks, ["CustomerId", "SageCompanyName", "SageSiteId", "Sage Account"]);
    expect(result).toMatchObject({
      ok: false,
      failure: { code: "missing-header", cause: expect.stringContaining("SageAccountNumber or SageCustomerId"), cure: expect.stringContaining("“Sage Account”") },
    });
  });

  test("all that is missing is said at once", () => {
    const result = matchHeaders(customerLinks, ["CustomerId", "Colour"]);
    expect(result.ok || result.failure.cause).toContain("SageCompanyName, SageSiteId and SageAccountNumber or SageCustomerId");
    expect(result.ok || result.failure.cure).toContain("Add these columns");
  });

  test("two headers for one column are refused by both their spellings", () => {
    const result = matchHeaders(customerLinks, ["CustomerId", "customer id", "SageCompanyName", "SageSiteId", "SageAccountNumber"]);
    expect(result).toMatchObject({ ok: false, failure: { code: "duplicate-header", cause: "“CustomerId” and “customer id” both stand for the column CustomerId." } });
  });

  test.each([[[]], [["", "  "]]])("headers %j are an empty sheet", (headers) => {
    expect(matchHeaders(customerLinks, headers)).toMatchObject({ ok: false, failure: { code: "empty-sheet", cure: expect.stringContaining("Customer Links") } });
  });
});
