import { code, pick, problemColumn, resultColumn, sheet } from "./sheet";

/** Where The Layer has no sub-companies, its one entry carries this name. */
export const defaultCompany = "Default Company";

/** Which Sage company the documents of a Layer sub-company are posted to. Many sub-companies may share one. */
export const subCompanies = sheet({
  name: "Sub Companies",
  slug: "sub-companies",
  table: "SubCompanies",
  direction: "push",
  key: ["SubCompany"],
  columns: {
    SubCompany: pick("The sub-company in The Layer.", "layer-sub-company", { mandatory: true }),
    SageCompanyName: pick("The Sage company its documents are posted to.", "sage-company", { mandatory: true }),
    SageSiteId: code("The Sage site of that company.", { mandatory: true, max: 36, lookup: "sage-site" }),
    Problem: problemColumn,
    Result: resultColumn,
  },
});
