import { code, count, flag, instant, sheet, text } from "./sheet";

/** Everything that could not be done, from its first failure on. A later success resolves an entry; nothing is deleted. */
export const errorQueue = sheet({
  name: "Error Queue",
  slug: "error-queue",
  table: "ErrorQueue",
  direction: "pull",
  key: ["Id"],
  columns: {
    When: instant("When it first failed.", { owner: "tieout" }),
    Type: text("Customer, Invoice, Credit note, Payment, Refund or Receipt.", { owner: "tieout" }),
    "Layer Reference": code("The Layer's number of the document, or the customer's id.", { owner: "layer", max: 100 }),
    Customer: text("The customer's name in The Layer.", { owner: "layer", max: 200 }),
    "Sub Company": text("The sub-company that it was raised in.", { owner: "layer" }),
    "Sage Company": text("The Sage company that it was meant for.", { owner: "sage", max: 100 }),
    Operation: text("What was attempted: Post to Sage, Tell The Layer, Update the customer, Record in The Layer, Allocate in Sage.", { owner: "tieout" }),
    Cause: text("Why it failed, naming the value.", { owner: "tieout", max: 1000 }),
    "What To Do": text("The cure.", { owner: "tieout", max: 1000 }),
    Attempts: count("How often it was tried.", { owner: "tieout" }),
    "Last Attempt": instant("When it was last tried.", { owner: "tieout" }),
    State: text("Open or Resolved.", { owner: "tieout" }),
    Retry: flag("Yes to try this row again with Retry chosen rows.", { owner: "user" }),
    Id: code("The entry's own id, by which the row is known.", { owner: "tieout", max: 64 }),
  },
});
