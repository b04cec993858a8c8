import { code, flag, instant, money, sheet, text } from "./sheet";

/** What Sage says each linked customer owes. A customer that is not linked with a company has no row for it: nothing is not zero. */
export const balances = sheet({
  name: "Balances",
  slug: "balances",
  table: "Balances",
  direction: "pull",
  key: ["CustomerId", "Sage Company"],
  columns: {
    CustomerId: code("The Layer's id of the customer.", { owner: "layer", max: 50 }),
    Customer: text("The customer's name in The Layer.", { owner: "layer", max: 200 }),
    "Sage Company": text("The linked Sage company.", { owner: "sage", max: 100 }),
    "Sage Account Number": code("The account's reference in Sage.", { owner: "sage", max: 8 }),
    Balance: money("What the customer owes in Sage; negative where it is in credit.", { owner: "sage" }),
    "Credit Limit": money("The credit limit in Sage; empty where Sage has none.", { owner: "sage" }),
    "On Hold": flag("Whether the account is on hold in Sage.", { owner: "sage" }),
    "As At": instant("When Sage was last read.", { owner: "tieout" }),
  },
});
