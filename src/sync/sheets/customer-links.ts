import { code, flag, pick, problemColumn, resultColumn, sheet, text } from "./sheet";

/** The Layer's customer upload, column for column; one row for each customer and Sage company. Source: Customer Upload template. */
export const customerLinks = sheet({
  name: "Customer Links",
  slug: "customer-links",
  table: "CustomerLinks",
  direction: "push",
  key: ["CustomerId", "SageCompanyName"],
  atLeastOneOf: [["SageAccountNumber", "SageCustomerId"]],
  columns: {
    CustomerId: code("The Layer's id of the customer.", { mandatory: true, max: 50, lookup: "layer-customer" }),
    CustomerName: text("The customer's name in The Layer.", { owner: "layer", max: 200 }),
    SageCompanyName: pick("The Sage company that holds the account.", "sage-company", { mandatory: true }),
    SageSiteId: code("The Sage site of that company.", { mandatory: true, max: 36, lookup: "sage-site" }),
    SageAccountNumber: code("The account's reference in Sage, for example NORTH001.", { max: 8, lookup: "sage-account" }),
    SageCustomerId: code("Sage's own id of the account. Filled in for you when the account number is known.", { max: 19 }),
    Synced: flag("Whether this customer has ever been synced. Not read when you push.", { owner: "layer", ignoredOnPush: true }),
    Problem: problemColumn,
    Result: resultColumn,
  },
});
