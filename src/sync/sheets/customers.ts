import { code, flag, instant, sheet, text } from "./sheet";

export const customerStates = ["Synced", "Linked, never synced", "Unlinked", "Failing"] as const;
export type CustomerState = (typeof customerStates)[number];

/** The sync-status grid: one row for each link, and one for a customer without any. */
export const customers = sheet({
  name: "Customers",
  slug: "customers",
  table: "Customers",
  direction: "pull",
  key: ["CustomerId", "Sage Company"],
  columns: {
    CustomerId: code("The Layer's id of the customer.", { owner: "layer", max: 50 }),
    CustomerName: text("The customer's name in The Layer.", { owner: "layer", max: 200 }),
    SubCompany: text("The sub-companies the customer's orders belong to.", { owner: "layer" }),
    Synced: flag("Whether this customer has ever been synced with that Sage company.", { owner: "layer" }),
    "Sage Company": text("The linked Sage company.", { owner: "sage", max: 100 }),
    "Sage Customer ID": code("Sage's own id of the account.", { owner: "sage", max: 19 }),
    "Sage Account Number": code("The account's reference in Sage.", { owner: "sage", max: 8 }),
    "Last Synced": instant("When fields were last sent. Empty until the first sync.", { owner: "tieout" }),
    State: text("Synced; Linked, never synced; Unlinked; or Failing.", { owner: "tieout" }),
    Reason: text("Why it is not synced, and what to do.", { owner: "tieout", max: 1000 }),
  },
});
