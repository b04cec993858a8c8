import { code, pick, problemColumn, rate, resultColumn, sheet } from "./sheet";

/** Which Sage tax code stands for a tax rate of The Layer, for each Sage company. */
export const taxCodes = sheet({
  name: "Tax Codes",
  slug: "tax-codes",
  table: "TaxCodes",
  direction: "push",
  key: ["TaxRate", "SageCompanyName"],
  columns: {
    TaxRate: rate("The rate in The Layer in per cent, for example 20 or 17.5.", { mandatory: true }),
    SageCompanyName: pick("The Sage company.", "sage-company", { mandatory: true }),
    SageTaxCode: code("The tax code users know in Sage, for example 1.", { mandatory: true, max: 5, lookup: "sage-tax-code" }),
    Problem: problemColumn,
    Result: resultColumn,
  },
});
