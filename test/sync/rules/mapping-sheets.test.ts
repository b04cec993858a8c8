import type { RowCells } from "../../../src/sync/model/cell";
import { paymentMethods } from "../../../src/sync/sheets/payment-methods";
import { defaultCompany, subCompanies } from "../../../src/sync/sheets/sub-companies";
import { taxCodes } from "../../../src/sync/sheets/tax-codes";
import { check, codes, dublin, fixesOf, leeds, world } from "./build";

describe("Sub Companies", () => {
  const aMapping = (changes: RowCells = {}): RowCells => ({ SubCompany: "North", SageCompanyName: "Acme UK", SageSiteId: leeds, ...changes });

  test("many sub-companies may share one Sage company", () => {
    expect(check(subCompanies, [aMapping(), aMapping({ SubCompany: "South" })])).toEqual([]);
  });

  test.each<[string, RowCells, string]>([
    ["a sub-company The Layer has not", { SubCompany: "West" }, "error unknown-sub-company"],
    ["a company Sage has not", { SageCompanyName: "Acme GB" }, "error unknown-company"],
    ["a site of another company", { SageSiteId: dublin }, "error site-not-of-company"],
    ["no site", { SageSiteId: null }, "error mandatory"],
    ["no company", { SageCompanyName: null, SageSiteId: null }, "info not-mapped-yet"],
    ["an error value", { SageCompanyName: { kind: "error", text: "#REF!" } }, "error error-value"],
  ])("%s", (_what, cells, problem) => {
    expect(codes(check(subCompanies, [aMapping(cells)]))).toEqual([problem]);
  });

  test("one sub-company cannot go to two companies", () => {
    expect(codes(check(subCompanies, [aMapping(), aMapping({ SubCompany: "north", SageCompanyName: "Beta Trading" })]))).toContain("error repeated-key");
  });

  test("where The Layer has no sub-companies its one entry is Default Company", () => {
    const reference = { ...world, subCompanies: [] };
    expect(check(subCompanies, [aMapping({ SubCompany: defaultCompany })], reference)).toEqual([]);
    expect(codes(check(subCompanies, [aMapping()], reference))).toEqual(["error unknown-sub-company"]);
  });
});

describe("Payment Methods", () => {
  const aMethod = (changes: RowCells = {}): RowCells => ({ PaymentMethod: "Card", Enabled: "Yes", "Payment Account Name": "Cards", "Acc - Code": "1210", SageCompanyName: "Acme UK", ...changes });

  test.each<[string, RowCells, readonly string[]]>([
    ["a method that is right", {}, []],
    ["a method The Layer has not", { PaymentMethod: "Cheque" }, ["error unknown-payment-method"]],
    ["enabled without a bank code", { "Acc - Code": null }, ["error bank-code-needed"]],
    ["disabled without a bank code", { Enabled: "No", "Acc - Code": null }, []],
    ["silent, and enabled in The Layer, without a bank code", { Enabled: null, "Acc - Code": null }, ["error bank-code-needed"]],
    ["silent, and disabled in The Layer, without a bank code", { PaymentMethod: "Cash", Enabled: null, "Acc - Code": null }, []],
    ["neither Yes nor No", { Enabled: "perhaps" }, ["error not-yes-or-no"]],
    ["a bank that is nowhere", { "Acc - Code": "9999" }, ["error unknown-bank"]],
    ["a bank of another company", { "Acc - Code": "0950" }, ["error unknown-bank"]],
    ["a bank whose zero Excel took", { "Acc - Code": 950, SageCompanyName: "Beta Trading" }, ["error lost-zeros"]],
    ["a bank that is hidden", { "Acc - Code": "1299" }, ["warning hidden-bank"]],
    ["an unknown company", { SageCompanyName: "Acme UL" }, ["error unknown-company"]],
    ["a bank that every company has, for every company", { "Acc - Code": "1200", SageCompanyName: null }, []],
  ])("%s", (_what, cells, expected) => {
    expect(codes(check(paymentMethods, [aMethod(cells)]))).toEqual(expected);
  });

  test("a row for every company names the companies that lack its bank", () => {
    const [problem] = check(paymentMethods, [aMethod({ SageCompanyName: " " })]);
    expect(problem).toMatchObject({ code: "bank-not-in-every-company", severity: "error", cause: expect.stringContaining("missing in Acme Ireland and Beta Trading") });
    expect(fixesOf(problem)[0]).toEqual({ SageCompanyName: "Acme UK" });
  });

  test("two letters swapped in a method's name are put right", () => {
    expect(fixesOf(check(paymentMethods, [aMethod({ PaymentMethod: "Crad" })])[0])).toEqual([{ PaymentMethod: "Card" }]);
  });

  test("the code The Layer has is offered, and so is disabling the method", () => {
    const [problem] = check(paymentMethods, [aMethod({ "Acc - Code": null })]);
    expect(fixesOf(problem)).toEqual([{ "Acc - Code": "1210" }, { Enabled: "No" }]);
  });

  test("one method for one company, and one for every company, may stand together; twice the same may not", () => {
    const all = aMethod({ SageCompanyName: null, "Acc - Code": "1200" });
    expect(check(paymentMethods, [aMethod(), all])).toEqual([]);
    const twice = check(paymentMethods, [all, { ...all, PaymentMethod: "card " }]).filter((one) => one.code === "repeated-key");
    expect(twice.map((one) => one.cause)).toEqual(["There are 2 rows for payment method Card for every company.", "There are 2 rows for payment method Card for every company."]);
  });
});

describe("Tax Codes", () => {
  const aRate = (changes: RowCells = {}): RowCells => ({ TaxRate: "20", SageCompanyName: "Acme UK", SageTaxCode: "1", ...changes });

  test.each<[string, RowCells, readonly string[]]>([
    ["a rate that is right", {}, []],
    ["the same with a sign", { TaxRate: "20%" }, []],
    ["the same as a number", { TaxRate: 20 }, []],
    ["a fraction", { TaxRate: 0.2 }, ["error ambiguous-rate"]],
    ["words", { TaxRate: "standard" }, ["error not-a-rate"]],
    ["a decimal comma", { TaxRate: "5,0", SageTaxCode: "5" }, ["error not-a-rate"]],
    ["above a hundred", { TaxRate: 200 }, ["error not-a-rate"]],
    ["a rate The Layer has not", { TaxRate: "17.5" }, ["warning rate-not-of-the-layer", "warning other-rate-in-sage"]],
    ["a code that is nowhere", { SageTaxCode: "99" }, ["error unknown-tax-code"]],
    ["a code of another company", { SageTaxCode: "23" }, ["error unknown-tax-code"]],
    ["a code of another rate", { SageTaxCode: "2" }, ["warning other-rate-in-sage"]],
    ["no code", { SageTaxCode: null }, ["error mandatory"]],
    ["nothing chosen yet", { SageTaxCode: null, SageCompanyName: null }, ["info not-mapped-yet"]],
    ["a rate of nothing", { TaxRate: 0, SageTaxCode: "2" }, []],
    ["a rate from a formula", { TaxRate: { kind: "formula", formula: "=10*2", value: 20 } }, ["warning formula-in-code"]],
  ])("%s", (_what, cells, expected) => {
    expect(codes(check(taxCodes, [aRate(cells)]))).toEqual(expected);
  });

  test("0.2 is what The Layer has: twenty, and no longer in doubt once said", () => {
    const [problem] = check(taxCodes, [aRate({ TaxRate: 0.2 })]);
    expect(problem?.cause).toBe("TaxRate “0.2” may mean 20 % or 0.2 %.");
    expect(fixesOf(problem)).toEqual([{ TaxRate: "20" }]);
    expect(fixesOf(check(taxCodes, [aRate({ TaxRate: 0.2 })], {})[0])).toEqual([{ TaxRate: "20" }, { TaxRate: "0.2%" }]);
  });

  test("a code of the right rate is offered", () => {
    for (const SageTaxCode of ["99", "2", null]) expect(fixesOf(check(taxCodes, [aRate({ SageTaxCode })])[0])).toEqual([{ SageTaxCode: "1" }]);
  });

  test("20 and 20% are one rate, twice", () => {
    expect(codes(check(taxCodes, [aRate(), aRate({ TaxRate: "20.0 %" })]))).toEqual(["error repeated-key", "error repeated-key"]);
  });
});
